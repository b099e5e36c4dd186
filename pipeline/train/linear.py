"""Fit the linear models of the sanction events."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.decomposition import PCA
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from pipeline.extract.events.decide import Linear
from pipeline.extract.events.features import SLOTS, Features

if TYPE_CHECKING:
    from numpy.typing import NDArray

SCALE = 0.5
"""Spread of the first component beside features of 0 and 1; set by four-fold cross-validation on the articles."""
FEWEST = 3
"""In how many rows a feature must stand to get a weight."""
DIGITS = 3


def fit(
    found: Sequence[Features],
    answers: Sequence[str],
    strength: float,
    vectors: Mapping[str, Sequence[NDArray[np.float32]]] | None = None,
    components: Mapping[str, int] | None = None,
) -> Linear:
    """One logistic regression; with two answers it has one sum, the log-odds of the later in the alphabet.

    The weights of the vectors are learnt on their principal components and stored for the vectors themselves, so that
    reading needs one product.

    Args:
        found: named features of each row.
        answers: what each row is.
        strength: inverse of the penalty on large weights.
        vectors: the vectors of each row, by slot.
        components: how many principal components of each slot to learn on.
    """
    counts = Counter(name for one in found for name in one)
    names = DictVectorizer()
    rows = [{name: value for name, value in one.items() if counts[name] >= FEWEST} for one in found]
    parts = [names.fit_transform(rows)]
    bases = {}
    for slot in SLOTS if vectors is not None and components is not None else ():
        raw = np.stack(vectors[slot])  # type: ignore[index]
        pca = PCA(components[slot], random_state=0, svd_solver="full").fit(raw)  # type: ignore[index]
        spread = SCALE / np.sqrt(pca.explained_variance_[0])
        bases[slot] = (pca, spread)
        parts.append(csr_matrix(pca.transform(raw) * spread))
    model = LogisticRegression(C=strength, max_iter=2000)
    model.fit(hstack(parts).tocsr(), answers)
    columns = names.get_feature_names_out()
    bias, offset = model.intercept_.astype(float), len(columns)
    weights = {
        str(name): tuple(round(float(w), DIGITS) for w in model.coef_[:, place]) for place, name in enumerate(columns)
    }
    stored = {}
    for slot, (pca, spread) in bases.items():
        width = pca.n_components_
        folded = model.coef_[:, offset : offset + width] @ pca.components_ * spread
        bias = bias - folded @ pca.mean_
        stored[slot] = tuple(tuple(round(float(w), DIGITS + 1) for w in row) for row in folded)
        offset += width
    return Linear(
        answers=tuple(model.classes_[-1:] if len(model.classes_) == 2 else model.classes_),
        bias=tuple(round(float(b), DIGITS) for b in bias),
        weights={name: row for name, row in weights.items() if any(row)},
        vectors=stored,
    )
