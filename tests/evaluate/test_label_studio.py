"""Label Studio: what is exported comes back, and what cannot come back says why."""

from __future__ import annotations

import copy
import json
from decimal import Decimal
from pathlib import Path
from typing import Any, get_args
from xml.etree import ElementTree

import pytest
from conftest import ROOT
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from evaluate.records import RECORD, fact, record, span
from evaluate.samples import TEXT
from pipeline import records
from pipeline.errors import ConfigError
from pipeline.evaluate.from_record import view_of_record
from pipeline.evaluate.labelstudio import configuration, read_tasks, tasks_json
from pipeline.evaluate.labelstudio.reader import record_of
from pipeline.evaluate.labelstudio.regions import Unmappable
from pipeline.evaluate.labelstudio.values import read_numbers, read_period, write_numbers, write_period
from pipeline.evaluate.labelstudio.writer import task_of
from pipeline.records import ArticleRecord, Period

WORDS = st.text(st.sampled_from("abc \n'&<é€😀"), min_size=1, max_size=12)
DECIMALS = st.decimals(-(10**9), 10**9, allow_nan=False, allow_infinity=False, places=3)
PARTS = st.decimals(0, 1, allow_nan=False, allow_infinity=False, places=4)
DAYS = st.dates()


@st.composite
def spans(draw: st.DrawFn, text: str) -> dict[str, Any]:
    start = draw(st.integers(0, len(text) - 1))
    end = draw(st.integers(start + 1, len(text)))
    return {"start": start, "end": end, "text": text[start:end]}


@st.composite
def periods(draw: st.DrawFn) -> dict[str, Any]:
    days = sorted(draw(st.lists(DAYS, min_size=2, max_size=2)))
    shown = [day.isoformat() if draw(st.booleans()) else None for day in days]
    kind = draw(st.sampled_from(["instant", "duration"]))
    return {"start": shown[0], "end": shown[1], "kind": kind, "text": draw(WORDS)}


def maybe(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | strategy


def words_of(name: str) -> st.SearchStrategy[Any]:
    return st.sampled_from(get_args(getattr(records, name)))


@st.composite
def sums(draw: st.DrawFn, numbers: st.SearchStrategy[Decimal] = DECIMALS) -> dict[str, Any]:
    """A value, a range, or one end of a range."""
    low, high = sorted(draw(st.lists(numbers, min_size=2, max_size=2)))
    value = draw(maybe(numbers))
    ends = draw(st.sampled_from([(None, None), (low, None), (None, high), (low, high)]))
    if value is None and ends == (None, None):
        value = low
    shown = [None if number is None else f"{number:f}" for number in (value, *ends)]
    return {**dict(zip(("value", "low", "high"), shown, strict=True)), "qualifier": draw(words_of("Qualifier"))}


@st.composite
def articles(draw: st.DrawFn) -> ArticleRecord:
    """A record with every kind of fact and every slot, whatever it says."""
    text = draw(st.text(st.sampled_from("abcde \n.,é€😀"), min_size=3, max_size=60))
    quotes = spans(text)
    numbers = draw(st.lists(st.integers(1, 30), min_size=1, max_size=4, unique=True))

    def mention() -> Any:
        return st.builds(
            lambda place, kind: {**place, "kind": kind}, quotes, st.sampled_from(["name", "nominal", "pronoun"])
        )

    entities = [
        {
            "id": f"e{number}",
            "type": draw(words_of("EntityType")),
            "name": draw(WORDS),
            "aliases": draw(st.lists(WORDS, max_size=2)),
            "mentions": draw(st.lists(mention(), min_size=1, max_size=3)),
            "countries": draw(st.lists(st.sampled_from(["NO", "SE"]), max_size=2)),
            "matches": draw(st.lists(st.just({"list": "x", "id": "7", "name": "Orsa", "score": 0.5}), max_size=1)),
        }
        for number in numbers
    ]
    who = st.sampled_from([entity["id"] for entity in entities])
    programs = st.sampled_from([entity["id"] for entity in entities if entity["type"] == "Program"] or [None])
    programmes = st.lists(programs, max_size=2).map(lambda ids: [one for one in ids if one is not None])

    def base(letter: str, number: int) -> dict[str, Any]:
        return {
            "id": f"{letter}{number}",
            "by": draw(WORDS),
            "evidence": draw(st.lists(quotes, min_size=1, max_size=2)),
            "confidence": draw(st.floats(0, 1)),
        }

    def amount() -> Any:
        return st.builds(lambda one, place: {**one, "currency": "SEK", "span": place}, sums(), quotes)

    change = st.builds(
        lambda *values: dict(zip(("direction", "percent", "multiple", "amount"), values, strict=True)),
        st.sampled_from(["increase", "decrease", "unchanged"]),
        maybe(DECIMALS.map(str)),
        maybe(DECIMALS.map(str)),
        maybe(amount()),
    )
    count = st.integers(0, 2)
    relations = [
        {
            **base("l", number + 1),
            "type": draw(words_of("RelationType")),
            "subject": draw(who),
            "object": draw(who),
            "role": draw(maybe(WORDS)),
            "share": draw(maybe(PARTS.map(str))),
            "status": draw(st.sampled_from(["current", "former", "future"])),
        }
        for number in range(draw(count))
    ]
    financials = []
    for number in range(draw(count)):
        money = draw(maybe(amount()))
        role = st.fixed_dictionaries({"entity": who, "role": words_of("CounterpartyRole")})
        financials.append(
            {
                **base("f", number + 3),
                "metric": draw(words_of("Metric")),
                "entity": draw(maybe(who)),
                "segment": draw(maybe(WORDS)),
                "dimension": draw(maybe(words_of("Dimension"))),
                "counterparties": draw(st.lists(role, max_size=2)),
                "amount": money,
                "change": draw(change if money is None else maybe(change)),
                "period": draw(maybe(periods())),
                "status": draw(words_of("FactStatus")),
                "attributed_to": draw(maybe(WORDS)),
            }
        )
    shares = []
    for number in range(draw(count)):
        one = draw(sums(PARTS))
        shares.append(
            {
                **base("r", number + 1),
                **{"share": one["value"], "low": one["low"], "high": one["high"], "qualifier": one["qualifier"]},
                "entity": draw(maybe(who)),
                "segment": draw(WORDS),
                "dimension": draw(words_of("Dimension")),
                "basis": draw(words_of("Basis")),
                "period": draw(maybe(periods())),
                "status": draw(words_of("FactStatus")),
            }
        )
    implied = st.builds(lambda one: [{"measure": "fine", "program": one[0]}] if one else [], programmes)
    fines = st.sampled_from([one["id"] for one in financials] or [None])
    events = [
        {
            **base("s", number + 1),
            "action": draw(words_of("Action")),
            "status": draw(words_of("EventStatus")),
            "authorities": draw(st.lists(who, max_size=2)),
            "programs": draw(programmes),
            "targets": draw(st.lists(who, max_size=3)),
            "target_count": draw(maybe(st.integers(1, 999))),
            "target_description": draw(maybe(WORDS)),
            "measures": draw(st.lists(words_of("Measure"), max_size=2)),
            "implied_measures": draw(implied),
            "reasons": draw(st.lists(words_of("Reason"), max_size=2)),
            **{slot: draw(maybe(periods())) for slot in ("announced", "effective", "expires")},
            "penalty": draw(fines),
            "attributed_to": draw(maybe(WORDS)),
            "trigger": draw(quotes),
        }
        for number in range(draw(count))
    ]
    warning = {"code": "doubt", "message": "m", "span": draw(quotes)}
    raw = {
        **RECORD,
        "text": text,
        "segments": [{"start": 0, "end": len(text), "kind": "body"}],
        "entities": entities,
        "relations": relations,
        "financials": financials,
        "revenue_shares": shares,
        "sanction_events": events,
        "warnings": [warning],
        "duplicate_of": draw(maybe(st.just("d0"))),
    }
    return ArticleRecord.model_validate_json(json.dumps(raw))


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(articles())
def test_the_round_trip_loses_nothing(article: ArticleRecord) -> None:
    (task,) = json.loads(tasks_json([article]))
    assert record_of(task) == article


@given(DECIMALS, maybe(DECIMALS), maybe(DECIMALS))
def test_numbers_read_back(value: Decimal, low: Decimal | None, high: Decimal | None) -> None:
    assert read_numbers(write_numbers(value, low, high)) == (value, low, high)


@given(periods())
def test_periods_read_back(raw: dict[str, Any]) -> None:
    period = Period.model_validate_json(json.dumps(raw))
    assert read_period(write_period(period)) == period


def test_a_corrected_annotation_counts_before_the_prediction() -> None:
    task = task_of(record())
    corrected = copy.deepcopy(task["predictions"][0]["result"])
    for result in corrected:
        if result.get("from_name") == "action" and result["id"] == "s2":
            result["value"]["choices"] = ["delist"]
    task["annotations"] = [{"was_cancelled": True, "result": []}, {"was_cancelled": False, "result": corrected}]
    assert [event.action for event in record_of(task).sanction_events] == ["designate", "delist"]


def label(region: str, control: str, kind: str, words: str) -> dict[str, Any]:
    return {
        "id": region,
        "from_name": control,
        "to_name": "text",
        "type": "labels",
        "value": {**span(words), "labels": [kind]},
    }


def choice(region: str, name: str, *words: str) -> dict[str, Any]:
    return {"id": region, "from_name": name, "to_name": "text", "type": "choices", "value": {"choices": list(words)}}


def typed(region: str, name: str, *lines: str) -> dict[str, Any]:
    return {"id": region, "from_name": name, "to_name": "text", "type": "textarea", "value": {"text": list(lines)}}


def link(start: str, end: str, name: str) -> dict[str, Any]:
    return {"type": "relation", "from_id": start, "to_id": end, "direction": "right", "labels": [name]}


def with_results(*more: dict[str, Any]) -> dict[str, Any]:
    task = task_of(record())
    task["predictions"][0]["result"] += more
    return task


def test_facts_drawn_by_hand_are_taken_up() -> None:
    task = with_results(
        label("Xy1", "entity", "Person", "Ada Lund"),
        label("Xy2", "fact", "SanctionEvent", "may free"),
        choice("Xy2", "action", "delist"),
        choice("Xy2", "event_status", "considered"),
        typed("Xy2", "announced", "instant 2021-05-01/2021-05-31 May"),
        link("Xy2", "e3.m1", "target"),
        link("Xy1", "e2.m1", "directorship"),
    )
    made = record_of(task)
    assert (made.entities[-1].id, made.entities[-1].name) == ("e4", "Ada Lund")
    event = made.sanction_events[-1]
    assert (event.id, event.targets, event.by, event.confidence) == ("s3", ("e3",), "label", 1.0)
    assert event.evidence[0].text == "may free"
    (relation,) = made.relations
    assert (relation.subject, relation.object, relation.type) == ("e4", "e2", "directorship")
    assert (
        relation.evidence[0].text
        == "Orsa Mills and Petrin Steel on Monday for selling to a banned army. Orsa Mills, led by Ada Lund"
    )
    assert view_of_record(made).events[-1].announced is not None


def test_entities_can_be_joined_and_facts_taken_away() -> None:
    task = with_results(link("e3.m1", "e2.m1", "same_as"))
    made = record_of(task)
    assert [entity.id for entity in made.entities] == ["e1", "e2"]
    assert made.sanction_events[1].targets == ("e2",)
    results = task["predictions"][0]["result"]
    gone = [one for one in results if not {one.get("id"), one.get("from_id")} & {"s2"}]
    task["predictions"][0]["result"] = gone
    assert [event.id for event in record_of(task).sanction_events] == ["s1"]


def test_offsets_in_utf16_units_are_understood() -> None:
    text = "😀😀 Orsa Mills met."
    region = label("m", "entity", "Company", "Orsa Mills")
    region["value"] |= {"start": 5, "end": 15}
    task = {"data": {**task_of(record())["data"], "text": text}, "predictions": [{"result": [region]}]}
    task["data"]["article"]["segments"] = []
    made = record_of(task)
    assert (made.entities[0].mentions[0].start, made.entities[0].mentions[0].text) == (3, "Orsa Mills")


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ([label("x", "entity", "Dragon", "Ada Lund")], "x.*Dragon"),
        ([label("x", "mood", "Company", "Ada Lund")], "mood"),
        (
            [{**label("x", "entity", "Person", "Ada Lund"), "value": {"start": 5, "end": 2, "labels": ["Person"]}}],
            "stretch",
        ),
        (
            [
                {
                    **label("x", "entity", "Person", "Ada Lund"),
                    "value": {**span("board"), "text": "Ada", "labels": ["Person"]},
                }
            ],
            "not 'Ada'",
        ),
        ([label("x", "entity", "Person", "Ada Lund"), label("x", "entity", "Person", "Ada")], "two labels"),
        ([label("x", "fact", "SanctionEvent", "free")], "needs action"),
        (
            [label("x", "fact", "FinancialFact", "2 million crowns"), choice("x", "metric", "wealth")],
            "no choice wealth",
        ),
        (
            [
                label("x", "fact", "FinancialFact", "2 million crowns"),
                choice("x", "metric", "penalty"),
                typed("x", "amount", "two million"),
            ],
            "is no sum",
        ),
        (
            [
                label("x", "fact", "FinancialFact", "2 million crowns"),
                choice("x", "metric", "penalty"),
                typed("x", "amount", "SEK many exact"),
            ],
            "is no number",
        ),
        (
            [
                label("x", "fact", "SanctionEvent", "free"),
                choice("x", "action", "delist"),
                choice("x", "event_status", "considered"),
                typed("x", "announced", "in May"),
            ],
            "is no period",
        ),
        ([choice("nobody", "action", "delist")], "no region"),
        ([choice("s1", "action", "delist", "annul")], "one is possible"),
        ([typed("s1", "mood", "good")], "no control 'mood'"),
        ([link("s1", "nobody", "target")], "'nobody' is no region"),
        ([link("s1", "e2.m1", "likes")], "no known link"),
        ([link("s1", "f1", "target")], "no mention of an entity"),
        ([link("f1", "e3.m1", "owner")], "2 links 'owner'"),
        ([link("e1.m1", "e2.m1", "same_as")], "types .*Company.*PublicBody"),
        ([link("s1", "e2.m1", "program")], "programme"),
        ([{"id": "s1", "type": "rating", "from_name": "stars", "value": {}}], "rating"),
    ],
)
def test_what_cannot_be_mapped_says_which_task_and_why(tmp_path: Path, more: list[dict[str, Any]], why: str) -> None:
    good, bad = task_of(record()), with_results(*more)
    file = tmp_path / "tasks.json"
    file.write_text(json.dumps([{**bad, "id": 17}, good]), encoding="utf-8")
    read, problems = read_tasks(file)
    assert read == [record()]
    assert len(problems) == 1
    assert problems[0].startswith("task 17 (d1): ")
    with pytest.raises(Unmappable, match=why):
        record_of(bad)


@pytest.mark.parametrize("task", [{"data": {"text": "x"}}, {}, 5])
def test_tasks_of_another_project_are_named(tmp_path: Path, task: Any) -> None:
    file = tmp_path / "tasks.json"
    file.write_text(json.dumps([task]), encoding="utf-8")
    read, problems = read_tasks(file)
    assert read == []
    assert "not a task that `sanctex label export` wrote" in problems[0]


@pytest.mark.parametrize("content", ["", "{}"])
def test_a_file_that_is_no_export_is_refused(tmp_path: Path, content: str) -> None:
    file = tmp_path / "tasks.json"
    file.write_text(content, encoding="utf-8")
    with pytest.raises(ConfigError, match=r"tasks\.json"):
        read_tasks(file)


def test_the_published_configuration_is_ours() -> None:
    assert (ROOT / "configs" / "label_studio.xml").read_text(encoding="utf-8") == configuration()


def test_the_configuration_knows_everything_that_is_exported() -> None:
    tree = ElementTree.fromstring(configuration())
    controls = {node.get("name") for node in tree.iter() if node.get("toName") == "text"}
    links = {node.get("value") for node in tree.iter("Relation")}
    raw = copy.deepcopy(RECORD)
    raw["financials"][0] |= {
        "entity": "e2",
        "counterparties": [{"entity": "e3", "role": "buyer"}],
        **fact("sold goods"),
    }
    results = task_of(record(raw))["predictions"][0]["result"]
    assert {one["from_name"] for one in results if "from_name" in one} <= controls
    assert {name for one in results if one["type"] == "relation" for name in one["labels"]} <= links
    assert task_of(record(raw))["data"]["text"] == TEXT
