"""Names that a list gives away: in "A, B and C" an unknown capitalised item is what its neighbours are."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pipeline.knowledge.world import World
from pipeline.records import EntityType
from pipeline.resolve.mentions import NameMention

if TYPE_CHECKING:
    from spacy.tokens import Doc

_SEPARATORS = frozenset({",", ";", "and", "or", "&"})
_LISTED: frozenset[EntityType] = frozenset({"Company", "Person", "Vessel", "Organization"})
_LONGEST = 5
"""Longest unknown item, in tokens."""


def listed_names(doc: Doc, mentions: list[NameMention], world: World) -> Iterator[NameMention]:
    """Unknown items between two known ones of one type, or last after "and" behind two of them."""
    ends = {mention.last: mention for mention in mentions}
    starts = {mention.first: mention for mention in mentions}
    for mention in mentions:
        first = _after_separators(doc, mention.last)
        if first is None or first in starts:
            continue
        last = first
        while last < len(doc) and last - first < _LONGEST and last not in starts and _is_name_word(doc, last, world):
            last += 1
        if last == first:
            continue
        kind = _type(mention)
        following = _after_separators(doc, last)
        after = starts.get(following) if following is not None else None
        both = after is not None and _type(after) == kind
        ending = doc[first - 1].lower_ in ("and", "or") and _before(doc, mention, ends) == kind
        if kind in _LISTED and (both or ending):
            span = doc[first:last]
            found = NameMention(first, last, span.start_char, span.end_char)
            found.add({kind: 3.0}, "list.neighbours")
            yield found


def _after_separators(doc: Doc, position: int) -> int | None:
    """First token behind "," or "and" (or both); None if the list does not go on."""
    start = position
    while position < len(doc) and position - start < 2 and doc[position].lower_ in _SEPARATORS:
        position += 1
    return position if start < position < len(doc) else None


def _before(doc: Doc, mention: NameMention, ends: dict[int, NameMention]) -> EntityType | None:
    """Type of the item before a mention in the same list."""
    position = mention.first - 1
    while position > 0 and doc[position].lower_ in _SEPARATORS:
        position -= 1
    previous = ends.get(position + 1)
    return None if previous is None or position == mention.first - 1 else _type(previous)


def _is_name_word(doc: Doc, position: int, world: World) -> bool:
    text = doc[position].text
    return (
        text[0].isupper()
        and doc[position].tag_ in ("NNP", "NNPS")
        and not world.is_no_name(text)
        and text.lower() not in world.openers
    )


def _type(mention: NameMention) -> EntityType:
    return max(sorted(mention.votes), key=lambda kind: mention.votes[kind])
