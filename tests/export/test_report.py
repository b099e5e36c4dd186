"""The pages of a report, without a browser: all of the text is there and only as text, every fact has its words."""

from __future__ import annotations

import datetime as dt
import json
import re
from decimal import Decimal
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT
from typer.testing import CliRunner

from export import articles
from pipeline import cli
from pipeline.errors import ConfigError
from pipeline.export.report import write_report
from pipeline.export.report.charts import METRICS, SERIES, scatter, timeline
from pipeline.export.report.collect import Collected, DatedEvent, DatedSum
from pipeline.export.report.pieces import KINDS, LABELS, paragraphs
from pipeline.export.report.words import amount_words, change_words, figure, period_words, share_words
from pipeline.export.source import Run, open_run
from pipeline.records import ArticleRecord, Change


class Page(HTMLParser):
    """Tags with their attributes, and the text of the article."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words = ""
        self._depth = 0
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if self._depth or dict(attrs).get("class") == "words":
            self._depth += tag not in {"br", "input", "img"}

    def handle_endtag(self, _: str) -> None:
        self._depth -= bool(self._depth)

    def handle_data(self, data: str) -> None:
        if self._depth:
            self.words += data

    def having(self, attribute: str) -> list[str]:
        return [attributes[attribute] or "" for _, attributes in self.tags if attribute in attributes]


@pytest.fixture
def report(run: Run, tmp_path: Path) -> Path:
    write_report(run, tmp_path / "report")
    return tmp_path / "report"


def data_of(report: Path, table: str) -> Any:
    script = (report / "data" / f"{table}.js").read_text(encoding="utf-8")
    return json.loads(script.removeprefix("globalThis.sanctexTable = ").removesuffix(";\n"))


def test_every_article_has_a_page_with_all_of_its_text(report: Path) -> None:
    for number, record in enumerate(articles.records(), start=1):
        page = Page(report / "a" / f"{number:05d}.html")
        assert "".join(page.words.split()) == "".join(record.text.split())


def test_tags_of_an_article_are_text(report: Path) -> None:
    pages = list(report.rglob("*.html"))
    assert len(pages) == 10
    assert [page for page in pages if re.search(r"<(script>|img|b>x|i>)", page.read_text())] == []
    assert "&lt;script&gt;window.harmed" in (report / "a" / "00002.html").read_text()


def test_every_fact_has_a_button_and_words(report: Path) -> None:
    for number, record in enumerate(articles.records(), start=1):
        page = Page(report / "a" / f"{number:05d}.html")
        marked = {fact for facts in page.having("data-f") for fact in facts.split()}
        ids = {one.id for one in (*record.facts(), *record.entities)}
        assert set(page.having("data-fact")) == ids == marked


def test_links_lead_somewhere_and_nothing_is_loaded_from_elsewhere(report: Path) -> None:
    for path in report.rglob("*.html"):
        page = Page(path)
        ids = set(page.having("id"))
        assert len(ids) == len(page.having("id"))
        for link in page.having("href") + page.having("src") + page.having("data-href"):
            if link.startswith("data:"):
                continue
            file, _, part = link.partition("#")
            assert not file or (path.parent / file).is_file(), f"{path.name}: {link}"
            assert file or part in ids, f"{path.name}: {link}"
    assert not re.search(r"https?://(?!www\.w3\.org)", (report / "assets" / "report.js").read_text())


def test_the_tables_hold_the_facts(report: Path) -> None:
    events = data_of(report, "events")
    assert [row[1] for row in events["rows"]] == ["designate"] * 4 + ["penalize", "delist"]
    assert events["at"] == ["s1", "s2", "s3", "s4", "s1", "s2"]
    assert events["rows"][5][0] == "2024-04-02"
    assert data_of(report, "money")["rows"][2][2] == ["USD 80 m to 90 m", 80000000.0]
    assert data_of(report, "shares")["rows"][0][:3] == ["Aldor Robotics", "Asia", ["40%", 0.4]]
    assert data_of(report, "issues")["rows"] == [
        ["test", "warning", "a <i>doubt</i>", None, 1],
        ["test", "warning", "a <i>doubt</i>", None, 2],
        ["empty", "not read", "the file is empty", "news/<b>x</b>.txt", None],
    ]
    names = {row[0]: row for row in data_of(report, "entities")["rows"]}
    assert names["Britain"][3:] == [["2", 2], ["2", 2], ["0", 0], ["2", 2]]
    for table in ("events", "money", "shares", "relations", "entities", "articles", "issues"):
        data = data_of(report, table)
        assert {len(row) for row in data["rows"]} == {len(data["columns"])}


def test_the_same_run_gives_the_same_bytes_and_replaces_what_was_there(run: Run, report: Path, tmp_path: Path) -> None:
    (report / "a" / "00099.html").touch()
    write_report(run, report)
    write_report(run, tmp_path / "again")
    files = sorted(path.relative_to(report) for path in report.rglob("*") if path.is_file())
    assert files == sorted(
        path.relative_to(tmp_path / "again") for path in (tmp_path / "again").rglob("*") if path.is_file()
    )
    assert all((report / file).read_bytes() == (tmp_path / "again" / file).read_bytes() for file in files)


def test_a_folder_that_is_no_report_is_left_alone(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "thesis.html").touch()
    with pytest.raises(ConfigError, match="no report"):
        write_report(run, tmp_path)
    assert (tmp_path / "a" / "thesis.html").exists()


def test_a_run_without_articles_and_an_article_without_facts(tmp_path: Path) -> None:
    (tmp_path / "none.jsonl").touch()
    write_report(open_run(tmp_path / "none.jsonl"), tmp_path / "none")
    bare = articles.record("b", "Title\n\nA text.\n", "2024-01-01", [], {})
    (tmp_path / "bare.jsonl").write_text(bare.model_dump_json() + "\n")
    write_report(open_run(tmp_path / "bare.jsonl"), tmp_path / "bare")
    assert "No facts were found" in (tmp_path / "bare" / "a" / "00001.html").read_text()


def test_the_command(folder: Path, tmp_path: Path) -> None:
    shown = CliRunner().invoke(cli.app, ["report", str(folder)])
    assert (shown.exit_code, shown.stdout) == (0, f"{folder / 'report' / 'index.html'}\n")
    (tmp_path / "file").touch()
    shown = CliRunner().invoke(cli.app, ["report", str(folder), "--out", str(tmp_path / "file" / "x")])
    assert (shown.exit_code, "--out" in shown.stderr) == (2, True)


class TestPieces:
    def test_pieces_keep_every_character(self) -> None:
        for record in articles.records():
            shown = "".join(
                piece.text for paragraph in paragraphs(record) for stretch in paragraph for piece in stretch.pieces
            )
            assert "".join(shown.split()) == "".join(record.text.split())

    def test_text_between_segments_is_shown(self) -> None:
        record = articles.record("b", "Title\n\nOne. Two.\n", "2024-01-01", [], {})
        cut = record.model_copy(update={"segments": (record.segments[0],)})
        (title,), (rest,) = paragraphs(cut)
        assert (title.kind, rest.kind, rest.pieces[0].text) == ("title", "other", "One. Two.")

    def test_marks_may_overlap(self) -> None:
        pieces = [one for row in paragraphs(articles.listing()) for stretch in row for one in stretch.pieces]
        chairwoman = next(piece for piece in pieces if "chairwoman" in piece.text)
        assert set(chairwoman.facts) == {"l3"}
        added = next(piece for piece in pieces if piece.text == "added")
        assert (added.facts, added.classes, added.first) == (("s1",), "t-trigger", "s1")
        assert any(set(piece.facts) >= {"e5", "l2"} for piece in pieces)

    def test_every_type_has_a_kind_and_every_kind_a_label_and_a_style(self) -> None:
        css = (ROOT / "pipeline" / "export" / "report" / "assets" / "report.css").read_text()
        assert set(KINDS.values()) | {"money", "trigger"} == set(LABELS)
        assert all(f".t-{key}" in css and f".hide-{key}" in css and f".key-{key}" in css for key in LABELS)


class TestCharts:
    def event(self, day: str, action: str = "designate", status: str = "enacted") -> DatedEvent:
        return DatedEvent(dt.date.fromisoformat(day), action, status, "x", 1, "s1")

    @pytest.mark.parametrize(
        ("days", "unit", "columns"),
        [
            (["2024-03-01", "2024-05-31"], "month", 3),
            (["2020-01-01", "2024-12-31"], "quarter", 20),
            (["2000-01-01", "2024-12-31"], "year", 25),
            (["1970-01-01", "2024-12-31"], "decade", 6),
        ],
    )
    def test_columns_are_of_a_readable_number(self, days: list[str], unit: str, columns: int) -> None:
        chart = timeline([self.event(day) for day in days], 0)
        assert (chart.unit, len(chart.columns)) == (unit, columns)
        assert sum(sum(row["counts"]) for row in chart.rows) == len(days)

    def test_a_few_old_events_share_the_first_column(self) -> None:
        recent = [self.event(f"2024-{month:02d}-10") for month in range(1, 13)] * 2
        chart = timeline([self.event("1979-11-14"), *recent], 0)
        assert (chart.unit, len(chart.columns)) == ("month", 13)
        assert [row["label"] for row in chart.rows[:2]] == ["before 2024-01", "2024-01"]
        assert [sum(row["counts"]) for row in chart.rows] == [1, *[2] * 12]

    def test_blocks_stand_on_each_other(self) -> None:
        chart = timeline(
            [self.event("2024-01-01"), self.event("2024-01-02"), self.event("2024-01-03", "delist", "rejected")], 2
        )
        (column,) = chart.columns
        first, second = column["blocks"]
        assert first["height"] == pytest.approx(2 * second["height"], abs=0.2)
        assert second["y"] + second["height"] == pytest.approx(first["y"], abs=0.2)
        assert column["title"] == "2024-01: 2 restricts, 1 not done"
        assert "2 events have no day" in chart.note
        assert [one["total"] for one in chart.series] == [2, 0, 0, 0, 1]

    def test_sums_of_the_commonest_currency(self) -> None:
        sums = [
            DatedSum(dt.date(2024, 1, day), "revenue", Decimal(10) ** day, currency, "x", 1, "f1")
            for day, currency in ((1, "USD"), (3, "USD"), (5, "EUR"))
        ]
        chart = scatter(sums)
        assert (chart.currency, len(chart.dots)) == ("USD", 2)
        assert chart.dots[0]["y"] < chart.dots[1]["y"], "the larger sum stands higher"
        assert "2 sums, those of 3" in chart.note

    def test_nothing_to_draw(self) -> None:
        assert (timeline([], 3).columns, scatter([]).dots) == ([], [])

    def test_every_action_and_key_has_a_colour(self) -> None:
        css = (ROOT / "pipeline" / "export" / "report" / "assets" / "report.css").read_text()
        assert all(f"rect.s-{key}" in css for key in SERIES)
        assert all(f"circle.m-{key}" in css for key in METRICS)
        schema = ArticleRecord.model_json_schema()["$defs"]["SanctionEvent"]["properties"]["action"]["enum"]
        assert set().union(*(actions for _, actions in SERIES.values())) == set(schema)


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("5", "5"),
        ("1234.5", "1,234.5"),
        ("12345678", "12.35 m"),
        ("1200000000", "1.2 bn"),
        ("3e12", "3 tn"),
        ("0.37", "0.37"),
        ("100", "100"),
    ],
)
def test_figures(value: str, shown: str) -> None:
    assert figure(Decimal(value)) == shown


def test_words_of_facts() -> None:
    record = articles.penalty()
    revenue = record.financials[1]
    assert amount_words(revenue.amount) == "USD 80 m to 90 m"
    assert change_words(revenue.change) == "up 12%"
    assert change_words(Change(direction="increase", multiple=Decimal(2))) == "up ×2"
    assert period_words(revenue.period) == "last year (2023-01-01 to 2023-12-31)"
    assert amount_words(articles.listing().financials[0].amount) == "about USD 1.2 bn"
    assert share_words(articles.listing().revenue_shares[0]) == "40%"


def test_a_name_that_two_entities_bear_counts_once_for_an_article() -> None:
    at = articles.Places("Vik\n\nJon Vik met Jon Vik.\n")
    everything = Collected()
    everything.add_record(
        articles.record("v", at.text, "2024-01-01", [at.entity(n, "Person", "Jon Vik") for n in (1, 2)], {})
    )
    (thing,) = everything.things.values()
    assert (thing.articles, thing.mentions) == (1, 2)
