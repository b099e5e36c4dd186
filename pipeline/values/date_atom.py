"""One time word or phrase as printed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

AtomKind = Literal[
    "day", "month", "year", "years", "decade", "relative", "ago", "quarter", "half", "part", "length", "fiscal",
    "weekday", "yearend", "now", "season", "week_of"
]  # fmt: skip


@dataclass(slots=True)
class Atom:
    """One time word or phrase as printed, not yet placed on the calendar.

    Attributes:
        start: first code point.
        end: behind the last code point.
        kind: what sort of phrase it is.
        number: day of the month, quarter, half, length, or weekday, by kind.
        month: month of a day or month.
        year: printed year.
        word: unit ("month"), or direction ("last", "next", "ago") where the kind has one.
        unit: unit of a relative phrase or length.
        of: the year that another atom gives ("first quarter" of "1986").
    """

    start: int
    end: int
    kind: AtomKind
    number: int | None = None
    month: int | None = None
    year: int | None = None
    word: str = ""
    unit: str = ""
    of: Atom | None = None
