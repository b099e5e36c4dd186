"""Units that neighbours share: "10, 20 and 30 million dollars", "$2-3bn", "$2 million to 3 million"."""

from __future__ import annotations

import re
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING

from pipeline.values.lexicon import WORD
from pipeline.values.tables import load_tables

if TYPE_CHECKING:
    from pipeline.values.quantities import Quantity

_AFTER = frozenset(load_tables().units.after_bare)
_LINKED = frozenset({"from", "to", "vs", "versus", "against", "after", "than", "with", "then", "of"})
_NEAR = 60  # characters that a letter's currency reaches over
_STOP = re.compile(r"[.!?;]\s|\n\s*\n")
_MONTHS = frozenset(
    [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
        "jan",
        "feb",
        "mar",
        "apr",
        "jun",
        "jul",
        "aug",
        "sep",
        "sept",
        "oct",
        "nov",
        "dec",
    ]
)


def share(low: str, found: list[Quantity]) -> None:
    """Hand units and scales back from right to left, and signs on from left to right."""
    chained = False
    for index in range(len(found) - 2, -1, -1):
        left, right = found[index], found[index + 1]
        link = left.link
        if right.unit is None and _scaled_alone(low, left, right):
            left.scale = _shared_scale(left, right)
        if link is None or right.unit is None:
            chained = False
            continue
        listed = link in ("and", "or", "to", "dash", "from", "slash") or (link == "comma" and chained)
        chained = listed and left.unit is None and _bare(low, left) and _same_size(left, right, link)
        if chained:
            left.unit, left.scale = right.unit, _shared_scale(left, right)
        elif (
            listed
            and left.prefix
            and left.unit is not None
            and left.unit.kind == "money"
            and link in ("dash", "to", "and", "or")
        ):
            left.scale = _shared_scale(left, right)
    for index, one in enumerate(found):
        if one.unit is None and one.number.letter:
            _letter(low, found, index)
    for left, right in pairwise(found):
        if (
            right.unit is None
            and left.unit is not None
            and left.unit.kind == "money"
            and left.link in ("dash", "to", "and", "or")
        ):
            _carry(low, left, right)


def _letter(low: str, found: list[Quantity], index: int) -> None:
    """Hand the currency of "438m yuan, up from 124m" on: a letter scales only beside another sum that has one."""
    one = found[index]
    left = found[index - 1] if index else None
    if left is None or left.unit is None or left.unit.kind != "money" or not left.number.letter:
        return
    end, gap = one.number.end, low[left.end : one.start]
    behind = WORD.match(low, end + 1) if low[end : end + 1] in (" ", "\n") else None
    alone = not low[end : end + 1].isalnum() and (behind is None or behind.group() in _AFTER)
    words = gap.strip("( ").split()
    led = bool(words and words[-1] in _LINKED) or gap.strip() in (",", ", then", "(", ", and")
    if alone and led and len(gap) <= _NEAR and not _STOP.search(gap) and one.number.scale is not None:
        one.unit, one.end, one.scale = left.unit, end, one.number.scale


def _scaled_alone(low: str, left: Quantity, right: Quantity) -> bool:
    """Whether two bare numbers share the second's scale ("2 to 3 million tonnes")."""
    ranged = left.link in ("to", "dash", "or", "and") and right.number.scale is not None and not right.number.letter
    bare = left.unit is None and left.number.scale is None and _bare(low, left)
    return ranged and bare and _same_size(left, right, left.link or "")


def _shared_scale(left: Quantity, right: Quantity) -> Decimal:
    if left.number.scale is not None and not left.number.letter:
        return left.scale
    if left.number.letter and left.scale != 1:
        return left.scale
    if left.number.letter and left.number.scale is not None and left.unit is not None:
        return left.number.scale
    fits = left.number.base < 1000 and (not left.prefix or left.number.base < right.number.base)
    return right.scale if fits else Decimal(1)


def _same_size(left: Quantity, right: Quantity, link: str) -> bool:
    """A year or a plain large figure beside a scaled one does not share its unit."""
    if left.number.scale is not None and right.scale == 1:
        return False
    year = left.number.figure and not left.number.grouped and 1900 <= left.number.base <= 2100
    return not (year and (right.scale != 1 or link in ("comma", "and", "from")))


def _bare(low: str, one: Quantity) -> bool:
    """Whether no noun stands between the number and the link, and no month ahead of it makes it a day."""
    words = low[max(0, one.start - 12) : one.start].split()
    return not words or words[-1].strip(".,") not in _MONTHS


def _carry(low: str, left: Quantity, right: Quantity) -> None:
    """Hand "$" of "$2 million to 3 million" on; a plain number needs a hyphen ahead."""
    scaled = right.number.scale is not None
    ahead = WORD.match(low, right.number.bare_end + 1)
    blocked = ahead is not None and low[right.number.bare_end] in " -" and ahead.group() not in _AFTER
    if blocked or (not scaled and left.link != "dash") or (not scaled and left.scale != 1):
        return
    right.unit, right.end = left.unit, right.number.end
    right.scale = right.number.scale if scaled and right.number.scale is not None else left.scale
    if left.prefix:
        left.scale = _shared_scale(left, right)
