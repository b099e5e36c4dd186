"""Scores of money facts and revenue shares.

A money fact goes with another when the sums are equal (half a percent apart at most, same currency, or both ends of a
range), or, where the label has no sum, when the growth is. A share goes with another when the figures are equal to
within 0.006 and the segments share a word.

- ``money``: such a pair. ``money_metric_entity``: metric and owner are right. ``money_strict``: period and status too.
- ``revenue_share``: such a pair. ``revenue_share_entity``: the owner is right. ``revenue_share_strict``: the whole
  segment, dimension, basis, period and status too.
- ``money.<slot>`` and ``revenue_share.<slot>``: each slot over the gold facts.
"""

from __future__ import annotations

from pipeline.evaluate.align import assign
from pipeline.evaluate.names import Name, make_name, same
from pipeline.evaluate.outcome import Outcome, make_outcome
from pipeline.evaluate.pairing import Pairing, close, count_slot, overlapping, pair, same_days
from pipeline.evaluate.tally import Tally
from pipeline.evaluate.views import ArticleView, MoneyView, ShareView, When


def score_money(gold: ArticleView, predicted: ArticleView, tally: Tally) -> list[Outcome]:
    """Count the money facts of an article."""
    found = pair(gold.financials, predicted.financials, _score_money)
    found.count(tally, "money")
    found.count(tally, "money_metric_entity", sum(_right_money(a, b) for a, b in found.pairs))
    found.count(tally, "money_strict", sum(not _wrong_money(a, b) for a, b in found.pairs))
    found.count_by(tally, "money_metric_entity", lambda item: item.metric, _right_money)
    _count_money(found, tally)
    outcomes = [_money_outcome(gold.id, a, b) for a, b in found.golds()]
    return outcomes + [_money_outcome(gold.id, None, b) for b in found.false]


def score_shares(gold: ArticleView, predicted: ArticleView, tally: Tally) -> list[Outcome]:
    """Count the revenue shares of an article."""
    found = pair(gold.shares, predicted.shares, _score_share)
    found.count(tally, "revenue_share")
    found.count(tally, "revenue_share_entity", sum(same(a.entity, b.entity) for a, b in found.pairs))
    found.count(tally, "revenue_share_strict", sum(not _wrong_share(a, b) for a, b in found.pairs))
    for a, b in found.golds():
        for slot in ("dimension", "basis", "status"):
            count_slot(tally, f"revenue_share.{slot}", a, b)
        count_slot(tally, "revenue_share.entity", a, b, same)
        count_slot(tally, "revenue_share.segment", a, b, _same_segment)
        count_slot(tally, "revenue_share.period", a, b, same_days)
    outcomes = [_share_outcome(gold.id, a, b) for a, b in found.golds()]
    return outcomes + [_share_outcome(gold.id, None, b) for b in found.false]


def _score_money(gold: MoneyView, predicted: MoneyView) -> float:
    if not _same_sum(gold, predicted):
        return 0.0
    return (
        1.0
        + 0.5 * (gold.metric == predicted.metric)
        + 0.3 * same(gold.entity, predicted.entity)
        + 0.3 * overlapping(gold, predicted)
        + 0.2 * same_days(gold.period, predicted.period)
        + 0.1 * (gold.status == predicted.status)
    )


def _same_sum(gold: MoneyView, predicted: MoneyView) -> bool:
    """The label's sum where it has one, else its growth."""
    ends = close(gold.low, predicted.low), close(gold.high, predicted.high)
    if close(gold.value, predicted.value) or all(ends):
        return gold.currency in (None, predicted.currency)
    if gold.value is not None or (gold.low is not None and gold.high is not None):
        return False
    if gold.low is not None or gold.high is not None:
        # "up to 5 million": a record may carry the one end as the value.
        only = gold.low if gold.low is not None else gold.high
        one = predicted.low if predicted.low is not None else predicted.high
        return close(only, predicted.value if predicted.value is not None else one)
    return (
        close(gold.percent, predicted.percent)
        or close(gold.multiple, predicted.multiple)
        or close(gold.change_sum, predicted.change_sum)
        or (gold.direction == predicted.direction == "unchanged" and overlapping(gold, predicted))
    )


def _right_money(gold: MoneyView, predicted: MoneyView) -> bool:
    return gold.metric == predicted.metric and same(gold.entity, predicted.entity)


def _count_money(found: Pairing[MoneyView], tally: Tally) -> None:
    for gold, predicted in found.golds():
        for slot in ("metric", "status", "qualifier", "currency", "direction"):
            count_slot(tally, f"money.{slot}", gold, predicted)
        count_slot(tally, "money.entity", gold, predicted, same)
        count_slot(tally, "money.segment", gold, predicted, _same_segment)
        count_slot(tally, "money.period", gold, predicted, same_days)
        count_slot(tally, "money.change", gold, predicted, close)
        parties = predicted.parties if predicted else ()
        hits = len(assign(gold.parties, parties, _same_party))
        tally.add("money.counterparties", hits, len(parties), len(gold.parties))


def _same_party(gold: tuple[Name, str], predicted: tuple[Name, str]) -> float:
    return float(gold[1] == predicted[1] and same(gold[0], predicted[0]))


def _wrong_money(gold: MoneyView, predicted: MoneyView) -> tuple[str, ...]:
    wrong = []
    if gold.metric != predicted.metric:
        wrong.append(f"metric: {gold.metric}, not {predicted.metric}")
    if not same(gold.entity, predicted.entity):
        wrong.append(f"entity: {_printed(gold)}, not {_printed(predicted)}")
    if not same_days(gold.period, predicted.period):
        wrong.append(f"period: {_days(gold.period)}, not {_days(predicted.period)}")
    if gold.status != predicted.status:
        wrong.append(f"status: {gold.status}, not {predicted.status}")
    return tuple(wrong)


def _money_outcome(article: str, gold: MoneyView | None, predicted: MoneyView | None) -> Outcome:
    if gold is None or predicted is None:
        return make_outcome(("money", article), gold, predicted)
    right = _right_money(gold, predicted)
    return make_outcome(("money", article), gold, predicted, right=right, wrong=_wrong_money(gold, predicted))


def _score_share(gold: ShareView, predicted: ShareView) -> float:
    if not (
        _near(gold.share, predicted.share) or (_near(gold.low, predicted.low) and _near(gold.high, predicted.high))
    ):
        return 0.0
    common = _segment_words(gold.segment) & _segment_words(predicted.segment)
    if not common:
        return 0.0
    whole = _same_segment(gold.segment, predicted.segment)
    owner = same(gold.entity, predicted.entity)
    when = same_days(gold.period, predicted.period)
    return 1.0 + 0.5 * owner + 0.3 * whole + 0.3 * overlapping(gold, predicted) + 0.2 * when


def _near(a: float | None, b: float | None) -> bool:
    return a is not None and b is not None and abs(a - b) <= 0.006


def _segment_words(segment: str) -> frozenset[str]:
    return frozenset(word for form in make_name(segment).forms for word in form.split())


def _same_segment(a: str, b: str) -> bool:
    return make_name(a).forms == make_name(b).forms


def _wrong_share(gold: ShareView, predicted: ShareView) -> tuple[str, ...]:
    wrong = []
    if not same(gold.entity, predicted.entity):
        wrong.append(f"entity: {_printed(gold)}, not {_printed(predicted)}")
    if not _same_segment(gold.segment, predicted.segment):
        wrong.append(f"segment: {gold.segment!r}, not {predicted.segment!r}")
    for slot in ("dimension", "basis", "status"):
        if getattr(gold, slot) != getattr(predicted, slot):
            wrong.append(f"{slot}: {getattr(gold, slot)}, not {getattr(predicted, slot)}")
    if not same_days(gold.period, predicted.period):
        wrong.append(f"period: {_days(gold.period)}, not {_days(predicted.period)}")
    return tuple(wrong)


def _share_outcome(article: str, gold: ShareView | None, predicted: ShareView | None) -> Outcome:
    if gold is None or predicted is None:
        return make_outcome(("share", article), gold, predicted)
    wrong = _wrong_share(gold, predicted)
    right = same(gold.entity, predicted.entity)
    return make_outcome(("share", article), gold, predicted, right=right, wrong=wrong)


def _printed(fact: MoneyView | ShareView) -> str:
    return "none" if fact.entity is None else fact.entity.printed


def _days(when: When | None) -> str:
    if when is None:
        return "none"
    return when.text if when.start is None else f"{when.start} to {when.end}"
