"""The knowledge of sanction events: rule files and word lists, loaded once through strict models."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Literal

from pydantic import ValidationError

from pipeline.errors import KnowledgeError
from pipeline.knowledge import Row, Rule, RuleSet, load_rules, read_yaml
from pipeline.knowledge.inflect import verb_forms
from pipeline.records import Action, EventStatus, Measure, Reason

Frame = Literal[
    "object", "goods", "owner", "supply", "subject", "noun_of", "modifier", "licence", "court", "against", "likewise"
]
Side = Literal["on", "object", "subject"]
CueGroup = Literal[
    "requested", "threatened", "considered", "proposed", "rejected", "denied", "future", "would", "conditional",
    "negative", "open",
]  # fmt: skip


class Trigger(Rule):
    """A verb, noun or idiom that reports an event by itself; ``status`` is the stage that the word itself tells."""

    action: Action
    frame: Frame
    status: EventStatus | None = None
    measures: tuple[Measure, ...] = ()
    weak: bool = False
    context: bool = False
    close: bool = False
    party: bool = False
    retaliation: bool = False


class MeasureNoun(Rule):
    """A noun that names a measure; ``own`` is the action of nouns that are acts themselves."""

    measures: tuple[Measure, ...] = ()
    weak: bool = False
    own: Action | None = None


class Governor(Rule):
    """What is done with a measure noun, and on which side of it the restricted party stands."""

    action: Action
    side: Side = "on"
    status: EventStatus | None = None


class Cue(Rule):
    """A word that tells how far a decision has gone."""

    group: CueGroup


class MeasureCue(Rule):
    """Words that state a measure."""

    measures: tuple[Measure, ...]


class ReasonCue(Rule):
    """Words that state a reason."""

    reason: Reason


class OtherSense(Rule):
    """Words of sanctions in a sense that makes no event."""

    scope: Literal["trigger", "sentence"]


class EventWords(Row):
    """Word lists of ``tables/event_words.yml``; the file says what each is for."""

    parties: frozenset[str]
    flows: frozenset[str]
    dealings: frozenset[str]
    courts: frozenset[str]
    roles: frozenset[str]
    senders: frozenset[str]
    deciders: frozenset[str]
    heads: frozenset[str]
    envoys: frozenset[str]
    bills: frozenset[str]
    chambers: frozenset[str]
    acts: frozenset[str]
    partial: frozenset[str]
    more: frozenset[str]
    transparent: frozenset[str]
    noun_triggers: frozenset[str]
    paying: frozenset[str]
    listings: frozenset[str]
    fresh: frozenset[str]
    steers: tuple[str, ...]
    stems: tuple[str, ...]


class ContextCue(Rule):
    """Words around an event that make it believable or tell what its dates are."""

    group: Literal["plain", "trade", "subject", "touched", "grounds", "expires", "effective"]


Compiled = re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """All of it, compiled."""

    triggers: RuleSet[Trigger]
    measures: RuleSet[MeasureNoun]
    governors: RuleSet[Governor]
    cues: RuleSet[Cue]
    measure_cues: RuleSet[MeasureCue]
    reasons: RuleSet[ReasonCue]
    senses: RuleSet[OtherSense]
    context: dict[str, Compiled]
    words: EventWords
    steers: frozenset[str]
    stems: Compiled


@cache
def vocabulary() -> Vocabulary:
    """Load and compile everything once.

    Raises:
        KnowledgeError: a file does not fit its model.
    """
    path = "tables/event_words.yml"
    try:
        words = EventWords.model_validate(read_yaml(path))
    except ValidationError as error:
        first = error.errors()[0]
        raise KnowledgeError(f"pipeline/knowledge/{path}: {first['msg']} at {first['loc']}") from error
    return Vocabulary(
        triggers=load_rules("triggers", Trigger),
        measures=load_rules("measures", MeasureNoun),
        governors=load_rules("governors", Governor),
        cues=load_rules("status", Cue),
        measure_cues=load_rules("measure_cues", MeasureCue),
        reasons=load_rules("reasons", ReasonCue),
        senses=load_rules("other_senses", OtherSense),
        context=_joined(load_rules("event_context", ContextCue)),
        words=words,
        steers=frozenset(form for lemma in words.steers for form in verb_forms(lemma)),
        stems=re.compile(r"\b(?:" + "|".join(map(re.escape, sorted(words.stems))) + ")", re.IGNORECASE),
    )


def _joined(rules: tuple[tuple[ContextCue, Compiled], ...]) -> dict[str, Compiled]:
    """One pattern for each group."""
    groups: dict[str, list[str]] = {}
    for rule, pattern in rules:
        groups.setdefault(rule.group, []).append(pattern.pattern)
    return {group: re.compile("|".join(parts), re.IGNORECASE) for group, parts in groups.items()}
