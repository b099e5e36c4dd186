"""Facts of a record → rows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from decimal import Decimal

from pipeline.records import ArticleRecord, Fact, FinancialFact, Period, RevenueShare, SanctionEvent

Cell = str | int | float | Decimal | dt.date | list[str] | None
Row = dict[str, Cell]
Names = dict[str, str]


def fact_rows(record: ArticleRecord) -> Iterator[tuple[str, Row]]:
    """Rows of relations, money facts, shares and events, each with the name of its table."""
    names = {entity.id: entity.name for entity in record.entities}
    for link in record.relations:
        yield (
            "relations",
            {
                "fact": link.id,
                "type": link.type,
                "subject_entity": link.subject,
                "subject": names[link.subject],
                "object_entity": link.object,
                "object": names[link.object],
                "role": link.role,
                "share": link.share,
                "status": link.status,
                **_stated(link),
            },
        )
    for money in record.financials:
        yield "money", _money(money, names)
        for party in money.counterparties:
            named: Row = {"entity": party.entity, "name": names[party.entity], "role": party.role}
            yield "money_parties", {"fact": money.id, **named}
    for share in record.revenue_shares:
        yield "shares", _share(share, names)
    for event in record.sanction_events:
        yield "events", _event(event, names, record.published.date)
        yield from (("event_slots", {"fact": event.id, **slot}) for slot in _slots(event, names))


def _money(fact: FinancialFact, names: Names) -> Row:
    amount, change = fact.amount, fact.change
    difference = change.amount if change else None
    return {
        "fact": fact.id,
        "metric": fact.metric,
        **_owner(fact.entity, names),
        "segment": fact.segment,
        "dimension": fact.dimension,
        "value": amount.value if amount else None,
        "low": amount.low if amount else None,
        "high": amount.high if amount else None,
        "currency": amount.currency if amount else None,
        "qualifier": amount.qualifier if amount else None,
        "amount_text": amount.span.text if amount else None,
        "change_direction": change.direction if change else None,
        "change_percent": change.percent if change else None,
        "change_multiple": change.multiple if change else None,
        "change_value": difference.value if difference else None,
        "change_low": difference.low if difference else None,
        "change_high": difference.high if difference else None,
        "change_currency": difference.currency if difference else None,
        **_period("period", fact.period),
        "period_kind": fact.period.kind if fact.period else None,
        "status": fact.status,
        "attributed_to": fact.attributed_to,
        **_stated(fact),
    }


def _share(fact: RevenueShare, names: Names) -> Row:
    return {
        "fact": fact.id,
        **_owner(fact.entity, names),
        "segment": fact.segment,
        "dimension": fact.dimension,
        "basis": fact.basis,
        "share": fact.share,
        "low": fact.low,
        "high": fact.high,
        "qualifier": fact.qualifier,
        **_period("period", fact.period),
        "period_kind": fact.period.kind if fact.period else None,
        "status": fact.status,
        **_stated(fact),
    }


def _event(event: SanctionEvent, names: Names, published: dt.date | None) -> Row:
    announced = event.announced.start if event.announced else None
    return {
        "fact": event.id,
        "action": event.action,
        "status": event.status,
        "day": announced or published,
        "authorities": [names[one] for one in event.authorities],
        "targets": [names[one] for one in event.targets],
        "programs": [names[one] for one in event.programs],
        "measures": list(event.measures),
        "reasons": list(event.reasons),
        "target_count": event.target_count,
        "target_description": event.target_description,
        **_period("announced", event.announced),
        **_period("effective", event.effective),
        **_period("expires", event.expires),
        "penalty": event.penalty,
        "attributed_to": event.attributed_to,
        "trigger": event.trigger.text,
        **_stated(event),
    }


def _slots(event: SanctionEvent, names: Names) -> Iterator[Row]:
    yield from _numbered("authority", ((one, names[one]) for one in event.authorities))
    yield from _numbered("target", ((one, names[one]) for one in event.targets))
    yield from _numbered("program", ((one, names[one]) for one in event.programs))
    yield from _numbered("measure", ((None, one) for one in event.measures))
    yield from _numbered("implied_measure", ((one.program, one.measure) for one in event.implied_measures))
    yield from _numbered("reason", ((None, one) for one in event.reasons))


def _numbered(slot: str, fillers: Iterable[tuple[str | None, str]]) -> Iterator[Row]:
    for position, (entity, value) in enumerate(fillers, start=1):
        yield {"slot": slot, "position": position, "entity": entity, "value": value}


def _owner(entity: str | None, names: Names) -> Row:
    return {"owner_entity": entity, "owner": names[entity] if entity else None}


def _period(prefix: str, period: Period | None) -> Row:
    return {
        f"{prefix}_start": period.start if period else None,
        f"{prefix}_end": period.end if period else None,
        f"{prefix}_text": period.text if period else None,
    }


def _stated(fact: Fact) -> Row:
    return {"quote": fact.evidence[0].text, "rule": fact.by, "confidence": fact.confidence}
