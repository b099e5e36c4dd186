"""The weighing of measures: what is chosen, where words of a measure are looked for, and that weights are learnt."""

from __future__ import annotations

import pytest

from pipeline.extract.events import decisions_by, measures
from pipeline.extract.events.decide import decider
from pipeline.extract.events.measure_features import Told
from pipeline.extract.events.measures import MeasureWeights, choose_measures
from pipeline.records import Published
from pipeline.train.contexts import read_contexts
from pipeline.train.measures import Example, check, fit

ARTICLE = (
    "Envoys sent home\n\nOSLO, March 14 - The Foreign Ministry on Thursday imposed sanctions on Norda Lines. Its ships "
    "had called at closed ports.\n\nUnder the order the company's accounts were frozen.\n"
)


def test_measures_that_are_likely_enough_are_told_the_likeliest_first() -> None:
    weights = MeasureWeights(least=0.5, bias=-1.0, weights={"strong": 4.0, "weak": 2.0, "never": -1.0})
    rows = {"fine": {"weak": 1.0}, "tariff": {"strong": 1.0, "unknown": 1.0}, "diplomatic": {"never": 1.0}}
    assert weights.choose(rows) == ["tariff", "fine"]  # type: ignore[arg-type]


@pytest.mark.model
def test_words_of_a_measure_are_seen_from_the_decision(monkeypatch: pytest.MonkeyPatch) -> None:
    (context,) = read_contexts([("one", ARTICLE, Published(date=None, basis="none"))])
    (decision,) = decisions_by(context, (), decider())
    rows = Told(context).rows(decision)
    assert {"often=1", "gap<=2", "asset_freeze|gap<=2"} <= set(rows["asset_freeze"])
    assert not {"own", "best", "next"} & set(rows["asset_freeze"])
    assert "fine|action=designate" in rows["fine"]
    assert not any(name.startswith(("often", "gap")) for name in rows["fine"])
    near = MeasureWeights(least=0.5, bias=-1.0, weights={"gap<=2": 3.0})
    monkeypatch.setattr(measures, "measure_weights", lambda: near)
    choose_measures(context, [decision])
    assert decision.union("measures") == ["asset_freeze"]


@pytest.mark.model
def test_without_weights_the_reading_of_the_rules_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    (context,) = read_contexts([("one", ARTICLE, Published(date=None, basis="none"))])
    (decision,) = decisions_by(context, (), decider())
    said = decision.union("measures")
    monkeypatch.setattr(measures, "measure_weights", lambda: None)
    choose_measures(context, [decision])
    assert decision.union("measures") == said


def test_what_goes_with_a_measure_is_learnt() -> None:
    def example(number: int) -> Example:
        right, wrong = ("tariff", "fine") if number % 2 else ("fine", "tariff")
        rows = {right: {right: 1.0, "own": 1.0}, wrong: {wrong: 1.0, "gap<=4": 1.0}}
        return Example(str(number), rows, frozenset({right}), frozenset({wrong}))  # type: ignore[arg-type]

    seen = [example(number) for number in range(40)]
    weights = fit(seen)
    assert weights.weights["own"] > 0 > weights.weights["gap<=4"]
    assert check(weights, seen) == {"rules alone": 0.0, "both": 1.0}
