"""A mention of an event as its parties see it: what is done, who fills its places, what the reader hears."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.extract.events.reader_features import parts, parts_around
from pipeline.extract.events.syntax import agent, is_verb, named, patient, prep_objects
from pipeline.extract.events.vocabulary import vocabulary

if TYPE_CHECKING:
    from spacy.tokens import Token

    from pipeline.document import Context
    from pipeline.extract.events.candidate import Candidate
    from pipeline.extract.events.parties import Parties

_KIND = {
    "expand": "restrict",
    "designate": "restrict",
    "penalize": "penalize",
    "delist": "lift",
    "ease": "lift",
}
_PRONOUNS = frozenset({"it", "he", "she", "they", "him", "her", "them", "its", "their", "his"})
_DEFINITE = frozenset({"the", "this", "that", "these", "those", "both", "all", "its", "their"})


@dataclass(frozen=True, slots=True)
class Scene:
    """A mention of an event as its parties see it.

    Attributes:
        mention: the mention.
        here: number of its sentence.
        doing: kind of its action.
        acting: what stands on the side of who does it.
        acted: what stands on the side of whom it is done to.
        heard: chance of each role for each entity of its sentence, as the reader gives it.
        around: the same for the entities of the sentences around.
    """

    mention: Candidate
    here: int
    doing: str
    acting: str
    acted: str
    heard: dict[str, dict[str, float]]
    around: dict[str, dict[str, float]]


def read_scene(context: Context, parties: Parties, mention: Candidate, here: int) -> Scene:
    """Read a mention whose sentence is the one of this number."""
    verb = mention.predicate
    if is_verb(verb):
        acting, acted = agent(verb), patient(verb) if mention.noun is None else None
        if mention.noun is not None:
            acted = next(iter(prep_objects(mention.noun, "on", "against", "of", "from", "for")), None)
    else:
        acting, acted = None, next(iter(prep_objects(verb, "of", "on", "against", "for")), None)
    return Scene(
        mention,
        here,
        _KIND.get(mention.action, mention.action),
        _filler(context, parties, acting),
        _filler(context, parties, acted),
        parts(context, mention),
        parts_around(context, mention),
    )


def _filler(context: Context, parties: Parties, token: Token | None) -> str:
    if token is None:
        return "gap"
    if context.chain_at(token.i) is not None:
        return "name"
    if token.lower_ in _PRONOUNS:
        return "pronoun"
    kind = "party" if parties.is_party(token) else "decider" if named(token, vocabulary().words.deciders) else "noun"
    definite = any(c.lower_ in _DEFINITE for c in token.children)
    return f"definite_{kind}" if definite else kind
