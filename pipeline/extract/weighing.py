"""Weighted sums of features: what the small linear models of the extractors have in common.

A feature is a name with a number; one that a model does not know weighs nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

Features = Mapping[str, float]
Floats = NDArray[np.float64]


def total(features: Features, weights: Mapping[str, float]) -> float:
    """Weighted sum of features."""
    return sum([weights[name] * value for name, value in features.items() if name in weights])


class Classes:
    """A model with several answers.

    Args:
        names: the answers.
        bias: one number for each answer.
        weights: coefficients of each feature, one for each answer.
    """

    def __init__(self, names: Sequence[str], bias: Sequence[float], weights: Mapping[str, Sequence[float]]) -> None:
        self.names = names
        self._bias = np.array(bias)
        self._places = {name: place for place, name in enumerate(weights)}
        self._weights = np.array(list(weights.values()))

    def sums(self, features: Features) -> Floats:
        """Weighted sum for each answer."""
        sums = self._bias.copy()
        known = [(self._places[name], value) for name, value in features.items() if name in self._places]
        if known:
            places, values = zip(*known, strict=True)
            sums += np.array(values) @ self._weights[list(places)]
        return sums

    def chances(self, sums: Floats) -> dict[str, float]:
        """Chance of each answer, by name."""
        powers = np.exp(sums - sums.max())
        return self.by_name(powers / powers.sum())

    def by_name(self, numbers: Floats) -> dict[str, float]:
        """A number of each answer, by its name."""
        return dict(zip(self.names, numbers.tolist(), strict=True))
