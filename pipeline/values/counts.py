"""Whole numbers of things."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipeline.values.dates import find_dates
from pipeline.values.money import find_money
from pipeline.values.numerals import lower
from pipeline.values.percents import find_percents
from pipeline.values.qualifiers import ahead, behind
from pipeline.values.quantities import Quantity, quantities
from pipeline.values.spans import Count, Qualifier

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.values.spans import DateSpan, Money, Percent

_REFERENCE = re.compile(
    r"(?:orders?|regulations?|resolutions?|sections?|sec\.|articles?|art\."
    r"|parts?|rules?|paragraphs?|para\.?|chapters?|titles?|pages?|p\.|no\.?"
    r"|nos\.?|number|numbers|"
    r"flight|channel|room|route|highway|annex|appendix|schedule|category"
    r"|tier|level|phase|group|docket|case|file|act|law|bill|decree|directive"
    r"|eccn|supplement|supp\.|"
    r"licen[cs]es?|gls?|form|series|version|model|boeing|airbus|windows|type"
    r"|class|grade|item|imo|mmsi|passport|id|zip|box|suite|floor|tel|telephone"
    r"|phone|fax|iso|formula|apollo|section|cfr|u\.s\.c\.|§+|&|article|code)\s$"
)
_NOUNS = re.compile(
    r"[-\s](?:(?:calendar|trading|business|working|consecutive|selling|full"
    r"|more)\s)?(?:year|yr|month|mth|week|day|hour|minute|second|decade|quarter"
    r"|century|centurie)s?\b|-for-|[-–]\d|/\d|-[a-z]\b|\s?°|\s?(?:am|pm|a\.m"
    r"|p\.m|gmt|edt|est)\b|:\d|\s?cfr\b|\s?u\.s\.c|\s?fr\s\d"
)
_JOINED = re.compile(r"\w[-–]$")
_PRONOUN = re.compile(
    r"(?:\b(?:no|this|that|each|any|every|which|the|another|other|some|only"
    r"|not|first|last|new|number|square|day|such|a|for|old|good|bad|big)\s"
    r"|-)$"
)
_ONE = re.compile(
    r"\s(?:of\b|another\b|can\b|could\b|may\b|might\b|should\b|would\b|must\b"
    r"|is\b|was\b|has\b|who\b|that\b|which\b|day\b|thing\b|after\b|by\b|to\b)"
    r"|[.,;:?!'’)]|-|$"
)


def find_counts(text: str) -> list[Count]:
    """Find cardinal numbers of things ("eight", "more than 40", "two dozen").

    Args:
        text: any text.

    Returns:
        Counts in text order, without overlap.

    What it leaves alone: money, percentages, fractions, dates, years, ages, clock times, references ("Order 13662"),
    decimals, and "one" as a pronoun.

    Example:
        >>> [one.value for one in find_counts("It listed eight firms and two dozen people.")]
        [8, 24]
    """
    return counts_beside(text, find_money(text), find_percents(text), find_dates(text, None))


def counts_beside(
    text: str, money: Sequence[Money], percents: Sequence[Percent], dates: Sequence[DateSpan]
) -> list[Count]:
    """As ``find_counts``, with the other spans at hand: numbers inside them are no counts."""
    low = lower(text)
    taken = sorted((span.start, span.end) for group in (money, percents, dates) for span in group)
    taken += [(more.start, more.end) for one in money for more in one.secondary]
    taken.sort()
    out: list[Count] = []
    index = 0
    for one in quantities(text):
        while index < len(taken) and taken[index][1] <= one.start:
            index += 1
        inside = index < len(taken) and taken[index][0] < one.end
        if inside or one.unit is not None or not _countable(text, low, one):
            continue
        start, end, qualifier = _span(low, one)
        if not out or start >= out[-1].end:
            out.append(Count(start, end, int(one.value), qualifier))
    return out


def _span(low: str, one: Quantity) -> tuple[int, int, Qualifier]:
    hit = ahead(low, one.start)
    if hit is not None:
        return hit[0], one.end, hit[1]
    tail = behind(low, one.end)
    if tail is not None:
        return one.start, tail[0], tail[1]
    vague = one.number.top is not None or low.startswith("dozens", one.start)
    return one.start, one.end, "approximate" if vague else "exact"


def _countable(text: str, low: str, one: Quantity) -> bool:  # noqa: PLR0911 - one answer per form
    value = one.value
    if value != value.to_integral_value() or value <= 0 or one.number.letter or value.adjusted() > 17:
        return False
    before, after = low[max(0, one.start - 14) : one.start], low[one.end : one.end + 14]
    if _REFERENCE.search(before) or _NOUNS.match(after) or _JOINED.search(before):
        return False
    if before.endswith("(") and after.startswith(")"):  # clause "(10)"
        return False
    printed = low[one.start : one.end]
    if printed == "one":
        return not _PRONOUN.search(before) and not _ONE.match(after)
    if printed in ("a", "an", "half", "nil", "zero"):
        return False
    if one.number.figure and not one.number.grouped and one.number.scale is None:
        return _plain(text, one, before)
    return True


def _plain(text: str, one: Quantity, before: str) -> bool:
    """Figures without separators: no years, no telephone or serial numbers."""
    printed = text[one.start : one.end]
    if len(printed) > 6 or (printed.startswith("0") and len(printed) > 1):
        return False
    return not (
        len(printed) == 4
        and 1800 <= one.value <= 2100
        and not before.endswith(("than ", "about ", "some ", "least ", "nearly ", "over "))
    )
