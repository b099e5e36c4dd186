"""Fit one of several answers: multinomial logistic regression over named features, with coefficients to be read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Protocol, TypedDict

import numpy as np
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

_STEPS = 400
"""Most steps of the optimiser."""


class Answered(Protocol):
    """An example: its features and which answer is right."""

    @property
    def features(self) -> Mapping[str, float]:
        """Numbers by name."""
        ...

    @property
    def right(self) -> str:
        """The answer."""
        ...


class Fitted(TypedDict):
    """What the weights of a model with several answers are made from."""

    classes: tuple[str, ...]
    bias: tuple[float, ...]
    weights: dict[str, tuple[float, ...]]


def fit_classes(seen: Sequence[Answered], strength: float, fewest: int) -> Fitted:
    """Coefficients by feature name, one for each answer, to two places.

    Args:
        seen: the examples.
        strength: inverse of the penalty on large coefficients.
        fewest: in how many examples a feature must stand to get a coefficient.
    """
    counts = Counter(name for one in seen for name in one.features)
    names = DictVectorizer()
    told = names.fit_transform([{k: v for k, v in one.features.items() if counts[k] >= fewest} for one in seen])
    model = LogisticRegression(C=strength, max_iter=_STEPS)
    model.fit(told, [one.right for one in seen])
    rows = np.round(model.coef_.T, 2)
    return {
        "classes": tuple(str(name) for name in model.classes_),
        "bias": tuple(round(float(value), 3) for value in model.intercept_),
        "weights": {
            str(name): tuple(float(value) + 0.0 for value in row)
            for name, row in zip(names.get_feature_names_out(), rows, strict=True)
            if np.abs(row).max() > 0
        },
    }
