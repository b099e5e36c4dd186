"""What is read off the vectors of a passage: triggers, stages, what amounts measure, who plays which part.

Labels stand in ``labels.json`` beside the weights, in the order of the columns.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
from pydantic import BaseModel, ConfigDict

from pipeline.reader.encoder import Floats

Family = Literal["event", "amount"]
"""Kinds of frames: triggers of events and amounts of money."""
Apart = Literal["here", "before", "far_before", "behind", "far_behind", "lead"]
"""Where a place stands, seen from a frame: its sentence, the one before, earlier ones, and so on; or in the article's
first lines, of which a passage further down is told again."""
APART: tuple[Apart, ...] = get_args(Apart)


class Labels(BaseModel):
    """Names of the columns of every head; the first of ``actions`` and of each kind of roles is ``none``."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    actions: tuple[str, ...]
    statuses: tuple[str, ...]
    measures: tuple[str, ...]
    event_roles: tuple[str, ...]
    metrics: tuple[str, ...]
    money_roles: tuple[str, ...]
    kinds: tuple[str, ...]

    def roles(self, family: Family) -> tuple[str, ...]:
        """What part a place can play in a frame of a family."""
        return self.event_roles if family == "event" else self.money_roles


@dataclass(frozen=True, slots=True)
class Place:
    """A stretch of words (half-open) that may play a part, with what stands there.

    ``kind`` is one of ``Labels.kinds``: an entity type, ``date``, ``pronoun`` or ``other``. Words are counted from the
    start of the frame's sentence, so those before it are below zero.
    """

    first: int
    last: int
    kind: str
    apart: Apart = "here"


class Heads:
    """The matrices behind the encoder.

    Args:
        weights: arrays by name.
        labels: names of their columns.
    """

    def __init__(self, weights: Mapping[str, Floats], labels: Labels) -> None:
        self.labels = labels
        self._weights = weights
        self._kinds = {name: number for number, name in enumerate(labels.kinds)}

    def linear(self, name: str, x: Floats) -> Floats:
        """One affine map."""
        found: Floats = x @ self._weights[name] + self._weights[f"{name}_bias"]
        return found

    def place(self, one: Place, family: str) -> Floats:
        """Vector of what stands at a place and how far from the frame."""
        kind: Floats = self._weights[f"{family}.kinds"][self._kinds.get(one.kind, self._kinds["other"])]
        apart: Floats = self._weights[f"{family}.apart"][APART.index(one.apart)]
        return kind + apart


class PassageReading:
    """A passage that was read.

    Args:
        words: one vector a word.
        heads: what reads them.
    """

    def __init__(self, words: Floats, heads: Heads) -> None:
        self.words, self.heads = words, heads
        self._triggers: Floats | None = None

    def triggers(self) -> Floats:
        """Chances that each word is the trigger of an event: a row a word, a column for none and each action."""
        if self._triggers is None:
            self._triggers = softmax(self.heads.linear("trigger", self.words))
        return self._triggers

    def sentence(self, first: int, last: int) -> SentenceReading:
        """The reading of one of its sentences, by its words."""
        return SentenceReading(self, first, last)


class SentenceReading:
    """A sentence of a passage; words are counted from its start.

    Args:
        passage: where it stands.
        first: its first word in the passage.
        last: behind its last word.
    """

    def __init__(self, passage: PassageReading, first: int, last: int) -> None:
        self.heads = passage.heads
        self._passage, self._first, self._last = passage, first, last
        self._whole: Floats | None = None
        self._told: dict[tuple[Family, tuple[Place, ...]], Floats] = {}
        """What each row of places answers, whatever frame asks."""
        self._asked: dict[tuple[Family, int, int], Floats] = {}

    def triggers(self) -> Floats:
        """Chances that each word is the trigger of an event: a row a word, a column for none and each action."""
        return self._passage.triggers()[self._first : self._last]

    def status(self, first: int, last: int) -> dict[str, float]:
        """Chance of each stage of the event whose trigger these words are."""
        state = self._state("event", first, last)
        return _named(self.heads.labels.statuses, softmax(self.heads.linear("event.status", state)))

    def measures(self, first: int, last: int) -> dict[str, float]:
        """Chance of each measure of the event whose trigger these words are."""
        state = self._state("event", first, last)
        return _named(self.heads.labels.measures, sigmoid(self.heads.linear("event.measures", state)))

    def metric(self, first: int, last: int) -> dict[str, float]:
        """Chance of each metric (``none``: no fact) of the amount at these words."""
        state = self._state("amount", first, last)
        return _named(self.heads.labels.metrics, softmax(self.heads.linear("amount.metric", state)))

    def parts(self, family: Family, first: int, last: int, places: Sequence[Place]) -> list[dict[str, float]]:
        """Chances of the roles that each place plays in the frame at these words.

        Args:
            family: kind of the frame.
            first: first word of the trigger or amount.
            last: behind its last word.
            places: where something stands that may play a part.
        """
        if not places:
            return []
        heads, labels = self.heads, self.heads.labels
        asked = self._asks(family, first, last)
        key = family, tuple(places)
        told = self._told.get(key)
        if told is None:
            told = heads.linear(f"{family}.answers", np.stack([self._mean(p.first, p.last) for p in places]))
            told = self._told[key] = told + np.stack([heads.place(one, family) for one in places])
        chances = softmax(heads.linear(f"{family}.roles", _joint(asked, told)))
        return [_named(labels.roles(family), row) for row in chances]

    def same(self, at: int, other: SentenceReading, there: int) -> float:
        """Chance that the triggers at two words, here and in a sentence of the same article, tell one decision."""
        one, two = self._asks("event", at, at + 1), other._asks("event", there, there + 1)
        return float(sigmoid(self.heads.linear("event.same", _joint(one, two)))[0])

    def _asks(self, family: Family, first: int, last: int) -> Floats:
        key = family, first, last
        if key not in self._asked:
            self._asked[key] = self.heads.linear(f"{family}.asks", self._mean(first, last))
        return self._asked[key]

    def _mean(self, first: int, last: int) -> Floats:
        words, first, last = self._passage.words, self._first + first, self._first + last
        mean: Floats = words[first] if last == first + 1 else words[first:last].mean(axis=0)
        return mean

    def _state(self, family: str, first: int, last: int) -> Floats:
        if self._whole is None:
            self._whole = self._mean(0, self._last - self._first)
        return gelu(self.heads.linear(f"{family}.state", np.concatenate([self._mean(first, last), self._whole])))


def gelu(x: Floats) -> Floats:
    """Gaussian error linear unit, by its tanh form (within 0.001 of the exact one)."""
    inner = x * x
    inner *= np.float32(0.7978845608 * 0.044715)
    inner += np.float32(0.7978845608)
    inner *= x
    np.tanh(inner, out=inner)
    inner += np.float32(1)
    inner *= x
    inner *= np.float32(0.5)
    return inner


def sigmoid(x: Floats) -> Floats:
    """Chances each for itself."""
    found: Floats = np.float32(1) / (np.float32(1) + np.exp(-x))
    return found


def softmax(x: Floats) -> Floats:
    """Chances that sum to one along the last axis."""
    powers = np.exp(x - x.max(axis=-1, keepdims=True))
    found: Floats = powers / powers.sum(axis=-1, keepdims=True)
    return found


def _joint(one: Floats, other: Floats) -> Floats:
    """Where two vectors meet; it does not matter which is first."""
    return np.concatenate([gelu(one + other), one * other], axis=-1)


def _named(names: Sequence[str], row: Floats) -> dict[str, float]:
    return dict(zip(names, row.tolist(), strict=True))
