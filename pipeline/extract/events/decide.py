"""The learned decision: is a candidate an event, which action, is the decision one. Weights in ``models/events.json``.

Linear models over the features of :mod:`~pipeline.extract.events.features`, made by ``pipeline.train.events``. Without
the file the rules decide alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from math import log

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict

from pipeline.extract.events.candidate import Candidate
from pipeline.extract.events.features import Features, features, vectors, with_reader
from pipeline.extract.events.merge import Decision
from pipeline.extract.events.propose import Proposal, Proposals
from pipeline.knowledge.files import model_path, read_weights

MODEL = "events.json"
_CLEAR = 0.8
"""Chance from which a learnt stage counts."""
_SWAY = 2.0
"""What the reader adds to the log-odds of a candidate at most, but for one in fifty. It costs more than all else, so it
is not asked about a candidate that would stay out even then; were it, one in 500 of those that pass would be more."""
Floats = NDArray[np.float64]


class Linear(BaseModel):
    """One model: for each answer a bias, and a weight of each feature and of each number of each vector."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    answers: tuple[str, ...]
    bias: tuple[float, ...]
    weights: dict[str, tuple[float, ...]]
    vectors: dict[str, tuple[tuple[float, ...], ...]]


class EventWeights(BaseModel):
    """The whole of ``events.json``.

    Attributes:
        loose: chance from which a mention that no rule trusts is looked at.
        sure: chance from which a decision that the rules do not tell is an event.
        kept: chance below which a decision that the rules tell is none.
        near: as ``sure``, where the article is not plainly about sanctions.
        far: as ``sure``, where no word of it hints at restrictions between states.
        same: chance from which two mentions tell one decision.
        event: whether a candidate tells an event; one answer, whose sum is the log-odds.
        action: which of the nine actions it is.
        status: which of the seven stages it is in.
        pair: whether two mentions of one action tell one decision; one answer.
        verdict: whether a decision is an event; one answer.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    loose: float
    sure: float
    kept: float
    near: float
    far: float
    same: float
    event: Linear
    action: Linear
    status: Linear
    pair: Linear
    verdict: Linear


@dataclass(frozen=True, slots=True)
class _Ready:
    """A linear model as matrices."""

    answers: tuple[str, ...]
    bias: Floats
    places: dict[str, int]
    weights: Floats
    vectors: dict[str, Floats]

    def score(self, rows: Sequence[Features], numbers: dict[str, NDArray[np.float32]]) -> Floats:
        """Sums: one row for each candidate, one column for each answer."""
        total = np.tile(self.bias, (len(rows), 1))
        for number, found in enumerate(rows):
            at = [place for name in found if (place := self.places.get(name)) is not None]
            total[number] += self.weights[at].sum(axis=0)
        for slot, matrix in self.vectors.items():
            total += numbers[slot] @ matrix
        return total


def ready(model: Linear) -> _Ready:
    """Make the matrices of a model."""
    names = sorted(model.weights)
    return _Ready(
        answers=model.answers,
        bias=np.array(model.bias),
        places={name: place for place, name in enumerate(names)},
        weights=np.array([model.weights[name] for name in names]).reshape(len(names), len(model.answers)),
        vectors={slot: np.array(rows).T for slot, rows in model.vectors.items()},
    )


@dataclass(frozen=True, slots=True)
class Decider:
    """The models with their thresholds."""

    loose: float
    sure: float
    kept: float
    near: float
    far: float
    same: float
    event: _Ready
    action: _Ready
    status: _Ready
    pair: _Ready
    verdict: _Ready
    rules: bool = True
    """Whether what the rules tell counts by itself; without it the weights decide alone."""

    def decide(self, proposals: Proposals) -> None:
        """Give every candidate of an article its chance, its stage, and those of the wide table their action."""
        found = proposals.found
        if not found:
            return
        scene = proposals.scene
        rows = [features(scene, one.mention) for one in found]
        each = [vectors(scene, one.mention) for one in found]
        numbers = {slot: np.stack([row[slot] for row in each]) for slot in each[0]}
        unheard = self.event.score(rows, numbers)[:, 0]
        proposals.read(one for one, odds in zip(found, unheard, strict=True) if self._asks(one.mention, odds))
        rows = [with_reader(scene, one.mention, row) for one, row in zip(found, rows, strict=True)]
        chances = 1 / (1 + np.exp(-self.event.score(rows, numbers)[:, 0]))
        for one, chance in zip(found, chances, strict=True):
            one.mention.chance = float(chance)
        # The rest never come to be mentions.
        loose = [at for at, one in enumerate(found) if one.mention.loose and chances[at] >= self.loose]
        rows, numbers = [rows[at] for at in loose], {slot: table[loose] for slot, table in numbers.items()}
        actions, stages = self.action.score(rows, numbers), self.status.score(rows, numbers)
        for at, action, stage in zip(loose, actions, stages, strict=True):
            self._stage(found[at], stage)
            self._act(found[at], action)

    def _asks(self, mention: Candidate, odds: float) -> bool:
        """Whether the reader is asked: of a candidate that stays in, or may yet, by the log-odds without the reader."""
        return mention.trusted or (not mention.sense and odds + _SWAY >= log(self.loose / (1 - self.loose)))

    def pair_chances(self, rows: Sequence[Features]) -> list[float]:
        """Chance of each pair of mentions to tell one decision."""
        sums = self.pair.score(rows, {})[:, 0]
        return (1 / (1 + np.exp(-sums))).tolist()  # type: ignore[no-any-return]

    def judge(self, decisions: Sequence[Decision], rows: Sequence[Features]) -> None:
        """Give every decision of an article its chance."""
        if decisions:
            sums = self.verdict.score(rows, {})[:, 0]
            for one, number in zip(decisions, 1 / (1 + np.exp(-sums)), strict=True):
                one.chance = float(number)

    def _stage(self, one: Proposal, sums: Floats) -> None:
        """The learnt stage where it is clear; else what the governing words say."""
        odds = np.exp(sums - sums.max())
        best = int(odds.argmax())
        if odds[best] >= _CLEAR * odds.sum():
            one.mention.status = self.status.answers[best]  # type: ignore[assignment]

    def _act(self, one: Proposal, sums: Floats) -> None:
        """The likeliest of the actions that the word can tell."""
        row = max(one.rows, key=lambda row: sums[self.action.answers.index(row.action)])
        one.mention.action, one.mention.rule = row.action, f"learned.{row.id}"


@cache
def decider() -> Decider | None:
    """Read the weights once; None where there are none.

    Raises:
        KnowledgeError: the file is there but wrong.
    """
    model = read_weights(model_path(MODEL), EventWeights)
    return None if model is None else make_decider(model)


def make_decider(model: EventWeights) -> Decider:
    """Make the matrices of all models."""
    return Decider(
        loose=model.loose,
        sure=model.sure,
        kept=model.kept,
        near=model.near,
        far=model.far,
        same=model.same,
        event=ready(model.event),
        action=ready(model.action),
        status=ready(model.status),
        pair=ready(model.pair),
        verdict=ready(model.verdict),
    )
