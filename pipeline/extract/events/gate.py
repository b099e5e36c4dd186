"""What is no event after all: other senses, and everyday words without the parties that would make them one."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from pipeline.document import Context
from pipeline.extract.events.candidate import Candidate
from pipeline.extract.events.merge import Decision
from pipeline.extract.events.vocabulary import vocabulary

if TYPE_CHECKING:
    from spacy.tokens import Span as DocSpan


def other_sense(mention: Candidate, text: str) -> bool:
    """Whether the words around a mention, the text of its sentence, show another sense."""
    spots = [mention.predicate] + ([mention.noun] if mention.noun is not None else [])
    places = [t.idx - mention.sentence.start_char for t in spots]
    for rule, pattern in vocabulary().senses.possible(text):
        for match in pattern.finditer(text):
            if rule.scope == "sentence" or any(match.start() <= p < match.end() for p in places):
                return True
    return False


def about_sanctions(context: Context) -> bool:
    """Whether the article speaks plainly of sanctions: in the title, or twice."""
    return _speaks_plainly(context.clean.title or "", context.clean.view)


@lru_cache(maxsize=4)
def _speaks_plainly(title: str, view: str) -> bool:
    plain = vocabulary().context["plain"]
    if plain.search(title):
        return True
    first = plain.search(view)
    return first is not None and plain.search(view, first.end()) is not None


def on_subject(context: Context) -> bool:
    """Whether any word of the article hints at restrictions between states."""
    return _hints(context.clean.view)


@lru_cache(maxsize=4)
def _hints(view: str) -> bool:
    return vocabulary().context["subject"].search(view) is not None


def touches_subject(context: Context) -> bool:
    """Whether there are such words or at least words of trade and arms, which most often mean something else."""
    return on_subject(context) or vocabulary().context["touched"].search(context.clean.view) is not None


def in_name(context: Context, mention: Candidate) -> bool:
    """Whether the word is part of a name ("Office of Financial Sanctions Implementation")."""
    token = mention.noun if mention.noun is not None else mention.predicate
    chain = context.chain_at(token.i)
    return chain is not None and chain.type != "Country" and (chain.type != "Program" or mention.bare)


def near_sanctions(context: Context, sentence: DocSpan, *, close: bool, anywhere: bool, trade: bool) -> bool:
    """Whether the words stand that a mention needs around it.

    Args:
        context: the article.
        sentence: where the mention stands.
        close: plain words of sanctions in the sentences around it.
        anywhere: plain words of sanctions in the article up to a little behind it.
        trade: words of trade around it, so that "retaliate" is not about weapons.
    """
    if trade and not vocabulary().context["trade"].search(
        context.clean.view, max(0, sentence.start_char - 600), sentence.end_char + 400
    ):
        return False
    if not close and not anywhere:
        return True
    if about_sanctions(context):
        return True
    plain = vocabulary().context["plain"]
    if close:
        return plain.search(context.clean.view, max(0, sentence.start_char - 400), sentence.end_char + 250) is not None
    return plain.search(context.clean.view, 0, sentence.end_char + 600) is not None


def acceptable(context: Context, decision: Decision) -> bool:
    """Whether a merged event has by itself the parties that its words need."""
    targets, deciders = decision.union("targets"), decision.union("authorities")
    party = bool(targets) or any(m.count for m in decision.mentions)
    if all(m.bare for m in decision.mentions):
        return bool(targets) and (bool(deciders) or not all(m.weak for m in decision.mentions))
    if all(m.weak for m in decision.mentions):
        if about_sanctions(context):
            return party or bool(deciders)
        answered = any(m.answer for m in decision.mentions)
        return (party or answered) and bool(deciders) and _foreign(context, deciders, targets)
    return party or not all(m.party for m in decision.mentions)


def has_parties(decision: Decision) -> bool:
    """Whether someone acts or someone is restricted, after parties were handed on between events."""
    counted = any(m.count or m.court is not None for m in decision.mentions)
    return counted or any(decision.union(name) for name in ("targets", "authorities", "programs"))


def has_target(decision: Decision) -> bool:
    """Whether it is told who is restricted."""
    return bool(decision.union("targets")) or any(m.count for m in decision.mentions)


def has_whom(decision: Decision) -> bool:
    """Whether it is told who is restricted, or by whom under which programme or measure."""
    if has_target(decision):
        return True
    return bool(decision.union("authorities")) and bool(decision.union("programs") or decision.union("measures"))


def _foreign(context: Context, deciders: list[str], targets: list[str]) -> bool:
    """Not a state's rule for itself or its own."""
    home = {code for one in deciders for code in (context.chain(one).countries or (context.chain(one).key or "",))}
    for one in targets:
        chain = context.chain(one)
        codes = {chain.key or ""} if chain.type == "Country" else set(chain.countries)
        if not codes or not codes <= home:
            return True
    return not targets
