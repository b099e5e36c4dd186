"""Confidence: curves, their fitting and their use."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluate.records import record
from evaluate.samples import report_of
from pipeline import confidence
from pipeline.confidence import Calibration, Curve, load_calibration, read_calibration, to_json
from pipeline.document import Facts
from pipeline.errors import ConfigError
from pipeline.evaluate.calibration import FEWEST, fit
from pipeline.evaluate.documents import ArticleScore
from pipeline.evaluate.outcome import Kind, Outcome, Verdict
from pipeline.evaluate.report import Report

CURVE = Curve(x=(0.2, 0.6, 0.8), y=(0.1, 0.5, 0.6))


@pytest.mark.parametrize(
    ("given_value", "expected"), [(0.0, 0.1), (0.2, 0.1), (0.4, 0.3), (0.6, 0.5), (0.7, 0.55), (0.8, 0.6), (1.0, 0.6)]
)
def test_a_curve_is_straight_between_breakpoints_and_level_outside(given_value: float, expected: float) -> None:
    assert CURVE.at(given_value) == pytest.approx(expected)


@given(st.floats(0, 1), st.floats(0, 1))
def test_calibration_keeps_the_order(a: float, b: float) -> None:
    low, high = sorted((a, b))
    assert 0.1 <= CURVE.at(low) <= CURVE.at(high) <= 0.6


@pytest.mark.parametrize(
    "curve",
    [
        {"x": [], "y": []},
        {"x": [0.1, 0.2], "y": [0.1]},
        {"x": [0.2, 0.1], "y": [0.1, 0.2]},
        {"x": [0.1, 0.2], "y": [0.2, 0.1]},
        {"x": [0.1], "y": [1.2]},
    ],
)
def test_a_wrong_curve_is_refused(tmp_path: Path, curve: dict[str, list[float]]) -> None:
    file = tmp_path / "calibration.json"
    file.write_text(json.dumps({"event": curve}), encoding="utf-8")
    with pytest.raises(ConfigError, match=r"calibration\.json"):
        read_calibration(file)


def test_facts_take_the_curve_of_their_kind() -> None:
    made = record()
    facts = Facts(made.relations, made.financials, made.revenue_shares, made.sanction_events)
    applied = Calibration({"event": CURVE}).apply(facts)
    assert [event.confidence for event in applied.sanction_events] == [0.6, 0.4]
    assert applied.financials == made.financials
    assert applied.sanction_events[0].evidence == made.sanction_events[0].evidence


def test_without_a_file_confidence_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(confidence, "calibration_files", lambda: (tmp_path / "a.json", tmp_path / "b.json"))
    assert load_calibration() == Calibration({})
    assert load_calibration().digest() == ""
    (tmp_path / "b.json").write_text(to_json(Calibration({"event": CURVE})), encoding="utf-8")
    assert load_calibration() == Calibration({"event": CURVE})
    assert len(load_calibration().digest()) == 64


def report_with(
    facts: list[tuple[float, bool]], articles: int = 20, money: list[tuple[float, bool]] | None = None
) -> Report:
    """A report in which events, and money facts, have these confidences and were right or not."""
    base = report_of({})
    scores = [ArticleScore(base.scores[0].gold, found=True) for _ in range(articles)]
    kinds: tuple[tuple[Kind, list[tuple[float, bool]]], ...] = (("event", facts), ("money", money or []))
    for kind, pairs in kinds:
        for number, (given_value, right) in enumerate(pairs):
            verdict: Verdict = "right" if right else "false"
            one = Outcome(kind, "a", verdict, "", "x", (), "", None, given_value, "rule")
            scores[number % articles].outcomes.append(one)
    return dataclasses.replace(base, scores=scores)


def overconfident(count: int) -> list[tuple[float, bool]]:
    """Facts given 0.5 to 1.0 of which only half as many are right."""
    random = np.random.default_rng(7)
    given_values = random.uniform(0.5, 1.0, count)
    return [(round(float(value), 3), bool(random.uniform() < value / 2)) for value in given_values]


def test_fitting_mends_overconfidence() -> None:
    calibration, fitted = fit(report_with(overconfident(600)))
    assert fitted["event"].before > 0.3
    assert fitted["event"].after < 0.08
    assert calibration.curves["event"].at(0.8) == pytest.approx(0.4, abs=0.08)


def test_fitting_is_the_same_each_time() -> None:
    report = report_with(overconfident(200))
    assert to_json(fit(report)[0]) == to_json(fit(report)[0])


def test_too_few_facts_are_left_alone() -> None:
    calibration, fitted = fit(report_with(overconfident(FEWEST - 1)))
    assert calibration.curves == {}
    assert fitted["event"].family == "none"


@pytest.mark.parametrize("right", [True, False])
def test_facts_that_all_went_one_way_are_left_alone(right: bool) -> None:
    assert fit(report_with([(0.5, right)] * 100))[0].curves == {}


def test_confidence_that_is_right_as_it_is_is_left_alone() -> None:
    facts = [(0.9, number % 10 != 0) for number in range(100)] + [(0.1, number % 10 == 0) for number in range(100)]
    calibration, fitted = fit(report_with(facts, articles=10))
    assert fitted["event"].family == "none"
    assert calibration.curves == {}


def test_a_kind_without_facts_takes_the_common_line() -> None:
    curves = fit(report_with(overconfident(600)))[0].curves
    assert curves["share"].at(0.8) == pytest.approx(curves["event"].at(0.8), abs=0.06)


def test_a_handful_of_lucky_facts_leans_on_the_rest() -> None:
    lucky = [(0.8, True)] * 4
    curves = fit(report_with(overconfident(600), money=lucky))[0].curves
    assert curves["event"].at(0.8) <= curves["money"].at(0.8) < 0.75


def test_many_facts_make_their_own_line() -> None:
    sure = [(0.8, number % 20 != 0) for number in range(400)]
    curves = fit(report_with(overconfident(600), money=sure))[0].curves
    assert curves["money"].at(0.8) == pytest.approx(0.95, abs=0.05)
    assert curves["event"].at(0.8) == pytest.approx(0.4, abs=0.08)


def test_all_kinds_are_summed_up() -> None:
    _, fitted = fit(report_with(overconfident(300), money=overconfident(100)))
    assert (fitted["event"].facts, fitted["money"].facts, fitted["all"].facts) == (300, 100, 400)
    assert fitted["all"].after < fitted["all"].before


def test_confidence_that_says_the_opposite_becomes_level() -> None:
    facts = [(0.9, False), (0.1, True)] * 50
    curve = fit(report_with(facts))[0].curves["event"]
    assert curve.at(0.1) == pytest.approx(0.5, abs=0.05)
    assert curve.at(0.9) == pytest.approx(0.5, abs=0.05)
