"""Whether two linked quantities are the ends of one range or two values of a change."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from pipeline.values.tables import load_tables

if TYPE_CHECKING:
    from pipeline.values.quantities import Quantity

_TAIL = re.compile(r"[a-z'’-]+")
_NEAR = 5  # behind "rose", ends of one range differ by less


@cache
def _change() -> frozenset[str]:
    return frozenset(load_tables().phrases.change)


@cache
def _ranging() -> frozenset[str]:
    return frozenset(load_tables().phrases.ranging)


def is_range(low: str, left: Quantity, right: Quantity) -> bool:  # noqa: PLR0911 - one answer per form
    """Whether "A to B", "A-B", "between A and B" or "five or six" is one range.

    "rose from A to B", "to B from A", "cut by A to B" are two values and no range.

    Args:
        low: lower-case text.
        left: the first quantity; its ``link`` tells how the gap reads.
        right: the second, in the same unit.
    """
    if left.link == "slash":  # two sides of a quote: "805/807 stg"
        return not left.printed and left.value < right.value <= left.value * 2
    if left.link in (None, "comma", "from") or left.value >= right.value or left.negative or right.negative:
        return False
    if left.number.top is not None or right.number.top is not None:
        return False
    words = _TAIL.findall(low[max(0, left.start - 70) : left.start].rpartition(". ")[2])
    before = words[-1] if words else ""
    if left.link == "and":
        return "between" in words[-3:]
    if left.link == "dash":
        return not left.printed or left.prefix or right.printed
    if left.link == "or":
        return not left.printed and left.number.base + 5 >= right.number.base and before != "either"
    return _to_range(words, before, left, right)


def _to_range(words: list[str], before: str, left: Quantity, right: Quantity) -> bool:
    if before in _change() and not left.printed and right.number.base > left.number.base * _NEAR:
        return False  # "added 7/8 to 21 dlrs"
    if before in ("by", "up", "down"):
        return left.printed is False and before == "by"
    if before == "from":
        return not any(word in _change() for word in words[-9:-1]) or any(word in _ranging() for word in words[-4:-1])
    own = left.printed and not (left.prefix and left.number.scale is None and left.scale != 1)
    return not (
        own and any(word in _change() for word in words[-3:]) and not any(word in _ranging() for word in words[-3:])
    )
