"""Which of a sentence's dates an amount belongs to."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING

from pipeline.extract.finance.hooks import attached, dates_speech, hook_of
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
_YEAR_BEFORE = re.compile(
    r"(?:an? |one |the )?year (?:ago|earlier|before|previously)|(?:the )?(?:previous|prior|preceding) year"
    r"|(?:the )?same (?:period|quarter|half|months?)(?: (?:a year (?:ago|earlier|before)|last year|of last year))?",
    re.IGNORECASE,
)
_BEFORE = re.compile(
    r"\b(?:year|quarter|month|half)s?[- ](?:earlier|ago|before)\b|\bprevious\b|\bprior\b", re.IGNORECASE
)


def of_comparison(context: Context, date: DateSpan) -> bool:
    """Whether a date is that of the value compared with: "up 8% from a year earlier"."""
    view = context.clean.view
    printed = _BEFORE.search(view, date.start, date.end) is not None
    return printed and _COMPARED.search(view, max(0, date.start - 24), date.start) is not None


def tells_earlier(context: Context, date: DateSpan) -> bool:
    """Whether a date says that it lies before another: "a year earlier"."""
    return _BEFORE.search(context.clean.view, date.start, date.end) is not None


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
    theirs = _of_earlier(context, drafts, slots, dates)
    own = [one for one in dates if not of_comparison(context, one)]
    for draft in drafts:
        if draft.slot is None:
            best = min(dates, key=lambda one: abs(one.start - draft.at))
            draft.period = draft.period or period_of(context, best)
            continue
        stated = dates if draft.previous else own
        date = (
            _behind(context, draft.slot, slots, stated)
            or _possessor(context, draft.slot, stated)
            or (None if draft.previous else attached(context, draft.slot, _whole(context, own, theirs)))
        )
        if date is not None:
            used.add(date.start)
            draft.period = period_of(context, date)
    free = [
        one
        for one in own
        if one.start not in used and ((hook := hook_of(context, one)) is None or not dates_speech(hook))
    ]
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


def _of_earlier(
    context: Context, drafts: Sequence[Draft], slots: Sequence[Slot], dates: Sequence[DateSpan]
) -> set[int]:
    """Starts of the dates of earlier values: "a gain of ¤, or ¤ a share, against ¤, or ¤ a share, in 2017"."""
    earlier = [draft.slot for draft in drafts if draft.previous and draft.slot is not None]
    found = set()
    for slot in earlier:
        date = _behind(context, slot, slots, dates) or _possessor(context, slot, dates)
        found |= {date.start} if date is not None else set()
    for one in dates:
        sums = [slot for slot in slots if slot.end <= one.start and slot.money.per != "share"]
        if sums and any(sums[-1] is slot for slot in earlier):
            found.add(one.start)
    return found


def _whole(context: Context, dates: Sequence[DateSpan], taken: set[int]) -> list[DateSpan]:
    """The dates with both ends that tell the time of what happens, not of what it is compared with."""
    return [
        one
        for one in dates
        if one.first and one.last and one.start not in taken
        and _BEFORE.search(context.clean.view, one.start, one.end) is None
    ]  # fmt: skip


def dates_of(context: Context, sent: Span) -> list[DateSpan]:
    """Dates of a sentence; not "the quarter" where the text told none, which dates nothing."""
    inside = context.inside(context.dates, sent.start_char, sent.end_char)
    return [one for one in inside if one.first or one.last or context.clean.view[one.start : one.end] not in _BARE]


def carry_periods(drafts: Sequence[Draft]) -> None:
    """Date the further results of a company by the stretch told ahead: "… in the year to June. EBITDA was ¤"; in place.

    What they are compared with is of the same stretch a year before, unless the words give another.

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
        if (
            draft.period is None
            and last is not None
            and last.sent.start == draft.sent.start
            and last.metric == draft.metric
        ):
            draft.period = last.period  # "profit was ¤ in the quarter, above the ¤ that analysts expected"
        if draft.period is not None and draft.period.kind == "duration":
            last = draft
    for number, draft in enumerate(drafts):
        if draft.previous and not draft.by.startswith("results."):
            date_earlier(draft, compared_with(drafts, number))


def date_earlier(draft: Draft, base: Draft | None) -> None:
    """Date a value of an earlier period that is told as "a year earlier", or not at all."""
    if base is None or base.period is None or base.period.kind != "duration":
        return
    if draft.period is None and draft.metric in _RESULTS:
        draft.period = year_before(base.period)
    elif draft.period is not None and is_year_before(draft.period):
        draft.period = year_before(base.period).model_copy(update={"text": draft.period.text})


def is_year_before(period: Period) -> bool:
    """Whether the words of a period point to the year before another: "a year earlier"."""
    return _YEAR_BEFORE.fullmatch(period.text) is not None


def compared_with(drafts: Sequence[Draft], number: int) -> Draft | None:
    """The value of today that a value of an earlier period is compared with: of its sentence, else the last before."""
    one = drafts[number]
    alike = [other for other in drafts if other.metric == one.metric and not other.previous]
    here = [other for other in alike if other.sent.start == one.sent.start]
    ahead = [other for other in alike if other.at < one.at]
    return min(here, key=lambda other: abs(other.at - one.at)) if here else (ahead[-1] if ahead else None)


def _behind(context: Context, slot: Slot, slots: Sequence[Slot], dates: Sequence[DateSpan]) -> DateSpan | None:
    stop = next((one.money.start for one in slots if one.first > slot.first), slot.sent.end_char)
    end = slot.end
    for one in dates:
        heads = context.clean.view[one.end : stop].strip() == ":"  # "¤ (2018: ¤)" is a date of the next amount
        if end <= one.start < stop and not heads and _joins(context.clean.view[end : one.start]):
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
