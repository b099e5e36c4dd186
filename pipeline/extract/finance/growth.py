"""Changes: percentages and multiples beside an amount, and growth told without an amount."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipeline.extract.finance.draft import Growth, Slot
from pipeline.extract.finance.lexicon import phrases, words
from pipeline.extract.finance.links import direction_near
from pipeline.values import Money

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Span

    from pipeline.document import Context
    from pipeline.extract.finance.draft import Direction
    from pipeline.values import Percent

_REACH = 75
GROWING = frozenset({
    "revenue", "net_income", "net_loss", "operating_income", "pretax_profit", "ebitda", "trade_value", "orders",
    "market_capitalization", "earnings_per_share", "dividend", "debt", "unit_price", "none",
})  # fmt: skip
"""Metrics whose growth alone is a fact; ``none`` lets an exchange rate win over them."""


_MAKING = frozenset({"make", "makes", "made", "making"})


def growth_of(context: Context, slot: Slot, slots: Sequence[Slot]) -> Growth | None:
    """Change in percent or as a multiple that is told of an amount."""
    view = context.clean.view
    before = max((one.end for one in slots if one.first < slot.first), default=slot.sent.start_char)
    after = min((one.money.start for one in slots if one.first > slot.first), default=slot.sent.end_char)
    best: tuple[int, Growth] | None = None
    for percent in context.inside(context.percents, before, after):
        if percent.points or (percent.kind == "fraction" and not _moves(context, percent)):
            continue
        ahead = percent.end <= slot.money.start
        gap = view[percent.end : slot.money.start] if ahead else view[slot.end : percent.start]
        if len(gap) > _REACH or _is("share_behind", view[percent.end :][:24]):
            continue
        if not (_leads_to(gap) if ahead else _follows(context, slot.end, percent.start)):
            continue
        growth = measure(context, percent)
        if growth is not None and (best is None or len(gap) < best[0]):
            best = len(gap), growth
    return best[1] if best else None


def lone_growth(context: Context, sent: Span, slots: Sequence[Slot]) -> list[tuple[Growth, Slot]]:
    """Changes of a sentence that belong to no amount, each with its place as a slot without money."""
    found: list[tuple[Growth, Slot]] = []
    taken = {id(growth_percent) for slot in slots for growth_percent in _beside(context, slot, slots)}
    for percent in context.inside(context.percents, sent.start_char, sent.end_char):
        behind = context.clean.view[percent.end :][:40]
        if percent.points or id(percent) in taken or _is("part_behind", behind):
            continue
        if percent.kind == "multiple" and _is("rated_behind", behind):
            continue
        if percent.kind == "fraction" and not _moves(context, percent):
            continue
        growth = measure(context, percent)
        first, last = context.token_range(percent.start, percent.end)
        if growth is None or last <= first or (percent.kind == "percent" and not _adjacent(context, first, last)):
            continue
        empty = Money(percent.start, percent.end, None, None, None, None, "default")
        found.append((growth, Slot(empty, first, last, context.doc[first:last].root, sent, -1)))
    return found


def _beside(context: Context, slot: Slot, slots: Sequence[Slot]) -> list[Percent]:
    """Percentages in the stretch around an amount, up to the amounts beside it, that may tell its change."""
    before = max((one.end for one in slots if one.first < slot.first), default=slot.sent.start_char)
    after = min((one.money.start for one in slots if one.first > slot.first), default=slot.sent.end_char)
    return [
        one for one in context.inside(context.percents, before, after) if abs(one.start - slot.money.start) <= _REACH
    ]


def _adjacent(context: Context, first: int, last: int) -> bool:
    """Whether a word of change stands right beside a percentage: "rose 12 pct", "12 pct growth", "up by 12 pct"."""
    near = {*_ahead(context, first, 3), *context.lower[last : last + 2]}
    return bool(near & (words().increase | words().decrease))


def _ahead(context: Context, first: int, count: int) -> list[str]:
    """The words ahead of a token in small letters, without the "up" of "made up", which tells no change."""
    lower = context.lower
    places = range(max(first - count, 0), first)
    return [lower[i] for i in places if not (lower[i] == "up" and i and lower[i - 1] in _MAKING)]


def _leads_to(gap: str) -> bool:
    """Whether the words behind a percentage lead to the amount: "fell 36 pct to ¤", "growth in sales to ¤"."""
    return ";" not in gap and ". " not in gap and _is("growth_to", " ".join(gap.lower().replace(",", " ").split()))


def _follows(context: Context, start: int, end: int) -> bool:
    """Whether a percentage behind an amount tells its change: "¤, up 12 pct", "¤ in 1986, a rise of 5 pct"."""
    gap = context.clean.view[start:end]
    for date in context.inside(context.dates, start, end):
        gap = gap.replace(context.clean.view[date.start : date.end], " ")
    return all(word in words().between for word in re.findall(r"[\w-]+", gap.lower()) if word != "-")


def measure(context: Context, percent: Percent) -> Growth | None:
    """Change that a percentage, fraction or multiple states, with the direction of the words around it."""
    if percent.value is None:
        return None
    direction = _direction(context, percent)
    if percent.kind == "multiple":
        low = context.clean.view[percent.start : percent.end].lower()
        if "halv" in low:
            return Growth("decrease", multiple=percent.value if percent.value < 1 else 1 / percent.value)
        return Growth(direction or "increase", multiple=percent.value)
    if direction is None:
        return None
    value = percent.value * 100 if percent.kind == "fraction" else percent.value
    return Growth(direction, percent=abs(value))


def _direction(context: Context, percent: Percent) -> Direction | None:
    view = context.clean.view
    sign = phrases("amount_links")["link.sign"].search(view[max(0, percent.start - 4) : percent.start])
    text = view[percent.start : percent.end]
    if sign is not None or text.startswith(("-", "+", "−")):
        return "increase" if (sign["sign"] if sign else text[0]) == "+" else "decrease"
    first, last = context.token_range(percent.start, percent.end)
    ahead = _ahead(context, first, 5)
    behind = [t.lower_ for t in context.doc[last : last + 4]]
    if behind and behind[0] in words().increase | words().decrease:
        return direction_near(behind[:1], last=False)
    return direction_near(ahead, last=True) or direction_near(behind, last=False)


def _moves(context: Context, percent: Percent) -> bool:
    """Whether a fraction in words is a change: "fell by a third", "a third more than"."""
    first, last = context.token_range(percent.start, percent.end)
    doc = context.doc
    around = {doc[i].lower_ for i in (first - 1, last) if 0 <= i < len(doc)}
    return bool(around & (words().increase | words().decrease | {"by"}))


def _is(name: str, text: str) -> bool:
    return phrases("amount_links")[f"link.{name}"].search(text) is not None
