"""Where events may stand: measure nouns with the words that act on them, and direct triggers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pipeline.extract.events.candidate import Candidate
from pipeline.extract.events.matches import SentenceMatches
from pipeline.extract.events.syntax import is_noun, is_verb, named
from pipeline.extract.events.vocabulary import Governor, MeasureNoun, Trigger, vocabulary

if TYPE_CHECKING:
    from spacy.tokens import Span as DocSpan
    from spacy.tokens import Token

# Dependencies that lead from a measure noun up to the word that acts on it.
_UP = frozenset(
    {
        "pobj",
        "prep",
        "dobj",
        "conj",
        "compound",
        "nmod",
        "appos",
        "amod",
        "nsubj",
        "nsubjpass",
        "attr",
        "oprd",
        "npadvmod",
        "quantmod",
        "nummod",
        "dative",
        "pcomp",
        "poss",
        "agent",
        "dep",
    }
)
# Prepositions behind which a measure is what the verb acts on; behind others it is only the setting.
_BOUND = frozenset({"of", "in", "on", "to", "with", "for", "by", "from", "at", "under", "against"})
_HOPS = 6


def candidates(
    matches: SentenceMatches, *, title: bool
) -> Iterator[tuple[Candidate, Trigger | Governor | MeasureNoun]]:
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
            direct = matches.triggers.get(governor_token.i)
            if direct is not None and (direct.frame in ("object", "owner", "supply") or direct.action == "challenge"):
                continue
            if any(_ruled(one, matches) for one in (governor_token, governor_token.head)):
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


def _ruled(verb: Token, matches: SentenceMatches) -> bool:
    """Whether a court does it: "a judge blocked the ban" averts none, and "issued an order on the ban" imposes none."""
    direct = matches.triggers.get(verb.i)
    return direct is not None and direct.frame == "court"


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
        if current.dep_ in ("prep", "agent") and current.lower_ not in _BOUND and not _contended(current, matches):
            return None
        if head.i in matches.governors and not _mute(head, current):
            return head if _reaches(matches.governors[head.i], current) else None
        listed = current.dep_ == "conj" and head.dep_ != "nsubj"  # "turned down quotas and tariffs"
        if is_noun(head) and head.tag_ != "CD" and not listed and not named(head, vocabulary().words.transparent):
            return None
        if is_verb(head) and head.tag_ != "MD":
            return _complement(head, matches) if current.dep_ in ("nsubj", "nsubjpass") else None
        current = head
    return None


def _contended(prep: Token, matches: SentenceMatches) -> bool:
    """Whether a measure is what a word of quarrel is about: "divided over sanctions"."""
    governor = matches.governors.get(prep.head.i)
    return prep.lower_ in ("over", "about") and governor is not None and governor.status == "considered"


def _reaches(governor: Governor, below: Token) -> bool:
    """Whether the preposition lets the verb act on the measure: "froze assets under the sanctions" does not."""
    if below.dep_ != "prep":
        return True
    if below.lower_ == "under":
        return governor.side != "on"
    return below.lower_ != "against" or governor.action == "challenge" or governor.status == "rejected"


def _mute(head: Token, below: Token) -> bool:
    """Whether a verb whose subject the measure is acts on something else ("sanctions hit exports")."""
    if below.dep_ != "nsubj" or not is_verb(head):
        return False
    return any(c.dep_ == "dobj" for c in head.children) and head.lower_ not in (
        "take",
        "takes",
        "took",
        "taken",
        "taking",
    )


def _complement(verb: Token, matches: SentenceMatches) -> Token | None:
    """The governor below the measure's verb: "sanctions are likely to be lifted", "the ban looks set to end"."""
    for one in verb.subtree:
        if (
            one.dep_ in ("xcomp", "oprd", "acomp", "ccomp")
            and one.i in matches.governors
            and is_verb(one)
            and one.i > verb.i
        ):
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
    """Only a part is lifted: "lifted $5 million of the sanctions", "lifted some curbs"."""
    words = vocabulary().words.partial
    current = noun
    while current.i not in (current.head.i, token.i):
        # "84 mln dlrs": the figure may hang on the word that it is counted in.
        counted = any(t.tag_ == "CD" for t in current.doc[current.left_edge.i : current.i + 1])
        if current.i != noun.i and (counted or current.lower_ in words):
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
        status=rule.status or "enacted",
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
