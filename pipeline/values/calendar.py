"""Intervals of the calendar: months, quarters, seasons, weeks, and shifts of days."""

from __future__ import annotations

import calendar as _calendar
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, date, timedelta
from functools import cache, lru_cache

from pipeline.knowledge import Row
from pipeline.values.tables import mapping

Interval = tuple[date, date]


class Month(Row):
    """Forms of one month."""

    number: int
    forms: tuple[str, ...]


class Season(Row):
    """Forms of one season and the month in which it begins."""

    first_month: int
    forms: tuple[str, ...]


class Cues(Row):
    """The whole of ``calendar.yml``."""

    months: tuple[Month, ...]
    doubtful_months: tuple[str, ...]
    weekdays: tuple[Month, ...]
    seasons: tuple[Season, ...]
    future: tuple[str, ...]
    past: tuple[str, ...]
    modal: tuple[str, ...]
    counted: tuple[str, ...]
    reference: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Words:
    """Calendar words by form, lower case."""

    months: dict[str, int]
    weekdays: dict[str, int]
    seasons: dict[str, int]
    doubtful: frozenset[str]
    future: frozenset[str]
    past: frozenset[str]
    modal: frozenset[str]
    counted: frozenset[str]
    reference: frozenset[str]


@cache
def words() -> Words:
    """Read ``calendar.yml`` once."""
    cues = mapping("calendar", Cues)
    return Words(
        months={form: row.number for row in cues.months for form in row.forms},
        weekdays={form: row.number for row in cues.weekdays for form in row.forms},
        seasons={form: row.first_month for row in cues.seasons for form in row.forms},
        doubtful=frozenset(cues.doubtful_months),
        future=frozenset(cues.future),
        past=frozenset(cues.past),
        modal=frozenset(cues.modal),
        counted=frozenset(cues.counted),
        reference=frozenset(cues.reference),
    )


def day(year: int, month: int, number: int) -> date | None:
    """The date, or None where the calendar has no such day."""
    try:
        return date(year, month, number)
    except (ValueError, OverflowError):
        return None


@lru_cache(maxsize=1_000)
def _length(year: int, month: int) -> int:
    """Days of a month."""
    return _calendar.monthrange(year, month)[1]


def months(year: int, first: int, count: int = 1) -> Interval | None:
    """``count`` months from month ``first`` of ``year``; ``first`` may lie outside 1 to 12."""
    index = year * 12 + first - 1
    year, month = divmod(index, 12)
    last_year, last_month = divmod(index + count - 1, 12)
    if not (year >= MINYEAR and last_year <= MAXYEAR):
        return None
    return date(year, month + 1, 1), date(last_year, last_month + 1, _length(last_year, last_month + 1))


def year(number: int) -> Interval | None:
    """First to last day of a year."""
    return months(number, 1, 12)


def quarter(number_of_year: int, number: int) -> Interval | None:
    """A calendar quarter, 1 to 4."""
    return months(number_of_year, 3 * number - 2, 3)


def half(number_of_year: int, number: int) -> Interval | None:
    """A half of a calendar year, 1 or 2."""
    return months(number_of_year, 6 * number - 5, 6)


def week(around: date, shift: int = 0) -> Interval | None:
    """Monday to Sunday of the week of ``around``, ``shift`` weeks on."""
    monday = move(around, days=7 * shift - around.weekday())
    sunday = move(monday, days=6) if monday else None
    return (monday, sunday) if monday and sunday else None


def move(start: date, *, days: int = 0, months_on: int = 0) -> date | None:
    """``start`` moved by days or months; a day that the month lacks becomes its last. None outside the calendar."""
    try:
        if months_on:
            index = start.year * 12 + start.month - 1 + months_on
            to_year, to_month = divmod(index, 12)
            return date(to_year, to_month + 1, min(start.day, _length(to_year, to_month + 1)))
        return start + timedelta(days=days)
    except (ValueError, OverflowError, _calendar.IllegalMonthError):
        return None  # beyond year 1 or 9999: such a date cannot be resolved


def part_of(interval: Interval, which: str) -> Interval:
    """The "early", "mid" or "late" third of an interval; "end" and "start" are its last and first day."""
    first, last = interval
    if which == "end":
        return last, last
    if which == "start":
        return first, first
    length = (last - first).days + 1
    if 300 <= length <= 366:
        cut = {"early": (1, 4), "mid": (5, 4), "late": (9, 4)}[which]
        return months(first.year, first.month + cut[0] - 1, cut[1]) or interval
    if length > 3000:  # a decade: its first four, next three and last three years
        cut = {"early": (0, 4), "mid": (4, 3), "late": (7, 3)}[which]
        return months(first.year + cut[0], 1, 12 * cut[1]) or interval
    third = length // 3
    begin = {"early": 0, "mid": third, "late": 2 * third}[which]
    final = length - 1 if which == "late" else begin + third - 1
    return first + timedelta(days=begin), first + timedelta(days=final)
