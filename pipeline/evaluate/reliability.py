"""How far confidence can be trusted: reliability table and expected calibration error."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pipeline.evaluate.outcome import Kind, Outcome

BINS = 10


@dataclass(frozen=True, slots=True)
class Bin:
    """Facts whose confidence is from ``low`` to below ``high``: how many, mean confidence, part that was right."""

    low: float
    high: float
    facts: int
    confidence: float
    right: float


@dataclass(frozen=True, slots=True)
class Reliability:
    """The table of one kind of fact.

    Attributes:
        facts: how many predicted facts were judged.
        error: expected calibration error, the mean distance of confidence and correctness, weighted by facts.
        bins: those that are not empty.
    """

    facts: int
    error: float
    bins: tuple[Bin, ...]


def judged(outcomes: Iterable[Outcome], kind: Kind | None = None) -> list[tuple[float, bool]]:
    """Confidence and correctness of every predicted fact of a kind, or of all."""
    return [
        (outcome.confidence, outcome.verdict == "right")
        for outcome in outcomes
        if outcome.confidence is not None and kind in (None, outcome.kind)
    ]


def reliability(facts: Sequence[tuple[float, bool]]) -> Reliability:
    """Bin facts by confidence, each bin a tenth wide, the last one with 1.0."""
    sorted_in: list[list[tuple[float, bool]]] = [[] for _ in range(BINS)]
    for confidence, right in facts:
        sorted_in[min(int(confidence * BINS), BINS - 1)].append((confidence, right))
    bins = tuple(_bin(number, inside) for number, inside in enumerate(sorted_in) if inside)
    error = sum(one.facts * abs(one.confidence - one.right) for one in bins) / len(facts) if facts else 0.0
    return Reliability(len(facts), round(error, 4), bins)


def _bin(number: int, inside: Sequence[tuple[float, bool]]) -> Bin:
    count = len(inside)
    mean = sum(confidence for confidence, _ in inside) / count
    right = sum(hit for _, hit in inside) / count
    return Bin(number / BINS, (number + 1) / BINS, count, round(mean, 4), round(right, 4))
