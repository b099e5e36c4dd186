"""Which of a sentence's dates an amount belongs to."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING

from pipeline.extract.finance.lexicon import phrases, words
from pipeline.records import Period

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Span

    from pipeline.document import Context
    from pipeline.extract.finance.draft import Draft, Slot
    from pipeline.values import DateSpan

_CARRIED = 600
"""Characters over which a stretch of time holds for the further results of a company."""
_RESULTS = frozenset({
    "revenue", "net_income", "net_loss", "operating_income", "pretax_profit", "ebitda", "earnings_per_share", "orders",
    "trade_value",
})  # fmt: skip
_BARE = frozenset({"year", "half", "quarter", "month"})
_SPEECH = re.compile(r"(\w+)\s+(?:\w+\s+)?(?:on\s+|late\s+|earlier\s+)?$")


_COMPARED = re.compile(r"(?:from|than|against|versus|vs|compared (?:with|to)|over|on)\s+(?:that of\s+|those of\s+)?$")
_BEFORE = re.compile(
    r"\b(?:year|quarter|month|half)s?[- ](?:earlier|ago|before)\b|\bprevious\b|\bprior\b", re.IGNORECASE
)


def _of_comparison(context: Context, date: DateSpan) -> bool:
    """Whether a date is that of the value compared with: "up 8% from a year earlier"."""
    view = context.clean.view
    printed = _BEFORE.search(view, date.start, date.end) is not None
    return printed and _COMPARED.search(view, max(0, date.start - 24), date.start) is not None


def assign_periods(context: Context, drafts: Sequence[Draft]) -> None:
    """Give each draft of one sentence the date that stands nearest to it on its own side of the comparison."""
    if not drafts:
        return
    sent = drafts[0].sent
    dates = [one for one in dates_of(context, sent) if not _of_speech(context, one)]
    if not dates:
        return
    slots = sorted((draft.slot for draft in drafts if draft.slot is not None), key=lambda slot: slot.first)
    used: set[int] = set()
    own = [one for one in dates if not _of_comparison(context, one)]
    for draft in drafts:
        if draft.slot is None:
            best = min(dates, key=lambda one: abs(one.start - draft.at))
            draft.period = draft.period or period_of(context, best)
            continue
        stated = dates if draft.previous else own
        date = _behind(context, draft.slot, slots, stated) or _possessor(context, draft.slot, stated)
        if date is not None:
            used.add(date.start)
            draft.period = period_of(context, date)
    free = [one for one in own if one.start not in used]
    lead = [one for one in free if slots and one.end <= slots[0].money.start]
    for draft in drafts:
        if draft.period is None and not draft.previous and draft.slot is not None:
            before = [one for one in (lead or free) if one.end <= draft.slot.money.start]
            if before:
                draft.period = period_of(context, before[-1])
    told = [draft for draft in drafts if draft.period is not None and not draft.previous]
    if len(dates) == 1 and len(told) == 1:
        for draft in drafts:  # "It earned ¤ on sales of ¤ last year"
            if draft.period is None and not draft.previous and draft.slot is not None and draft.at < told[0].at:
                draft.period = told[0].period


def dates_of(context: Context, sent: Span) -> list[DateSpan]:
    """Dates of a sentence; not "the quarter" where the text told none, which dates nothing."""
    inside = context.inside(context.dates, sent.start_char, sent.end_char)
    return [one for one in inside if one.first or one.last or context.clean.view[one.start : one.end] not in _BARE]


def carry_periods(drafts: Sequence[Draft]) -> None:
    """Date the further results of a company by the stretch told ahead: "… in the year to June. EBITDA was ¤"; in place.

    Args:
        drafts: those of an article in text order, with their final owners.
    """
    last: Draft | None = None
    for draft in drafts:
        if draft.metric not in _RESULTS or draft.previous or draft.slot is None:
            continue
        near = last is not None and draft.at - last.at < _CARRIED and draft.owner is last.owner
        if draft.period is None and last is not None and near and draft.status == last.status:
            draft.period = last.period
        if draft.period is not None and draft.period.kind == "duration":
            last = draft


def _behind(context: Context, slot: Slot, slots: Sequence[Slot], dates: Sequence[DateSpan]) -> DateSpan | None:
    stop = next((one.money.start for one in slots if one.first > slot.first), slot.sent.end_char)
    end = slot.end
    for one in dates:
        if end <= one.start < stop and _joins(context.clean.view[end : one.start]):
            return one
    return None


def _joins(gap: str) -> bool:
    return phrases("amount_links")["link.period"].match(gap.replace(")", "")) is not None


def _possessor(context: Context, slot: Slot, dates: Sequence[DateSpan]) -> DateSpan | None:
    """The date directly ahead: "1985's 121.3 mln", "(2023: QAR 588 million)"."""
    for one in dates:
        gap = context.clean.view[one.end : slot.money.start] if one.end <= slot.money.start else "-" * 9
        if len(gap) <= 4 and re.fullmatch(r"(?:['’]s)?\s*[:(]?\s*", gap):
            return one
    return None


def _of_speech(context: Context, date: DateSpan) -> bool:
    """Whether a date is the day of the announcement ("said on Tuesday"), not of the amount."""
    if date.precision != "day":
        return False
    hit = _SPEECH.search(context.clean.view[max(0, date.start - 40) : date.start])
    return hit is not None and any(word in words().day_of_speech for word in hit.group().lower().split())


def period_of(context: Context, date: DateSpan) -> Period:
    """Record form of a date; a limit with one open end keeps the words only."""
    span = context.span(date.start, date.end)
    both = date.first is not None and date.last is not None
    return Period(start=date.first if both else None, end=date.last if both else None, kind=date.kind, text=span.text)


def year_before(period: Period) -> Period:
    """The same stretch one year earlier, with the same words."""
    return period.model_copy(update={"start": _back(period.start), "end": _back(period.end)})


def _back(day: dt.date | None) -> dt.date | None:
    if day is None:
        return None
    try:
        return day.replace(year=day.year - 1)
    except ValueError:  # 29 February
        return day.replace(year=day.year - 1, day=28)
