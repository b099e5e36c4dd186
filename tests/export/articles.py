"""Articles made by hand for the exports: no model, every kind of fact, and words that mean to do harm."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping
from typing import Any

from pipeline.records import ArticleRecord, Issue

LISTING = """Ministry lists Aldor Robotics

OSLO, March 15 - The Trade Ministry on Friday added Aldor Robotics and two affiliates to its Export Control List, citing
ties to the army. Norway froze the assets of Aldor founder Mira Tal, who owns 62% of the company and is its chairwoman.
Britain threatened sanctions against Aldor Robotics. Aldor, valued at about $1.2 billion, is a unit of Aldor Holding and
sells 40% of its drones in Asia. The tanker Sea Lark was listed as well. Aldor employs Jon Vik; Vik's brother Per Vik
advises Bank Nord. Aldor is based in Oslo.
"""
PENALTY = """Bank Nord fined <script>window.harmed = 1</script>

LONDON, April 2 - Bank Nord agreed to pay the Sanctions Office $5 million for breaches & "errors" <img src=x
onerror="window.harmed = 1"> in 2023. Britain removed Ferro Lines from the UK Sanctions List on Tuesday. Revenue at Bank
Nord rose 12% to between $80 million and $90 million last year. Fund Ost invested $30 million in Bank Nord.
"""


def records() -> list[ArticleRecord]:
    """The two articles as records."""
    return [listing(), penalty()]


def listing() -> ArticleRecord:
    """A listing with a threat beside it, a valuation, a share and every kind of link."""
    at = Places(LISTING)
    entities = [
        at.entity(1, "PublicBody", "Trade Ministry", "Ministry"),
        at.entity(2, "Company", "Aldor Robotics", "Aldor", countries=("NO",)),
        at.entity(3, "Program", "Export Control List"),
        at.entity(4, "Country", "Norway", countries=("NO",)),
        at.entity(5, "Person", "Mira Tal"),
        at.entity(6, "Company", "Aldor Holding"),
        at.entity(7, "Vessel", "Sea Lark"),
        at.entity(8, "Country", "Britain", countries=("GB",)),
        at.entity(9, "Person", "Jon Vik", "Vik"),
        at.entity(10, "Person", "Per Vik"),
        at.entity(11, "Organization", "Bank Nord"),
        at.entity(12, "Location", "Oslo", "OSLO"),
    ]
    march = {"start": "2024-03-15", "end": "2024-03-15", "kind": "instant", "text": "Friday"}
    events = [
        at.event(
            1, "added", action="designate", authorities=["e1"], programs=["e3"], targets=["e2"], announced=march,
            target_count=3, target_description="two affiliates", measures=["export_control"],
            reasons=["military_end_use"],
        ),
        at.event(2, "froze", action="designate", authorities=["e4"], targets=["e5"], measures=["asset_freeze"]),
        at.event(3, "threatened", action="designate", status="threatened", authorities=["e8"], targets=["e2"]),
        at.event(4, "was listed", action="designate", targets=["e7"], attributed_to="the ministry"),
    ]  # fmt: skip
    money = [
        at.money(1, "about $1.2 billion", "1200000000", metric="valuation", entity="e2", qualifier="approximate"),
    ]
    links = [
        at.link(1, "ownership", "e5", "e2", "owns 62%", share="0.62"),
        at.link(2, "founder", "e5", "e2", "Aldor founder Mira Tal", role="founder"),
        at.link(3, "directorship", "e5", "e2", "is its chairwoman", role="chairwoman"),
        at.link(4, "subsidiary", "e2", "e6", "a unit of Aldor Holding"),
        at.link(5, "employment", "e9", "e2", "Aldor employs Jon Vik"),
        at.link(6, "family", "e10", "e9", "brother", role="brother"),
        at.link(7, "associated", "e10", "e11", "advises Bank Nord", role="adviser"),
        at.link(8, "located_in", "e2", "e12", "based in Oslo"),
    ]
    share = {
        "id": "r1", "entity": "e2", "segment": "Asia", "dimension": "geography", "basis": "revenue", "share": "0.4",
        **at.fact("40% of its drones in Asia"),
    }  # fmt: skip
    facts = {"relations": links, "financials": money, "revenue_shares": [share], "sanction_events": events}
    return record("a1", LISTING, "2024-03-16", entities, facts)


def penalty() -> ArticleRecord:
    """A penalty, a delisting, a range with growth, an investment; its text carries tags."""
    at = Places(PENALTY)
    entities = [
        at.entity(1, "Company", "Bank Nord"),
        at.entity(2, "PublicBody", "Sanctions Office"),
        at.entity(3, "Country", "Britain", countries=("GB",)),
        at.entity(4, "Company", "Ferro Lines"),
        at.entity(5, "Program", "UK Sanctions List"),
        at.entity(6, "Company", "Fund Ost"),
    ]
    tuesday = {"start": "2024-04-02", "end": "2024-04-02", "kind": "instant", "text": "on Tuesday"}
    year = {"start": "2023-01-01", "end": "2023-12-31", "kind": "duration", "text": "last year"}
    events = [
        at.event(1, "agreed to pay", action="penalize", authorities=["e2"], targets=["e1"], penalty="f1"),
        at.event(2, "removed", action="delist", authorities=["e3"], targets=["e4"], programs=["e5"], announced=tuesday),
    ]
    money = [
        at.money(1, "$5 million", "5000000", metric="penalty", entity="e1"),
        at.money(
            2, "between $80 million and $90 million", None, metric="revenue", entity="e1", period=year, low="80000000",
            high="90000000", qualifier="range", change={"direction": "increase", "percent": "12"},
        ),
        at.money(
            3, "$30 million", "30000000", metric="investment", entity="e1",
            counterparties=[{"entity": "e6", "role": "investor"}],
        ),
    ]  # fmt: skip
    facts = {"relations": [], "financials": money, "revenue_shares": [], "sanction_events": events}
    return record("a2", PENALTY, "2024-04-03", entities, facts)


def issue() -> Issue:
    """An article that could not be read, with a name that means to do harm."""
    return Issue(code="empty", message="the file is empty", uri="news/<b>x</b>.txt", stage="ingest")


class Places:
    """Finds words of a text."""

    def __init__(self, text: str) -> None:
        self.text = text

    def span(self, words: str) -> dict[str, Any]:
        start = self.text.index(words)
        return {"start": start, "end": start + len(words), "text": words}

    def fact(self, words: str) -> dict[str, Any]:
        return {"by": "test.rule", "confidence": 0.9, "evidence": [self.span(words)]}

    def entity(self, number: int, kind: str, *names: str, countries: tuple[str, ...] = ()) -> dict[str, Any]:
        mentions = [{**self.span(name), "kind": "name"} for name in names]
        rest = {"aliases": list(names[1:]), "countries": list(countries), "mentions": mentions}
        return {"id": f"e{number}", "type": kind, "name": names[0], **rest}

    def event(self, number: int, trigger: str, **fields: Any) -> dict[str, Any]:
        return {
            "id": f"s{number}", "status": "enacted", **self.fact(trigger), "trigger": self.span(trigger), **fields
        }  # fmt: skip

    def money(self, number: int, words: str, value: str | None, **fields: Any) -> dict[str, Any]:
        amount = {"value": value, "currency": "USD", "span": self.span(words)}
        amount |= {key: fields.pop(key) for key in ("low", "high", "qualifier") if key in fields}
        return {"id": f"f{number}", "amount": amount, **self.fact(words), **fields}

    def link(self, number: int, kind: str, subject: str, target: str, words: str, **fields: Any) -> dict[str, Any]:
        return {"id": f"l{number}", "type": kind, "subject": subject, "object": target, **self.fact(words), **fields}


def record(doc_id: str, text: str, day: str, entities: list[dict[str, Any]], facts: Mapping[str, Any]) -> ArticleRecord:
    """A record of a text: its first line is the title."""
    title = text.splitlines()[0]
    data = text.encode()
    raw = {
        "doc_id": doc_id,
        "source": {
            "uri": f"news/{doc_id}.txt", "media_type": "text/plain", "encoding": "utf-8", "bytes": len(data),
            "sha256": hashlib.sha256(data).hexdigest(),
        },
        "title": title,
        "published": {"date": dt.date.fromisoformat(day).isoformat(), "basis": "option"},
        "language": "en",
        "text": text,
        "segments": [
            {"start": 0, "end": len(title), "kind": "title"},
            {"start": len(title) + 2, "end": len(text) - 1, "kind": "body"},
        ],
        "entities": entities,
        **facts,
        "provenance": {"version": "0", "model": "none", "config_sha256": "0" * 64},
        "warnings": [{"code": "test", "message": "a <i>doubt</i>"}],
    }  # fmt: skip
    import orjson

    return ArticleRecord.model_validate_json(orjson.dumps(raw))
