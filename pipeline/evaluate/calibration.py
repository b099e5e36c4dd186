"""Fit the curves of ``pipeline.confidence``: confidence as extractors give it → how often such facts are right.

For each kind of fact two families are tried, isotonic regression (any rising steps) and logistic regression on the
log-odds (one smooth curve, for few facts). The one with the lower Brier score in cross-validation by article is fitted
to all, if it is better there than confidence as it is. A kind with too few facts keeps its confidence.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipeline.confidence import Calibration, Curve
from pipeline.evaluate.outcome import KINDS, Kind
from pipeline.evaluate.reliability import reliability
from pipeline.evaluate.report import Report

FEWEST = 15
"""Facts that a curve needs; fewer would follow chance."""
_FOLDS = 5
_EDGE = 0.02
"""No fact is certain: calibrated confidence stays this far from 0 and 1."""
_GRID = np.linspace(0.0, 1.0, 41)

Array = NDArray[np.float64]
Fit = Callable[[Array, Array], Curve]


@dataclass(frozen=True, slots=True)
class Fitted:
    """What became of one kind of fact.

    Attributes:
        facts: how many there were.
        family: ``isotonic``, ``logistic``, or ``none`` if there were too few or neither did better.
        before: expected calibration error as extractors give confidence.
        after: the same after calibration, each article with curves fitted without it.
    """

    facts: int
    family: str
    before: float
    after: float


@dataclass(frozen=True, slots=True)
class _Facts:
    confidence: Array
    right: Array
    fold: NDArray[np.int64]


def fit(report: Report) -> tuple[Calibration, dict[str, Fitted]]:
    """Fit curves to the judged facts of a report that was made with raw confidence."""
    curves: dict[str, Curve] = {}
    fitted: dict[str, Fitted] = {}
    for kind in KINDS:
        if kind != "entity":
            facts = _facts(report, kind)
            curve, fitted[kind] = _fit_kind(facts)
            if curve is not None:
                curves[kind] = curve
    return Calibration(curves), fitted


def _facts(report: Report, kind: Kind) -> _Facts:
    rows = [
        (one.confidence, one.verdict == "right", number % _FOLDS)
        for number, score in enumerate(report.scores)
        for one in score.outcomes
        if one.kind == kind and one.confidence is not None
    ]
    confidence, right, fold = zip(*rows, strict=True) if rows else ((), (), ())
    return _Facts(np.array(confidence, float), np.array(right, float), np.array(fold, np.int64))


def _fit_kind(facts: _Facts) -> tuple[Curve | None, Fitted]:
    count = len(facts.confidence)
    before = _error(facts.confidence, facts.right)
    if count < FEWEST or len(set(facts.right)) < 2:
        return None, Fitted(count, "none", before, before)
    trials = {family: _held_out(facts, function) for family, function in _FAMILIES.items()}
    brier = {family: _brier(values, facts.right) for family, values in trials.items()}
    family = min(brier, key=lambda name: brier[name])
    if brier[family] >= _brier(facts.confidence, facts.right):
        return None, Fitted(count, "none", before, before)
    curve = _FAMILIES[family](facts.confidence, facts.right)
    return curve, Fitted(count, family, before, _error(trials[family], facts.right))


def _brier(confidence: Array, right: Array) -> float:
    return float(np.mean((confidence - right) ** 2))


def _held_out(facts: _Facts, function: Fit) -> Array:
    """Calibrated confidence of each fact by a curve fitted without the articles of its fold."""
    values = facts.confidence.copy()
    for fold in range(_FOLDS):
        inside = facts.fold == fold
        if inside.any() and len(set(facts.right[~inside])) == 2:
            curve = function(facts.confidence[~inside], facts.right[~inside])
            values[inside] = [curve.at(float(value)) for value in facts.confidence[inside]]
    return values


def _isotonic(confidence: Array, right: Array) -> Curve:
    from sklearn.isotonic import IsotonicRegression  # noqa: PLC0415 - heavy, and needed only to fit

    model = IsotonicRegression(y_min=_EDGE, y_max=1 - _EDGE, increasing=True, out_of_bounds="clip")
    model.fit(confidence, right)
    return _curve(model.X_thresholds_, model.y_thresholds_)


def _logistic(confidence: Array, right: Array) -> Curve:
    from sklearn.linear_model import LogisticRegression  # noqa: PLC0415 - as above

    model = LogisticRegression().fit(_odds(confidence), right)
    if model.coef_[0, 0] < 0:
        # Confidence says the opposite of the truth: the mean is the best rising line.
        return _curve(np.array([0.5]), np.array([right.mean()]))
    return _curve(_GRID, model.predict_proba(_odds(_GRID))[:, 1])


_FAMILIES: Mapping[str, Fit] = {"isotonic": _isotonic, "logistic": _logistic}


def _odds(confidence: Array) -> Array:
    bounded = np.clip(confidence, 0.01, 0.99)
    return np.log(bounded / (1 - bounded)).reshape(-1, 1)


def _curve(x: Sequence[float] | Array, y: Sequence[float] | Array) -> Curve:
    """A curve with four decimals, so that it reads the same on every machine."""
    points = {round(float(a), 4): round(float(np.clip(b, _EDGE, 1 - _EDGE)), 4) for a, b in zip(x, y, strict=True)}
    return Curve(x=tuple(points), y=tuple(np.maximum.accumulate(list(points.values())).tolist()))


def _error(confidence: Array, right: Array) -> float:
    return reliability([(float(c), bool(r)) for c, r in zip(confidence, right, strict=True)]).error
