"""Stretches of time that only custom dates: "in the half" of a report of results, the fiscal years of a country."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipeline.extract.finance.lexicon import words
from pipeline.records import Period
from pipeline.values.calendar import months

if TYPE_CHECKING:
    import datetime as dt

    from pipeline.values.calendar import Interval

_UNITS: dict[str, int] = {
    r"quarter|qtr|three[- ](?:month|mth)s?|3[- ](?:month|mth)s?": 3,
    r"half(?:[- ]year)?|six[- ](?:month|mth)s?|6[- ](?:month|mth)s?": 6,
    r"nine[- ](?:month|mth)s?|9[- ](?:month|mth)s?": 9,
    r"(?:full[- ]|whole[- ])?year|twelve[- ]months?|12[- ]months?": 12,
}
_STRETCH = re.compile(
    r"(?:(?:for|in|over|during|the|its|this) )*(?:"
    + "|".join(f"(?P<m{length}>{form})" for form, length in _UNITS.items())
    + r")",
    re.IGNORECASE,
)
_FISCAL = re.compile(
    r"(?:fy|fiscal|financial)\b|fy\W?\d|^(?:in |for )?(?:19|20)\d\d[/–-](?:19|20)?\d\d$", re.IGNORECASE
)
_PAIR = re.compile(r"(?:19|20)\d\d[/–-](?:19|20)?\d\d")
_MONTHS = 12


def reported(printed: str, published: dt.date | None) -> Interval | None:
    """The last stretch of its length that was over when the article came out: results are told of that."""
    found = _STRETCH.fullmatch(" ".join(printed.split()))
    if found is None or published is None:
        return None
    length = next(size for size in _UNITS.values() if found[f"m{size}"])
    step = length if length in (3, 6) else _MONTHS
    spans = [
        span
        for year in (published.year - 1, published.year)
        for first in range(1, 14 - length, step)
        if (span := months(year, first, length)) is not None and span[1] < published
    ]
    return max(spans, default=None)


def fiscal(period: Period, country: str | None) -> Period | None:
    """A fiscal year by the custom of a country, where its months are not those of the calendar.

    It is named after the year in which it ends, or by both.
    """
    first = words().fiscal_years.get(country or "")
    if first is None or period.end is None or period.start is None or _FISCAL.search(period.text) is None:
        return None
    ends = period.start.year + 1 if _PAIR.search(period.text) is not None else period.end.year
    days = months(ends - 1, first, _MONTHS)
    return None if days is None else Period(start=days[0], end=days[1], kind="duration", text=period.text)
