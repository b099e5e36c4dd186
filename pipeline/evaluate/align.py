"""One-to-one assignment of gold and predicted items, the best there is.

Every gold item may go with at most one predicted item and the other way round. Of all such assignments the one with
the highest sum of scores is taken (Jonker-Volgenant algorithm of scipy), so the result does not depend on the order of
the facts; pairs whose score is 0 are no pairs. Greedy matching, which takes the best pair first, can leave two good
pairs unmade for the sake of one slightly better.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

import numpy as np
from scipy.optimize import linear_sum_assignment

G = TypeVar("G")
P = TypeVar("P")


def assign(gold: Sequence[G], predicted: Sequence[P], score: Callable[[G, P], float]) -> dict[int, int]:
    """Indices of gold items to indices of the predicted items they go with.

    Args:
        gold: the gold items.
        predicted: the predicted items.
        score: 0 where two items cannot be the same, else how well they go together.
    """
    if not gold or not predicted:
        return {}
    matrix = np.array([[score(g, p) for p in predicted] for g in gold], dtype=float)
    rows, columns = linear_sum_assignment(matrix, maximize=True)
    return {int(i): int(j) for i, j in zip(rows, columns, strict=True) if matrix[i, j] > 0}
