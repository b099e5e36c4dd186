"""Labels of the gold set → views: names become mentions, quoted words become offsets."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal

from pipeline.evaluate.gold import (
    GoldArticle,
    GoldEntity,
    GoldEvent,
    GoldFinancial,
    GoldPeriod,
    GoldRelation,
    GoldShare,
    GoldValue,
)
from pipeline.evaluate.names import Name, make_name
from pipeline.evaluate.views import (
    ArticleView,
    EntityView,
    EventView,
    MentionView,
    MoneyView,
    Offsets,
    RelationView,
    ShareView,
    ValueView,
    When,
)
from pipeline.ingest import read_text


def view_of_gold(article: GoldArticle) -> ArticleView:
    """The view of a labelled article, on the text as ingest repairs it."""
    labels = article.labels
    article = article.model_copy(update={"text": read_text(article.text).text})
    names = {entity.name: make_name(entity.name, entity.aliases) for entity in labels.entities}
    places = {id(entity): number for number, entity in enumerate(labels.entities)}
    mentions = [MentionView(start, end, entity.type, places[id(entity)]) for start, end, entity in article.mentions()]
    first: dict[int, Offsets] = {}
    for mention in mentions:
        first.setdefault(mention.entity, (mention.start, mention.end))
    maker = _Maker(
        article.text, names, {fact.amount_text: _sum(fact) for fact in labels.financials if fact.amount_text}
    )
    return ArticleView(
        id=labels.id,
        text=article.text,
        published=labels.published,
        category=labels.category,
        style=labels.style,
        entities=tuple(_entity(e, names[e.name], first.get(number)) for number, e in enumerate(labels.entities)),
        mentions=tuple(sorted(mentions)),
        relations=tuple(map(maker.relation, labels.relations)),
        events=tuple(map(maker.event, labels.sanction_events)),
        financials=tuple(map(maker.money, labels.financials)),
        shares=tuple(map(maker.share, labels.revenue_shares)),
        values=None if labels.values is None else tuple(map(_value, labels.values)),
    )


def locate(text: str, quote: str) -> tuple[Offsets, ...]:
    """Where quoted words stand, white space of any kind between them; all places if there are several."""
    words = quote.split()
    if not words:
        return ()
    pattern = r"\s+".join(map(re.escape, words))
    return tuple((match.start(), match.end()) for match in re.finditer(pattern, text))


class _Maker:
    """Makes the views of one article's facts."""

    def __init__(self, text: str, names: Mapping[str, Name], sums: Mapping[str, float | None]) -> None:
        self._text = text
        self._names = names
        self._sums = sums

    def relation(self, fact: GoldRelation) -> RelationView:
        return RelationView(
            type=fact.type,
            subject=self._names[fact.subject],
            object=self._names[fact.object],
            role=fact.role,
            status=fact.status,
            share=_float(fact.share),
            quote=fact.evidence or "",
            spans=locate(self._text, fact.evidence or ""),
            optional=fact.optional,
        )

    def event(self, fact: GoldEvent) -> EventView:
        quote = fact.evidence or fact.trigger
        return EventView(
            action=fact.action,
            status=fact.status,
            authorities=self._all(fact.authorities),
            programs=self._all(fact.programs),
            targets=self._all(fact.targets),
            target_count=fact.target_count,
            measures=frozenset(fact.measures),
            reasons=frozenset(fact.reasons),
            announced=_when(fact.announced),
            effective=_when(fact.effective),
            expires=_when(fact.expires),
            penalty=self._sums.get(fact.penalty) if fact.penalty else None,
            trigger=fact.trigger,
            quote=quote,
            spans=locate(self._text, quote),
            optional=fact.optional,
        )

    def money(self, fact: GoldFinancial) -> MoneyView:
        change = fact.change
        return MoneyView(
            metric=fact.metric,
            entity=self._one(fact.entity),
            segment=fact.segment,
            value=_float(fact.value),
            low=_float(fact.low),
            high=_float(fact.high),
            currency=fact.currency,
            qualifier=fact.qualifier,
            direction=None if change is None else change.direction,
            percent=None if change is None else _float(change.percent),
            multiple=None if change is None else _float(change.multiple),
            change_sum=None if change is None or change.amount is None else _float(change.amount.value),
            period=_when(fact.period),
            status=fact.status,
            parties=tuple((self._names[party.entity], party.role) for party in fact.counterparties),
            quote=fact.evidence,
            spans=locate(self._text, fact.evidence),
            optional=fact.optional,
        )

    def share(self, fact: GoldShare) -> ShareView:
        return ShareView(
            entity=self._one(fact.entity),
            segment=fact.segment,
            dimension=fact.dimension,
            basis=fact.basis,
            share=_float(fact.share),
            low=_float(fact.low),
            high=_float(fact.high),
            period=_when(fact.period),
            status=fact.status,
            quote=fact.evidence,
            spans=locate(self._text, fact.evidence),
            optional=fact.optional,
        )

    def _one(self, name: str | None) -> Name | None:
        return None if name is None else self._names[name]

    def _all(self, names: tuple[str, ...]) -> tuple[Name, ...]:
        return tuple(self._names[name] for name in names)


def _entity(entity: GoldEntity, name: Name, first: Offsets | None) -> EntityView:
    spans = () if first is None else (first,)
    return EntityView(name=name, type=entity.type, quote=entity.name, spans=spans, optional=entity.optional)


def _value(value: GoldValue) -> ValueView:
    return ValueView(kind=value.kind, quote=value.text, spans=((value.start, value.end),), optional=value.optional)


def _when(period: GoldPeriod | None) -> When | None:
    return None if period is None else When(period.start, period.end, period.text or "")


def _sum(fact: GoldFinancial) -> float | None:
    return _float(fact.value if fact.value is not None else fact.high or fact.low)


def _float(number: Decimal | None) -> float | None:
    return None if number is None else float(number)
