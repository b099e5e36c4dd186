"""How sure an event is, as one number before calibration. The only place that weighs features."""

from __future__ import annotations

from pipeline.extract.events.candidate import Candidate

# Weights of the features of one mention; a base of 0.35 and all features sum to about 0.97.
_BASE = 0.35
_PARSED = 0.07
_STRONG_WORD = 0.13
_TOLD = 0.10
_AUTHORITY = 0.13
_TARGET = 0.13
_PROGRAM = 0.06
_CERTAIN_CEILING = 0.97
_REPEATED = 0.04


def raw_score(mention: Candidate) -> float:
    """Score of one mention, 0 to 1: how plain its words are and how many of its arguments were found."""
    score = _BASE
    score += _PARSED * mention.parsed
    score += _STRONG_WORD * (not mention.weak)
    score += _TOLD * (not mention.bare)
    score += _AUTHORITY * bool(mention.authorities)
    score += _TARGET * bool(mention.targets or mention.count)
    score += _PROGRAM * bool(mention.programs)
    return score


def combined(mentions: list[Candidate]) -> float:
    """Score of an event: its best mention, a little more for each further one."""
    best = max(m.score for m in mentions)
    return round(min(_CERTAIN_CEILING, best + _REPEATED * min(len(mentions) - 1, 3)), 3)
