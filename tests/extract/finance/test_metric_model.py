"""The weighing of metrics: what it picks, what it leaves to the rules, and that its weights can be read."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from pipeline.errors import KnowledgeError
from pipeline.extract.finance import metric_model
from pipeline.extract.finance.metric_model import MetricModel, MetricWeights, project
from pipeline.extract.finance.syntax import stem

WEIGHTS = MetricWeights(
    margin=0.1,
    vague=0.5,
    classes=("debt", "none", "other", "revenue"),
    bias=(0.0, 0.0, 0.0, 0.0),
    weights={"head=loan": (2.0, 0.0, 0.0, 0.0), "head=rate": (0.0, 1.0, 0.0, 0.0)},
    centre=(1.0, 0.0),
    axes=((1.0, 0.0),),
    axis_weights=((0.0, 0.0, 0.0, 1.0), (0.0, 0.0, 0.0, 0.0)),
)
HERE = np.array([1.0, 0.0, 1.0, 0.0], dtype=np.float32)


def test_likelihoods_follow_features_and_sum_to_one() -> None:
    likely = MetricModel(WEIGHTS).likelihoods({"head=loan": 1.0, "unknown": 5.0}, HERE)
    assert max(likely, key=lambda name: likely[name]) == "debt"
    assert sum(likely.values()) == pytest.approx(1.0)


def test_likelihoods_follow_meaning() -> None:
    away = np.array([4.0, 0.0, 1.0, 0.0], dtype=np.float32)
    likely = MetricModel(WEIGHTS).likelihoods({}, away)
    assert max(likely, key=lambda name: likely[name]) == "revenue"


def test_vectors_of_another_kind_are_left_out() -> None:
    assert project(np.zeros(6, dtype=np.float32), np.zeros(2), np.ones((1, 2))) is None


@pytest.mark.parametrize(
    ("likely", "ruled", "chosen"),
    [
        ({"debt": 0.5, "revenue": 0.3, "other": 0.2}, "revenue", "debt"),
        ({"debt": 0.4, "revenue": 0.35, "other": 0.25}, "revenue", "revenue"),
        ({"other": 0.6, "revenue": 0.3, "debt": 0.1}, "revenue", "revenue"),
        ({"none": 0.9, "revenue": 0.1}, "revenue", "none"),
        ({"none": 0.6, "other": 0.4}, "other", "none"),
    ],
)
def test_the_reading_of_the_rules_has_a_lead(likely: dict[str, float], ruled: str, chosen: str) -> None:
    assert MetricModel(WEIGHTS).choose(likely, ruled) == chosen


@pytest.mark.parametrize(
    ("word", "bare"),
    [("Loans", "loan"), ("raised", "rais"), ("raising", "rais"), ("1987", "#"), ("tax", "tax"), ("as", "as")],
)
def test_stem(word: str, bare: str) -> None:
    assert stem(word) == bare


@pytest.fixture
def _fresh():
    metric_model.metric_model.cache_clear()
    yield
    metric_model.metric_model.cache_clear()


@pytest.mark.usefixtures("_fresh")
def test_without_weights_the_rules_stand(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(metric_model, "model_path", lambda _: None)
    assert metric_model.metric_model() is None


@pytest.mark.usefixtures("_fresh")
def test_wrong_weights_stop_the_program(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    file = tmp_path / "money_metric.json"
    file.write_text(json.dumps({"margin": "much"}))
    monkeypatch.setattr(metric_model, "model_path", lambda _: file)
    with pytest.raises(KnowledgeError, match=r"money_metric\.json"):
        metric_model.metric_model()
