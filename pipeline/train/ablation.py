"""F1 of what rules read alone and of rules with weights: in folds of whole articles, and on a held-out set."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Protocol, TypeVar

from sklearn.model_selection import GroupKFold

Counts = Mapping[str, Counter[str]]
"""For each way: how many facts are ``told``, how many are ``named``, how many of these are ``hits``."""
_FOLDS = 5


W = TypeVar("W")


class OfArticle(Protocol):
    """An example that knows its article."""

    @property
    def article(self) -> str:
        """Id of the labelled article."""
        ...


E = TypeVar("E", bound=OfArticle)
Count = Callable[[Counts, W, Sequence[E]], None]
"""Adds what weights and rules make of examples."""


def over_folds(seen: Sequence[E], fit: Callable[[Sequence[E]], W], count: Count[W, E]) -> dict[str, float]:
    """F1 of each way; the weights of a fold are fitted on the articles of the others."""
    groups = [one.article for one in seen]
    counts = _counts()
    for _, held in GroupKFold(_FOLDS).split(seen, groups=groups):
        out = {groups[i] for i in held}
        count(counts, fit([one for one in seen if one.article not in out]), [seen[i] for i in held])
    return _figures(counts)


def on_held(weights: W, seen: Sequence[E], count: Count[W, E]) -> dict[str, float]:
    """F1 of each way on examples that the weights were not learnt from."""
    counts = _counts()
    count(counts, weights, seen)
    return _figures(counts)


def _counts() -> Counts:
    return {"rules alone": Counter(), "both": Counter()}


def _figures(counts: Counts) -> dict[str, float]:
    return {way: 2 * ours["hits"] / max(ours["named"] + ours["told"], 1) for way, ours in counts.items()}
