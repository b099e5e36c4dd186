"""Counts per article and what follows from them: precision, recall, F1 and their bootstrap intervals.

A count has four numbers, because a cluster score is no whole number of hits: what was right of the predicted, how many
were predicted, what was found of the gold, how many there are. For facts the first and the third are the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

ROUNDS = 1000
SEED = 20240229

Matrix = NDArray[np.float64]


@dataclass(slots=True)
class Tally:
    """Counts of one article, by the name of what is counted."""

    counts: dict[str, list[float]] = field(default_factory=dict)

    def add(self, key: str, hits: float, predicted: float, gold: float, *, found: float | None = None) -> None:
        """Add to a count; ``found`` is the recall side of the hits where it differs."""
        row = self.counts.setdefault(key, [0.0, 0.0, 0.0, 0.0])
        for i, number in enumerate((hits, predicted, hits if found is None else found, gold)):
            row[i] += number


@dataclass(frozen=True, slots=True)
class Figure:
    """Precision, recall and F1 with the number of gold and predicted items.

    Intervals are (low, high) of 95%, None where they were not asked for.
    """

    precision: float
    recall: float
    f1: float
    gold: float
    predicted: float
    precision_interval: tuple[float, float] | None = None
    recall_interval: tuple[float, float] | None = None
    f1_interval: tuple[float, float] | None = None


def figures(tallies: Sequence[Tally], *, rounds: int = ROUNDS, seed: int = SEED) -> dict[str, Figure]:
    """Figures over articles, by name.

    Args:
        tallies: one per article.
        rounds: bootstrap rounds, each drawing as many articles with replacement as there are; 0 for no intervals.
        seed: of the draws.
    """
    keys = sorted({key for tally in tallies for key in tally.counts})
    if not keys:
        return {}
    table = stack(tallies, keys)
    totals = table.sum(axis=0)
    point = scores(totals)
    if not rounds:
        return {key: _figure(point[i], totals[i], None) for i, key in enumerate(keys)}
    drawn = scores(np.einsum("rd,dkc->rkc", draws(len(tallies), rounds, seed), table))
    bounds = np.quantile(drawn, [0.025, 0.975], axis=0)
    return {key: _figure(point[i], totals[i], bounds[:, i]) for i, key in enumerate(keys)}


def stack(tallies: Sequence[Tally], keys: Sequence[str]) -> Matrix:
    """Counts as an array: article × key × (hits, predicted, found, gold)."""
    empty = [0.0] * 4
    return np.array([[tally.counts.get(key, empty) for key in keys] for tally in tallies], dtype=float)


def draws(articles: int, rounds: int, seed: int) -> Matrix:
    """How often each article is drawn in each round: round × article."""
    random = np.random.default_rng(seed)
    return random.multinomial(articles, np.full(articles, 1 / articles), size=rounds).astype(float)


def scores(counts: Matrix) -> Matrix:
    """Precision, recall and F1 in the last axis, of counts in the last axis; 0 where nothing was counted."""
    hits, predicted, found, gold = np.moveaxis(counts, -1, 0)
    precision = np.divide(hits, predicted, out=np.zeros_like(hits), where=predicted > 0)
    recall = np.divide(found, gold, out=np.zeros_like(found), where=gold > 0)
    both = precision + recall
    f1 = np.divide(2 * precision * recall, both, out=np.zeros_like(both), where=both > 0)
    return np.stack([precision, recall, f1], axis=-1)


def _figure(point: Matrix, totals: Matrix, bounds: Matrix | None) -> Figure:
    precision, recall, f1 = (round(float(x), 4) for x in point)
    gold, predicted = round(float(totals[3]), 2), round(float(totals[1]), 2)
    if bounds is None:
        return Figure(precision, recall, f1, gold, predicted)
    low, high = bounds
    intervals = [(round(float(a), 4), round(float(b), 4)) for a, b in zip(low, high, strict=True)]
    return Figure(precision, recall, f1, gold, predicted, *intervals)


def rows(figure_table: Mapping[str, Figure], prefix: str) -> Iterator[tuple[str, Figure]]:
    """Figures whose name begins with ``prefix:``, by the rest of the name."""
    for key, figure in figure_table.items():
        if key.startswith(f"{prefix}:"):
            yield key.removeprefix(f"{prefix}:"), figure
