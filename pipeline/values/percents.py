"""Percentages, fractions in words and multiples."""

from __future__ import annotations

from decimal import Decimal

from pipeline.values.elided import elided
from pipeline.values.numerals import lower, tidy
from pipeline.values.parts import parts_in_words
from pipeline.values.qualifiers import ahead, behind
from pipeline.values.quantities import Quantity, quantities
from pipeline.values.ranges import is_range
from pipeline.values.spans import Percent, Qualifier


def find_percents(text: str) -> list[Percent]:
    """Find percentages ("36 pct"), fractions in words ("a third") and multiples ("tripled", "three times").

    Args:
        text: any text.

    Returns:
        Spans in text order, without overlap; qualifier words are part of the span.

    What it leaves alone: quarters and halves of years, "three times a week", "double-digit".

    Example:
        >>> [(one.kind, str(one.value)) for one in find_percents("Exports tripled to 36 pct of sales.")]
        [('multiple', '3'), ('percent', '36')]
    """
    low = lower(text)
    read = quantities(text)
    found = [*_figures(low, read), *_words(low), *(_bare(low, read[index]) for index in elided(low, read))]
    found.sort(key=lambda one: (one.start, -one.end))
    out: list[Percent] = []
    for one in found:
        if not out or one.start >= out[-1].end:
            out.append(one)
    return out


def _figures(low: str, found: tuple[Quantity, ...]) -> list[Percent]:
    out: list[Percent] = []
    skip = False
    for index, one in enumerate(found):
        if skip or one.unit is None or one.unit.kind == "money":
            skip = False
            continue
        following = found[index + 1] if index + 1 < len(found) else None
        skip = (
            following is not None
            and following.unit is not None
            and following.unit.kind == one.unit.kind
            and is_range(low, one, following)
        )
        out.append(_percent(low, one, following if skip else None))
    return out


def _percent(low: str, one: Quantity, other: Quantity | None) -> Percent:
    assert one.unit is not None
    points = one.unit.kind != "percent"
    part = Decimal("0.01") if one.unit.kind == "basis" else Decimal(1)
    if other is not None:
        start = one.start - 8 if low[max(0, one.start - 8) : one.start] == "between " else one.start
        return Percent(
            start, other.end, "percent", None, tidy(one.value * part), tidy(other.value * part), "range", points
        )
    start, end, qualifier = _qualified(low, one.start, one.end)
    return Percent(start, end, "percent", tidy(one.value * part), None, None, qualifier, points)


def _bare(low: str, one: Quantity) -> Percent:
    start, end, qualifier = _qualified(low, one.start, one.end)
    return Percent(start, end, "percent", one.value, None, None, qualifier, points=False)


def _qualified(low: str, start: int, end: int) -> tuple[int, int, Qualifier]:
    hit = ahead(low, start)
    if hit is not None:
        return hit[0], end, hit[1]
    tail = behind(low, end)
    if tail is not None:
        return start, tail[0], tail[1]
    return start, end, "exact"


def _words(low: str) -> list[Percent]:
    out: list[Percent] = []
    for start, end, kind, value, _ in parts_in_words(low):
        begin, stop, qualifier = _qualified(low, start, end)
        out.append(Percent(begin, stop, kind, value, None, None, qualifier, points=False))
    return out
