"""Records → tasks with predictions."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from pipeline.evaluate.labelstudio.values import write_amount, write_numbers, write_period
from pipeline.evaluate.labelstudio.vocabulary import (
    CHANGE_SUM,
    ENTITY,
    EVENT,
    EVIDENCE,
    FACT,
    MONEY,
    OWNER,
    PARTIES,
    PENALTY,
    QUOTE,
    RELATION,
    SAME,
    SHARE,
    SUM,
    TEXT,
)
from pipeline.records import (
    ArticleRecord,
    Entity,
    Fact,
    FinancialFact,
    Period,
    Relation,
    RevenueShare,
    SanctionEvent,
    Span,
)

LISTS = ("entities", "relations", "financials", "revenue_shares", "sanction_events")


def tasks_json(records: Iterable[ArticleRecord]) -> str:
    """Tasks for Label Studio's import, one per record."""
    return json.dumps([task_of(record) for record in records], indent=1, ensure_ascii=False) + "\n"


def task_of(record: ArticleRecord) -> dict[str, Any]:
    """One record as a task with a prediction."""
    writer = _Writer()
    for entity in record.entities:
        writer.entity(entity)
    for relation in record.relations:
        writer.relation(relation)
    for fact in record.financials:
        writer.money(fact)
    for share in record.revenue_shares:
        writer.share(share)
    for event in record.sanction_events:
        writer.event(event)
    article = record.model_dump(mode="json", exclude={"text", *LISTS})
    return {
        "data": {"text": record.text, "doc_id": record.doc_id, "article": article, "kept": _kept(record)},
        "predictions": [{"model_version": record.provenance.version, "result": writer.results}],
    }


def _kept(record: ArticleRecord) -> dict[str, Any]:
    """What no control shows, by entity or fact."""
    kept: dict[str, Any] = {one.id: one.model_dump(mode="json", include={"matches"}) for one in record.entities}
    for fact in record.facts():
        kept[fact.id] = fact.model_dump(mode="json", include={"by", "confidence", "implied_measures"})
    return kept


class _Writer:
    """Collects the results of one task."""

    def __init__(self) -> None:
        self.results: list[dict[str, Any]] = []

    def entity(self, entity: Entity) -> None:
        first = f"{entity.id}.m1"
        for number, mention in enumerate(entity.mentions, start=1):
            region = f"{entity.id}.m{number}"
            self._region(region, ENTITY, entity.type, mention)
            self._choose(region, mention, mention_kind=mention.kind)
            if number == 1:
                self._type(region, mention, entity_name=entity.name)
                self._type_all(region, mention, "aliases", entity.aliases)
                self._type_all(region, mention, "countries", entity.countries)
            else:
                self._link(region, first, SAME)

    def relation(self, fact: Relation) -> None:
        place = fact.evidence[0]
        self._fact(fact, fact.id, RELATION, place)
        self._choose(fact.id, place, relation_type=fact.type, relation_status=fact.status)
        share = None if fact.share is None else write_numbers(fact.share, None, None)
        self._type(fact.id, place, role=fact.role, owned_share=share)
        self._link(fact.id, f"{fact.subject}.m1", "subject")
        self._link(fact.id, f"{fact.object}.m1", "object")

    def money(self, fact: FinancialFact) -> None:
        place = fact.evidence[0] if fact.amount is None else fact.amount.span
        self._fact(fact, fact.id, MONEY, place)
        self._choose(fact.id, place, metric=fact.metric, fact_status=fact.status, dimension=fact.dimension)
        amount = None if fact.amount is None else write_amount(fact.amount)
        self._type(fact.id, place, amount=amount, segment=fact.segment, attributed_to=fact.attributed_to)
        self._type(fact.id, place, period=_period(fact.period))
        self._change(fact, place)
        if fact.entity is not None:
            self._link(fact.id, f"{fact.entity}.m1", OWNER)
        for party in fact.counterparties:
            self._link(fact.id, f"{party.entity}.m1", party.role)

    def share(self, fact: RevenueShare) -> None:
        place = fact.evidence[0]
        self._fact(fact, fact.id, SHARE, place)
        self._choose(fact.id, place, dimension=fact.dimension, basis=fact.basis, fact_status=fact.status)
        share = f"{write_numbers(fact.share, fact.low, fact.high)} {fact.qualifier}"
        self._type(fact.id, place, segment=fact.segment, share=share, period=_period(fact.period))
        if fact.entity is not None:
            self._link(fact.id, f"{fact.entity}.m1", OWNER)

    def event(self, event: SanctionEvent) -> None:
        place = event.trigger
        self._fact(event, event.id, EVENT, place)
        self._choose(event.id, place, action=event.action, event_status=event.status)
        self._choose_all(event.id, place, "measures", event.measures)
        self._choose_all(event.id, place, "reasons", event.reasons)
        count = None if event.target_count is None else str(event.target_count)
        said = event.attributed_to
        self._type(event.id, place, target_count=count, target_description=event.target_description, attributed_to=said)
        for slot in ("announced", "effective", "expires"):
            self._type(event.id, place, **{slot: _period(getattr(event, slot))})
        for link, slot in PARTIES.items():
            for entity in getattr(event, slot):
                self._link(event.id, f"{entity}.m1", link)
        if event.penalty is not None:
            self._link(event.id, event.penalty, PENALTY)

    def _change(self, fact: FinancialFact, place: Span) -> None:
        change = fact.change
        if change is None:
            return
        self._choose(fact.id, place, direction=change.direction)
        percent = None if change.percent is None else write_numbers(change.percent, None, None)
        multiple = None if change.multiple is None else write_numbers(change.multiple, None, None)
        self._type(fact.id, place, percent=percent, multiple=multiple)
        if change.amount is not None:
            region = f"{fact.id}.c"
            self._region(region, FACT, SUM, change.amount.span)
            self._type(region, change.amount.span, amount=write_amount(change.amount))
            self._link(fact.id, region, CHANGE_SUM)

    def _fact(self, fact: Fact, region: str, label: str, place: Span) -> None:
        self._region(region, FACT, label, place)
        for number, quote in enumerate(fact.evidence, start=1):
            self._region(f"{region}.q{number}", FACT, QUOTE, quote)
            self._link(region, f"{region}.q{number}", EVIDENCE)

    def _region(self, region: str, control: str, label: str, place: Span) -> None:
        value = {"start": place.start, "end": place.end, "text": place.text, "labels": [label]}
        self._result(region, control, "labels", value)

    def _choose(self, region: str, place: Span, **chosen: str | None) -> None:
        for name, word in chosen.items():
            self._choose_all(region, place, name, () if word is None else (word,))

    def _choose_all(self, region: str, place: Span, name: str, words: Sequence[str]) -> None:
        if words:
            self._result(region, name, "choices", {"start": place.start, "end": place.end, "choices": list(words)})

    def _type(self, region: str, place: Span, **typed: str | None) -> None:
        for name, words in typed.items():
            self._type_all(region, place, name, () if words is None else (words,))

    def _type_all(self, region: str, place: Span, name: str, lines: Sequence[str]) -> None:
        if lines:
            self._result(region, name, "textarea", {"start": place.start, "end": place.end, "text": list(lines)})

    def _result(self, region: str, control: str, kind: str, value: dict[str, Any]) -> None:
        self.results.append({"id": region, "from_name": control, "to_name": TEXT, "type": kind, "value": value})

    def _link(self, start: str, end: str, label: str) -> None:
        link = {"type": "relation", "from_id": start, "to_id": end, "direction": "right", "labels": [label]}
        self.results.append(link)


def _period(period: Period | None) -> str | None:
    return None if period is None else write_period(period)
