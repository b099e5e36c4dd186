"""Company results in lines: "Shr 45 cts vs 32 cts Net 5.2 mln vs 3.9 mln", flattened or not, wire style or tabbed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pipeline.extract.finance.draft import Draft, Slot
from pipeline.extract.finance.lexicon import phrases, result_rules
from pipeline.extract.finance.periods import period_of, year_before
from pipeline.records import Period

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.document import Chain, Context
    from pipeline.extract.finance.lexicon import ResultRule
    from pipeline.extract.finance.topic import Topic
    from pipeline.records import Metric
    from pipeline.values import Money

_WINDOW, _GAP, _FEWEST = 60, 24, 2


def read_results(context: Context, moneys: Sequence[Money], topic: Topic) -> list[Draft]:
    """Facts of results lines.

    Args:
        context: the article.
        moneys: its amounts.
        topic: what the article is about, whose results the lines tell.

    Returns:
        One draft per figure; the figure behind "vs" is the same stretch a year before.
    """
    drafts: list[Draft] = []
    owner = topic.company or topic.titled
    last: tuple[Money, ResultRule] | None = None
    for money in moneys:
        figure = _heading(context, money) or (_against(context, last, money) if last is not None else None)
        if figure is not None:
            drafts.append(_draft(context, money, figure, owner))
        last = (money, figure.rule) if figure is not None and not figure.previous else None
    kept = drafts if len(drafts) >= _FEWEST and any(draft.previous for draft in drafts) else []
    _periods(context, kept)
    return kept


@dataclass(frozen=True, slots=True)
class _Figure:
    """What a results line says of an amount."""

    rule: ResultRule
    loss: bool
    previous: bool


def _heading(context: Context, money: Money) -> _Figure | None:
    ahead = context.clean.view[max(0, money.start - _WINDOW) : money.start]
    for rule, pattern in result_rules().possible(ahead):
        match = pattern.search(ahead)
        if match is not None:
            return _Figure(rule, "loss" in match.group().lower(), previous=False)
    return None


def _against(context: Context, last: tuple[Money, ResultRule], money: Money) -> _Figure | None:
    gap = context.clean.view[last[0].end : money.start]
    hit = phrases("amount_links")["link.results_against"].match(gap) if len(gap) < _GAP else None
    return None if hit is None else _Figure(last[1], (hit["sign"] or "").lower() == "loss", previous=True)


def _draft(context: Context, money: Money, figure: _Figure, owner: Chain | None) -> Draft:
    metric: Metric = figure.rule.metric
    if figure.loss and figure.rule.loss is not None:
        metric = figure.rule.loss
    elif figure.loss and money.value is not None and money.value > 0:
        money = replace(money, value=-money.value)
    first, last = context.token_range(money.start, money.end)
    span = context.doc[first:last]
    slot = Slot(money=money, first=first, last=last, head=span.root, sent=span.sent, number=0)
    draft = Draft(at=money.start, sent=span.sent, metric=metric, by=figure.rule.id, cost=0.0, slot=slot, owner=owner)
    draft.owner_basis = "topic" if owner is not None else "none"
    draft.previous = figure.previous
    draft.evidence = [(_line_start(context, money), money.end)]
    return draft


def _line_start(context: Context, money: Money) -> int:
    """Offset of the heading that a figure stands behind."""
    begin = max(0, money.start - _WINDOW)
    ahead = context.clean.view[begin : money.start]
    starts = [m.start() for _, pattern in result_rules().possible(ahead) if (m := pattern.search(ahead))]
    if starts:
        return begin + min(starts)
    line = context.text.rfind("\n", 0, money.start) + 1
    return max(line, begin)


def _periods(context: Context, drafts: Sequence[Draft]) -> None:
    """Date each figure by the last heading of a stretch ("12 mths", "Year") above it, else by the title's."""
    if not drafts:
        return
    view = context.clean.view
    heads = list(phrases("amount_links")["link.stretch"].finditer(view, 0, max(draft.at for draft in drafts)))
    for draft in drafts:
        above = [one for one in heads if one.end() <= draft.at]
        if not above:
            continue
        period = _stretch(context, above[-1].start(), above[-1].end())
        draft.period = year_before(period) if draft.previous else period


def _stretch(context: Context, start: int, end: int) -> Period:
    for date in context.dates:
        if date.start < end and start < date.end:
            return period_of(context, date)
    span = context.span(start, end)
    return Period(start=None, end=None, kind="duration", text=span.text)
