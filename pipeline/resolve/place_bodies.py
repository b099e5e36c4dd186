"""Bodies that news calls by a place and a common noun: ``Oslo police``, ``the Calcutta high court``, a ``bourse``."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.knowledge.world import World
from pipeline.records import EntityType
from pipeline.resolve.patterns import Found

_KIND = "(?:city|state|provincial|district|regional|county|high|supreme|federal|appeals?|criminal)"
_NAMED = re.compile(
    r"(?<![\w-])((?:[A-Z][\w'.-]+ ){1,3})"
    rf"((?:{_KIND} ){{1,2}}court|(?:state |city )?(?:police|assembly)|(?:city|provincial|county) government"
    r"|(?:stock )?(?:exchange|bourse))(?![\w-])"
)
"""A court with nothing but a place before it ("a Florida court") is any court there."""
_EXCHANGES = ("exchange", "bourse")


def place_bodies(view: str, world: World) -> Iterator[Found]:
    """Courts, police forces, assemblies, city governments and exchanges behind the name of a city or region.

    Args:
        view: what the finders read.
        world: the tables; only places that they know count.
    """
    for match in _NAMED.finditer(view):
        exchange = match.group(2).endswith(_EXCHANGES)
        kind: EntityType = "Organization" if exchange else "PublicBody"
        words = match.group(1).split()
        for cut in range(len(words)):
            place = " ".join(words[cut:])
            if world.country_of_place(place) or (exchange and world.is_country_noun(place)):
                start = match.end(1) - 1 - len(place)
                if view[start : start + len(place)] == place:
                    yield Found(start, match.end(), kind, 9.0, "body.lower.place")
                break
