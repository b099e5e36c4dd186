"""What of a run is looked up: each distinct name of a person, organisation, ship, aircraft or wallet once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pipeline.link.ids import Identifier, Printed, printed
from pipeline.link.names import Kind
from pipeline.link.sounds import split_words
from pipeline.link.words import load_words
from pipeline.records import ArticleRecord, Entity

_KINDS: Mapping[str, Kind] = {
    "Person": "person", "Company": "organisation", "PublicBody": "organisation", "Organization": "organisation",
    "Vessel": "vessel", "Airplane": "airplane", "CryptoWallet": "wallet",
}  # fmt: skip
"""Countries, places and programmes are not looked up."""
_NUMBERED = {
    "imo": {"Vessel"},
    "isin": {"Company", "Organization"},
    "lei": {"Company", "Organization", "PublicBody"},
    "registration": {"Company", "Organization", "Person"},
}
"""Which entities a number can belong to."""
_BEHIND, _BEFORE = 80, 25
"""Characters between a name and its number behind or before it."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """One thing to look up; entities of many articles may be it.

    Attributes:
        kind: of what.
        names: its name, and its other names that are not just shorter.
        identifiers: numbers that the text prints beside it.
        countries: that the text ties it to.
    """

    kind: Kind
    names: tuple[str, ...]
    identifiers: frozenset[Identifier]
    countries: frozenset[str]


def wanted(record: ArticleRecord) -> Iterator[tuple[Entity, Wanted]]:
    """The entities of a record that lists can hold, with what is looked up for them."""
    numbers = _numbers(record)
    for entity in record.entities:
        kind = _KINDS.get(entity.type)
        if kind is not None:
            mine = frozenset(numbers.get(entity.id, ()))
            if kind == "wallet":
                mine |= {one.identifier for one in printed(entity.name)}
            yield entity, Wanted(kind, _names(entity, kind), mine, frozenset(entity.countries))


def _names(entity: Entity, kind: Kind) -> tuple[str, ...]:
    main = set(split_words(entity.name))
    shared = load_words().shared
    others = [
        alias
        for alias in entity.aliases
        if (words := set(split_words(alias))) - main - shared and (kind != "person" or len(words) > 1)
    ]
    return (entity.name, *others)


def _numbers(record: ArticleRecord) -> dict[str, list[Identifier]]:
    """Numbers by the entity whose name stands next to them."""
    found: dict[str, list[Identifier]] = {}
    for one in printed(record.text):
        owner = _owner(record, one)
        if owner is not None:
            found.setdefault(owner.id, []).append(one.identifier)
    return found


def _owner(record: ArticleRecord, number: Printed) -> Entity | None:
    types = _NUMBERED.get(number.identifier.scheme, set())
    near: list[tuple[int, Entity]] = []
    for entity in record.entities:
        if entity.type in types:
            for mention in entity.mentions:
                behind, before = number.start - mention.end, mention.start - number.end
                if 0 <= behind <= _BEHIND and "\n\n" not in record.text[mention.end : number.start]:
                    near.append((behind, entity))
                elif 0 <= before <= _BEFORE:
                    near.append((before + _BEHIND, entity))
    return min(near, key=lambda pair: pair[0])[1] if near else None
