"""Names that no finder gave, told by a noun or by who leads them: "drone maker X", "X co-founder Ana Lind"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.knowledge.world import World
from pipeline.printed import Printed
from pipeline.records import EntityType
from pipeline.resolve.beside import leads_firm, one_kind
from pipeline.resolve.mentions import NameMention

_WEIGHT = 3.0
"""Votes of what stands beside: as much as a model's word."""
_KINDS: frozenset[EntityType] = frozenset({"Company", "Organization", "PublicBody"})
_LONGEST = 4
"""Words of a name that only its neighbours tell, at most."""
_PROPER = ("NNP", "NNPS")
_PARTICLES = tuple([word] for word in ("de", "da", "do", "del", "della", "di", "des", "du", "la", "al", "y", "e", "et"))
"""Words that go on with a name of another language."""


def told_names(doc: Printed, names: Sequence[NameMention], world: World) -> list[NameMention]:
    """Find capitalised words of no name beside which stands what only firms and organisations have.

    Args:
        doc: the annotated view.
        names: what the finders gave.
        world: the tables.
    """
    taken = {i for one in names for i in range(one.first, one.last)}
    found = []
    for first, last in _runs(doc, taken, world):
        kind, rule = _told(doc, first, last, world)
        if kind is not None:
            one = NameMention(first, last, doc.starts[first], doc.ends[last - 1])
            one.add({kind: _WEIGHT}, rule)
            found.append(one)
    return found


def part_holders(doc: Printed, names: Sequence[NameMention], world: World) -> list[NameMention]:
    """Cut off who is named right behind an organisation, in place: "director of Kaito Ratings Ana Lind".

    It is somebody where the name ends in a given name and one that the text prints elsewhere too.
    """
    found = []
    for one in names:
        *before, given, family = doc.words[one.first : one.last] if one.last - one.first > 2 else ("", "")
        told = before and given in world.first_names and doc.words.count(family) > 1
        if not told or not all(rule.startswith("model.") for rule in one.rules):
            continue
        if (
            family.lower() in world.head_types
            or family in world.weak_forms
            or one.label not in ("Company", "PublicBody", "Organization", "ORG")
            or one.key is not None
        ):
            continue
        if before[-1].lower() in world.openers or not before[-1][0].isupper():
            continue
        person = NameMention(one.last - 2, one.last, doc.starts[one.last - 2], one.end)
        person.add({"Person": _WEIGHT}, "told.holder")
        one.last -= 2
        one.end = doc.ends[one.last - 1]
        found.append(person)
    return found


def _runs(doc: Printed, taken: set[int], world: World) -> Iterator[tuple[int, int]]:
    """Stretches of capitalised words that may be a name, whole."""
    position = 0
    while position < len(doc):
        last = position
        while last < len(doc) and last not in taken and _capital(doc, last):
            last += 1
        if last > position:
            joined = {last, position - 1} & taken or doc.lower[last : last + 1] in _PARTICLES
            words = doc.words[position:last]
            plain = any(world.opens_name(word) or world.is_no_name(word) for word in words)
            if not joined and not plain and last - position <= _LONGEST and not _opens(doc, position, last):
                yield position, last
        position = max(last, position + 1)


def _capital(doc: Printed, position: int) -> bool:
    word, tag = doc.words[position], doc.tags[position]
    if not word[0].isupper() or len(word) <= 1 or not word.isalnum():
        return False
    return tag in _PROPER or (tag[0] in "NV" and not doc.doc[position].is_sent_start)


def _opens(doc: Printed, first: int, last: int) -> bool:
    """Whether a lone word has its capital from the start of a sentence only."""
    return bool(doc.doc[first].is_sent_start) and last - first == 1 and doc.words.count(doc.words[first]) == 1


def _told(doc: Printed, first: int, last: int, world: World) -> tuple[EntityType | None, str]:
    kind = one_kind(doc, first, world) if first and doc.words[first - 1].islower() else None
    if kind in _KINDS and doc.tags[first - 1] in ("NN", "NNP"):
        return kind, "told.noun"
    behind = last + (last < len(doc) and doc.words[last] in ("'s", "'"))
    return ("Company", "told.led") if behind < len(doc) and leads_firm(doc, behind, world) else (None, "")
