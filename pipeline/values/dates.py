"""Time expressions: atoms placed on the calendar and joined into spans."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline.values import calendar
from pipeline.values.date_atom import Atom
from pipeline.values.date_atoms import atoms
from pipeline.values.date_limits import finish
from pipeline.values.date_place import Placed, place
from pipeline.values.date_told import OWN
from pipeline.values.numerals import lower

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from pipeline.values.spans import DateSpan, Precision

_OF = re.compile(r"\s(?:(?:of|in|for)\s)?(?:the\s)?(?:fiscal\s)?|,\s|['’]s?\s|-")
_COMMA = re.compile(r",?\s|,?\s?\(")
_ENDED = re.compile(
    r"(?:,?\s+(?:(?:which|that)\s+)?(?:ended|ending|ends|end)|\s+(?:to|through|thru|until|up to))\s+(?:on\s+)?"
    r"(?:(?:the\s+)?end(?:\s+of\s+|-))?"
)
_RANGE = re.compile(r"[-–—]|\s–\s|\s+(?:to|until|till|through|thru|up to)\s+(?:the\s+)?|(?P<and>\s+and\s+)", re.ASCII)
_DAY_ON = re.compile(
    r"(?:\s?[-–]\s?|\s+(?:to|through|and)\s+)(\d{1,2})(?![\d/.:-]|\s*(?:%"
    r"|pct|mln|million|billion))(?:,\s+((?:19|20)\d\d)\b)?"
)
_DAY_BACK = re.compile(r"(?<![\d/.:,-])(\d{1,2})(?:st|nd|rd|th)?(?:\s?[-–]\s?|\s(?:to|and)\s)$")
_NOUN = re.compile(r"\s(?:quarter|half)\b")
_YEARLESS = ("quarter", "half", "part", "month", "season", "day")


def find_dates(text: str, published: date | None) -> list[DateSpan]:
    """Find dates, months, quarters, years, relative and fiscal periods, ranges and limits.

    Args:
        text: any text.
        published: publication date, against which relative words and dates without a year are resolved; None leaves
            them unresolved.

    Returns:
        Spans in text order, without overlap. A limit keeps its preposition ("since 2014", "until July 31").
        Vague edges take thirds: "early 2018" is January to April, "late May" the last third of the month. A fiscal
        year whose end is not printed stands for the calendar year of its number; its quarters stay unresolved.

    Example:
        >>> [(str(one.first), str(one.last)) for one in find_dates("in the first half of 2019", None)]
        [('2019-01-01', '2019-06-30')]
    """
    low = lower(text)
    placed = [place(low, atom, published) for atom in _joined(low, atoms(text, low))]
    out: list[DateSpan] = []
    for one in _pointed(_ranges(low, _ended(low, placed), published)):
        span = finish(low, one, published)
        if not out or span.start >= out[-1].end:
            out.append(span)
    return out


def _pointed(placed: list[Placed]) -> Iterator[Placed]:
    """Give "the quarter" the days of the first quarter told; "the year" means a year of results, no plain one."""
    told: dict[Precision, calendar.Interval] = {}
    for one in placed:
        if one.atom.kind == "relative" and one.atom.word == OWN:
            yield replace(one, days=told.get(one.precision))
            continue
        if one.days is not None and one.atom.kind in ("quarter", "half", "years", "fiscal"):
            told.setdefault(one.precision, one.days)
        yield one


def _joined(low: str, found: list[Atom]) -> list[Atom]:
    """Give atoms without a year the year that stands beside them, and days their weekday."""
    out: list[Atom] = []
    for atom in found:
        last = out[-1] if out else None
        gap = low[last.end : atom.start] if last is not None and atom.start - last.end <= 16 else None
        if last is None or gap is None:
            out.append(atom)
        elif (
            _gives_year(atom)
            and (atom.word != "the" or "of" in gap)
            and last.kind in _YEARLESS
            and (atom.kind != "fiscal" or last.kind not in ("day", "month"))
            and last.year is None
            and last.of is None
            and _OF.fullmatch(gap)
        ):
            last.of, last.end = atom, atom.end
        elif _last_of_year(last) and _gives_year(atom) and "of" in gap and _OF.fullmatch(gap):
            out[-1] = replace(last, end=atom.end, kind="quarter", number=4, of=atom)
        elif (
            _gives_year(last) and atom.kind in ("quarter", "half", "part") and atom.year is None and _OF.fullmatch(gap)
        ):
            out[-1] = replace(atom, start=last.start, of=last)
        elif (
            last.kind == "relative"
            and last.word in ("same", "corresponding")
            and _gives_year(atom)
            and _OF.fullmatch(gap)
        ):
            last.of, last.end = atom, atom.end
        elif last.kind == "weekday" and not last.word and atom.kind == "day" and _COMMA.fullmatch(gap):
            out[-1] = replace(atom, start=last.start)
        elif atom.kind == "month" and last.kind == "part" and _OF.fullmatch(gap):
            out[-1] = replace(atom, start=atom.start)
        else:
            out.append(atom)
    return out


def _last_of_year(atom: Atom) -> bool:
    """Whether an atom that reads as the quarter before this one may be the last of a year ("last quarter of 2008")."""
    return atom.kind == "relative" and atom.word == "last" and atom.unit == "quarter"


def _gives_year(atom: Atom) -> bool:
    return atom.kind in ("year", "fiscal") or (
        atom.unit == "year" and atom.kind in ("relative", "ago") and atom.month is None
    )


def _ended(low: str, placed: list[Placed]) -> list[Placed]:
    """Join "six months ended June 30" and "fiscal year ended March 31" into one stretch."""
    out: list[Placed] = []
    for one in placed:
        last = out[-1] if out else None
        if (
            last is not None
            and one.atom.kind in ("day", "month", "yearend")
            and one.start - last.end <= 20
            and _ENDED.fullmatch(low, last.end, one.start)
        ):
            months = _months(
                last.atom,
                strict=re.search(r"\bend(?:ed|ing|s)\b", low[last.end : one.start]) is None,
            )
            if months:
                out[-1] = _stretch(last, one, months)
                continue
            if last.atom.unit == "week" and (last.atom.word == "the" or last.atom.kind == "length"):
                begin = calendar.move(one.days[1], days=1 - 7 * (last.atom.number or 1)) if one.days else None
                days = (begin, one.days[1]) if begin and one.days else None
                out[-1] = Placed(last.start, one.end, days, "week", one.relative, replace(one.atom, kind="years"))
                continue
        out.append(one)
    return out


def _months(atom: Atom, *, strict: bool) -> int:
    """Length in months of a stretch that an end date may close; 0 where it is none."""
    if atom.kind in ("length", "part") and atom.number:
        return {"month": 1, "quarter": 3, "year": 12}.get(atom.unit, 0) * atom.number
    if strict and not (atom.kind == "relative" and atom.word == "the"):
        return 0
    if atom.kind in ("quarter", "half"):
        return 3 if atom.kind == "quarter" else 6
    if atom.kind in ("fiscal", "year") or (atom.kind == "relative" and atom.unit == "year"):
        return 12
    return {"quarter": 3, "half": 6, "month": 1}.get(atom.unit, 0) if atom.kind == "relative" else 0


def _stretch(head: Placed, tail: Placed, months: int) -> Placed:
    days = None
    if tail.days is not None:
        last = tail.days[1]
        after = calendar.move(last, days=1)
        first = calendar.move(after, months_on=-months) if after is not None else None
        days = (first, last) if first is not None else None
    precision: Precision = "quarter" if months == 3 else "half" if months == 6 else "year" if months == 12 else "range"
    return Placed(
        head.start, tail.end, days, precision, tail.relative, replace(tail.atom, kind="years", start=head.start)
    )


def _ranges(low: str, placed: list[Placed], published: date | None) -> list[Placed]:
    """Join "May 4 to June 8", "between 2014 and 2019", "May 4-8" into one stretch."""
    out: list[Placed] = []
    for one in placed:
        last = out[-1] if out else None
        hit = _RANGE.fullmatch(low, last.end, one.start) if last is not None and one.start - last.end <= 14 else None
        if last is not None and hit is not None and _fits(low, last, one, with_and=bool(hit["and"])):
            joined = _span_between(low, last, one, published)
            if joined is not None:
                out[-1] = joined
                continue
        out.append(_days_of_month(low, one, published))
    return out


def _fits(low: str, left: Placed, right: Placed, *, with_and: bool) -> bool:
    kinds = ("day", "month", "year", "weekday", "quarter", "half", "season", "now", "fiscal", "yearend")
    if left.atom.kind not in kinds or right.atom.kind not in kinds:
        return right.atom.kind == "relative" and left.atom.kind in kinds and not with_and
    return not with_and or low[max(0, left.start - 8) : left.start] == "between "


def _span_between(low: str, left: Placed, right: Placed, published: date | None) -> Placed | None:
    atom = left.atom
    if (
        atom.kind in ("day", "month", "quarter", "half")
        and atom.year is None
        and atom.of is None
        and right.days is not None
    ):
        year = right.days[0].year
        left = place(low, replace(atom, year=year), published)
        if left.days is not None and left.days[0] > right.days[1]:
            left = place(low, replace(atom, year=year - 1), published)
    if left.days is None or right.days is None:
        return None
    if left.days[0] > right.days[1]:
        return None
    relative = right.relative
    start = atom.start - 8 if low[max(0, atom.start - 8) : atom.start] == "between " else atom.start
    start = start - 5 if low[max(0, start - 5) : start] == "from " else start
    behind = _NOUN.match(low, right.end) if right.atom.kind == "month" else None  # "the January-March quarter"
    return Placed(
        start,
        behind.end() if behind is not None else right.end,
        (left.days[0], right.days[1]),
        "range",
        relative,
        replace(right.atom, start=start, kind="years"),
    )


def _days_of_month(low: str, one: Placed, published: date | None) -> Placed:
    """Widen a day by a second day of the same month ("May 4-8", "27-28 February")."""
    if one.atom.kind != "day":
        return one
    ahead = _DAY_ON.match(low, one.end)
    if ahead is not None and one.atom.year is None and int(ahead[1]) > (one.atom.number or 31):
        atom = replace(one.atom, number=int(ahead[1]), year=int(ahead[2]) if ahead[2] else None)
        last = place(low, atom, published)
        first = place(low, replace(one.atom, year=last.days[0].year), published) if last.days else one
        days = (first.days[0], last.days[1]) if first.days and last.days else None
        return Placed(one.start, ahead.end(), days, "range", last.relative, replace(one.atom, kind="years"))
    back = _DAY_BACK.search(low, max(0, one.start - 10), one.start) if low[one.start].isdigit() else None
    if back is not None and 0 < int(back[1]) < (one.atom.number or 0):
        days = (one.days[0].replace(day=int(back[1])), one.days[1]) if one.days else None
        return Placed(back.start(), one.end, days, "range", one.relative, replace(one.atom, kind="years"))
    return one
