"""Sanction events: a table of phrasings judged by a floor, other senses, and what holds for every event."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest
from conftest import ARTICLE, ROOT

from pipeline.extract.events.vocabulary import vocabulary
from pipeline.flow import Extractor
from pipeline.records import ArticleRecord, SanctionEvent

FOUND_FLOOR = 0.85
NONE_FLOOR = 0.95


def rows(name: str) -> list[dict[str, Any]]:
    text = (ROOT / "tests" / "cases" / f"{name}.jsonl").read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines() if line]


def read(extractor: Extractor, row: dict[str, Any]) -> ArticleRecord:
    return extractor.extract(row["text"], published=dt.date.fromisoformat(row["published"]))


def names(record: ArticleRecord, ids: tuple[str, ...]) -> set[str]:
    forms = {entity.id: {entity.name, *entity.aliases} for entity in record.entities}
    return {spelled for one in ids for form in forms[one] for spelled in (form, form.rstrip("."))}


def fits(record: ArticleRecord, event: SanctionEvent, wanted: dict[str, Any]) -> bool:
    return (
        (event.action, event.status) == (wanted["action"], wanted["status"])
        and all(one in names(record, event.authorities) for one in wanted.get("authorities", ()))
        and all(one in names(record, event.targets) for one in wanted.get("targets", ()))
        and wanted.get("target_count") in (None, event.target_count)
        and set(wanted.get("measures", ())) <= set(event.measures)
    )


@pytest.mark.model
def test_phrasings_are_read(extractor: Extractor) -> None:
    missed = []
    table = rows("events_find")
    for row in table:
        record = read(extractor, row)
        events = record.sanction_events
        right = all(any(fits(record, event, wanted) for event in events) for wanted in row["events"])
        if not right or len(events) != len(row["events"]):
            missed.append((row["why"], [(e.action, e.status, sorted(names(record, e.targets))) for e in events]))
    assert len(missed) <= (1 - FOUND_FLOOR) * len(table), missed


@pytest.mark.model
def test_other_senses_make_no_event(extractor: Extractor) -> None:
    table = rows("events_none")
    false = [(r["why"], [e.by for e in read(extractor, r).sanction_events]) for r in table]
    false = [one for one in false if one[1]]
    assert len(false) <= (1 - NONE_FLOOR) * len(table), false


@pytest.mark.model
def test_every_event_names_its_rule_and_a_date_that_holds(extractor: Extractor) -> None:
    rules = {rule.id for rule, _ in vocabulary().triggers}
    rules |= {f"event.{rule.id.partition('.')[2]}" for rule, _ in (*vocabulary().governors, *vocabulary().measures)}
    record = extractor.extract(ARTICLE, published=dt.date(2024, 3, 15))
    assert record.sanction_events
    for event in record.sanction_events:
        assert event.by in rules
        assert event.trigger.start >= 0
        assert not set(event.targets) & set(event.authorities)
        assert event.announced is None or event.announced.start == dt.date(2024, 3, 14)


def test_no_example_is_kept_from_its_rule_by_the_stems() -> None:
    words = vocabulary()
    kept = [
        (rule.id, example)
        for rule, _ in (*words.triggers, *words.measures)
        for example in rule.matches
        if not words.stems.search(example)
    ]
    assert kept == []
