"""Pairs of mentions as lessons: which labelled event a mention tells, and which pairs tell one."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipeline.document import NO_DATE
from pipeline.evaluate.gold import read_gold
from pipeline.extract.events.decide import decider
from pipeline.train.contexts import read_contexts
from pipeline.train.pairs import read_pairs

TEXT = (
    "Two rounds\n\n"
    "Norway imposed sanctions on Aldor Robotics on Thursday.\n\n"
    "The sanctions that Norway imposed on Aldor Robotics begin at once.\n\n"
    "Last year Norway imposed sanctions on the shipping line Vesterhav.\n"
)


def event(trigger: str, target: str) -> dict[str, object]:
    return {
        "action": "designate",
        "status": "enacted",
        "authorities": ["Norway"],
        "targets": [target],
        "trigger": trigger,
        "evidence": trigger,
    }


@pytest.mark.model
def test_a_retelling_pairs_with_its_event_and_with_no_other(tmp_path: Path) -> None:
    labels = {
        "id": "one",
        "published": "2024-03-15",
        "category": "listing",
        "style": "wire",
        "entities": [
            {"type": kind, "name": name, "aliases": [], "nominals": []}
            for kind, name in (("Country", "Norway"), ("Company", "Aldor Robotics"), ("Company", "Vesterhav"))
        ],
        "relations": [],
        "sanction_events": [
            event("imposed sanctions on Aldor", "Aldor Robotics"),
            event("imposed sanctions on the shipping", "Vesterhav"),
        ],
        "financials": [],
        "revenue_shares": [],
    }
    (tmp_path / "one.json").write_text(json.dumps(labels), encoding="utf-8")
    (tmp_path / "one.txt").write_text(TEXT, encoding="utf-8")
    (gold,) = read_gold(tmp_path)
    (context,) = read_contexts([("one", TEXT, NO_DATE)])
    model = decider()
    assert model is not None
    pairs = list(read_pairs(gold, TEXT, context, model))
    assert {one.article for one in pairs} == {"one"}
    assert sorted(one.same for one in pairs) == [False, False, True]
