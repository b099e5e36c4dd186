"""Events merged across articles: one decision however told, states by replay, contradictions side by side."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT
from typer.testing import CliRunner

from pipeline.cli import app
from pipeline.flow import Extractor
from pipeline.ingest import read_text
from pipeline.records import ArticleRecord, Published
from pipeline.timeline.build import build_timeline
from pipeline.timeline.model import Timeline

ENTITIES = {
    "BIS": ("PublicBody", "Bureau of Industry and Security", ("BIS",)),
    "Commerce": ("PublicBody", "U.S. Commerce Department", ()),
    "Treasury": ("PublicBody", "U.S. Treasury Department", ()),
    "US": ("Country", "United States", ("U.S.",)),
    "List": ("Program", "Entity List", ()),
    "SDN": ("Program", "SDN List", ()),
    "Aldor": ("Company", "Aldor Robotics Co Ltd", ("Aldor",)),
    "Aldor short": ("Organization", "Aldor", ()),
    "Norda": ("Company", "Norda Lines", ()),
    "Lind": ("Person", "Ana Lind", ("Lind",)),
    "Other Lind": ("Person", "Per Lind", ("Lind",)),
}


SOURCE = {"media_type": "text/plain", "encoding": "utf-8", "sha256": "0" * 64, "bytes": 1}
PARTIES = ("authorities", "programs", "targets")


def article(doc_id: str, day: str | None, *events: dict[str, Any]) -> ArticleRecord:
    """A record whose text is nothing but the triggers of its events."""
    names = list(dict.fromkeys(n for e in events for k in PARTIES for n in e.get(k, ())))
    printed = [ENTITIES[name][1] for name in names]
    text = " ".join([*printed, *(alias for name in names for alias in ENTITIES[name][2]), "acted."])
    ids = {name: f"e{number}" for number, name in enumerate(names, start=1)}

    def span(words: str) -> dict[str, Any]:
        start = text.index(words)
        return {"start": start, "end": start + len(words), "text": words}

    return ArticleRecord.model_validate_json(
        json.dumps(
            {
                "schema_version": "1.0",
                "doc_id": doc_id,
                "source": {
                    "uri": f"{doc_id}.txt",
                    "media_type": "text/plain",
                    "encoding": "utf-8",
                    "sha256": "0" * 64,
                    "bytes": 1,
                },
                "title": None,
                "published": {"date": day, "basis": "option" if day else "none"},
                "language": "en",
                "text": text,
                "segments": [{"kind": "body", "start": 0, "end": len(text)}],
                "entities": [
                    {
                        "id": ids[name],
                        "type": ENTITIES[name][0],
                        "name": ENTITIES[name][1],
                        "aliases": list(ENTITIES[name][2]),
                        "mentions": [span(ENTITIES[name][1]) | {"kind": "name"}],
                        "countries": [],
                        "matches": [],
                    }
                    for name in names
                ],
                "relations": [],
                "financials": [],
                "revenue_shares": [],
                "sanction_events": [
                    {
                        "id": f"s{number}",
                        "action": event.get("action", "designate"),
                        "status": event.get("status", "enacted"),
                        **{
                            key: [ids[one] for one in event.get(key, ())]
                            for key in ("authorities", "programs", "targets")
                        },
                        "target_count": event.get("count"),
                        "announced": period(event.get("on")),
                        "expires": period(event.get("until")),
                        "trigger": span("acted"),
                        "by": "event.test",
                        "evidence": [span("acted.")],
                        "confidence": 0.9,
                    }
                    for number, event in enumerate(events, start=1)
                ],
                "duplicate_of": None,
                "provenance": {"version": "0.1.0", "model": "none", "config_sha256": "0" * 64},
                "warnings": [],
            }
        )
    )


def period(day: str | None) -> dict[str, Any] | None:
    if day is None:
        return None
    start, _, end = day.partition("/")
    return {"start": start, "end": end or start, "kind": "duration" if end else "instant", "text": "then"}


def told(timeline: Timeline) -> list[tuple[str, str, int]]:
    return [(one.action, one.status, len(one.reports)) for one in timeline.decisions]


def states(timeline: Timeline, name: str) -> dict[str | None, str]:
    names = {party.id: party.name for party in timeline.parties}
    history = next(one for one in timeline.targets if one.name == name)
    return {names.get(one.regime or ""): one.state for one in history.standings}


LIFTED = {"targets": ["Aldor"], "action": "delist", "on": "2025-01-01"}
LISTED = {"programs": ["List"], "targets": ["Aldor"]}
REPORTS = (
    article(
        "a", "2024-10-10", {"authorities": ["Commerce"], "programs": ["List"], "targets": ["Aldor"], "on": "2024-10-09"}
    ),
    article(
        "b", "2024-10-09", {"authorities": ["BIS"], "programs": ["List"], "targets": ["Aldor", "Norda"], "count": 2}
    ),
    article("c", "2024-10-11", {"authorities": ["US"], "targets": ["Aldor short"], "on": "2024-10-10"}),
    article("d", "2025-01-20", {"targets": ["Aldor short"], "on": "2024-10-01/2024-10-31"}),
    article("e", "2025-02-01", {"action": "expand", "authorities": ["US"], "targets": ["Aldor"], "on": "2024-10-09"}),
    article("f", "2026-05-01", {"programs": ["List"], "targets": ["Aldor", "Norda"]}),
)


def test_six_reports_of_one_decision_are_one() -> None:
    timeline = build_timeline(REPORTS)
    assert told(timeline) == [("designate", "enacted", 6)]
    (decision,) = timeline.decisions
    names = {party.id: party.name for party in timeline.parties}
    assert decision.start == decision.end == dt.date(2024, 10, 9)
    assert {names[one] for one in decision.targets} == {"Aldor Robotics Co Ltd", "Norda Lines"}
    assert [names[one] for one in decision.authorities] == ["Bureau of Industry and Security"]
    assert decision.target_count == 2


@pytest.mark.parametrize("order", [(5, 4, 3, 2, 1, 0), (2, 0, 5, 1, 4, 3)])
def test_the_order_of_the_articles_does_not_matter(order: Sequence[int]) -> None:
    assert build_timeline([REPORTS[place] for place in order]) == build_timeline(REPORTS)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"authorities": ["Treasury"], "on": "2024-10-09"}, {"authorities": ["Commerce"], "on": "2024-10-09"}),
        ({"programs": ["List"], "on": "2024-10-09"}, {"programs": ["SDN"], "on": "2024-10-09"}),
        ({"authorities": ["US"], "on": "2024-10-09"}, {"authorities": ["US"], "on": "2024-11-09"}),
        ({"authorities": ["US"], "on": "2024-10-09"}, {"authorities": ["US"], "action": "delist", "on": "2024-10-09"}),
        ({"status": "proposed", "on": "2024-10-09"}, {"status": "enacted", "on": "2024-10-09"}),
        ({"targets": ["Lind"], "on": "2024-10-09"}, {"targets": ["Other Lind"], "on": "2024-10-09"}),
        ({"targets": [], "authorities": ["US"], "on": "2024-10-09"}, {"authorities": ["US"], "on": "2024-10-09"}),
        ({"on": "2025-03-01"}, {}),
    ],
)
def test_what_differs_stays_apart(first: dict[str, Any], second: dict[str, Any]) -> None:
    base = {"targets": ["Aldor"]}
    timeline = build_timeline([article("a", "2025-06-01", base | first), article("b", "2024-12-01", base | second)])
    assert [len(one.reports) for one in timeline.decisions] == [1, 1]


def test_the_state_follows_the_decisions() -> None:
    def course(*events: dict[str, Any]) -> str:
        base = {"authorities": ["BIS"], "programs": ["List"], "targets": ["Aldor"]}
        timeline = build_timeline([article("a", "2026-01-01", *(base | event for event in events))])
        return states(timeline, "Aldor Robotics Co Ltd")["Entity List"]

    assert course({"status": "proposed", "on": "2024-01-01"}) == "proposed"
    assert course({"status": "denied", "on": "2024-01-01"}) == "none"
    assert course({"action": "challenge", "on": "2024-01-01"}) == "none"
    listed = {"on": "2024-01-01"}
    assert course(listed) == "in_force"
    assert course(listed, {"status": "proposed", "action": "delist", "on": "2024-02-01"}) == "in_force"
    assert course(listed, {"action": "ease", "on": "2024-02-01"}) == "eased"
    assert course(listed, {"action": "annul", "on": "2024-03-01"}) == "annulled"
    assert course({"action": "delist", "on": "2025-02-01"}, listed) == "lifted"
    assert course(listed, {"action": "delist", "on": "2025-02-01"}, {"on": "2025-06-01"}) == "in_force"


def test_a_decision_without_a_list_counts_where_its_authority_decided_before() -> None:
    timeline = build_timeline(
        [
            article(
                "a",
                "2024-01-02",
                LISTED | {"authorities": ["BIS"], "on": "2024-01-01"},
            ),
            article(
                "b",
                "2025-01-02",
                LIFTED | {"authorities": ["Commerce"]},
            ),
        ]
    )
    assert states(timeline, "Aldor Robotics Co Ltd") == {"Entity List": "lifted"}


def test_states_hold_for_a_day() -> None:
    records = [
        article("a", "2024-01-02", LISTED | {"on": "2024-01-01", "until": "2024-06-30"}),
        article("b", "2025-01-02", LISTED | {"action": "renew", "on": "2025-01-01"}),
    ]
    expected = {"2023-12-31": None, "2024-03-01": "in_force", "2024-12-01": "lifted", "2025-02-01": "in_force"}
    for day, state in expected.items():
        timeline = build_timeline(records, day=dt.date.fromisoformat(day))
        found = states(timeline, "Aldor Robotics Co Ltd")["Entity List"] if timeline.targets else None
        assert (day, found) == (day, state)


def test_a_contradiction_keeps_both_sides() -> None:
    base = {"authorities": ["US"], "targets": ["Aldor"], "on": "2024-10-09"}
    timeline = build_timeline(
        [article("a", "2024-10-10", base), article("b", "2024-10-11", base | {"status": "denied"})]
    )
    (decision,) = timeline.decisions
    assert decision.contradicted
    assert {report.doc_id: report.status for report in decision.reports} == {"a": "enacted", "b": "denied"}
    assert timeline.targets[0].standings[0].contested


def test_a_near_duplicate_is_no_second_report() -> None:
    copy = REPORTS[0].model_copy(update={"doc_id": "z", "duplicate_of": "a"})
    assert told(build_timeline([REPORTS[0], copy])) == [("designate", "enacted", 1)]


def test_the_command_writes_files_and_a_table(tmp_path: Path) -> None:
    run = tmp_path / "records.jsonl"
    run.write_text("".join(record.model_dump_json() + "\n" for record in REPORTS), encoding="utf-8")
    done = CliRunner().invoke(app, ["timeline", str(run), "--target", "norda"])
    assert done.exit_code == 0, done.output
    assert "6 reports of 1 decisions on 2 targets" in done.output
    assert "Norda" in done.output
    assert "Aldor" not in done.output
    lines = (tmp_path / "timeline" / "decisions.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["status"] for line in lines] == ["enacted"]
    assert (tmp_path / "timeline" / "targets.jsonl").is_file()


def test_a_wrong_date_is_one_line() -> None:
    done = CliRunner().invoke(app, ["timeline", str(ROOT), "--as-of", "soon"])
    assert done.exit_code != 0


TOLD = (
    (
        "2024-10-09",
        "The U.S. Commerce Department said on Wednesday it had added Aldor Robotics Co Ltd to its Entity List.",
    ),
    (
        "2024-10-10",
        "Aldor Robotics Co Ltd was put on the Entity List by the Bureau of Industry and Security on Wednesday.",
    ),
    ("2024-10-10", "The United States blacklisted drone maker Aldor Robotics Co Ltd on Wednesday."),
    (
        "2024-10-11",
        "Shares of Aldor Robotics Co Ltd fell after the Commerce Department put the firm on the Entity List on Oct. 9.",
    ),
    ("2024-10-12", "On October 9 the United States added Aldor Robotics Co Ltd to the Entity List."),
    ("2024-11-20", "Aldor Robotics Co Ltd, blacklisted by the U.S. Commerce Department in October, cut jobs."),
)


@pytest.mark.model
def test_six_texts_of_one_decision_are_one(extractor: Extractor) -> None:
    articles = [
        read_text(
            f"Drone maker and export controls\n\n{text}",
            uri=f"{number}.txt",
            published=Published(date=dt.date.fromisoformat(day), basis="option"),
        )
        for number, (day, text) in enumerate(TOLD)
    ]
    records = [record for record in extractor.process(articles) if isinstance(record, ArticleRecord)]
    assert told(build_timeline(records)) == [("designate", "enacted", 6)]
