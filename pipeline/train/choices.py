"""Fit a choice among candidates: conditional logit over named features.

The chance of a candidate is the exponential of the weighted sum of its features over the sum of those of all; the
coefficients make the right candidates likeliest.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

import numpy as np
from scipy.optimize import minimize
from sklearn.feature_extraction import DictVectorizer

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

_STEPS = 200
"""Most steps of the optimiser."""


class Choice(Protocol):
    """Features of the right candidate and of all others."""

    @property
    def right(self) -> Mapping[str, float]:
        """Of the right one."""
        ...

    @property
    def others(self) -> Sequence[Mapping[str, float]]:
        """Of the others."""
        ...


def fit_choices(asked: Sequence[Choice], strength: float, fewest: int) -> dict[str, float]:
    """Coefficients by feature name, to three places; choices count alike whatever their number of candidates.

    Args:
        asked: choices to learn from.
        strength: inverse of the penalty on large coefficients.
        fewest: with how many choices a feature must come to get a coefficient.
    """
    counts = Counter(name for one in asked for name in set().union(one.right, *one.others))
    rows = [row for one in asked for row in (one.right, *one.others)]
    sizes = np.array([1 + len(one.others) for one in asked])
    firsts = np.cumsum(sizes) - sizes
    names = DictVectorizer()
    matrix = names.fit_transform([{k: v for k, v in row.items() if counts[k] >= fewest} for row in rows])

    def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        """Penalised negative log-likelihood and its gradient."""
        scores = matrix @ weights
        powers = np.exp(scores - np.repeat(np.maximum.reduceat(scores, firsts), sizes))
        chances = powers / np.repeat(np.add.reduceat(powers, firsts), sizes)
        missing = chances.copy()
        missing[firsts] -= 1.0
        value = -np.log(chances[firsts]).sum() + (weights @ weights) / (2 * strength)
        return float(value), matrix.T @ missing + weights / strength

    start = np.zeros(matrix.shape[1])
    found = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": _STEPS}).x
    told = zip(names.get_feature_names_out(), found, strict=True)
    return {str(name): round(float(value), 3) for name, value in told if round(float(value), 3) != 0}
