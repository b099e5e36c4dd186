"""Which times an amount may be of, and what speaks for each: features of (draft, time) pairs, named in plain words.

The times are those that its sentence prints, those that the value it is compared with or the draft ahead of it has, the
same a year earlier, the stretch of time that the article first tells results of, and none. Nothing here decides;
``period_model`` weighs the features with the coefficients of ``models/money_period.json``.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pipeline.extract.finance.discourse import paragraph
from pipeline.extract.finance.hooks import dates_speech, hook_of
from pipeline.extract.finance.periods import of_comparison, period_of, tells_earlier, year_before
from pipeline.extract.finance.stretches import fiscal, reported
from pipeline.extract.finance.syntax import ancestors, is_verb, stem, verb_above
from pipeline.records import Period

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from spacy.tokens import Token

    from pipeline.document import Context
    from pipeline.extract.finance.draft import Draft
    from pipeline.values import DateSpan

Features = dict[str, float]
Days = tuple[object, ...]

RESULTS = frozenset({
    "revenue", "net_income", "net_loss", "operating_income", "pretax_profit", "ebitda", "earnings_per_share", "orders",
})  # fmt: skip
_FLOWS = frozenset({"trade_value", "capital_expenditure", "aid", "investment", "other"})
_STOCKS = frozenset({"debt", "assets", "frozen_assets", "market_capitalization", "valuation", "enterprise_value"})
_STEPS = 4
_BINS = (0, 1, 3, 8, 15, 30)
"""Tokens between a date and an amount, in steps."""
_FAR = (60, 150, 300, 600, 1200, 2400)
"""Characters between two amounts, in steps."""


@dataclass(slots=True)
class Time:
    """A time that an amount may be of, None for none, with what speaks for it."""

    period: Period | None
    features: Features = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Story:
    """What holds for every amount of an article.

    Attributes:
        context: the article.
        main: the draft that first tells results of a stretch of time, with the period that the rules give.
        home: ISO code of the country that it tells of.
    """

    context: Context
    main: Draft | None
    home: str | None


def times(story: Story, draft: Draft, last: Draft | None, base: Draft | None) -> list[Time]:
    """Every time that may be that of a draft, none first; times of the same days stand once.

    Args:
        story: the article.
        draft: with the period that the rules give.
        last: the nearest draft ahead that has a period, which is settled.
        base: what a value of an earlier period is compared with, settled.
    """
    context, kind = story.context, _kind(draft)
    rows: dict[Days, Time] = {}

    def add(period: Period | None, features: Features) -> None:
        row = rows.setdefault(_days(period), Time(period)).features
        for name, value in features.items():
            row[name] = value
            row[f"{name}*{kind}"] = value

    dates = list(context.inside(context.dates, draft.sent.start_char, draft.sent.end_char))
    add(None, _none(draft, dates, last))
    head = _head(context, draft)
    for number, date in enumerate(dates):
        period, found = period_of(context, date), _printed(context, draft, head, dates, number)
        add(period, found)
        _customs(story, period, found, add)
        if number and context.lower[context.token_range(date.start, date.end)[0] - 1] == "and":
            both = _both(period_of(context, dates[number - 1]), period)
            if both is not None:
                add(both, {f"both:{name}": value for name, value in found.items()})
    back = _back_word(context, draft, dates)
    for name, other in (("last", last), ("base", base), ("main", story.main)):
        if other is not None and other is not draft and other.period is not None:
            told = _told(context, draft, other, name)
            add(other.period, told | {f"{name}:back={back}": 1.0})
            if other.period.start is not None:
                earlier = {f"earlier:{key}": value for key, value in told.items()}
                add(year_before(other.period), earlier | {f"earlier:{name}:back={back}": 1.0})
    add(draft.period, {"ruled": 1.0, f"ruled:metric={draft.metric}": 1.0})
    for one in rows.values():
        _length(context, draft, one, kind)
    return list(rows.values())


def _customs(story: Story, period: Period, found: Features, add: Callable[[Period, Features], None]) -> None:
    """The times that a date means by custom: the stretch last reported, the country's fiscal year."""
    days = reported(period.text, story.context.published)
    if days is not None:
        own = period.start is not None
        told = Period(start=days[0], end=days[1], kind="duration", text=period.text)
        add(told, {f"reported,{own}:{name}": value for name, value in found.items()})
    year = fiscal(period, story.home)
    if year is not None:
        add(year, {f"fiscal:{name}": value for name, value in found.items()} | {f"fiscal:home={story.home}": 1.0})


def _both(left: Period, right: Period) -> Period | None:
    """Two stretches told together that follow each other: "in 2020 and 2021"."""
    if left.end is None or right.start is None or left.start is None or (right.start - left.end).days != 1:
        return None
    return left.model_copy(update={"end": right.end, "text": f"{left.text} and {right.text}"})


def _back_word(context: Context, draft: Draft, dates: Sequence[DateSpan]) -> str:
    """Where words that point a year back stand around an amount: ahead, behind, or nowhere."""
    back = [one for one in dates if tells_earlier(context, one)]
    if not back:
        return "none"
    near = min(back, key=lambda one: abs(one.start - draft.at))
    between = sum(min(near.start, draft.at) < money.start < max(near.start, draft.at) for money in context.moneys)
    return f"{'ahead' if near.start < draft.at else 'behind'},{min(between, 2)}"


def _days(period: Period | None) -> Days:
    if period is None:
        return ("none",)
    return (period.start, period.end) if period.start is not None else (" ".join(period.text.casefold().split()),)


def _kind(draft: Draft) -> str:
    """Kind of metric, which tells how times are told of it; what is earlier is told otherwise."""
    metric = draft.metric
    name = "result" if metric in RESULTS else "stock" if metric in _STOCKS else "flow" if metric in _FLOWS else metric
    return f"{name}{',earlier' if draft.previous else ''}"


def _head(context: Context, draft: Draft) -> Token:
    if draft.slot is not None:
        return draft.slot.head
    return context.doc[context.token_range(draft.at, draft.at + 1)[0]]


def _none(draft: Draft, dates: Sequence[DateSpan], last: Draft | None) -> Features:
    found = {"none": 1.0, f"none:dates={min(len(dates), 2)}": 1.0, f"none:metric={draft.metric}": 1.0}
    found[f"none:by={draft.by}"] = found[f"none:status={draft.status}"] = 1.0
    found[f"none:last={last is not None and last.owner is draft.owner}"] = 1.0
    if draft.slot is not None:
        found[f"none:per={draft.slot.money.per}"] = 1.0
    return found


def _length(context: Context, draft: Draft, one: Time, kind: str) -> None:
    """How long a time is, and where it lies beside the article's day."""
    period = one.period
    if period is None or period.start is None or period.end is None:
        one.features[f"length={'none' if period is None else 'open'}*{kind}"] = 1.0
        return
    days = (period.end - period.start).days + 1
    length = next((name for most, name in _LENGTHS if days <= most), "years")
    now = context.published
    side = "unknown" if now is None else "ahead" if period.start > now else "behind" if period.end < now else "now"
    for name in (f"length={length}", f"side={side}", f"length*side={length},{side}"):
        one.features[f"{name}*{kind}"] = 1.0
        one.features[f"{name}*metric={draft.metric}"] = 1.0
    one.features[f"side*status={side},{draft.status}"] = 1.0


_LENGTHS = ((1, "day"), (7, "week"), (31, "month"), (93, "quarter"), (190, "half"), (280, "nine"), (372, "year"))


def _printed(context: Context, draft: Draft, head: Token, dates: Sequence[DateSpan], number: int) -> Features:
    """What speaks for a date of the sentence: where it stands, what it hangs on, the words around it."""
    date, view = dates[number], context.clean.view
    start, end = (draft.at, draft.at) if draft.slot is None else (draft.slot.money.start, draft.slot.end)
    side = "ahead" if date.end <= start else "behind"
    left, right = (date.end, start) if side == "ahead" else (end, date.start)
    first, after = context.token_range(date.start, date.end)
    low, high = sorted((context.token_range(left, left + 1)[0], context.token_range(right, right + 1)[0]))
    gap = [word for word in context.lower[low:high] if not word.isspace()]
    sums = sum(left <= money.start < right for money in context.inside(context.moneys, left, max(left, right)))
    far = bisect_left(_BINS, len(gap))
    found: Features = {f"printed={side}": 1.0, f"far={side},{far}": 1.0, f"sums={side},{min(sums, 2)}": 1.0}
    between = sum(1 for other in dates if left <= other.start < right and other is not date)
    found[f"nearest={side},{between == 0}"] = 1.0
    word = context.lower[first - 1] if first else ""
    found[f"before={word}"] = found[f"before*precision={word},{date.precision}"] = 1.0
    found[f"printed:{view[date.start : date.end].lower()}"] = 1.0
    found[f"kind={date.kind}"] = found[f"relative={date.relative}"] = 1.0
    for mark in (",", ";", "(", ")", "while", "but", "and", "that", "which", "from", "to", "said"):
        if mark in gap:
            found[f"gap={side},{mark}"] = 1.0
    if len(gap) <= _STEPS:
        found[f"gap={side}:{' '.join(gap)}"] = 1.0
    if any(context.tags[index][:2] == "VB" for index in range(low, high)):
        found[f"gap={side}:verb"] = 1.0
    if of_comparison(context, date):
        found["compared"] = 1.0
    if tells_earlier(context, date):
        found["tells_earlier"] = 1.0
    _hook(context, date, head, side, found)
    if after > first and not any(left <= one.start < right for one in context.moneys) and side == "behind":
        found["next_behind"] = 1.0
    return found


def _hook(context: Context, date: DateSpan, head: Token, side: str, found: Features) -> None:
    hook = hook_of(context, date)
    if hook is None:
        return
    if dates_speech(hook):
        found["hook:says"] = 1.0
    above = [one.i for one in ancestors(head)]
    verb = head if is_verb(head) else verb_above(head)
    if hook.i in above:
        found[f"hook={min(above.index(hook.i), _STEPS)}"] = found["hook:above"] = 1.0
    if verb is not None and hook.i == verb.i:
        found[f"hook:verb={stem(verb.lower_)}"] = found[f"hook:verb,{side}"] = 1.0
    found[f"hook:word={stem(hook.lower_)}"] = 1.0
    deps = {one.dep_ for one in ancestors(hook)} & {"relcl", "acl", "advcl"}
    mine = {one.dep_ for one in ancestors(head)} & {"relcl", "acl", "advcl"}
    if deps - mine:
        found["hook:aside"] = 1.0


def _told(context: Context, draft: Draft, other: Draft, name: str) -> Features:
    """What speaks for the time of another draft: how near it is, whether metric, owner and status are the same."""
    same = other.sent.start == draft.sent.start
    near = other.at >= paragraph(context, draft.at)[0]
    steps = bisect_left(_FAR, abs(draft.at - other.at))
    found = {
        name: 1.0,
        f"{name}:same_sentence={same}": 1.0,
        f"{name}:paragraph={near}": 1.0,
        f"{name}:far={steps}": 1.0,
    }
    found[f"{name}:metric={other.metric == draft.metric}"] = found[f"{name}:owner={other.owner is draft.owner}"] = 1.0
    found[f"{name}:status={other.status == draft.status}"] = 1.0
    alike = f"{other.owner is draft.owner},{other.status == draft.status},{other.metric in RESULTS}"
    found[f"{name}:alike={alike}"] = found[f"{name}:alike*sentence={alike},{same}"] = 1.0
    found[f"{name}:previous={other.previous},{draft.previous}"] = 1.0
    found[f"{name}:previous*metric={other.previous},{draft.previous},{other.metric == draft.metric},{same}"] = 1.0
    return found
