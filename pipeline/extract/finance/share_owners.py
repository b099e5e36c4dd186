"""Whose whole a share is part of, and when, where its own sentence does not say: by the money told around it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.extract.finance.discourse import paragraph
from pipeline.extract.finance.draft import Draft, Slot
from pipeline.extract.finance.owner_model import best, owner_weights
from pipeline.extract.finance.owners import may_own
from pipeline.extract.finance.periods import is_year_before, year_before
from pipeline.values import Money

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.document import Chain, Context
    from pipeline.extract.finance.owner_features import Article
    from pipeline.extract.finance.share_draft import ShareDraft
    from pipeline.records import Basis, Metric

_MEASURES: dict[Basis, Metric] = {
    "revenue": "revenue",
    "sales": "revenue",
    "profit": "net_income",
    "exports": "trade_value",
    "other": "other",
}
"""The metric whose owners a whole has."""
_INCOME = frozenset({"revenue", "net_income", "operating_income", "pretax_profit", "trade_value"})


def settle_wholes(context: Context, article: Article, moneys: Sequence[Draft], shares: Sequence[ShareDraft]) -> None:
    """Give the shares of each list one owner, and those of a whole told before its period; in place.

    Args:
        context: the article.
        article: its entities as candidates.
        moneys: its money facts, with their final owners, in text order.
        shares: its shares, in text order.
    """
    model = owner_weights()
    chosen: dict[int, Chain | None] = {}
    for share in shares:
        before = _told_before(context, moneys, share)
        if not share.owned:
            if share.group not in chosen:
                chosen[share.group] = share.owner
                if before is not None and share.refers and before.owner is not None:
                    chosen[share.group] = before.owner
                elif model is not None:
                    parts = _named_as_parts(context, shares, share.group)
                    rows = article.candidates(_as_money(context, share), _last(moneys, share.at))
                    rows = [row for row in rows if row[0] is None or row[0].id not in parts]
                    chosen[share.group] = best(rows, model)
            share.owner = chosen[share.group]
        if share.period is None and not share.earlier and before is not None and before.owner is share.owner:
            share.period = before.period
    for share in shares:
        if share.earlier:
            _date_earlier(share, shares)


def _date_earlier(share: ShareDraft, shares: Sequence[ShareDraft]) -> None:
    """Date the value of an earlier year, told as such or not at all, by that of its list which it is compared with."""
    alike = [one for one in shares if one.group == share.group and not one.earlier and one.period is not None]
    if not alike or (share.period is not None and not is_year_before(share.period)):
        return
    base = min(alike, key=lambda one: abs(one.at - share.at)).period
    if base is not None and base.kind == "duration" and base.start is not None:
        text = base.text if share.period is None else share.period.text
        share.period = year_before(base).model_copy(update={"text": text})


def _named_as_parts(context: Context, shares: Sequence[ShareDraft], group: int) -> set[str]:
    """The entities that are segments of a list, and so not its whole."""
    found: set[str] = set()
    for share in shares:
        if share.group == group:
            first, last = context.token_range(*share.segment)
            found |= {chain.id for _, chain in context.chains_in(first, last)}
    return found


def _told_before(context: Context, moneys: Sequence[Draft], share: ShareDraft) -> Draft | None:
    """The nearest income ahead of a share, in its paragraph or at the end of the one before."""
    here = paragraph(context, share.at)[0]
    start = paragraph(context, max(here - 3, 0))[0]
    ahead = [
        draft
        for draft in moneys
        if start <= draft.at < share.at and not draft.previous and draft.metric in _INCOME and draft.slot is not None
    ]
    return ahead[-1] if ahead else None


def _last(moneys: Sequence[Draft], at: int) -> Draft | None:
    return next((draft for draft in reversed(moneys) if draft.at < at), None)


def _as_money(context: Context, share: ShareDraft) -> Draft:
    """The share as a money fact without an amount, so that the same features speak for its owner."""
    end = share.percent.end if share.percent is not None else share.at + 1
    first, last = context.token_range(share.at, end)
    metric = _MEASURES[share.basis]
    if share.owner is not None and not may_own(share.owner, metric):
        metric = "other"
    empty = Money(share.at, end, None, None, None, None, "default")
    slot = Slot(empty, first, last, context.doc[first:last].root, share.sent, 0)
    draft = Draft(at=share.at, sent=share.sent, metric=metric, by=share.by, cost=0.0, slot=slot, owner=share.owner)
    draft.owner_basis = "none" if share.owner is None else "topic"
    return draft
