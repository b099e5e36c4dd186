"""Labels and predictions of every form, read into one shape."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest

from evaluate.records import RECORD, record
from evaluate.samples import BOARD, LED, LISTED, PETRIN, TEXT, labels, view, write_gold
from pipeline.errors import ConfigError
from pipeline.evaluate.documents import score_article
from pipeline.evaluate.from_gold import locate
from pipeline.evaluate.from_record import article_id, view_of_record
from pipeline.evaluate.report import evaluate
from pipeline.evaluate.runs import evaluate_path
from pipeline.evaluate.sources import read_labels, read_predictions

SHORT: dict[str, Any] = {
    "id": "a1",
    "entities": [BOARD, {"type": "Company", "name": "Orsa Mills"}, PETRIN, {"type": "Person", "name": "Ada Lund"}],
    "relations": [{"type": "directorship", "subject": "Ada Lund", "object": "Orsa Mills"}],
    "sanction_events": [
        {
            **{key: LISTED[key] for key in ("action", "status", "authorities", "targets", "reasons", "trigger")},
            "date": LISTED["announced"],
        }
    ],
    "financials": [
        {
            "metric": "revenue",
            "entity": "Orsa Mills",
            "value": 40000000,
            "currency": "SEK",
            "change": {"direction": "increase", "absolute": 5, "currency": "SEK"},
            "status": "actual",
            "period": "2020",
            "evidence": "40 million crowns in 2020",
        }
    ],
    "revenue_shares": [
        {
            "entity": "Orsa Mills",
            "segment": "exports",
            "share": 0.6,
            "basis": "sales",
            "dimension": "geography",
            "period": None,
            "evidence": "exports were 60 percent",
        }
    ],
}


def write_short(folder: Path) -> Path:
    (folder / "labels").mkdir(parents=True)
    (folder / "a1.txt").write_text(TEXT, encoding="utf-8")
    (folder / "labels" / "a1.json").write_text(json.dumps(SHORT), encoding="utf-8")
    (folder / "meta.json").write_text(json.dumps([{"id": "a1", "published": "2021-03-02"}]), encoding="utf-8")
    return folder


def test_a_folder_and_one_file_of_it_read_alike(tmp_path: Path) -> None:
    folder = write_gold(tmp_path / "gold", labels("a1"), labels("a2"))
    both = read_labels(folder)
    assert [one.id for one in both] == ["a1", "a2"]
    assert read_labels(folder / "a2.json") == both[1:]


def test_the_short_form_says_the_same_as_the_full_one(tmp_path: Path) -> None:
    (short,) = read_labels(write_short(tmp_path / "short"))
    event = short.events[0]
    assert event.announced is not None
    assert event.announced.start == dt.date(2021, 3, 1)
    assert short.financials[0].change_sum == 5
    assert short.financials[0].period is not None
    assert short.financials[0].period.text == "2020"
    tally = score_article(short, view()).tally
    assert tally.counts["event_strict"] == [1, 2, 1, 1]
    assert tally.counts["revenue_share_entity"] == [1, 1, 1, 1]


def test_figures_of_the_short_form_are_those_of_an_independent_count(tmp_path: Path) -> None:
    """Counted by hand: one of two events, its two targets, one of one sum but with another metric, no share."""
    (short,) = read_labels(write_short(tmp_path / "short"))
    found = view_of_record(record())
    figures = evaluate([short], {"a1": found}).figures
    shown = {key: (figure.precision, figure.recall, figure.gold) for key, figure in figures.items()}
    assert shown["entity_typed"] == (1.0, 0.75, 4)
    assert shown["event"] == (0.5, 1.0, 1)
    assert shown["event_action_status"] == (0.5, 1.0, 1)
    assert shown["event.targets"] == (1.0, 0.5, 2)
    assert shown["event.authorities"] == (1.0, 1.0, 1)
    assert shown["money"] == (1.0, 1.0, 1)
    assert shown["money_metric_entity"] == (0.0, 0.0, 1)
    assert shown["revenue_share"] == (0.0, 0.0, 1)
    assert shown["relation"] == (0.0, 0.0, 1)


def test_a_file_of_records_is_a_gold_set_too(tmp_path: Path) -> None:
    file = tmp_path / "gold.jsonl"
    file.write_text(record().model_dump_json() + "\n", encoding="utf-8")
    report = evaluate(read_labels(file), read_predictions(file))
    assert {key: figure.f1 for key, figure in report.figures.items() if figure.gold and figure.f1 != 1.0} == {}


def test_a_countrys_adjective_is_one_of_its_names() -> None:
    """A record names a country in English even where only the adjective is printed."""
    text = "Velmarkian firms met.\n"
    span = {"start": 0, "end": 10, "text": "Velmarkian"}
    country = {"id": "e1", "type": "Country", "name": "Velmark", "mentions": [{**span, "kind": "name"}]}
    raw = {**RECORD, "text": text, "segments": [], "entities": [country]}
    raw |= {"relations": [], "financials": [], "revenue_shares": [], "sanction_events": []}
    gold = view(
        text=text,
        entities=[{"type": "Country", "name": "Velmarkian"}],
        relations=[],
        sanction_events=[],
        financials=[],
        revenue_shares=[],
    )
    tally = score_article(gold, view_of_record(record(raw))).tally
    assert tally.counts["entity_typed"] == [1, 1, 1, 1]


@pytest.mark.parametrize(
    ("uri", "expected"),
    [("corpus/gold/dev/a7.txt", "a7"), ("a7.txt", "a7"), ("news.jsonl", "d1"), ("https://example.org/a7", "d1")],
)
def test_records_find_their_labels(uri: str, expected: str) -> None:
    raw = {**RECORD, "source": {**RECORD["source"], "uri": uri}}
    assert article_id(record(raw)) == expected


def test_page_furniture_has_no_mentions() -> None:
    gold = view(text=f"{TEXT}\nOrsa Mills - more stories\n")
    last = len(TEXT) + 1
    furniture = dataclasses.replace(gold, furniture=((last, len(gold.text)),))
    assert score_article(gold, furniture).tally.counts["mention_strict"] == [8, 8, 8, 8]
    assert score_article(gold, gold).tally.counts["mention_strict"] == [9, 9, 9, 9]


@pytest.mark.parametrize(
    ("quote", "places"),
    [("b c", [(2, 5), (7, 10)]), ("a", [(0, 1)]), ("x", []), ("", []), ("c b", [(4, 8)])],
)
def test_quotes_are_found_across_line_ends(quote: str, places: list[tuple[int, int]]) -> None:
    assert list(locate("a b c\n\nb\nc", quote)) == places


def test_missing_things_are_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="no such gold set"):
        read_labels(tmp_path / "nowhere")
    (tmp_path / "empty").mkdir()
    with pytest.raises(ConfigError, match="no label files"):
        read_labels(tmp_path / "empty")
    folder = write_gold(tmp_path / "gold", labels("a1"))
    (folder / "a1.txt").unlink()
    with pytest.raises(ConfigError, match=r"a1\.txt"):
        read_labels(folder)


def test_a_wrong_label_is_named(tmp_path: Path) -> None:
    folder = write_gold(tmp_path / "gold", labels("a1", relations=[{**LED, "type": "friend"}]))
    with pytest.raises(ConfigError, match=r"a1\.json: relations\.0\.type"):
        read_labels(folder)


def test_a_fact_of_an_unknown_entity_is_named(tmp_path: Path) -> None:
    folder = write_gold(tmp_path / "gold", labels("a1", relations=[{**LED, "object": "Nobody"}]))
    with pytest.raises(ConfigError, match="Nobody"):
        read_labels(folder)


def test_the_short_form_needs_its_dates(tmp_path: Path) -> None:
    folder = write_short(tmp_path / "short")
    (folder / "meta.json").write_text("[]", encoding="utf-8")
    with pytest.raises(ConfigError, match="'a1' is missing"):
        read_labels(folder)


def test_a_line_that_is_no_record_is_named(tmp_path: Path) -> None:
    file = tmp_path / "records.jsonl"
    file.write_text(record().model_dump_json() + "\n{}\n", encoding="utf-8")
    with pytest.raises(ConfigError, match="line 2"):
        read_predictions(file)


def test_an_article_that_is_there_twice_is_named(tmp_path: Path) -> None:
    file = tmp_path / "records.jsonl"
    file.write_text((record().model_dump_json() + "\n") * 2, encoding="utf-8")
    with pytest.raises(ConfigError, match="'a1' is there twice"):
        read_predictions(file)


def test_records_of_another_text_are_refused(tmp_path: Path) -> None:
    folder = write_gold(tmp_path / "gold", labels("a1"), text=TEXT + "One more line.\n")
    file = tmp_path / "records.jsonl"
    file.write_text(record().model_dump_json() + "\n", encoding="utf-8")
    with pytest.raises(ConfigError, match="another text"):
        evaluate_path(folder, file, None, hidden=False)


def test_records_of_other_articles_are_refused(tmp_path: Path) -> None:
    folder = write_gold(tmp_path / "gold", labels("a2"))
    file = tmp_path / "records.jsonl"
    file.write_text(record().model_dump_json() + "\n", encoding="utf-8")
    with pytest.raises(ConfigError, match="no record of any labelled article"):
        evaluate_path(folder, file, None, hidden=False)


@pytest.mark.model
def test_articles_are_read_where_no_records_are_given(tmp_path: Path) -> None:
    folder = write_gold(tmp_path / "gold", labels("a1"))
    report = evaluate_path(folder, None, None, hidden=False)
    assert report.without_record == ()
    assert report.figures["entity"].recall > 0.5


def test_values_of_a_record_are_those_of_its_text_outside_furniture() -> None:
    values = view_of_record(record()).values or ()
    assert [(one.kind, one.quote) for one in values] == [
        ("money", "40 million crowns"),
        ("money", "2 million crowns"),
        ("percent", "60 percent"),
        ("date", "Monday"),
        ("date", "2020"),
        ("date", "May"),
    ]
    (place,) = values[0].spans
    assert TEXT[slice(*place)] == "40 million crowns"
    end = TEXT.index("and exports")
    segments = [{"start": 31, "end": end, "kind": "body"}, {"start": end, "end": len(TEXT), "kind": "boilerplate"}]
    cut = view_of_record(record({**RECORD, "segments": segments})).values or ()
    assert [one.quote for one in cut] == ["40 million crowns", "Monday", "2020"]


def test_a_sum_in_two_currencies_is_two_values() -> None:
    text = "It paid 20 million yuan ($2.8 million).\n"
    empty = {key: [] for key in ("entities", "relations", "financials", "revenue_shares", "sanction_events")}
    body = [{"start": 0, "end": len(text) - 1, "kind": "body"}]
    values = view_of_record(record({**RECORD, **empty, "text": text, "segments": body})).values or ()
    assert [one.quote for one in values] == ["20 million yuan", "$2.8 million"]


def test_records_as_labels_say_nothing_about_values(tmp_path: Path) -> None:
    file = tmp_path / "gold.jsonl"
    file.write_text(record().model_dump_json() + "\n", encoding="utf-8")
    assert [article.values for article in read_labels(file)] == [None]
