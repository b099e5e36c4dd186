"""Share drafts → records, without repetitions, and the check that shares of one whole stay below one."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from typing import TYPE_CHECKING

from pipeline.records import RecordWarning, RevenueShare

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.document import Context
    from pipeline.extract.finance.share_draft import ShareDraft

_MOST = Decimal("1.02")
"""Sum of the shares of one whole above which something is wrong; the rest is rounding."""


def build_shares(context: Context, drafts: Sequence[ShareDraft]) -> tuple[RevenueShare, ...]:
    """Make the records; a share told twice is one record with two evidences."""
    kept: list[tuple[ShareDraft, list[ShareDraft]]] = []
    for draft in sorted(drafts, key=lambda one: one.at):
        twin = next((row for row in kept if _same(context, row[0], draft)), None)
        if twin is None:
            kept.append((draft, [draft]))
        else:
            twin[1].append(draft)
    return tuple(_record(context, draft, told, number) for number, (draft, told) in enumerate(kept, start=1))


def _same(context: Context, left: ShareDraft, right: ShareDraft) -> bool:
    if (left.value, left.low, left.high, left.owner, left.earlier) != (
        right.value,
        right.low,
        right.high,
        right.owner,
        right.earlier,
    ):
        return False
    if left.sent.start == right.sent.start:
        return False
    a, b = (set(context.text[d.segment[0] : d.segment[1]].lower().split()) for d in (left, right))
    return bool(a & b)


def _record(context: Context, draft: ShareDraft, told: Sequence[ShareDraft], number: int) -> RevenueShare:
    spans = sorted({(one.sent.start_char, one.sent.end_char) for one in told})
    return RevenueShare(
        id=f"r{number}",
        entity=draft.owner.id if draft.owner is not None else None,
        segment=" ".join(context.span(*draft.segment).text.split()),
        dimension=draft.dimension,
        basis=draft.basis,
        share=_plain(draft.value),
        low=_plain(draft.low),
        high=_plain(draft.high),
        qualifier=draft.qualifier,
        period=draft.period,
        status=draft.status,
        by=draft.by,
        evidence=tuple(context.span(start, end) for start, end in spans),
        confidence=round(min(draft.confidence + 0.05 * (len(spans) - 1), 0.95), 2),
    )


def _plain(value: Decimal | None) -> Decimal | None:
    return None if value is None else Decimal(format(value.quantize(Decimal("0.0001")).normalize(), "f"))


def sum_warnings(context: Context, drafts: Sequence[ShareDraft]) -> list[RecordWarning]:
    """One warning for each whole whose shares sum to more than 1.02."""
    wholes: dict[tuple[str, ...], dict[tuple[str, Decimal], ShareDraft]] = defaultdict(dict)
    for draft in drafts:
        owner = draft.owner.id if draft.owner is not None else ""
        period = draft.period.text if draft.period is not None else ""
        words = context.text[slice(*draft.segment)].lower()
        size = draft.value or draft.low or Decimal(0)
        wholes[owner, draft.basis, draft.dimension, period, str(draft.earlier)].setdefault((words, size), draft)
    found: list[RecordWarning] = []
    for parts in wholes.values():
        total, first = sum((size for _, size in parts), Decimal(0)), next(iter(parts.values()))
        if total > _MOST:
            span = context.span(first.sent.start_char, first.sent.end_char)
            message = f"{first.dimension} shares of {first.basis} sum to {total}: more than the whole"
            found.append(RecordWarning(code="shares_exceed_whole", message=message, span=span))
    return found
