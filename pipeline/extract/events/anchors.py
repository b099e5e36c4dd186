"""Where events may stand: rule matches of one sentence, tied to the tokens that carry them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Literal, TypeVar

from pipeline.extract.events.candidate import Candidate
from pipeline.extract.events.syntax import is_noun, is_verb, named
from pipeline.extract.events.vocabulary import Compiled, Cue, Governor, MeasureNoun, Trigger, vocabulary
from pipeline.knowledge import Rule

if TYPE_CHECKING:
    from spacy.tokens import Span as DocSpan
    from spacy.tokens import Token

RuleT = TypeVar("RuleT", bound=Rule)
Where = Literal["first", "last", "all"]

# Dependencies that lead from a measure noun up to the word that acts on it.
_UP = frozenset({"pobj", "prep", "dobj", "conj", "compound", "nmod", "appos", "amod", "nsubj", "nsubjpass", "attr", "oprd",
                 "npadvmod", "quantmod", "nummod", "dative", "pcomp", "poss", "agent", "dep"})  # fmt: skip
# Prepositions behind which a measure is what the verb acts on; behind others it is only the setting.
_BOUND = frozenset({"of", "in", "on", "to", "with", "for", "by", "from", "at", "under", "against"})
_HOPS = 6
_BEFORE_NOUN = frozenset({"amod", "compound", "nmod", "dep", "poss"})


@dataclass(slots=True)
class Reading:
    """One sentence with the rule matches in it, each by token position; heavy parts are found on demand."""

    sentence: DocSpan

    def hits(self, rules: Sequence[tuple[RuleT, Compiled]], where: Where = "first") -> dict[int, RuleT]:
        """Position of the token that carries the match → rule; the first rule of the file wins a token."""
        return {position: found[0] for position, found in self.all_hits(rules, where).items()}

    def all_hits(self, rules: Sequence[tuple[RuleT, Compiled]], where: Where) -> dict[int, list[RuleT]]:
        """Position of the token that carries a match → the rules that match there, in file order."""
        found: dict[int, list[RuleT]] = {}
        text = self.sentence.text
        for rule, pattern in rules:
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
        self._reading = Reading(sentence)

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


def candidates(matches: SentenceMatches, *, title: bool) -> Iterator[tuple[Candidate, Trigger | Governor | MeasureNoun]]:
    """Every mention of an event in a sentence, with the rule that says how its arguments are read."""
    doc = matches.sentence.doc
    used: set[int] = set()
    for position, noun in sorted(matches.measures.items()):
        token = _whole(doc[position])
        if token is None:
            continue
        if position in matches.triggers and matches.triggers[position].frame == "modifier":
            continue
        for governor_token in _governors(token, matches, title=title):
            if matches.triggers.get(governor_token.i) is not None and matches.triggers[governor_token.i].frame == "object":
                continue
            rule = matches.governors[governor_token.i]
            used.add(governor_token.i)
            yield _governed(matches.sentence, governor_token, token, rule, noun), rule
        if not any(t in used for t in _near(token, matches)):
            yield _bare(matches.sentence, token, noun), noun
    for position, trigger in sorted(matches.triggers.items()):
        if position in used:
            continue
        yield _direct(matches.sentence, doc[position], trigger), trigger


def _whole(noun: Token) -> Token | None:
    """The noun that a measure noun belongs to ("sanctions bill"); None where it only describes ("sanctions lawyer")."""
    words = vocabulary().words
    if noun.dep_ not in ("compound", "nmod", "amod") or not is_noun(noun.head) or noun.head.i < noun.i:
        return noun
    if named(noun.head, words.acts):
        return noun.head
    return noun if named(noun.head, words.transparent) else None


def _near(token: Token, matches: SentenceMatches) -> list[int]:
    """Positions of the governors already tied to this noun."""
    return [t.i for t in _governors(token, matches, title=True)]


def _fits(token: Token, trigger: Trigger) -> bool:
    """A verb frame wants a verb, a modifier an adjective or participle before a noun."""
    if trigger.frame == "modifier":
        return not any(c.dep_ in ("auxpass", "aux", "nsubj", "nsubjpass") for c in token.children) and token.dep_ in _BEFORE_NOUN
    if trigger.frame in ("object", "goods", "owner", "supply") and token.tag_ in ("NN", "NNS", "JJ"):
        return token.lower_.endswith("ed") or token.lower_ in vocabulary().words.noun_triggers
    return True


def _governors(noun: Token, matches: SentenceMatches, *, title: bool) -> list[Token]:
    """Tokens that act on a measure noun: its participles and the word above it."""
    found = [c for c in noun.children if c.dep_ in ("acl", "relcl", "amod") and c.i in matches.governors and is_verb(c)]
    above = _climb(noun, matches)
    if above is None and not found and (title or noun.dep_ in ("ROOT", "dep")):
        above = _beside(noun, matches)
    if above is not None and above.i != noun.i:
        found.append(above)
    return found


def _climb(noun: Token, matches: SentenceMatches) -> Token | None:
    current = noun
    for _ in range(_HOPS):
        head = current.head
        if head.i == current.i or current.dep_ not in _UP:
            return None
        if current.dep_ in ("prep", "agent") and current.lower_ not in _BOUND:
            return None
        if head.i in matches.governors and not _mute(head, current):
            return head
        if is_noun(head) and head.tag_ != "CD" and not named(head, vocabulary().words.transparent):
            return None
        if is_verb(head) and head.tag_ != "MD":
            return _complement(head, matches) if current.dep_ in ("nsubj", "nsubjpass") else None
        current = head
    return None


def _mute(head: Token, below: Token) -> bool:
    """A verb whose subject the measure is acts on something else ("sanctions hit exports"), if it is no word of force."""
    if below.dep_ != "nsubj" or not is_verb(head):
        return False
    return any(c.dep_ == "dobj" for c in head.children) and head.lower_ not in ("take", "takes", "took", "taken", "taking")


def _complement(verb: Token, matches: SentenceMatches) -> Token | None:
    """ "Sanctions are likely to be lifted", "the ban looks set to end": the governor below the measure's verb."""
    for one in verb.subtree:
        if one.dep_ in ("xcomp", "oprd", "acomp", "ccomp") and one.i in matches.governors and is_verb(one) and one.i > verb.i:
            return one
    return None


def _beside(noun: Token, matches: SentenceMatches) -> Token | None:
    """Nearest governor by word order, for headlines that the parser cannot read."""
    best: tuple[int, Token] | None = None
    for position in matches.governors:
        token = noun.doc[position]
        between = noun.doc[min(position, noun.i) + 1 : max(position, noun.i)]
        if any(t.text in (";", ":", ".") for t in between) or position == noun.i:
            continue
        distance = noun.i - position if position < noun.i else 2 * (position - noun.i)
        if distance <= 8 and (best is None or distance < best[0]):
            best = (distance, token)
    return None if best is None else best[1]


def _partly(token: Token, noun: Token) -> bool:
    """ "lifted $51 million of the sanctions", "lifted some curbs": only a part."""
    words = vocabulary().words.partial
    current = noun
    while current.head.i != current.i and current.i != token.i:
        if current.i != noun.i and (current.tag_ == "CD" or current.lower_ in words or any(c.tag_ == "CD" for c in current.children)):
            return True
        current = current.head
    sums = [c for c in token.children if c.dep_ == "dobj" and c.i != noun.i]
    if any(c.tag_ == "CD" for one in sums for c in (one, *one.children)):
        return True
    return any(c.lower_ in words for t in (noun, token) for c in t.children if c.i < noun.i)


def _governed(sentence: DocSpan, token: Token, noun: Token, rule: Governor, measure: MeasureNoun) -> Candidate:
    return Candidate(
        rule=f"event.{rule.id.removeprefix('govern.')}",
        action="ease" if rule.action == "delist" and _partly(token, noun) else rule.action,
        sentence=sentence,
        predicate=token,
        noun=noun,
        status=rule.status or "enacted",
        weak=measure.weak,
        fresh=_before(noun, vocabulary().words.fresh),
        more=_before(noun, vocabulary().words.more),
        answer=measure.id == "measure.trade_retaliation",
        measures=list(measure.measures),
    )


def _bare(sentence: DocSpan, noun: Token, measure: MeasureNoun) -> Candidate:
    return Candidate(
        rule=f"event.{measure.id.removeprefix('measure.')}",
        action=measure.own or "designate",
        sentence=sentence,
        predicate=noun,
        noun=noun,
        bare=True,
        weak=measure.weak,
        fresh=_before(noun, vocabulary().words.fresh),
        more=_before(noun, vocabulary().words.more),
        answer=measure.id == "measure.trade_retaliation",
        measures=list(measure.measures),
    )


def _direct(sentence: DocSpan, token: Token, rule: Trigger) -> Candidate:
    return Candidate(
        rule=rule.id,
        action=rule.action,
        sentence=sentence,
        predicate=token,
        weak=rule.weak,
        party=rule.party,
        context=rule.context,
        close=rule.close,
        likewise=rule.frame == "likewise",
        bare=rule.frame == "modifier",
        answer=rule.retaliation,
        measures=list(rule.measures),
    )


def _before(noun: Token, words: frozenset[str]) -> bool:
    return any(c.lower_ in words for c in noun.subtree if c.i < noun.i)
