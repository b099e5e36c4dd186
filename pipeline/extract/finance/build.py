"""Drafts → records: quotes, numbers in plain form, counterparties without the owner."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.extract.finance.confidence import money_confidence
from pipeline.records import Amount, Change, Counterparty, FinancialFact

if TYPE_CHECKING:
    from decimal import Decimal

    from pipeline.document import Context
    from pipeline.extract.finance.draft import Draft, Growth
    from pipeline.values import Money


def build_fact(context: Context, draft: Draft, number: int) -> FinancialFact:
    """Make the record of a draft; a pure change has no amount of its own."""
    only_change = draft.slot is None or (draft.growth is not None and draft.growth.money is draft.slot.money)
    amount = None if only_change or draft.slot is None else _amount(context, draft.slot.money)
    parties = tuple(
        Counterparty(entity=chain.id, role=role)
        for chain, role in draft.parties
        if draft.owner is None or chain is not draft.owner
    )
    segment = None
    if draft.segment is not None:
        segment = context.quote(context.doc[draft.segment[0] : draft.segment[1]]).text
    return FinancialFact(
        id=f"f{number}",
        metric=draft.metric,
        entity=draft.owner.id if draft.owner is not None else None,
        segment=segment,
        dimension=draft.dimension,
        counterparties=parties,
        amount=amount,
        change=_change(context, draft.growth),
        period=draft.period,
        status=draft.status,
        attributed_to=draft.attributed_to,
        by=draft.by,
        evidence=tuple(context.span(start, end) for start, end in draft.evidence or [_sentence(draft)]),
        confidence=money_confidence(draft),
    )


def _sentence(draft: Draft) -> tuple[int, int]:
    return draft.sent.start_char, draft.sent.end_char


def _amount(context: Context, money: Money) -> Amount:
    assert money.currency is not None
    return Amount(
        value=_plain(money.value),
        currency=money.currency,
        low=_plain(money.low),
        high=_plain(money.high),
        qualifier=money.qualifier,
        span=context.span(money.start, money.end),
    )


def _change(context: Context, growth: Growth | None) -> Change | None:
    if growth is None:
        return None
    amount = _amount(context, growth.money) if growth.money is not None and growth.money.currency is not None else None
    return Change(
        direction=growth.direction, percent=_plain(growth.percent), multiple=_plain(growth.multiple), amount=amount
    )


def _plain(value: Decimal | None) -> Decimal | None:
    """Without trailing zeros and exponent."""
    if value is None:
        return None
    short = value.normalize()
    return short.quantize(type(short)(1)) if short == short.to_integral_value() and abs(short) < 10**26 else short
