"""Mentions → entities: which mentions were linked as the same thing."""

from __future__ import annotations

import re
from typing import Any

from pipeline.evaluate.labelstudio.regions import Region, Results, Unmappable
from pipeline.evaluate.labelstudio.vocabulary import ENTITY, SAME

_EXPORTED = re.compile(r"(e[1-9]\d*)\.m\d+")


class Clusters:
    """The entities of a task. An entity that was exported keeps its id; one drawn by hand gets the next free number."""

    def __init__(self, results: Results) -> None:
        self._mentions = {id_: region for id_, region in results.regions.items() if region.control == ENTITY}
        self._first: dict[str, str] = {id_: id_ for id_ in self._mentions}
        order = {id_: place for place, id_ in enumerate(self._mentions)}
        for link in results.links:
            if link.label == SAME:
                ends = sorted((self._root(self._mention(one)) for one in (link.start, link.end)), key=order.__getitem__)
                self._first[ends[1]] = ends[0]
        self._ids = self._number()

    def has(self, region: str) -> bool:
        """Whether a region is a mention."""
        return region in self._mentions

    def id_of(self, region: str) -> str:
        """Id of the entity that a mention is of.

        Raises:
            Unmappable: the region is no mention.
        """
        return self._ids[self._root(self._mention(region))]

    def ids(self) -> set[str]:
        """Ids of all entities."""
        return set(self._ids.values())

    def entities(self) -> list[dict[str, Any]]:
        """Entities as JSON values, in the order of their first mentions."""
        return [self._entity(root) for root in self._ids]

    def _mention(self, region: str) -> str:
        if region not in self._mentions:
            raise Unmappable(f"a link leads to {region!r}, which is no mention of an entity")
        return region

    def _root(self, region: str) -> str:
        while self._first[region] != region:
            region = self._first[region]
        return region

    def _number(self) -> dict[str, str]:
        roots = [id_ for id_ in self._mentions if self._root(id_) == id_]
        exported = {root: match.group(1) for root in roots if (match := _EXPORTED.fullmatch(root))}
        ids: dict[str, str] = {}
        number = 0
        for root in roots:
            wanted = exported.get(root)
            if wanted is None or wanted in ids.values():
                number += 1
                while f"e{number}" in exported.values() or f"e{number}" in ids.values():
                    number += 1
                wanted = f"e{number}"
            ids[root] = wanted
        return ids

    def _entity(self, root: str) -> dict[str, Any]:
        mentions = [region for id_, region in self._mentions.items() if self._root(id_) == root]
        types = {mention.label for mention in mentions}
        if len(types) > 1:
            words = ", ".join(repr(mention.span.text) for mention in mentions)
            raise Unmappable(f"the mentions {words} are linked as one thing but have the types {sorted(types)}")
        first = mentions[0]
        longest = max(mentions, key=lambda mention: len(mention.span.text)).span.text
        return {
            "id": self._ids[root],
            "type": first.label,
            "name": first.one("entity_name") or longest,
            "aliases": first.typed.get("aliases", []),
            "countries": first.typed.get("countries", []),
            "mentions": [_mention(mention) for mention in mentions],
        }


def _mention(region: Region) -> dict[str, Any]:
    return {**region.span.model_dump(), "kind": region.one("mention_kind") or "name"}
