"""Learn what amounts measure: every amount of the gold set and of the drills, multinomial logistic regression.

The coefficients go to ``models/money_metric.json`` with the names of the features, to be read and compared.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from sklearn.decomposition import PCA
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from pipeline.extract.finance.cues import rank
from pipeline.extract.finance.metric_features import Describer, ruled
from pipeline.extract.finance.metric_model import MetricModel, MetricWeights, metric_model
from pipeline.train.contexts import Readers
from pipeline.train.money_data import NONE, Lesson, label, opened

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from pipeline.extract.finance.metric_features import Features

AXES = 16
"""Main axes of the word vectors that are kept."""
REACH = 2.0
"""Weight of the places on the axes beside the other features; with STRENGTH from five folds of the training split."""
STRENGTH = 0.5
"""Inverse of the penalty on large coefficients."""
MARGIN, VAGUE = 0.05, 0.2
"""Leads of the reading of the rules over another metric, and over none; from the same folds."""
FEWEST = 2
"""In how many examples a feature must stand to get a coefficient."""
_FOLDS = 5


@dataclass(frozen=True, slots=True)
class Example:
    """An amount with its features, the reading of the rules and the right metric."""

    article: str
    features: Features
    vectors: NDArray[np.float32]
    ruled: str
    right: str


def examples(taught: Sequence[Lesson], readers: Readers | None = None) -> Iterator[Example]:
    """Every amount of the lessons that stands for itself or for an earlier period."""
    for lesson, context, seen in opened(taught, readers):
        describer = Describer(context, seen.cues)
        for scene, links in seen.scenes:
            rows = describer.rows(scene, links)
            for slot, place, row in zip(scene.slots, links, rows, strict=True):
                if place.part == "delta" and place.partner is not None:
                    continue
                told = label(slot.money, lesson.told)
                if told is None and lesson.id.startswith("drill"):
                    continue
                reading = ruled(slot, rank(context, slot, scene.cues, scene.slots))
                right = NONE if told is None else told.metric
                yield Example(lesson.id, row, describer.vectors(slot), reading, right)


def train_metrics(
    taught: Sequence[Lesson], out: Path, readers: Readers | None = None, axes: int = AXES
) -> MetricWeights:
    """Learn the coefficients and write them."""
    weights = fit(list(examples(taught, readers)), axes)
    out.write_text(json.dumps(weights.model_dump(), sort_keys=True, separators=(",", ":")) + "\n", encoding="utf-8")
    metric_model.cache_clear()  # what is learnt next reads by these
    return weights


def fit(seen: Sequence[Example], axes: int = AXES) -> MetricWeights:
    """Coefficients by feature name, to two places; ``axes`` of the word vectors are kept."""
    halves = np.concatenate([half for one in seen for half in np.split(one.vectors.astype(float), 2)]).reshape(
        2 * len(seen), -1
    )
    pca = PCA(axes, svd_solver="full").fit(halves)
    centre, main = np.round(pca.mean_, 3), np.round(pca.components_, 3)
    counts = Counter(name for one in seen for name in one.features)
    names = DictVectorizer(sparse=False)
    told = names.fit_transform([{k: v for k, v in one.features.items() if counts[k] >= FEWEST} for one in seen])
    places = ((halves - centre) @ main.T).reshape(len(seen), -1) * REACH
    model = LogisticRegression(C=STRENGTH, max_iter=400)
    model.fit(np.hstack([told, places]), [one.right for one in seen])
    rows = np.round(model.coef_.T, 2)
    features = names.get_feature_names_out()
    size = len(features)
    return MetricWeights(
        margin=MARGIN,
        vague=VAGUE,
        classes=tuple(str(name) for name in model.classes_),
        bias=_numbers(model.intercept_),
        weights={
            str(name): _numbers(row) for name, row in zip(features, rows[:size], strict=True) if np.abs(row).max() > 0
        },
        centre=_numbers(centre),
        axes=tuple(_numbers(row) for row in main),
        axis_weights=tuple(_numbers(row * REACH) for row in model.coef_.T[size:]),
    )


def _numbers(row: NDArray[np.float64]) -> tuple[float, ...]:
    return tuple(round(float(value), 3) + 0.0 for value in row)


def ablation(seen: Sequence[Example]) -> dict[str, float]:
    """How often the metric is right by the rules alone, by the weights alone and by both.

    Five folds over whole articles; drills are learnt from, never asked.
    """
    asked = [number for number, one in enumerate(seen) if not one.article.startswith("drill")]
    groups = [seen[number].article for number in asked]
    right = Counter({"rules alone": 0, "learnt alone": 0, "both": 0})
    for _, held in GroupKFold(_FOLDS).split(asked, groups=groups):
        out = {groups[i] for i in held}
        model = MetricModel(fit([one for one in seen if one.article not in out]))
        for one in (seen[asked[i]] for i in held):
            right.update(_verdicts(model, one))
    return {name: count / len(asked) for name, count in right.items()}


def check(weights: MetricWeights, seen: Sequence[Example]) -> dict[str, float]:
    """The same three figures on examples that the weights were not learnt from."""
    model = MetricModel(weights)
    right = Counter({"rules alone": 0, "learnt alone": 0, "both": 0})
    for one in seen:
        right.update(_verdicts(model, one))
    return {name: count / len(seen) for name, count in right.items()}


def _verdicts(model: MetricModel, one: Example) -> dict[str, int]:
    likely = model.likelihoods(one.features, one.vectors)
    best = max(likely, key=lambda name: likely[name])
    chosen = {"rules alone": one.ruled, "learnt alone": best, "both": model.choose(likely, one.ruled)}
    return {name: int(metric == one.right) for name, metric in chosen.items()}
