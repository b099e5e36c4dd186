"""What the words around a name say of it: does a capital stand for its government, which country is it tied to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline.document import Chain, CleanArticle, Mentioned
from pipeline.knowledge.world import World, load_world
from pipeline.printed import Printed
from pipeline.records import EntityType
from pipeline.resolve.mentions import Found

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token


_MONTHS = frozenset({"January", "February", "March", "April", "May", "June", "July", "August", "September", "October"})
_MONTHS |= {"November", "December", "Jan", "Feb", "Mar", "Apr", "Jun", "Jul", "Aug", "Sep", "Sept", "Oct", "Nov", "Dec"}
_UNION = "eu"
"""The one seat whose government is a body of its own: Brussels."""


def capital_acts(doc: Doc, found: Iterable[Found], world: World) -> Iterator[Found]:
    """Settle each capital city: one that acts ("Tokyo said") is its country, otherwise a place."""
    found = list(found)
    told = {item.key for item in found if item.rule == "table.country"}
    for item in found:
        # The words come from the span: Doc.text is built anew on every access.
        span = doc.char_span(item.start, item.end) if item.rule == "table.place" else None
        code = _governed_from(span.text, told, world) if span is not None else None
        if code is not None and span is not None and _acts(span, world):
            kind: EntityType = "PublicBody" if code == _UNION else "Country"
            yield replace(item, type=kind, key=code, weight=9.0, rule="table.capital")
        else:
            yield item


def _governed_from(city: str, told: set[str | None], world: World) -> str | None:
    """Row of the country, or of the European Union, that is governed from a city: one that the text names, if any."""
    if city == "Brussels":
        return _UNION
    rows = world.governments.get(city, [])
    return next((row for row in rows if row in told), rows[0] if rows else None)


def story_country(clean: CleanArticle, chains: Sequence[Chain]) -> str | None:
    """ISO code of the country whose money a bare "dollars" or "crowns" means: the dateline's, else the one named most.

    The United States loses a tie: its currency is the reading that bare words have anyway.
    """
    world = load_world()
    for segment in clean.segments:
        if segment.kind == "dateline":
            place = clean.view[segment.start : segment.end].split(",")[0].strip(" -")
            code = world.country_of_place(place)
            if code is not None:
                return code
    counts = {c.countries[0]: len(c.mentions) for c in chains if c.type == "Country" and c.countries}
    return max(sorted(counts), key=lambda code: (counts[code], code != "US"), default=None)


def _acts(span: Span, world: World) -> bool:
    """Whether a capital stands for its government: it does something, is dealt with, or owns a decision.

    A place it is in a dateline, after "in" or "from", as the end of a journey, in an address, and before the nouns of
    city life ("Tokyo stocks"). Of several capitals in a row all are what the first one is.
    """
    doc, root = span.doc, span.root
    before = doc[span.start - 1].lower_ if span.start else ""
    if before == "both" and span.start > 1:
        before = doc[span.start - 2].lower_
    after = doc[span.end] if span.end < len(doc) else None
    words = world.capital_words
    if before in words["place_before"] or (after is not None and _closes(after, root)):
        return before == "from" and root.dep_ == "pobj" and root.head.head.lower_ in words["sent_from"]
    if root.dep_ in ("nsubj", "nsubjpass", "agent") or (after is not None and after.tag_ == "VBZ"):
        return True
    if root.dep_ in ("poss", "compound", "amod", "nmod"):
        return root.head.lower_ in words["government_nouns"] or (root.dep_ == "poss" and _owned(root.head, world))
    if root.dep_ == "conj":
        return _first_acts(root.head, world)
    if root.dep_ == "pobj":
        moved = root.head.head.lower_ in words["journeys"]
        return before in words["dealt_with"] or (before == "to" and not moved)
    return root.dep_ == "dobj" and root.head.lower_ not in words["reached"]


def _closes(after: Token, root: Token) -> bool:
    """Whether what follows a city shows that it is a place: a dateline's date or agency, the rest of an address."""
    if after.text not in (",", "-", "(", ")"):
        return False
    following = after.nbor(1) if after.i + 1 < len(after.doc) else None
    dated = following is not None and (following.text.rstrip(".") in _MONTHS or following.is_digit)
    return dated or root.dep_ not in ("nsubj", "nsubjpass", "conj", "dobj")


def _owned(noun: Token, world: World) -> bool:
    """Whether a government has what a noun names, as most that is no name and no part of a city's life."""
    return (
        noun.tag_ in ("NN", "NNS") and noun.text[0].islower() and noun.lower_ not in world.capital_words["city_nouns"]
    )


def _first_acts(head: Token, world: World) -> bool:
    if head.text in world.governments:
        return _acts(head.doc[head.i : head.i + 1], world)
    return head.dep_ in ("nsubj", "agent") and world.country_code(head.text) is not None


def country_codes(
    tokens: Printed, mentions: list[Mentioned], key: str | None, kind: EntityType, world: World
) -> tuple[str, ...]:
    """ISO 3166-1 alpha-2 codes that the text ties an entity to: its own, "Chinese X", "Japan's X"."""
    codes: list[str] = []
    if kind == "Country" and key is not None:
        codes.append(key)
    elif key is not None and world.country_of(key) is not None:
        codes.append(str(world.country_of(key)))
    for mention in mentions:
        before = [w for w in tokens.words[max(mention.first - 2, 0) : mention.first] if w not in ("'s", "'")]
        code = world.country_code(before[-1]) if before else None
        if code is not None:
            codes.append(code)
    return tuple(dict.fromkeys(code for code in codes if len(code) == 2))
