"""A candidate: one mention of a sanction event in one sentence, before mentions are merged."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pipeline.records import Action, EventStatus, Measure, Period, Reason

if TYPE_CHECKING:
    from spacy.tokens import Span as DocSpan
    from spacy.tokens import Token


@dataclass(frozen=True, slots=True)
class Court:
    """A court or judge that rules, as far as the words around the verb name it.

    Attributes:
        ids: entity ids of the court, the judge or the state whose court it is.
        judges: ids of the persons in its phrase.
        seats: ids of the places in its phrase ("a judge in Bergen").
        another: "a different judge", "a second court".
    """

    ids: tuple[str, ...]
    judges: frozenset[str] = frozenset()
    seats: frozenset[str] = frozenset()
    another: bool = False

    def differs(self, other: Court) -> bool:
        """Whether the words show that the other is not the same court."""
        pairs = ((self.judges, other.judges), (self.seats, other.seats))
        if any(a & b for a, b in pairs):
            return False
        return self.another != other.another or any(a and b for a, b in pairs)


@dataclass(slots=True)
class Candidate:
    """One mention of an event.

    Attributes:
        rule: id of the rule that found it.
        sentence: the sentence, a span of the Doc.
        predicate: the verb or noun whose clause it is.
        noun: the measure noun, for "impose sanctions".
        bare: the measure is only mentioned: no stage of a decision is told.
        weak: its words have everyday senses; the event needs an authority and a party.
        fresh: "new", "further": not the matter already told.
        more: "further", "stricter": added to a measure that is there.
        answer: a measure of retaliation.
        court: the court that rules; None where none does.
        void: its frame does not hold; it is dropped.
        progressive: "is imposing": under way, so a stage told elsewhere is firmer.
        completed: the reader gave it parties that its frame does not tell.
        parsed: the arguments come from the parse, not from word order.
        loose: found by a word of the wide table alone, so that only the learned decision lets it through.
        cues: ids of the rows of that table that its word belongs to.
        shades: what the words around and above it say of its stage, as names of features.
        sense: the words around it show another sense.
        trusted: a rule found it, and the words that the rule wants around it are there.
        read: what the reader gives its words as a trigger; None where its sentence was not read.
        chance: what the learned decision gives it, 0 to 1; None where it was not asked.
        authorities: entity ids of the deciders.
        targets: entity ids of the restricted.
    """

    rule: str
    action: Action
    sentence: DocSpan
    predicate: Token
    noun: Token | None = None
    status: EventStatus = "enacted"
    bare: bool = False
    weak: bool = False
    party: bool = False
    context: bool = False
    close: bool = False
    likewise: bool = False
    fresh: bool = False
    more: bool = False
    conditional: bool = False
    answer: bool = False
    court: Court | None = None
    progressive: bool = False
    void: bool = False
    parsed: bool = True
    title: bool = False
    completed: bool = False
    loose: bool = False
    cues: tuple[str, ...] = ()
    shades: tuple[str, ...] = ()
    sense: bool = False
    trusted: bool = False
    read: float | None = None
    chance: float | None = None
    authorities: list[str] = field(default_factory=list)
    targets: list[str] = field(default_factory=list)
    programs: list[str] = field(default_factory=list)
    count: int | None = None
    description: str | None = None
    measures: list[Measure] = field(default_factory=list)
    reasons: list[Reason] = field(default_factory=list)
    announced: Period | None = None
    effective: Period | None = None
    expires: Period | None = None
    penalty: str | None = None
    attributed_to: str | None = None
    score: float = 0.0
