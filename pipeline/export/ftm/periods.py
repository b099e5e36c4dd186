"""Periods of a record as dates of FollowTheMoney, which knows days, months and years and nothing between."""

from __future__ import annotations

import datetime as dt

from pipeline.export.ftm.draft import Draft, Grounds, Sheet
from pipeline.records import Period

_DAY = dt.timedelta(days=1)


def add_date(sheet: Sheet, draft: Draft, prop: str, period: Period | None, grounds: Grounds) -> None:
    """Give a property the day, month or year of a period."""
    if period is None:
        return
    if period.start is None and period.end is None:
        sheet.lose("period_words", grounds.fact)
        return
    whole = whole_date(period)
    if whole is None:
        sheet.lose("period_end", grounds.fact)
        first = period.start or period.end
        assert first is not None
        whole = first.isoformat()
    draft.add(prop, whole, grounds)


def add_interval(sheet: Sheet, draft: Draft, period: Period | None, grounds: Grounds) -> None:
    """Give an interval its days: one date where a period is a day, month or year, else start and end."""
    if period is None:
        return
    if period.start is not None and period.end is not None and whole_date(period) is None:
        draft.add("startDate", period.start.isoformat(), grounds)
        draft.add("endDate", period.end.isoformat(), grounds)
    else:
        add_date(sheet, draft, "date", period, grounds)


def whole_date(period: Period) -> str | None:
    """``2024-03-15``, ``2024-03`` or ``2024`` where the period is just that day, month or year."""
    start, end = period.start, period.end
    if start is None or end is None:
        return None
    if start == end:
        return start.isoformat()
    if start.day == 1 and (end + _DAY).day == 1 and start.year == end.year:
        if start.month == end.month:
            return f"{start:%Y-%m}"
        if (start.month, end.month) == (1, 12):
            return f"{start:%Y}"
    return None
