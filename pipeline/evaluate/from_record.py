"""Records → views."""

from __future__ import annotations

from decimal import Decimal
from pathlib import PurePath

from pipeline.evaluate.names import Name, make_name
from pipeline.evaluate.values import read_values
from pipeline.evaluate.views import (
    ArticleView,
    EntityView,
    EventView,
    MentionView,
    MoneyView,
    Offsets,
    RelationView,
    ShareView,
    When,
)
from pipeline.records import ArticleRecord, Entity, Fact, FinancialFact, Period, Relation, RevenueShare, SanctionEvent


def view_of_record(record: ArticleRecord) -> ArticleView:
    """The view of a record; its id is the stem of the source's path, or the record's own id where there is none."""
    names = {entity.id: _name(entity) for entity in record.entities}
    sums = {fact.id: _sum(fact) for fact in record.financials}
    mentions = [
        MentionView(mention.start, mention.end, entity.type, number)
        for number, entity in enumerate(record.entities)
        for mention in entity.mentions
        if mention.kind == "name"
    ]
    return ArticleView(
        id=article_id(record),
        text=record.text,
        published=record.published.date,
        entities=tuple(_entity(entity, names[entity.id]) for entity in record.entities),
        mentions=tuple(sorted(mentions)),
        relations=tuple(_relation(fact, names) for fact in record.relations),
        events=tuple(_event(fact, names, sums) for fact in record.sanction_events),
        financials=tuple(_money(fact, names) for fact in record.financials),
        shares=tuple(_share(fact, names) for fact in record.revenue_shares),
        furniture=tuple((s.start, s.end) for s in record.segments if s.kind == "boilerplate"),
        values=tuple(read_values(record)),
    )


def article_id(record: ArticleRecord) -> str:
    """What links a record to its labels: the stem of the file it was read from, or its own id."""
    name = PurePath(record.source.uri)
    return name.stem if name.suffix == ".txt" else record.doc_id


def _name(entity: Entity) -> Name:
    # A country may be printed as an adjective only; its name is then not in the text, but its mentions are.
    printed = [mention.text for mention in entity.mentions if mention.kind == "name"]
    return make_name(entity.name, [*entity.aliases, *printed])


def _entity(entity: Entity, name: Name) -> EntityView:
    first = entity.mentions[0]
    return EntityView(name=name, type=entity.type, quote=first.text, spans=((first.start, first.end),))


def _relation(fact: Relation, names: dict[str, Name]) -> RelationView:
    return RelationView(
        type=fact.type,
        subject=names[fact.subject],
        object=names[fact.object],
        role=fact.role,
        status=fact.status,
        share=_float(fact.share),
        quote=_quote(fact),
        spans=_spans(fact),
        confidence=fact.confidence,
        by=fact.by,
    )


def _event(fact: SanctionEvent, names: dict[str, Name], sums: dict[str, float | None]) -> EventView:
    return EventView(
        action=fact.action,
        status=fact.status,
        authorities=tuple(names[ref] for ref in fact.authorities),
        programs=tuple(names[ref] for ref in fact.programs),
        targets=tuple(names[ref] for ref in fact.targets),
        target_count=fact.target_count,
        measures=frozenset(fact.measures),
        reasons=frozenset(fact.reasons),
        announced=_when(fact.announced),
        effective=_when(fact.effective),
        expires=_when(fact.expires),
        penalty=None if fact.penalty is None else sums[fact.penalty],
        trigger=fact.trigger.text,
        quote=_quote(fact),
        spans=(*_spans(fact), (fact.trigger.start, fact.trigger.end)),
        confidence=fact.confidence,
        by=fact.by,
    )


def _money(fact: FinancialFact, names: dict[str, Name]) -> MoneyView:
    amount, change = fact.amount, fact.change
    return MoneyView(
        metric=fact.metric,
        entity=None if fact.entity is None else names[fact.entity],
        segment=fact.segment,
        value=None if amount is None else _float(amount.value),
        low=None if amount is None else _float(amount.low),
        high=None if amount is None else _float(amount.high),
        currency=None if amount is None else amount.currency,
        qualifier=None if amount is None else amount.qualifier,
        direction=None if change is None else change.direction,
        percent=None if change is None else _float(change.percent),
        multiple=None if change is None else _float(change.multiple),
        change_sum=None if change is None or change.amount is None else _float(change.amount.value),
        period=_when(fact.period),
        status=fact.status,
        parties=tuple((names[party.entity], party.role) for party in fact.counterparties),
        quote=_quote(fact),
        spans=_spans(fact) if amount is None else (*_spans(fact), (amount.span.start, amount.span.end)),
        confidence=fact.confidence,
        by=fact.by,
    )


def _share(fact: RevenueShare, names: dict[str, Name]) -> ShareView:
    return ShareView(
        entity=None if fact.entity is None else names[fact.entity],
        segment=fact.segment,
        dimension=fact.dimension,
        basis=fact.basis,
        share=_float(fact.share),
        low=_float(fact.low),
        high=_float(fact.high),
        period=_when(fact.period),
        status=fact.status,
        quote=_quote(fact),
        spans=_spans(fact),
        confidence=fact.confidence,
        by=fact.by,
    )


def _sum(fact: FinancialFact) -> float | None:
    if fact.amount is None:
        return None
    return _float(fact.amount.value if fact.amount.value is not None else fact.amount.high or fact.amount.low)


def _when(period: Period | None) -> When | None:
    return None if period is None else When(period.start, period.end, period.text)


def _quote(fact: Fact) -> str:
    return " … ".join(span.text for span in fact.evidence)


def _spans(fact: Fact) -> tuple[Offsets, ...]:
    return tuple((span.start, span.end) for span in fact.evidence)


def _float(number: Decimal | None) -> float | None:
    return None if number is None else float(number)
