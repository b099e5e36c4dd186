"""A record of the sample article, with one wrong metric, one target short, and one event too many."""

from __future__ import annotations

import json
from typing import Any

from evaluate.samples import TEXT
from pipeline.records import ArticleRecord


def span(words: str, **more: Any) -> dict[str, Any]:
    start = TEXT.index(words)
    return {"start": start, "end": start + len(words), "text": words, **more}


def fact(words: str, confidence: float = 0.9) -> dict[str, Any]:
    return {"by": "test.rule", "evidence": [span(words)], "confidence": confidence}


def entity(number: int, kind: str, *names: str) -> dict[str, Any]:
    mentions = [span(name, kind="name") for name in names]
    return {"id": f"e{number}", "type": kind, "name": names[0], "aliases": list(names[1:]), "mentions": mentions}


RECORD: dict[str, Any] = {
    "doc_id": "d1",
    "source": {"uri": "gold/a1.txt", "media_type": "text/plain", "encoding": "utf-8", "sha256": "0" * 64, "bytes": 300},
    "title": "Velmark board lists two mills",
    "published": {"date": "2021-03-02", "basis": "option"},
    "language": "en",
    "text": TEXT,
    "segments": [{"start": 0, "end": 29, "kind": "title"}, {"start": 31, "end": len(TEXT) - 1, "kind": "body"}],
    "entities": [
        entity(1, "PublicBody", "Velmark Trade Board", "Velmark board"),
        entity(2, "Company", "Orsa Mills"),
        entity(3, "Company", "Petrin Steel"),
    ],
    "relations": [],
    "financials": [
        {
            "id": "f1",
            "metric": "orders",
            "entity": "e2",
            "amount": {
                "value": "40000000",
                "currency": "SEK",
                "qualifier": "exact",
                "span": span("40 million crowns"),
            },
            **fact("sold goods for 40 million crowns in 2020", 0.6),
        }
    ],
    "revenue_shares": [],
    "sanction_events": [
        {
            "id": "s1",
            "action": "designate",
            "status": "enacted",
            "authorities": ["e1"],
            "targets": ["e2"],
            "trigger": span("listed"),
            **fact("The Velmark Trade Board listed Orsa Mills and Petrin Steel on Monday"),
        },
        {
            "id": "s2",
            "action": "penalize",
            "status": "enacted",
            "targets": ["e3"],
            "trigger": span("fine"),
            **fact("a fine of 2 million crowns is paid", 0.5),
        },
    ],
    "provenance": {"version": "0.1.0", "model": "none", "config_sha256": "0" * 64},
}


def record(raw: dict[str, Any] = RECORD) -> ArticleRecord:
    return ArticleRecord.model_validate_json(json.dumps(raw))
