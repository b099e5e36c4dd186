"""How sure a money fact or revenue share is: one small sum, documented in one place."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipeline.extract.finance.draft import Draft

_BASE = 0.9
_OWNER = {"frame": 0.0, "part": -0.08, "climb": -0.1, "near": -0.22, "topic": -0.2, "none": -0.3}
_OTHER = -0.15
_PER_COST = -0.05
_PREVIOUS = -0.05
_SECOND_EVIDENCE = 0.05


def money_confidence(draft: Draft) -> float:
    """Start from a clear statement and take off for each guess: owner, vague metric, distance, comparison value."""
    score = _BASE + _OWNER[draft.owner_basis] + _PER_COST * max(draft.cost, 0.0)
    score += _OTHER if draft.metric == "other" else 0.0
    score += _PREVIOUS if draft.previous else 0.0
    score += _SECOND_EVIDENCE if len(draft.evidence) > 1 else 0.0
    return round(min(max(score, 0.2), 0.97), 2)
