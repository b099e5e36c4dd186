"""Settle what each amount measures: the rules' reading, unless learnt weights speak clearly for another metric.

The coefficients stand in ``models/money_metric.json``, learnt by ``pipeline.train.metrics``. Without the file the
reading of the rules stands.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, get_args

import numpy as np
from pydantic import BaseModel, ConfigDict

from pipeline.extract.finance.cues import WORST, read
from pipeline.extract.finance.metric_features import Describer
from pipeline.extract.weighing import Classes
from pipeline.knowledge.files import model_path, read_weights
from pipeline.records import Metric

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from pipeline.document import Context
    from pipeline.extract.finance.cues import Cue
    from pipeline.extract.finance.draft import Slot
    from pipeline.extract.finance.links import Link
    from pipeline.extract.finance.metric_features import Features
    from pipeline.extract.finance.scene import Scene

MODEL = "money_metric.json"
LEARNT = "model.metric"
NONE = "none"
"""The class of amounts that are no fact."""
_VAGUE = frozenset({"other", NONE})
_NEAR, _NEAR_LEAD = 0.3, 0.3
"""Cost up to which a cue stands right beside its amount, and the further lead that its reading then has."""
_FAR = 3.0
"""Cost of a metric that no cue names."""


class MetricWeights(BaseModel):
    """The whole of ``money_metric.json``.

    Attributes:
        margin: by how much another metric must be likelier than the reading of the rules to take its place.
        vague: the same, where the rules name a metric and the other is ``other`` or no fact.
        classes: the metrics, and ``none``.
        bias: one number for each class.
        weights: coefficients of each feature, one for each class; a feature not listed weighs nothing.
        centre: mean of the word vectors, which the axes go through.
        axes: main axes of the word vectors.
        axis_weights: coefficients of the places on the axes: first of the words in the window, then of those above.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    margin: float
    vague: float
    classes: tuple[str, ...]
    bias: tuple[float, ...]
    weights: dict[str, tuple[float, ...]]
    centre: tuple[float, ...]
    axes: tuple[tuple[float, ...], ...]
    axis_weights: tuple[tuple[float, ...], ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """What an amount measures (None: it is no fact), by which rule, how doubtful, and the words that say it."""

    metric: Metric | None
    by: str
    cost: float
    cue: Cue | None


class MetricModel:
    """The coefficients as arrays."""

    def __init__(self, told: MetricWeights) -> None:
        self._margin, self._vague = told.margin, told.vague
        self._classes = Classes(told.classes, told.bias, told.weights)
        self._centre, self._axes = np.array(told.centre), np.array(told.axes)
        self._axis_weights = np.array(told.axis_weights)

    def likelihoods(self, features: Features, vectors: NDArray[np.float32]) -> dict[str, float]:
        """Probability of each class."""
        sums = self._classes.sums(features)
        places = project(vectors, self._centre, self._axes)
        if places is not None:
            sums += places @ self._axis_weights
        return self._classes.chances(sums)

    def choose(self, likely: dict[str, float], ruled: str, *, near: bool = False) -> str:
        """The likeliest class, or the reading of the rules where the lead is too small.

        Args:
            likely: probability of each class.
            ruled: what the rules read.
            near: the words that the rules read it from stand right beside the amount.
        """
        best = max(likely, key=lambda name: likely[name])
        vaguer = best in _VAGUE and ruled not in _VAGUE
        lead = (self._vague if vaguer else self._margin) + (_NEAR_LEAD if near else 0.0)
        return best if likely[best] > likely.get(ruled, 0.0) + lead else ruled


def project(
    vectors: NDArray[np.float32], centre: NDArray[np.float64], axes: NDArray[np.float64]
) -> NDArray[np.float64] | None:
    """Places of the two halves of a vector on the axes; None where the base model's vectors are of another kind."""
    if not axes.size or vectors.size != 2 * centre.size:
        return None
    return ((vectors.reshape(2, -1) - centre) @ axes.T).ravel()


@cache
def metric_model() -> MetricModel | None:
    """Read the coefficients once; None where there are none.

    Raises:
        KnowledgeError: the file is there but wrong.
    """
    weights = read_weights(model_path(MODEL), MetricWeights)
    return None if weights is None else MetricModel(weights)


def describer_of(context: Context, cues: Sequence[Cue]) -> Describer | None:
    """What makes the features of an article's amounts, where there is a model that weighs them."""
    return None if metric_model() is None else Describer(context, cues)


def read_metrics(scene: Scene, links: Sequence[Link]) -> list[Reading]:
    """What each amount of a sentence measures, in order."""
    ruled = [_ruled(slot, cues) for slot, cues in zip(scene.slots, scene.ranked, strict=True)]
    model, describer = metric_model(), scene.describer
    if model is None or describer is None or not scene.slots:
        return ruled
    rows = describer.rows(scene, links)
    return [
        _weigh(model, model.likelihoods(row, describer.vectors(slot)), reading, cues)
        for slot, row, reading, cues in zip(scene.slots, rows, ruled, scene.ranked, strict=True)
    ]


def _ruled(slot: Slot, ranked: Sequence[tuple[Cue, float]]) -> Reading:
    chosen = ranked[0] if ranked and ranked[0][1] <= WORST else None
    metric, by, cost = read(slot, chosen)
    return Reading(metric, by, cost, chosen[0] if chosen is not None else None)


def _weigh(
    model: MetricModel, likely: dict[str, float], ruled: Reading, ranked: Sequence[tuple[Cue, float]]
) -> Reading:
    """The reading of the rules, or the likeliest metric with the best cue that names it."""
    best = model.choose(likely, ruled.metric or NONE, near=ruled.cue is not None and ruled.cost <= _NEAR)
    if best == (ruled.metric or NONE):
        return ruled
    if best == NONE:
        return Reading(None, LEARNT, 0.0, None)
    metric = next(name for name in get_args(Metric) if name == best)
    for cue, cost in ranked:
        if cost <= WORST and metric in (cue.rule.metric, cue.rule.sharewise):
            return Reading(metric, cue.rule.id, cost, cue)
    return Reading(metric, LEARNT, _FAR, None)
