"""Rule matches of one sentence, tied to the tokens that carry them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Literal, TypeVar

from pipeline.extract.events.courts import ruling
from pipeline.extract.events.vocabulary import Cue, Governor, MeasureNoun, Trigger, vocabulary
from pipeline.knowledge import Rule, RuleSet

if TYPE_CHECKING:
    from spacy.tokens import Span as DocSpan
    from spacy.tokens import Token

RuleT = TypeVar("RuleT", bound=Rule)
Where = Literal["first", "last", "all"]

_BEFORE_NOUN = frozenset({"amod", "compound", "nmod", "dep", "poss"})


@dataclass(slots=True)
class Reading:
    """One sentence with the rule matches in it, each by token position; heavy parts are found on demand."""

    sentence: DocSpan
    text: str

    def hits(self, rules: RuleSet[RuleT], where: Where = "first") -> dict[int, RuleT]:
        """Position of the token that carries the match → rule; the first rule of the file wins a token."""
        return {position: found[0] for position, found in self.all_hits(rules, where).items()}

    def all_hits(self, rules: RuleSet[RuleT], where: Where) -> dict[int, list[RuleT]]:
        """Position of the token that carries a match → the rules that match there, in file order."""
        found: dict[int, list[RuleT]] = {}
        text = self.text
        for rule, pattern in rules.possible(text):
            match = pattern.search(text)
            while match is not None:
                group = next((g for g in ("t", "u", "v") if g in pattern.groupindex and match.group(g) is not None), 0)
                start, end = match.span(group)
                tokens = self.sentence.char_span(start, end, alignment_mode="expand")
                for token in _carriers(tokens, where) if tokens is not None else ():
                    found.setdefault(token.i, []).append(rule)
                match = pattern.search(text, max(end, match.start() + 1))
        return found


def _carriers(tokens: DocSpan, where: Where) -> Iterator[Token]:
    if where == "all":
        yield from tokens
    elif len(tokens):
        yield tokens[-1] if where == "last" else tokens[0]


class SentenceMatches:
    """All matches of one sentence."""

    def __init__(self, sentence: DocSpan) -> None:
        self.sentence = sentence
        self.text = sentence.text
        self._reading = Reading(sentence, self.text)

    @cached_property
    def triggers(self) -> dict[int, Trigger]:
        """Direct triggers: the first rule whose frame fits the word there."""
        doc, found = self.sentence.doc, {}
        for position, rules in self._reading.all_hits(vocabulary().triggers, "first").items():
            rule = next((one for one in rules if _fits(doc[position], one)), None)
            if rule is not None:
                found[position] = rule
        return found

    @cached_property
    def measures(self) -> dict[int, MeasureNoun]:
        """Measure nouns."""
        return self._reading.hits(vocabulary().measures, "last")

    @cached_property
    def governors(self) -> dict[int, Governor]:
        """Words that act on measure nouns."""
        return self._reading.hits(vocabulary().governors) if self.measures else {}

    @cached_property
    def cues(self) -> dict[int, Cue]:
        """Words of the stage of a decision."""
        return self._reading.hits(vocabulary().cues, "all")


def _fits(token: Token, trigger: Trigger) -> bool:
    """A verb frame wants a verb, a modifier an adjective or participle before a noun, a ruling a court."""
    if trigger.frame == "court":
        return ruling(token) is not None
    if trigger.frame == "modifier":
        return (
            not any(c.dep_ in ("auxpass", "aux", "nsubj", "nsubjpass") for c in token.children)
            and token.dep_ in _BEFORE_NOUN
        )
    if trigger.id == "event.blacklist_kind" and token.dep_ in _BEFORE_NOUN:
        # "Oslo sanctioned shipping firm Norda" is parsed as a sanctioned firm; a name right before it acts.
        return token.i > token.sent.start and token.nbor(-1).tag_ in ("NNP", "NNPS")
    if trigger.frame in ("object", "goods", "owner", "supply") and token.tag_ in ("NN", "NNS", "JJ"):
        return token.lower_.endswith("ed") or token.lower_ in vocabulary().words.noun_triggers
    return True
