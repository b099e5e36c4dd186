"""Stretches counted from the publication date: this week, last quarter, the past five years."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.values import calendar

if TYPE_CHECKING:
    from datetime import date

    from pipeline.values.calendar import Interval

ROLLING = {"day": 0, "week": 0, "fortnight": 0, "month": 1, "quarter": 3, "year": 12, "decade": 120}
_DAYS = {"day": 1, "week": 7, "fortnight": 14}


def roll(published: date, count: int, unit: str) -> Interval | None:
    """From ``published`` to ``count`` units on, or back where negative."""
    other = calendar.move(published, days=count * _DAYS[unit]) if unit in _DAYS else None
    if unit not in _DAYS and unit in ROLLING:
        other = calendar.move(published, months_on=count * ROLLING[unit])
    if other is None:
        return None
    return (other, published) if count < 0 else (published, other)


def unit_around(published: date, unit: str, step: int) -> Interval | None:  # noqa: PLR0911 - one answer per form
    """The week, month, quarter, half or year of ``published``, ``step`` units on; None for other units."""
    year, month = published.year, published.month
    if unit == "week":
        return calendar.week(published, step)
    if unit == "weekend":
        around = calendar.week(published, step)
        saturday = calendar.move(around[1], days=-1) if around else None
        return (saturday, around[1]) if around and saturday else None
    if unit == "month":
        return calendar.months(year, month + step)
    if unit == "quarter":
        return calendar.months(year, 3 * ((month - 1) // 3 + step) + 1, 3)
    if unit == "half":
        return calendar.months(year, 6 * ((month - 1) // 6 + step) + 1, 6)
    if unit == "year":
        return calendar.year(year + step)
    return None
