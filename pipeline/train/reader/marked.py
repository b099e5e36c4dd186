"""Passages whose frames are marked in the text: ``corpus/marked``, our own writing, for the reader.

A passage is a line. ``{designate enacted asset_freeze|froze}`` is the trigger of an event with its action, status,
measures and reasons; ``{revenue actual|5 mln dlrs}`` is an amount with its metric and status, ``{none|…}`` one that is
no fact, and ``change`` beside the metric says that the amount is how much it moved. ``{A|the Treasury}`` fills a role
of every frame of the passage, ``{T2|Orlo Mills}`` of the second frame, ``{A13|…}`` of the first and third; frames are
numbered behind their first word where there are several: ``{delist2 enacted|lifted}``. ``{T+O|…}`` plays two parts.
``{directorship former|chairman}`` are words that tell a relation, of subject ``U`` to object ``Y``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import get_args

from pipeline.errors import ConfigError
from pipeline.records import Action, EventStatus, FactStatus, Measure, Metric, Reason, RelationType

ROLES = {
    "A": "authority", "T": "target", "P": "program", "D": "announced", "E": "effective", "X": "expires", "Q": "source",
    "O": "owner", "S": "segment", "W": "period",
    "I": "investor", "B": "buyer", "V": "seller", "L": "lender", "C": "customer", "H": "regulator",
    "U": "subject", "Y": "object",
}  # fmt: skip
"""Letter of each role."""
EVENT_ROLES, MONEY_ROLES = tuple(ROLES.values())[:7], tuple(ROLES.values())[7:16]
TIE_ROLES = ("subject", "object")
FAMILIES = {"event": EVENT_ROLES, "amount": MONEY_ROLES, "tie": TIE_ROLES}
"""Kinds of frames with the roles that each has; a tie is what tells a relation, which the reader does not learn."""
ACTIONS, STATUSES = get_args(Action), get_args(EventStatus)
TIES, TIE_STATUSES = get_args(RelationType), ("current", "former", "future")
METRICS, FACT_STATUSES = (*get_args(Metric), "none"), get_args(FactStatus)
_MEASURES = tuple("other_measure" if one == "other" else one for one in get_args(Measure))
_REASONS = tuple("other_reason" if one == "other" else one for one in get_args(Reason))
_MARK = re.compile(r"\{(?P<label>[^|{}]+)\|(?P<text>[^{}|]+)\}")
_NUMBERED = re.compile(r"(?P<word>[A-Za-z_]+?)(?P<number>\d*)")


@dataclass(frozen=True, slots=True)
class Frame:
    """A trigger, an amount or words that tell a relation; offsets are of the passage without its marks.

    Attributes:
        kind: the action, the metric or the type of the relation.
        change: the amount is how much the metric moved.
    """

    start: int
    end: int
    kind: str
    status: str | None = None
    measures: frozenset[str] = frozenset()
    reasons: frozenset[str] = frozenset()
    change: bool = False

    @property
    def family(self) -> str:
        """One of ``FAMILIES``."""
        return "event" if self.kind in ACTIONS else "tie" if self.kind in TIES else "amount"


@dataclass(frozen=True, slots=True)
class Filler:
    """A stretch of text with the role that it plays in some frames of the passage (by place in ``frames``)."""

    start: int
    end: int
    role: str
    frames: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage without its marks, and what they said."""

    text: str
    frames: tuple[Frame, ...]
    fillers: tuple[Filler, ...]


def read_marked(path: Path) -> Iterator[Passage]:
    """The passages of a file; empty lines and lines that begin with # are skipped.

    Raises:
        ConfigError: a mark that cannot be read, with the number of its line.
    """
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if line.strip() and not line.startswith("#"):
            try:
                yield parse(line.strip())
            except ValueError as error:
                raise ConfigError(f"{path}:{number}: {error}") from error


def parse(line: str) -> Passage:
    """Read one marked passage.

    Raises:
        ValueError: a mark that is not understood.
    """
    text, last = "", 0
    frames: list[Frame] = []
    numbers: list[str] = []
    roles: list[tuple[int, int, str, str]] = []
    for mark in _MARK.finditer(line):
        text += line[last : mark.start()]
        last = mark.end()
        first, *words = mark["label"].split()
        labels = [_NUMBERED.fullmatch(one) for one in first.split("+")]
        start, end = len(text), len(text) + len(mark["text"])
        text += mark["text"]
        if not words and all(one is not None and one["word"] in ROLES for one in labels):
            roles.extend((start, end, one["word"], one["number"]) for one in labels if one is not None)
        elif len(labels) == 1 and labels[0] is not None:
            frames.append(_frame(start, end, labels[0]["word"], words, mark[0]))
            numbers.append(labels[0]["number"] or "1")
        else:
            raise ValueError(f"no label: {mark[0]}")
    text += line[last:]
    if "{" in text or "}" in text:
        raise ValueError(f"a brace that belongs to no mark: {line}")
    return Passage(text, tuple(frames), tuple(_fillers(roles, frames, numbers)))


def _frame(start: int, end: int, kind: str, words: list[str], mark: str) -> Frame:
    if kind in ACTIONS:
        known = {*STATUSES, *_MEASURES, *_REASONS}
        status = [one for one in words if one in STATUSES]
    elif kind in METRICS:
        known = {*FACT_STATUSES, "change"}
        status = [one for one in words if one in FACT_STATUSES]
    elif kind in TIES:
        known = {*TIE_STATUSES}
        status = [one for one in words if one in TIE_STATUSES]
    else:
        raise ValueError(f"neither role, action, metric nor relation: {mark}")
    if strange := [one for one in words if one not in known]:
        raise ValueError(f"unknown word {strange[0]!r}: {mark}")
    if len(status) > 1 or (not status and kind in ACTIONS):
        raise ValueError(f"one status is wanted: {mark}")
    return Frame(
        start,
        end,
        kind,
        status[0] if status else None,
        _plain(words, _MEASURES),
        _plain(words, _REASONS),
        "change" in words,
    )


def _plain(words: list[str], known: tuple[str, ...]) -> frozenset[str]:
    """The words that are known, by the names that records give them."""
    return frozenset("other" if one.startswith("other_") else one for one in words if one in known)


def _fillers(roles: list[tuple[int, int, str, str]], frames: list[Frame], numbers: list[str]) -> Iterator[Filler]:
    for start, end, letter, wanted in roles:
        fit = [i for i, one in enumerate(frames) if ROLES[letter] in FAMILIES[one.family]]
        chosen = tuple(i for i in fit if not wanted or numbers[i] in wanted)
        if not chosen or not set(wanted) <= {numbers[i] for i in chosen}:
            raise ValueError(f"{letter}{wanted} belongs to no frame")
        yield Filler(start, end, ROLES[letter], chosen)
