"""Company results in lines: "Shr 45 cts vs 32 cts Net 5.2 mln vs 3.9 mln", flattened or not, wire style or tabbed."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline.extract.finance.draft import Draft, Slot
from pipeline.extract.finance.lexicon import result_rules
from pipeline.extract.finance.periods import period_of, year_before
from pipeline.extract.finance.syntax import token_range

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.document import Chain, Context
    from pipeline.extract.finance.lexicon import ResultRule
    from pipeline.records import Metric, Period
    from pipeline.values import Money

_AGAINST = re.compile(r"^\s*\)?,?\s*(?:vs\.?|versus|against|\|)\s*\(?(?P<sign>profit|loss|nil)?\s*\(?$", re.IGNORECASE)
_STRETCH = re.compile(
    r"\b(?P<q>(?:1st|2nd|3rd|4th|first|second|third|fourth|final)[ -](?:qtr|quarter|half)|(?:six|nine|12|twelve|three|6|9|3|five|eight|ten|11|eleven) (?:mths|months)|(?:1st|2nd|first|second) half|half[- ]year|full[- ]year|year(?! (?:ago|earlier|before|end)\b)|qtr|quarter|mths)\b",
    re.IGNORECASE,
)
_WINDOW = 60


def read_results(context: Context, moneys: Sequence[Money], owner: Chain | None) -> list[Draft]:
    """Facts of results lines.

    Args:
        context: the article.
        moneys: its amounts.
        owner: the company of the article, whose results the lines tell.

    Returns:
        One draft per figure; the figure behind "vs" is the same stretch a year before.
    """
    view = context.clean.view
    drafts: list[Draft] = []
    last: tuple[Money, ResultRule] | None = None
    for money in moneys:
        ahead = view[max(0, money.start - _WINDOW) : money.start]
        found = _heading(ahead)
        if found is not None:
            rule, sign = found
            drafts.append(_draft(context, money, rule, sign, owner, previous=False))
            last = money, rule
            continue
        gap = view[last[0].end : money.start] if last is not None and money.start - last[0].end < 24 else None
        hit = _AGAINST.match(gap) if gap is not None else None
        if hit is not None and last is not None:
            drafts.append(_draft(context, money, last[1], (hit.group("sign") or "").lower(), owner, previous=True))
        last = None
    kept = drafts if len(drafts) >= 2 and any(draft.previous for draft in drafts) else []
    _periods(context, kept)
    return kept


def _heading(ahead: str) -> tuple[ResultRule, str] | None:
    for rule, pattern in result_rules():
        match = pattern.search(ahead)
        if match is not None:
            return rule, (match.groupdict().get("sign") or "").strip().lower()
    return None


def _draft(
    context: Context, money: Money, rule: ResultRule, sign: str, owner: Chain | None, *, previous: bool
) -> Draft:
    metric: Metric = rule.metric
    loss = sign == "loss" or (
        not sign
        and not previous
        and bool(re.search(r"\bloss\W*$", context.clean.view[max(0, money.start - 8) : money.start], re.IGNORECASE))
    )
    if loss and rule.loss is not None:
        metric = rule.loss
    elif loss and money.value is not None and money.value > 0:
        money = replace(money, value=-money.value)
    first, last = token_range(context.doc, money.start, money.end)
    span = context.doc[first:last]
    slot = Slot(money=money, first=first, last=last, head=span.root, sent=span.sent, number=0)
    start = _line_start(context, money)
    return Draft(
        at=money.start, sent=span.sent, metric=metric, by=rule.id, cost=0.0, slot=slot, owner=owner,
        owner_basis="topic" if owner is not None else "none", previous=previous, evidence=[(start, money.end)],
    )  # fmt: skip


def _line_start(context: Context, money: Money) -> int:
    """Offset of the heading that a figure stands behind."""
    begin = max(0, money.start - _WINDOW)
    ahead = context.clean.view[begin : money.start]
    starts = [m.start() for _, pattern in result_rules() if (m := pattern.search(ahead))]
    if starts:
        return begin + min(starts)
    line = context.text.rfind("\n", 0, money.start) + 1
    return max(line, begin)


def _periods(context: Context, drafts: Sequence[Draft]) -> None:
    """Date each figure by the last heading of a stretch ("12 mths", "Year") above it, else by the title's."""
    if not drafts:
        return
    view = context.clean.view
    heads = list(_STRETCH.finditer(view, 0, max(draft.at for draft in drafts)))
    for draft in drafts:
        above = [one for one in heads if one.end() <= draft.at]
        if not above:
            continue
        period = _stretch(context, above[-1].start(), above[-1].end())
        draft.period = year_before(period) if draft.previous else period


def _stretch(context: Context, start: int, end: int) -> Period:
    from pipeline.records import Period

    for date in context.dates:
        if date.start < end and start < date.end:
            return period_of(context, date)
    span = context.span(start, end)
    return Period(start=None, end=None, kind="duration", text=span.text)
