"""What is no event after all: other senses, and everyday words without the parties that would make them one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipeline.document import Context
from pipeline.extract.events.candidate import Candidate
from pipeline.extract.events.merge import Decision
from pipeline.extract.events.vocabulary import vocabulary

if TYPE_CHECKING:
    from spacy.tokens import Span as DocSpan

# Words that have hardly another sense: one of them near makes an everyday word believable.
_PLAIN = re.compile(r"\bsanctions\b|\bembargo(?:es)?\b|\bblacklist\w*|\bexport controls?\b|\bentity list\b|\bSDN\b|\brestrictive measures\b|"
                    r"\bOFAC\b|\bOFSI\b|\basset freeze\b|\bsanctioned\b|\bunverified list\b|\bdenial order\b|\bblocked persons\b", re.I)  # fmt: skip


def other_sense(mention: Candidate) -> bool:
    """Whether the words around a mention show another sense."""
    sentence = mention.sentence
    text = sentence.text
    spots = [mention.predicate] + ([mention.noun] if mention.noun is not None else [])
    places = [t.idx - sentence.start_char for t in spots]
    for rule, pattern in vocabulary().senses:
        for match in pattern.finditer(text):
            if rule.scope == "sentence" or any(match.start() <= p < match.end() for p in places):
                return True
    return False


def near_sanctions(context: Context, sentence: DocSpan) -> bool:
    """Whether plain words of sanctions stand in the article up to a little behind the sentence."""
    return _PLAIN.search(context.doc.text, 0, sentence.end_char + 600) is not None


def acceptable(context: Context, decision: Decision) -> bool:
    """Whether a merged event has the parties that its words need."""
    targets, deciders = decision.union("targets"), decision.union("authorities")
    counted = any(m.count for m in decision.mentions)
    party = bool(targets) or counted
    if all(m.bare for m in decision.mentions):
        strong = any(not m.weak for m in decision.mentions)
        return bool(targets) and (strong or bool(deciders))
    if all(m.weak for m in decision.mentions):
        return party and bool(deciders) and _foreign(context, deciders, targets)
    if any(m.party for m in decision.mentions) and all(m.party for m in decision.mentions):
        return party
    return party or bool(deciders) or bool(decision.union("programs"))


def _foreign(context: Context, deciders: list[str], targets: list[str]) -> bool:
    """Not a state's rule for itself or its own."""
    home = {code for one in deciders for code in (context.chain(one).countries or (context.chain(one).key or "",))}
    for one in targets:
        chain = context.chain(one)
        codes = {chain.key or ""} if chain.type == "Country" else set(chain.countries)
        if not codes or not codes <= home:
            return True
    return not targets
