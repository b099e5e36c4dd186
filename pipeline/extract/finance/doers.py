"""Who does what the clause of an amount tells, and what that word says of who may own the amount.

The doer is often no name: "the company", "it", "the canner". Then what counts is whom the sentence before was about,
whom the article is about, and whether the word fits a name ("the canner" and "Murray Canners", "the Finnish firm").
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.extract.finance.lexicon import words
from pipeline.extract.finance.syntax import ancestors, is_verb, subject, verb_above

if TYPE_CHECKING:
    from spacy.tokens import Token

    from pipeline.document import Chain, Context
    from pipeline.extract.finance.draft import Draft

Features = dict[str, float]

_STANDING = (
    "subject_before_sentence",
    "last_owner",
    "last_subject",
    "titled_first",
    "in_title",
    "in_lead",
    "paragraph_first",
)
"""Features of a candidate that weigh otherwise where the doer is only a pronoun or a common noun."""
_STEM = 4
"""Letters that a common noun and a word of a name must share."""


def doer_of(draft: Draft) -> Token | None:
    """Subject of the verb over the amount, else of that over the words of its metric."""
    heads = [draft.slot.head if draft.slot is not None else None, draft.cue.head if draft.cue is not None else None]
    for head in heads:
        verb = None if head is None else head if is_verb(head) else verb_above(head)
        actor = None if verb is None else subject(verb)
        inside = draft.slot is not None and actor is not None and draft.slot.first <= actor.i < draft.slot.last
        if actor is not None and not inside:
            return actor
    return None


def kind_of(context: Context, doer: Token | None, draft: Draft) -> str:
    """Of what kind the word is that does what the clause of an amount tells."""
    if doer is None:
        return "none"
    chain = context.chain_at(doer.i)
    if chain is not None:
        return chain.type
    if draft.cue is not None and draft.cue.first <= doer.i < draft.cue.last:
        return "metric"
    if doer.lower_ in words().anaphors:
        return "anaphor"
    return {"PRP": "pronoun", "NNS": "plural", "NNPS": "plural"}.get(doer.tag_, "noun")


def doing(context: Context, doer: Token | None, kind: str, chain: Chain, known: Features) -> Features:
    """What the doer says of a candidate.

    Args:
        context: the article.
        doer: from ``doer_of``.
        kind: from ``kind_of``.
        chain: the candidate.
        known: its features so far.
    """
    found = {f"doer*{name}={kind}": 1.0 for name in _STANDING if known.get(name)}
    owner = None if doer is None else _holder(context, doer)
    if owner is not None:
        found["holder_of_doer" if owner is chain else "holder_is_other"] = 1.0
    if doer is None or context.chain_at(doer.i) is not None:
        return found
    if _shares_word(doer, chain):
        found["doer_word_in_name"] = 1.0
    codes = _countries(context, doer)
    if codes and chain.type != "Country":
        found["doer_of_country" if codes & set(chain.countries) else "doer_of_other_country"] = 1.0
    return found


def _shares_word(doer: Token, chain: Chain) -> bool:
    """Whether a common noun is a word of a name, endings aside: "the canner" of "Murray Canners"."""
    low = doer.lower_[:-1] if doer.tag_ == "NNS" else doer.lower_
    root = low[: max(_STEM, len(low) - 2)]
    return len(low) > _STEM and any(word.lower().startswith(root) for word in chain.name.split())


def _countries(context: Context, doer: Token) -> set[str]:
    """Codes of the places named ahead of a common noun: "the French company"."""
    states = [context.chain_at(child.i) for child in doer.lefts]
    return {code for one in states if one is not None and one.type in ("Country", "Location") for code in one.countries}


def _holder(context: Context, doer: Token) -> Chain | None:
    """The name that the doer belongs to: "Orlo's sales", "its board", "Orlo, whose sales"."""
    for child in doer.children:
        if child.dep_ not in ("poss", "compound", "nmod"):
            continue
        whose = (
            next((one.head for one in ancestors(doer) if one.dep_ == "relcl"), None) if child.tag_ == "WP$" else None
        )
        chain = context.chain_at((whose or child).i)
        if chain is not None:
            return chain
    return None
