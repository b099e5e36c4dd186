"""One fact told in title, lead and body becomes one draft with several evidences."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.document import Context
    from pipeline.extract.finance.draft import Draft
    from pipeline.values import Money

_ROUNDING = Decimal("0.02")
"""Relative difference within which a rounded amount of the title repeats one of the body."""
_BASES = ("none", "topic", "near", "climb", "part", "frame")


def merge(context: Context, drafts: Sequence[Draft]) -> list[Draft]:
    """Drafts without repetitions, in text order; the better told one of a pair takes the other's evidence."""
    kept: list[Draft] = []
    for draft in drafts:
        twin = next((one for one in kept if _same(context, one, draft)), None)
        if twin is None:
            kept.append(draft)
            continue
        better, worse = (draft, twin) if _quality(context, draft) > _quality(context, twin) else (twin, draft)
        _absorb(better, worse)
        kept[kept.index(twin)] = better
    return sorted(kept, key=lambda one: one.at)


def _absorb(better: Draft, worse: Draft) -> None:
    if better.slot is None and worse.slot is not None:
        better.slot = worse.slot
    better.evidence = sorted({*better.evidence, *worse.evidence})
    better.growth = better.growth or worse.growth
    better.period = better.period or worse.period
    better.attributed_to = better.attributed_to or worse.attributed_to
    if better.owner is None:
        better.owner, better.owner_basis = worse.owner, worse.owner_basis
    for chain, role in worse.parties:
        if chain is not better.owner and all(chain is not known for known, _ in better.parties):
            better.parties.append((chain, role))


def _quality(context: Context, draft: Draft) -> tuple[bool, bool, bool, int, float]:
    return (
        draft.metric != "other",
        draft.slot is not None,
        not context.in_title(draft.at),
        _BASES.index(draft.owner_basis),
        -draft.cost,
    )


def _same(context: Context, left: Draft, right: Draft) -> bool:
    """Whether two drafts tell one fact: same sum, and nothing else of them disagrees."""
    if left.slot is None or right.slot is None:
        return _same_growth(left, right)
    if left.sent.start == right.sent.start:
        return False
    titled = context.in_title(left.at) or context.in_title(right.at)
    lined = left.by.startswith("results.") != right.by.startswith("results.") and left.metric == right.metric
    return (
        _same_sum(left.slot.money, right.slot.money, rounded=titled or lined)
        and (titled or _agree(left, right))
        and _periods_meet(left, right)
    )


def _same_sum(a: Money, b: Money, *, rounded: bool) -> bool:
    if (a.currency, a.per or "") != (b.currency, b.per or ""):
        return False
    pairs = ((a.value, b.value), (a.low, b.low), (a.high, b.high))
    return all(_close(one, other, rounded) for one, other in pairs)


def _agree(left: Draft, right: Draft) -> bool:
    """Whether metric and owner agree; a sum told vaguely a second time agrees with whatever it was."""
    if "other" in (left.metric, right.metric):
        return True
    return left.metric == right.metric and (left.owner is None or right.owner is None or left.owner is right.owner)


def _same_growth(left: Draft, right: Draft) -> bool:
    a, b = left.growth, right.growth
    beside = left.slot is not None or right.slot is not None
    told = a is not None and (a.percent is not None or a.multiple is not None)
    return (
        a is not None and b is not None and left.metric == right.metric and left.owner is right.owner
        and (told or not beside) and not (beside and left.sent.start == right.sent.start)
        and (a.direction, a.percent, a.multiple) == (b.direction, b.percent, b.multiple)
        and (a.money.value if a.money is not None else None) == (b.money.value if b.money is not None else None)
    )  # fmt: skip


def _close(left: Decimal | None, right: Decimal | None, rounded: bool) -> bool:
    if left is None or right is None:
        return left is right
    return left == right or (rounded and abs(left - right) <= abs(max(left, right, key=abs)) * _ROUNDING)


def _periods_meet(left: Draft, right: Draft) -> bool:
    a, b = left.period, right.period
    if a is None or b is None or a.start is None or b.start is None or a.end is None or b.end is None:
        return True
    return a.start <= b.end and b.start <= a.end
