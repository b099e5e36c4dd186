"""Figures of many articles: precision, recall, F1 and their intervals."""

from __future__ import annotations

import pytest

from pipeline.evaluate.reliability import reliability
from pipeline.evaluate.tally import Tally, figures


def tally(hits: float, predicted: float, gold: float) -> Tally:
    one = Tally()
    one.add("fact", hits, predicted, gold)
    return one


def test_figures_are_those_of_all_articles_together() -> None:
    figure = figures([tally(1, 2, 1), tally(1, 1, 3)])["fact"]
    assert (figure.precision, figure.recall, figure.f1) == (0.6667, 0.5, 0.5714)
    assert (figure.gold, figure.predicted) == (4, 3)


def test_nothing_counted_is_zero_and_no_division_by_it() -> None:
    figure = figures([tally(0, 0, 0), tally(0, 0, 2)])["fact"]
    assert (figure.precision, figure.recall, figure.f1) == (0.0, 0.0, 0.0)
    assert figures([]) == {}


def test_intervals_hold_the_figure_and_come_out_the_same_again() -> None:
    articles = [tally(number % 3, 3, 3) for number in range(30)]
    first, second = figures(articles)["fact"], figures(articles)["fact"]
    assert first == second
    assert first.f1_interval is not None
    low, high = first.f1_interval
    assert low < first.f1 < high
    assert high - low < 0.3


def test_the_interval_of_equal_articles_is_a_point() -> None:
    figure = figures([tally(1, 2, 2)] * 10)["fact"]
    assert figure.f1_interval == (0.5, 0.5)


def test_an_article_that_lacks_a_count_has_none_of_it() -> None:
    figure = figures([tally(1, 1, 1), Tally()])["fact"]
    assert (figure.precision, figure.recall) == (1.0, 1.0)


def test_reliability_weighs_bins_by_facts() -> None:
    facts = [(0.85, True)] * 3 + [(0.85, False)] + [(0.15, False)] * 4
    table = reliability(facts)
    assert [(one.low, one.facts, one.right) for one in table.bins] == [(0.1, 4, 0.0), (0.8, 4, 0.75)]
    assert table.error == pytest.approx((4 * 0.15 + 4 * 0.10) / 8)


@pytest.mark.parametrize(("confidence", "low"), [(0.0, 0.0), (0.1, 0.1), (0.999, 0.9), (1.0, 0.9)])
def test_every_confidence_has_a_bin(confidence: float, low: float) -> None:
    assert [one.low for one in reliability([(confidence, True)]).bins] == [low]


def test_no_facts_have_no_error() -> None:
    assert reliability([]).error == 0.0
