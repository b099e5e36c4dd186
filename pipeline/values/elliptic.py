"""Sums whose currency is understood from a neighbour: "against 4.1 billion", "lost 22 yen to 668", "down 6.50"."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from pipeline.values.alternation import alternation
from pipeline.values.lexicon import WORD, Unit
from pipeline.values.tables import load_tables

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pipeline.values.quantities import Quantity

_REACH = 160  # characters a currency reaches over within a sentence
_FAR = 1200  # characters it reaches over where the sentence speaks of money
_LOOK = 8  # quantities looked at on each side
_STOP = re.compile(r"[.!?][\s\"”]|\n\s*\n|;\s")
_CLAUSE = re.compile(r"[,;:–—]\s|[.!?][\s\"”]|\n\s*\n|\b(?:and|but|while)\s")
_OF_IT = re.compile(r"\s+of\s+(?:it|this|that|the\s+(?:sum|total|money|amount|price))\b")
_STEP = re.compile(r",?\s(?:(?:up|down)\s)?(?:to|from|against|vs\.?|versus|compared\s(?:with|to))\s")
_MOVED = re.compile(r"\b(?:up|down|off|at|to|from|was|of|traded|price|close)\s$")
_PRICES = re.compile(
    r"\b(?:prices?|shares?|stocks?|traded|trades|closed|close|closing|quoted|bourse|exchange"
    r"|(?:a|per) (?:share|ton|tonne|barrel|ounce|pound))\b"
)
_BRACKET = re.compile(r"(?:\(|;\s)(?:(?:19|20)\d\d:\s?)?$")  # "2.7 mln stg (9.1 mln)", "(2009: 86.2 million"
_ODDS = 20  # two prices of one thing differ by less


def bare_sum(low: str, found: Sequence[Quantity], index: int, adopted: Mapping[int, Unit]) -> Unit | None:
    """Currency that a number without unit takes over; None where it is no sum.

    Args:
        low: lower-case text.
        found: quantities of the text.
        index: of the number in ``found``.
        adopted: currencies of bare sums ahead of it, by index.
    """
    one = found[index]
    if one.unit is not None or one.number.letter or not stands_alone(low, one):
        return None
    if one.number.scale is None:
        unit = _step(low, found, index, adopted) or _price(low, found, index, adopted)
    elif one.scale < 1000 or of_things(low, one.start):
        unit = None
    else:
        unit = _scaled(low, found, index, adopted)
    return None if unit is None else Unit("money", code=unit.code, family=unit.family, symbol=unit.symbol)


def shares_scale(found: Sequence[Quantity], index: int) -> bool:
    """Whether the quantity ahead is a bare lower end that shares this one's scale ("100 to 150 mln")."""
    left = found[index - 1] if index else None
    return (
        left is not None
        and left.unit is None
        and left.scale == found[index].scale
        and left.link in ("to", "dash", "or")
    )


def stands_alone(low: str, one: Quantity) -> bool:
    """Whether no noun follows the figure that would make it a number of things."""
    if one.unit is not None:
        return True
    word = WORD.match(low, one.end + 1) if one.end < len(low) and low[one.end] in " \n-" else None
    return word is None or word.group() in _after() or _OF_IT.match(low, one.end) is not None


@cache
def _after() -> frozenset[str]:
    return frozenset(load_tables().units.after_bare)


@cache
def _before() -> frozenset[str]:
    return frozenset(load_tables().units.before_bare)


@cache
def _talk() -> re.Pattern[str]:
    """Words of a sentence that speaks of money."""
    return re.compile(rf"\b{alternation(load_tables().units.money_talk)}\b")


@cache
def _things() -> re.Pattern[str]:
    """Things counted in millions: ahead of a figure in its clause they are what it counts."""
    return re.compile(rf"\b{alternation(load_tables().units.things)}\b")


def of_things(low: str, start: int) -> bool:
    """Whether the clause ahead of a bare figure names things that news counts in millions."""
    clause = _CLAUSE.split(low[max(0, start - 90) : start])[-1]
    return _things().search(clause) is not None


def _scaled(low: str, found: Sequence[Quantity], index: int, adopted: Mapping[int, Unit]) -> Unit | None:
    """Currency of "5.2 mln": that of its sentence, or of the article where the sentence speaks of money."""
    one = found[index]
    start = _sentence(low, one.start)
    listed = _goes_on(low, found, index, adopted)
    words = low[max(start, one.start - 24) : one.start].split()
    led = bool(words) and (words[-1].strip("(") in _before() or words[-1].endswith(("'s", "’s")))
    led = led or _BRACKET.search(low[max(0, one.start - 10) : one.start]) is not None
    if not led and not listed:
        return None
    near = _near(low, found, index, adopted)
    speaks = _talk().search(low, start, one.start) is not None or _OF_IT.match(low, one.end) is not None
    if near is not None or not speaks:
        return near
    return next((unit for place, unit in _around(found, index, adopted) if abs(place - one.start) <= _FAR), None)


def _goes_on(low: str, found: Sequence[Quantity], index: int, adopted: Mapping[int, Unit]) -> bool:
    """Whether the figure goes on with a list of sums: "Brazil owes 640 mln, Mexico 510 mln and Peru 95 mln"."""
    left, one = found[index - 1] if index else None, found[index]
    if left is None or left.scale != one.scale or _unit(left, index - 1, adopted) is None:
        return False
    gap = low[left.end : one.start]
    return len(gap) <= 40 and re.fullmatch(r"(?:,|\sand|,\sand)\s[^.;:]*\s", gap) is not None


def _near(low: str, found: Sequence[Quantity], index: int, adopted: Mapping[int, Unit]) -> Unit | None:
    """Currency of the nearest sum in the same sentence, an earlier one first."""
    one = found[index]
    steps = (range(index - 1, index - 1 - _LOOK, -1), range(index + 1, index + 1 + _LOOK))
    for step in steps:
        for place in step:
            if not 0 <= place < len(found) or (place == index - 1 and shares_scale(found, index)):
                continue
            other = found[place]
            start, end = (other.end, one.start) if place < index else (one.end, other.start)
            if end - start > _REACH or _STOP.search(low, start, end):
                break
            unit = _unit(other, place, adopted)
            if unit is not None:
                return unit
    return None


def _around(found: Sequence[Quantity], index: int, adopted: Mapping[int, Unit]) -> list[tuple[int, Unit]]:
    """Sums around a figure with where they stand, the earlier ones first, the nearest first."""
    places = [*range(index - 1, -1, -1), *range(index + 1, len(found))]
    units = ((place, _unit(found[place], place, adopted)) for place in places)
    return [(found[place].start, unit) for place, unit in units if unit is not None]


def _step(low: str, found: Sequence[Quantity], index: int, adopted: Mapping[int, Unit]) -> Unit | None:
    """Currency of the second value of a change: "lost 22 yen to 668", "to 40 crowns from 32"."""
    left, one = found[index - 1] if index else None, found[index]
    if left is None or left.scale != 1 or not one.number.figure or _is_year(one):
        return None
    unit = _unit(left, index - 1, adopted)
    return unit if unit is not None and _STEP.fullmatch(low[left.end : one.start]) else None


def _price(low: str, found: Sequence[Quantity], index: int, adopted: Mapping[int, Unit]) -> Unit | None:
    """Currency of a quoted price: a figure with decimals in a sentence of prices, "closed at 919 stg, down 6.50"."""
    one = found[index]
    if not one.number.figure or "." not in low[one.start : one.end] or _MOVED.search(low[: one.start][-12:]) is None:
        return None
    for place in range(index - 1, max(-1, index - 1 - _LOOK), -1):
        other = found[place]
        unit = _unit(other, place, adopted)
        if one.start - other.end > _REACH or "\n\n" in low[other.end : one.start]:
            return None
        if unit is None:
            continue
        sizes = sorted((abs(other.number.base), one.number.base))
        alike = other.scale == 1 and sizes[0] * _ODDS >= sizes[1]
        moved = low[: one.start].endswith((", up ", ", down ", ", off "))
        priced = _PRICES.search(low, _sentence(low, other.start), one.start) is not None
        return unit if priced and (alike or (moved and other.scale == 1)) else None
    return None


def _unit(one: Quantity, index: int, adopted: Mapping[int, Unit]) -> Unit | None:
    unit = one.unit or adopted.get(index)
    return unit if unit is not None and unit.kind == "money" else None


def _is_year(one: Quantity) -> bool:
    return not one.number.grouped and 1900 <= one.number.base <= 2100


def _sentence(low: str, place: int) -> int:
    """Where the sentence of a place begins."""
    begin = max(0, place - 400)
    return max((stop.end() for stop in _STOP.finditer(low, begin, place)), default=begin)
