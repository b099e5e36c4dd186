"""Fit the curves of ``pipeline.confidence``: confidence as extractors give it → how often such facts are right.

One logistic regression on the log-odds serves all kinds of fact: a line for all of them, and for each kind a shift and
a tilt from it that are drawn back towards none. A kind with many facts gets its own line, one with few leans on the
rest, one with none takes the common line; no handful of lucky facts makes a curve. How hard the kinds are drawn back
is what gives the best log-loss in cross-validation by article. The curves are kept if, in cross-validation too, their
Brier score over all facts is better than that of confidence as it is.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipeline.confidence import Calibration, Curve
from pipeline.evaluate.outcome import KINDS, Kind
from pipeline.evaluate.reliability import reliability
from pipeline.evaluate.report import Report

FEWEST = 15
"""Facts, of all kinds together, that curves need; fewer would follow chance."""
CURVED: tuple[Kind, ...] = tuple(kind for kind in KINDS if kind != "entity")
"""Kinds of fact that have a curve."""
_FOLDS = 5
_EDGE = 0.02
"""No fact is certain: calibrated confidence stays this far from 0 and 1."""
_GRID = np.linspace(0.0, 1.0, 41)
_PULLS = (3.0, 10.0, 30.0)
"""Weights of the penalty on a kind's shift that are tried; 3 is worth about a dozen facts of the rest's kind."""
_TILT = 10.0
"""Weight of the penalty on a kind's tilt: few sets can tell a slope from chance."""
_FREE = 10.0
"""The common slope is scaled up so far that the penalty hardly touches it."""

Array = NDArray[np.float64]
Lines = Callable[[Array, Array], Array]
"""Log-odds and numbers of kinds → the chance of being right."""


@dataclass(frozen=True, slots=True)
class Fitted:
    """What became of one kind of fact, or of all together.

    Attributes:
        facts: how many there were.
        family: ``logistic``, or ``none`` if there were too few or it did not better.
        before: expected calibration error as extractors give confidence.
        after: the same after calibration, each article with curves fitted without it.
    """

    facts: int
    family: str
    before: float
    after: float


@dataclass(frozen=True, slots=True)
class _Facts:
    kind: Array
    confidence: Array
    right: Array
    fold: Array

    def part(self, inside: NDArray[np.bool_]) -> _Facts:
        return _Facts(self.kind[inside], self.confidence[inside], self.right[inside], self.fold[inside])


def fit(report: Report) -> tuple[Calibration, dict[str, Fitted]]:
    """Fit curves to the judged facts of a report that was made with raw confidence.

    Returns:
        The curves, none if they would not better, and what became of each kind and of ``all``.
    """
    facts = _facts(report)
    kept, curves = facts.confidence, Calibration({})
    if len(facts.right) >= FEWEST and len(set(facts.right)) == 2:
        pull = min(_PULLS, key=lambda one: _loss(_held_out(facts, one), facts.right))
        calibrated = _held_out(facts, pull)
        # By the loss that the lines are fitted by: by squares the two came out alike, and chance chose.
        if _loss(calibrated, facts.right) < _loss(facts.confidence, facts.right):
            kept, curves = calibrated, Calibration(_curves(_lines(facts, pull)))
    family = "logistic" if curves.curves else "none"
    fitted = {"all": _fitted(facts, kept, family)}
    for number, kind in enumerate(CURVED):
        inside = facts.kind == number
        fitted[kind] = _fitted(facts.part(inside), kept[inside], family)
    return curves, fitted


def _facts(report: Report) -> _Facts:
    rows = [
        (CURVED.index(one.kind), one.confidence, one.verdict == "right", number % _FOLDS)
        for number, score in enumerate(report.scores)
        for one in score.outcomes
        if one.kind in CURVED and one.confidence is not None
    ]
    table = np.array(rows, dtype=float).reshape(-1, 4)
    return _Facts(*table.T)


def _held_out(facts: _Facts, pull: float) -> Array:
    """Calibrated confidence of each fact by lines fitted without the articles of its fold."""
    values = facts.confidence.copy()
    for fold in range(_FOLDS):
        inside = facts.fold == fold
        rest = facts.part(~inside)
        if inside.any() and len(set(rest.right)) == 2:
            values[inside] = _lines(rest, pull)(_odds(facts.confidence[inside]), facts.kind[inside])
    return values


def _lines(facts: _Facts, pull: float) -> Lines:
    """Fit the line of each kind."""
    from sklearn.linear_model import LogisticRegression  # noqa: PLC0415 - heavy, and needed only to fit

    model = LogisticRegression(max_iter=1000).fit(_features(_odds(facts.confidence), facts.kind, pull), facts.right)
    tilts = model.coef_[0, 0] * _FREE + model.coef_[0, 1 + len(CURVED) :] / np.sqrt(_TILT)
    shifts = model.intercept_[0] + model.coef_[0, 1 : 1 + len(CURVED)] / np.sqrt(pull)
    flat = tilts < 0  # confidence says the opposite of the truth: the best rising line is level, at the mean
    tilts[flat] = 0.0
    for number in np.flatnonzero(flat):
        right = facts.right[facts.kind == number]
        shifts[number] = _odds((right.sum() + facts.right.mean() * pull) / (len(right) + pull))

    def lines(odds: Array, kind: Array) -> Array:
        place = kind.astype(int)
        rising: Array = 1 / (1 + np.exp(-(shifts[place] + tilts[place] * odds)))
        return np.clip(rising, _EDGE, 1 - _EDGE)

    return lines


def _features(odds: Array, kind: Array, pull: float) -> Array:
    """What the regression sees: the common slope, then each kind's shift and tilt, scaled by how free they are."""
    of_kind = (kind[:, None] == np.arange(len(CURVED))).astype(float)
    return np.hstack([odds[:, None] * _FREE, of_kind / np.sqrt(pull), of_kind * odds[:, None] / np.sqrt(_TILT)])


def _curves(lines: Lines) -> dict[str, Curve]:
    """Breakpoints with four decimals, so that they read the same on every machine."""
    x = tuple(round(float(value), 4) for value in _GRID)
    return {
        kind: Curve(x=x, y=tuple(round(float(y), 4) for y in lines(_odds(_GRID), np.full(len(_GRID), float(number)))))
        for number, kind in enumerate(CURVED)
    }


def _odds(confidence: Array) -> Array:
    bounded = np.clip(confidence, 0.01, 0.99)
    odds: Array = np.log(bounded / (1 - bounded))
    return odds


def _loss(confidence: Array, right: Array) -> float:
    bounded = np.clip(confidence, _EDGE, 1 - _EDGE)
    return float(-np.mean(right * np.log(bounded) + (1 - right) * np.log(1 - bounded)))


def _fitted(facts: _Facts, calibrated: Array, family: str) -> Fitted:
    return Fitted(len(facts.right), family, _error(facts.confidence, facts.right), _error(calibrated, facts.right))


def _error(confidence: Array, right: Array) -> float:
    return reliability([(float(c), bool(r)) for c, r in zip(confidence, right, strict=True)]).error
