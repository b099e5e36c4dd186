"""Percentages whose sign stands at another number: "copper 83 pct and cobalt 11", "63% of sales, up from 55"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipeline.values.calendar import words
from pipeline.values.elliptic import stands_alone

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pipeline.values.quantities import Quantity

_WHOLE = 100
_REACH = 80  # characters between a percentage and what goes on from it
_STOP = re.compile(r"[.!?][\s\"”]|\n\s*\n|;\s")
_STEP = re.compile(
    r"(?:\s[^.;,]{0,50})?,?\s\(?(?:(?:up|down)\sfrom|(?:after|against|versus|vs\.?|compared\s(?:with|to)))\s"
)
_FROM = re.compile(r"\sfrom\s")
_LIST = re.compile(
    r"(?:\s(?:of|in|from|by|now|to)\b[^,;.]{0,40}|\s[a-z]+)?(?:,\s?|\sand\s|,\sand\s|,\swith\s|,\swhile\s)"
    r"(?:[^\W\d_][\w'’&.-]*\s){1,4}(?:at\s)?"
)
_END = re.compile(r"\s*(?:[.,;:)](?!\d)|$)|\s(?:and|while|with|or|but|from|respectively)\b")
_NAMED = re.compile(
    r"\b(?:no|number|nr|order|section|article|rule|chapter|page|part|group|phase|level|tier|version|class|type|model|line|route|flight"
    r"|channel|block|formula|windows|boeing|airbus|aged|age|dated|employs|employed|hired|scored|killed|won|lost|the|a|an|of|in|on|by|for|with"
    r"|than|least|about|until|since|after|before|over|under|resolution|annex|schedule|grade|top|g)\.?\s$"
)
_GONE = re.compile(r"[^.;:]{0,60}\bfrom\s")


def elided(low: str, found: Sequence[Quantity]) -> Iterator[int]:
    """Indices of bare quantities that are percentages all the same.

    Args:
        low: lower-case text.
        found: quantities of the text.
    """
    percents: set[int] = {
        index for index, one in enumerate(found) if one.unit is not None and one.unit.kind == "percent"
    }
    for index, one in enumerate(found):
        if index and index - 1 in percents and _possible(low, one) and _goes_on(low, found, index):
            percents.add(index)
            yield index
        elif index and index - 1 in percents and _gone(low, found, index):
            percents |= {index, index + 1}
            yield from (index, index + 1)


def _possible(low: str, one: Quantity) -> bool:
    """Whether a number can be a percentage: bare, up to a hundred, no day of a month, nothing counted."""
    number = one.number
    if one.unit is not None or number.scale is not None or number.top is not None or one.negative or not number.figure:
        return False
    if not 0 < number.base <= _WHOLE or "/" in low[one.start : one.end] or not stands_alone(low, one):
        return False
    months = words().months
    ahead = re.search(r"([a-z]+)\.?\s$", low[max(0, one.start - 12) : one.start])
    behind = re.match(r"\s([a-z]+)", low[one.end : one.end + 12])
    return not any(hit is not None and hit.group(1) in months for hit in (ahead, behind))


def _goes_on(low: str, found: Sequence[Quantity], index: int) -> bool:
    left, one = found[index - 1], found[index]
    gap = low[left.end : one.start]
    if len(gap) > _REACH or _STOP.search(gap):
        return False
    if _STEP.fullmatch(gap):
        return True
    if _FROM.fullmatch(gap):  # "to 9 pct from 12"; but "rose 9 pct from 12" starts at 12 of something
        return low[max(0, left.start - 4) : left.start].endswith(("to ", "at "))
    return _LIST.fullmatch(gap) is not None and _END.match(low, one.end) is not None and not _NAMED.search(gap)


def _gone(low: str, found: Sequence[Quantity], index: int) -> bool:
    """Whether the next sentence tells how another share moved: "... at 16 pct. Europe has gone from 51 to 40."."""
    if index + 1 >= len(found):
        return False
    one, other = found[index], found[index + 1]
    stop = _STOP.search(low, found[index - 1].end, one.start)
    if stop is None or one.start - found[index - 1].end > _REACH or one.link != "to":
        return False
    gone = _GONE.fullmatch(low, stop.end(), one.start) is not None
    return gone and _possible(low, one) and _possible(low, other) and _END.match(low, other.end) is not None
