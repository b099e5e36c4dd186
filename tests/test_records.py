"""Every rule of the record: what breaks one is refused."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from pydantic import ValidationError

from pipeline.records import ArticleRecord

TEXT = (
    "Board fines bank\n\n"
    "The Board fined Aldor Bank $5 million under the Trade Act on March 5. Exports are 60% of sales."
)


def span(words: str, **more: Any) -> dict[str, Any]:
    start = TEXT.index(words)
    return {"start": start, "end": start + len(words), "text": words, **more}


def entity(number: int, kind: str, name: str) -> dict[str, Any]:
    return {"id": f"e{number}", "type": kind, "name": name, "mentions": [span(name, kind="name")], "countries": ["NO"]}


FACT = {"by": "test.rule", "evidence": [span("The Board fined Aldor Bank $5 million")], "confidence": 0.9}
NONE = {"amount": None}
PERIOD = {"start": "2024-03-05", "end": "2024-03-05", "kind": "instant", "text": "March 5"}
AMOUNT = {"value": "5000000", "currency": "USD", "qualifier": "exact", "span": span("$5 million")}
RECORD: dict[str, Any] = {
    "doc_id": "d1",
    "source": {"uri": "a.txt", "media_type": "text/plain", "encoding": "utf-8", "sha256": "0" * 64, "bytes": 120},
    "title": "Board fines bank",
    "published": {"date": "2024-03-06", "basis": "option"},
    "language": "en",
    "text": TEXT,
    "segments": [{"start": 0, "end": 16, "kind": "title"}, {"start": 18, "end": len(TEXT), "kind": "body"}],
    "entities": [
        entity(1, "PublicBody", "The Board"),
        entity(2, "Company", "Aldor Bank"),
        entity(3, "Program", "Trade Act"),
    ],
    "relations": [{"id": "l1", "type": "ownership", "subject": "e1", "object": "e2", "share": "0.5", **FACT}],
    "financials": [
        {
            "id": "f1",
            "metric": "penalty",
            "entity": "e2",
            "counterparties": [{"entity": "e1", "role": "authority"}],
            "amount": AMOUNT,
            "change": {"direction": "increase", "percent": "12.5", "amount": AMOUNT},
            "period": PERIOD,
            **FACT,
        }
    ],
    "revenue_shares": [
        {
            "id": "r1",
            "entity": "e2",
            "segment": "Exports",
            "dimension": "geography",
            "basis": "sales",
            "share": "0.6",
            **FACT,
        }
    ],
    "sanction_events": [
        {
            "id": "s1",
            "action": "penalize",
            "status": "enacted",
            "authorities": ["e1"],
            "programs": ["e3"],
            "targets": ["e2"],
            "target_count": 1,
            "measures": ["fine"],
            "implied_measures": [{"measure": "asset_freeze", "program": "e3"}],
            "reasons": ["corruption"],
            "announced": PERIOD,
            "penalty": "f1",
            "trigger": span("fined"),
            **FACT,
        }
    ],
    "provenance": {"version": "0.1.0", "model": "m 1", "config_sha256": "0" * 64},
    "warnings": [{"code": "odd", "message": "odd words", "span": span("Exports")}],
}


def read(record: dict[str, Any]) -> ArticleRecord:
    import json

    return ArticleRecord.model_validate_json(json.dumps(record))


def changed(path: str, value: Any) -> dict[str, Any]:
    record = copy.deepcopy(RECORD)
    *way, last = [int(step) if step.isdigit() else step for step in path.split(".")]
    place: Any = record
    for step in way:
        place = place[step]
    place[last] = value
    return record


def test_a_sound_record_is_accepted_and_survives_json() -> None:
    record = read(RECORD)
    text = record.model_dump_json()
    assert ArticleRecord.model_validate_json(text) == record
    assert ArticleRecord.model_validate_json(text).model_dump_json() == text
    assert '"value":"5000000"' in text
    assert '"share":"0.6"' in text
    assert '"start":"2024-03-05"' in text


def test_no_number_is_written_in_exponent_form() -> None:
    record = read(changed("financials.0.amount.value", "1E+12"))
    assert '"value":"1000000000000"' in record.model_dump_json()


WRONG = {
    # quotes
    "mention elsewhere": ("entities.1.mentions.0.start", 3),
    "mention with other words": ("entities.1.mentions.0.text", "Aldor Banc"),
    "evidence with other words": ("sanction_events.0.evidence.0.text", "The Board fined Aldor Bank $6 million"),
    "empty evidence": ("relations.0.evidence", []),
    "trigger elsewhere": ("sanction_events.0.trigger", {"start": 0, "end": 5, "text": "fined"}),
    "amount quote elsewhere": ("financials.0.amount.span", {"start": 0, "end": 10, "text": "$5 million"}),
    "amount of change elsewhere": ("financials.0.change.amount.span", {"start": 0, "end": 10, "text": "$5 million"}),
    "warning quote elsewhere": ("warnings.0.span", {"start": 0, "end": 7, "text": "Exports"}),
    "empty span": ("sanction_events.0.trigger", {"start": 3, "end": 3, "text": ""}),
    "negative start": ("sanction_events.0.trigger", {"start": -5, "end": 0, "text": "fined"}),
    # references
    "unknown subject": ("relations.0.subject", "e9"),
    "unknown object": ("relations.0.object", "e9"),
    "unknown owner": ("financials.0.entity", "e9"),
    "unknown owner of a share": ("revenue_shares.0.entity", "e9"),
    "unknown counterparty": ("financials.0.counterparties.0.entity", "e9"),
    "unknown authority": ("sanction_events.0.authorities", ["e9"]),
    "unknown target": ("sanction_events.0.targets", ["e9"]),
    "unknown programme": ("sanction_events.0.programs", ["e9"]),
    "programme of another type": ("sanction_events.0.programs", ["e2"]),
    "implied programme of another type": ("sanction_events.0.implied_measures.0.program", "e2"),
    "unknown penalty": ("sanction_events.0.penalty", "f9"),
    "penalty that is no money fact": ("sanction_events.0.penalty", "r1"),
    "an entity's id twice": ("entities.1.id", "e1"),
    # ids
    "entity id of another kind": ("entities.0.id", "x1"),
    "relation id of another kind": ("relations.0.id", "e4"),
    "money id from nought": ("financials.0.id", "f0"),
    "share id": ("revenue_shares.0.id", "f2"),
    "event id": ("sanction_events.0.id", "event1"),
    "empty document id": ("doc_id", ""),
    # vocabularies
    "entity type": ("entities.0.type", "Agency"),
    "mention kind": ("entities.0.mentions.0.kind", "other"),
    "relation type": ("relations.0.type", "owns"),
    "relation status": ("relations.0.status", "past"),
    "metric": ("financials.0.metric", "sales"),
    "fact status": ("financials.0.status", "certain"),
    "qualifier": ("financials.0.amount.qualifier", "about"),
    "counterparty role": ("financials.0.counterparties.0.role", "owner"),
    "direction": ("financials.0.change.direction", "up"),
    "dimension": ("revenue_shares.0.dimension", "region"),
    "basis": ("revenue_shares.0.basis", "turnover"),
    "action": ("sanction_events.0.action", "list"),
    "event status": ("sanction_events.0.status", "done"),
    "measure": ("sanction_events.0.measures", ["ban"]),
    "implied measure": ("sanction_events.0.implied_measures.0.measure", "ban"),
    "reason": ("sanction_events.0.reasons", ["war"]),
    "segment kind": ("segments.0.kind", "menu"),
    "date basis": ("published.basis", "guess"),
    "period kind": ("financials.0.period.kind", "year"),
    "schema version": ("schema_version", "2.0"),
    # shapes
    "currency": ("financials.0.amount.currency", "dollars"),
    "country": ("entities.0.countries", ["NOR"]),
    "language": ("language", "English"),
    "digest": ("source.sha256", "abc"),
    "configuration digest": ("provenance.config_sha256", "abc"),
    "negative size": ("source.bytes", -1),
    "an unknown key": ("source.path", "x"),
    "a number for a string": ("doc_id", 7),
    "a string for a number": ("source.bytes", "120"),
    "entity without name": ("entities.0.name", ""),
    "entity without mention": ("entities.0.mentions", []),
    "fact without rule": ("relations.0.by", ""),
    "share without segment": ("revenue_shares.0.segment", ""),
    "period without words": ("financials.0.period.text", ""),
    # ranges
    "confidence above 1": ("relations.0.confidence", 1.01),
    "confidence below 0": ("relations.0.confidence", -0.1),
    "owned share above 1": ("relations.0.share", "1.01"),
    "revenue share above 1": ("revenue_shares.0.share", "60"),
    "revenue share below 0": ("revenue_shares.0.share", "-0.1"),
    "no target counted": ("sanction_events.0.target_count", 0),
    "not a number": ("financials.0.amount.value", "NaN"),
    "infinite": ("financials.0.amount.value", "Infinity"),
    "impossible date": ("published.date", "2024-02-30"),
    "date without basis": ("published", {"date": "2024-03-06", "basis": "none"}),
    "basis without date": ("published", {"date": None, "basis": "option"}),
    "period that ends before it starts": ("financials.0.period.end", "2024-03-04"),
    "amount without figures": ("financials.0.amount.value", None),
    "money fact without figures": ("financials.0", {**FACT, "id": "f1", "metric": "aid", "entity": None} | NONE),
    "share without figures": ("revenue_shares.0.share", None),
    "change without size": ("financials.0.change", {"direction": "sideways"}),
    # segments
    "segment beyond the text": ("segments.1.end", len(TEXT) + 1),
    "overlapping segments": ("segments.1.start", 10),
    "empty segment": ("segments.0.end", 0),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_what_breaks_a_rule_is_refused(name: str) -> None:
    path, value = WRONG[name]
    with pytest.raises(ValidationError):
        read(changed(path, value))


@pytest.mark.parametrize(("low", "high"), [("9", "3"), ("0.9", "0.3")])
def test_a_range_is_in_order(low: str, high: str) -> None:
    amount = {**AMOUNT, "value": None, "low": low, "high": high, "qualifier": "range"}
    with pytest.raises(ValidationError, match="above high"):
        read(changed("financials.0.amount", amount))
    share = {**RECORD["revenue_shares"][0], "share": None, "low": "0.9", "high": "0.3", "qualifier": "range"}
    with pytest.raises(ValidationError, match="above high"):
        read(changed("revenue_shares.0", share))


def test_a_range_needs_no_value() -> None:
    amount = {**AMOUNT, "value": None, "low": "3", "high": "9", "qualifier": "range"}
    record = read(changed("financials.0.amount", amount))
    assert record.financials[0].amount is not None
    assert record.financials[0].amount.value is None


def test_a_record_cannot_be_changed() -> None:
    record = read(RECORD)
    with pytest.raises(ValidationError, match="frozen"):
        record.title = "Other"  # type: ignore[misc]


def test_what_goes_unsaid_has_no_value() -> None:
    minimal = {
        key: RECORD[key]
        for key in ("doc_id", "source", "title", "published", "language", "text", "segments", "provenance")
    }
    record = read(minimal)
    assert record.facts() == ()
    assert record.duplicate_of is None
