"""Arguments of events: parties, programmes, counts and days, a table judged by a floor."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest
from conftest import ROOT

from pipeline.flow import Extractor
from pipeline.records import ArticleRecord, SanctionEvent

FLOOR = 0.9
PARTIES = ("authorities", "targets", "programs")
DAYS = ("announced", "effective", "expires")


def wrong(record: ArticleRecord, event: SanctionEvent, wanted: dict[str, Any]) -> list[str]:
    """Slots of an event that differ from the table; a slot that the row leaves out may be anything."""
    forms = {entity.id: {entity.name, *entity.aliases} for entity in record.entities}
    found = [] if event.action == wanted["action"] else ["action"]
    for slot in PARTIES:
        ids = getattr(event, slot)
        if slot in wanted and not (
            len(ids) == len(wanted[slot]) and all(any(name in forms[one] for one in ids) for name in wanted[slot])
        ):
            found.append(slot)
    for slot in DAYS:
        when = getattr(event, slot)
        day = None if wanted.get(slot) is None else dt.date.fromisoformat(wanted[slot])
        if slot in wanted and (when.start if when is not None else None) != day:
            found.append(slot)
    plain = ("target_count", "target_description")
    return found + [slot for slot in plain if slot in wanted and getattr(event, slot) != wanted[slot]]


@pytest.mark.model
def test_arguments_are_read(extractor: Extractor) -> None:
    table = [json.loads(line) for line in (ROOT / "tests/cases/events_arguments.jsonl").read_text().splitlines()]
    missed = []
    for row in table:
        record = extractor.extract(row["text"], published=dt.date.fromisoformat(row["published"]))
        faults = [wrong(record, event, row["event"]) for event in record.sanction_events]
        if not faults or min(map(len, faults)):
            missed.append((row["why"], min(faults, key=len, default=["no event"])))
    assert len(missed) <= (1 - FLOOR) * len(table), missed
