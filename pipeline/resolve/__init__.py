"""Resolve: named entities of the Doc → chains, one per real-world thing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.document import Chain, CleanArticle, Mentioned
from pipeline.records import EntityType

if TYPE_CHECKING:
    from spacy.tokens import Doc

_TYPES: dict[str, EntityType] = {
    "PERSON": "Person", "ORG": "Company", "GPE": "Country", "NORP": "Country", "LOC": "Location", "FAC": "Location",
}  # fmt: skip


def resolve(doc: Doc, clean: CleanArticle) -> tuple[Chain, ...]:
    """Group the names of a document into entities, ordered by first mention."""
    del clean
    chains: dict[str, Chain] = {}
    for ent in doc.ents:
        kind = _TYPES.get(ent.label_)
        if kind is None:
            continue
        name = ent.text.removeprefix("the ").removesuffix("'s")
        chain = chains.setdefault(name, Chain(id=f"e{len(chains) + 1}", type=kind, name=name, mentions=[]))
        chain.mentions.append(Mentioned(ent.start, ent.end))
    return tuple(chains.values())
