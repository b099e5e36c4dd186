"""Lists of sums that share what is printed elsewhere: "$10, $20 and $30 million"; "against 8, 9 and 7"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipeline.values.elliptic import stands_alone

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.values.quantities import Quantity

_LINKS = frozenset({"comma", "and", "or"})
_ODDS = 30
"""Sums of one list differ by less, from the largest to the smallest."""
_REACH = 300
"""Characters between a list of bare figures and the sums whose unit it takes."""
_LOOK = 10
"""Quantities ahead among which those sums are sought."""
_LEAST = 1000
"""Scale that bare figures take over at least; smaller sums are printed as they are."""
_YEARS = (1800, 2100)
_LED = re.compile(
    r"(?:\b(?:year|quarter|month|half|years|quarters|months) (?:before|earlier|ago|previously)|\b(?:19|20)\d\d"
    r"|\blast year|\b(?:previous|prior|preceding|same) (?:year|quarter|half|period|months?)),? "
    r"(?:it|they|these|those|the (?:same )?(?:figures?|numbers?|sums?|amounts?)(?: for [\w ]{1,20})?)"
    r" (?:was|were|had been|stood at|came to) (?:only |just |about )?$"
    r"|\b(?:against|compared with|compared to|versus|vs\.?|up from|down from) $"
)


def share_in_lists(low: str, found: Sequence[Quantity]) -> None:
    """Hand on what the members of a list share; quantities change in place.

    Args:
        low: lower-case text.
        found: quantities of the text with their links.
    """
    for last in range(1, len(found)):
        if found[last - 1].link not in ("and", "or"):
            continue
        first = last - 1
        while first and found[first - 1].link == "comma":
            first -= 1
        members = found[first : last + 1]
        if len(members) > 2:
            _scale_of_last(members)
        if members[0].unit is None:
            _unit_of_before(low, found, first, members)


def _scale_of_last(members: Sequence[Quantity]) -> None:
    """Scale all as the last is, if it alone is: "$10, $20 and $30 million"."""
    last, others = members[-1], members[:-1]
    if last.unit is None or last.unit.kind != "money" or last.number.scale is None or last.number.letter:
        return
    signed = all(one.prefix and one.unit == last.unit and one.number.scale is None for one in others)
    if signed and _alike(members):
        for one in others:
            one.scale = last.scale


def _alike(members: Sequence[Quantity]) -> bool:
    sizes = [abs(one.number.base) for one in members]
    return min(sizes) > 0 and max(sizes) < _ODDS * min(sizes)


def _unit_of_before(low: str, found: Sequence[Quantity], first: int, members: Sequence[Quantity]) -> None:
    """Bare figures that are compared with as many sums ahead are sums like them."""
    sums = [one for one in found[max(0, first - _LOOK) : first] if one.unit is not None and one.unit.kind == "money"]
    before = sums[-len(members) :]
    if len(before) < len(members) or not all(_bare(one) for one in members) or not stands_alone(low, members[-1]):
        return
    pattern = before[-1]
    if pattern.scale < _LEAST:
        return
    alike = all(one.unit == pattern.unit and one.scale == pattern.scale for one in before)
    near = members[0].start - before[-1].end < _REACH
    led = _LED.search(low, max(0, members[0].start - 80), members[0].start) is not None
    if alike and near and led and _alike([*members, *before]):
        for one in members:
            one.unit, one.scale = pattern.unit, pattern.scale


def _bare(one: Quantity) -> bool:
    number = one.number
    year = _YEARS[0] <= number.base <= _YEARS[1] and not number.grouped
    return one.unit is None and number.figure and number.scale is None and not number.letter and not year
