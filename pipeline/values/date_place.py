"""Atoms placed on the calendar, against the publication date where they need it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.values import calendar
from pipeline.values.calendar import Interval
from pipeline.values.date_told import ENDED
from pipeline.values.date_units import ROLLING, roll, unit_around
from pipeline.values.tense import tense

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from pipeline.values.date_atom import Atom
    from pipeline.values.spans import Precision

_BACK = frozenset({"last", "past"})
_HERE = frozenset({"this", "current", "present", "the"})
_ON = frozenset({"next", "coming", "upcoming"})


@dataclass(slots=True)
class Placed:
    """An atom with the days it means.

    Attributes:
        start: first code point.
        end: behind the last code point.
        days: first and last day, or None where they cannot be told.
        precision: the finest unit printed.
        relative: the publication date was needed.
        atom: what was read.
    """

    start: int
    end: int
    days: Interval | None
    precision: Precision
    relative: bool
    atom: Atom


def place(low: str, atom: Atom, published: date | None) -> Placed:
    """Give an atom its days."""
    precision = _precision(atom)
    relative = _needs_publication(atom)
    days = None if relative and published is None else _PLACERS[atom.kind](low, atom, published)
    return Placed(atom.start, atom.end, days, precision, relative, atom)


_OF_KIND: dict[str, Precision] = {
    "day": "day", "weekday": "day", "now": "day", "yearend": "day", "month": "month", "year": "year",
    "fiscal": "year", "years": "range", "decade": "range", "part": "range",
    "length": "range", "quarter": "quarter", "half": "half", "season": "season",
}  # fmt: skip
_OF_UNIT: dict[str, Precision] = {
    "day": "day", "week": "week", "weekend": "day", "month": "month", "quarter": "quarter", "half": "half",
    "year": "year",
}  # fmt: skip


def _precision(atom: Atom) -> Precision:
    return _OF_KIND.get(atom.kind) or _OF_UNIT.get(atom.unit, "range")


def _needs_publication(atom: Atom) -> bool:
    if atom.kind in ("relative", "ago", "now", "weekday", "length"):
        return True
    if atom.kind in ("day", "month", "quarter", "half", "part", "season", "yearend"):
        return atom.year is None and (atom.of is None or _needs_publication(atom.of))
    return False


def _day(low: str, atom: Atom, published: date | None) -> Interval | None:
    assert atom.month is not None and atom.number is not None
    given = _year_of(atom, published)
    if given is None and published is not None:
        given = _nearest(low, atom, published)
    found = calendar.day(given, atom.month, atom.number) if given is not None else None
    return (found, found) if found else None


def _nearest(low: str, atom: Atom, published: date) -> int | None:
    """Year of a day printed without one: wires leave the year out for days within about half a year."""
    choices = [
        found
        for step in (-1, 0, 1)
        if (found := calendar.day(published.year + step, atom.month or 1, atom.number or 1))
    ]
    before = [one for one in choices if one <= published]
    after = [one for one in choices if one >= published]
    if not before or not after:
        return choices[0].year if choices else None
    past, future = before[-1], after[0]
    if atom.word in ("last", "past"):
        return past.year
    if atom.word in _ON:
        return future.year
    back, ahead = (published - past).days, (future - published).days
    cue = tense(low, atom.start)
    if cue == "future" and ahead <= 330:
        return future.year
    if cue == "past" and back <= 340:
        return past.year
    return past.year if back <= 200 or back <= ahead else future.year


def _year_of(atom: Atom, published: date | None) -> int | None:
    """Year printed in or beside an atom, or given by "last year" beside it."""
    if atom.year is not None:
        return atom.year
    if atom.of is None:
        return None
    if atom.of.year is not None:
        return atom.of.year
    days = _PLACERS[atom.of.kind]("", atom.of, published) if published is not None else None
    return days[0].year if days else None


def _month(low: str, atom: Atom, published: date | None) -> Interval | None:  # noqa: PLR0911 - one answer per form
    assert atom.month is not None
    given = _year_of(atom, published)
    if given is not None or published is None:
        return calendar.months(given, atom.month) if given is not None else None
    this = published.year
    started = atom.month <= published.month
    if atom.word in ("last", "past", "previous", "prior"):
        return calendar.months(this if atom.month < published.month else this - 1, atom.month)
    if atom.word in _ON:
        return calendar.months(this if atom.month > published.month else this + 1, atom.month)
    if atom.word in ("this", "current"):
        return calendar.months(this, atom.month)
    if atom.word in ("same", "following", "preceding", "that", "corresponding"):
        return None
    cue = tense(low, atom.start)
    if not started and (cue == "future" or (not cue and atom.month - published.month <= 2)):
        return calendar.months(this, atom.month)
    if cue == "future" and atom.month < published.month and published.month - atom.month >= 6:
        return calendar.months(this + 1, atom.month)
    return calendar.months(this if started else this - 1, atom.month)


def _year(_low: str, atom: Atom, _published: date | None) -> Interval | None:
    return calendar.year(atom.year) if atom.year is not None else None


def _years(_low: str, atom: Atom, _published: date | None) -> Interval | None:
    first, last = calendar.year(atom.year or 0), calendar.year(atom.number or 0)
    return (first[0], last[1]) if first and last else None


def _decade(_low: str, atom: Atom, _published: date | None) -> Interval | None:
    return calendar.months(atom.year, 1, 120) if atom.year is not None else None


def _relative(_low: str, atom: Atom, published: date | None) -> Interval | None:  # noqa: PLR0911 - one answer per form
    if published is None:
        return None
    unit, word = atom.unit, atom.word
    if word == "past" and unit in ROLLING:
        return roll(published, -1, unit)
    step = -1 if word in _BACK else 0 if word in _HERE else 1 if word in _ON else None
    if step is None:
        return None
    whole = unit_around(published, unit, step)
    if whole is None or atom.month is None:
        return whole
    first, last = whole
    if atom.month == 1:
        return (first, max(first, min(last, published)))
    if atom.month == 2:
        return (min(last, max(first, published)), last)
    return calendar.part_of(whole, "early" if atom.month == 3 else "late")


def _ago(_low: str, atom: Atom, published: date | None) -> Interval | None:
    if published is None or atom.number is None or atom.word != "ago":
        return None
    if atom.unit == "day":
        found = calendar.move(published, days=-atom.number)
        return (found, found) if found else None
    if atom.unit == "decade":
        return calendar.year(published.year - 10 * atom.number)
    return (
        unit_around(published, atom.unit, -atom.number) if atom.unit in ("week", "month", "quarter", "year") else None
    )


def _quarter(low: str, atom: Atom, published: date | None) -> Interval | None:
    make: Callable[[int, int], Interval | None] = calendar.quarter if atom.kind == "quarter" else calendar.half
    number = atom.number or 1
    if atom.of is not None and atom.of.kind == "fiscal":
        return None
    given = _year_of(atom, published)
    if given is not None:
        return make(given, number)
    if published is None:
        return None
    choices = [one for step in (-1, 0, 1) if (one := make(published.year + step, number))]
    edge = 1 if atom.word == ENDED else 0
    past = next((one for one in reversed(choices) if one[edge] <= published), None)
    if past is None or tense(low, atom.start) != "future" or (published - past[1]).days <= 90:
        return past
    return next((one for one in choices if one[0] > published), past)


def _part(_low: str, atom: Atom, published: date | None) -> Interval | None:
    if atom.number is None or atom.unit != "month" or atom.number > 12:
        return None
    given = _year_of(atom, published)
    late = atom.word in ("final", "last", "second", "third", "fourth")
    first = 13 - atom.number if late else 1
    if given is None and published is not None:
        given = published.year if published.month >= first + atom.number else published.year - 1
    return calendar.months(given, first, atom.number) if given is not None else None


def _length(_low: str, atom: Atom, published: date | None) -> Interval | None:
    if published is None or atom.number is None or atom.unit not in ROLLING:
        return None
    if atom.word in _ON or atom.word == "within":
        return roll(published, atom.number, atom.unit)
    return roll(published, -atom.number, atom.unit) if atom.word in _BACK or atom.word == "recent" else None


def _yearend(low: str, atom: Atom, published: date | None) -> Interval | None:
    year = atom.year
    if year is None and published is not None:
        cue = tense(low, atom.start)
        year = published.year if cue == "future" or (published.month > 6 and cue != "past") else published.year - 1
    last = calendar.day(year, 12, 31) if year is not None else None
    return (last, last) if last else None


def _now(_low: str, atom: Atom, published: date | None) -> Interval | None:
    found = calendar.move(published, days=atom.number or 0) if published is not None else None
    return (found, found) if found else None


def _weekday(low: str, atom: Atom, published: date | None) -> Interval | None:
    if (
        published is None
        or atom.number is None
        or atom.word in ("same", "previous", "following", "preceding", "prior", "that", "corresponding")
    ):
        return None
    back = (published.weekday() - atom.number) % 7
    if atom.word in ("last", "past"):
        shift = -(back or 7)
    elif atom.word in _ON:
        shift = 7 - back if back else 7
    elif atom.word == "this" or tense(low, atom.start, strong=True) == "future":
        shift = (7 - back) % 7
    else:
        shift = -back
    found = calendar.move(published, days=shift)
    return (found, found) if found else None


def _season(_low: str, atom: Atom, published: date | None) -> Interval | None:
    first = atom.number or 3
    if atom.year is not None:
        return calendar.months(atom.year, first, 3)
    if published is None:
        return None
    choices = [one for step in (-2, -1, 0, 1) if (one := calendar.months(published.year + step, first, 3))]
    if atom.word in ("last", "past"):
        return next((one for one in reversed(choices) if one[1] < published), None)
    if atom.word in _ON:
        return next((one for one in choices if one[0] > published), None)
    if atom.word in _HERE:
        return next((one for one in choices if one[1] >= published), None)
    return None


_PLACERS: dict[str, Callable[[str, Atom, date | None], Interval | None]] = {
    "day": _day, "month": _month, "year": _year, "years": _years, "decade": _decade, "relative": _relative,
    "ago": _ago, "quarter": _quarter, "half": _quarter, "part": _part,
    "length": _length, "fiscal": _year, "weekday": _weekday, "yearend": _yearend, "now": _now, "season": _season,
}  # fmt: skip
