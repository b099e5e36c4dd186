"""The country that a story is told from, whose money its bare "dollars" and "crowns" are."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from typing import TYPE_CHECKING

from pipeline.knowledge.world import load_world

if TYPE_CHECKING:
    from pipeline.document import Chain, Context
    from pipeline.extract.finance.topic import Topic

_HEAD = 400
_LEAD = 2
"""How many times as often as any other a country must be named to be that of the story."""
_PLACES = frozenset({"Location", "Country"})
_DATELINE = re.compile(r"\s*(?P<city>[A-Z][A-Za-z.' -]{2,24}?)(?:,\s[^\n-]{2,40})?\s(?:-|--|—|–)\s")
_DATELINE_LATER = re.compile(r"\n\s*(?P<city>[A-Z]{4}[A-Z.' ]{0,20}),\s")


def home_of(context: Context, topic: Topic) -> str | None:
    """Country of the dateline, else the one that the text ties to the main company, else the one of its places."""
    for segment in context.clean.segments:
        if segment.kind in ("dateline", "title", "body") and segment.start < _HEAD:
            city = _DATELINE.match(context.text, segment.start) or _DATELINE_LATER.search(
                context.text, segment.start, segment.end
            )
            code = _cities().get(city.group("city").strip().casefold()) if city is not None else None
            if code is not None:
                return code
    if topic.company is not None and topic.company.countries:
        return topic.company.countries[0]
    return _of_places(context)


def _of_places(context: Context) -> str | None:
    """The country that has a place in the lead and is named far more often than any other."""
    counts: Counter[str] = Counter()
    local: set[str] = set()
    for chain in context.chains:
        code = _country(chain) if chain.type in _PLACES and chain.mentions else None
        if code is not None:
            counts[code] += len(chain.mentions)
            if chain.type == "Location" and context.starts[min(chain.mentions).first] < _HEAD:
                local.add(code)
    (code, most), *others = [*counts.most_common(2), ("", 0)]
    return code if code in local and most >= _LEAD * others[0][1] else None


def _country(chain: Chain) -> str | None:
    if chain.countries:
        return chain.countries[0]
    return _cities().get(chain.name.casefold()) if chain.type == "Location" else None


@cache
def _cities() -> dict[str, str]:
    world = load_world()
    known = {name.casefold(): code for name, code in world.capitals.items() if len(code) == 2}
    for place in world.places:
        if place.kind in ("city", "state", "province") and place.country is not None:
            for name in (place.name, *place.aliases):
                known.setdefault(name.casefold(), place.country)
    return known


def named(context: Context) -> list[str]:
    """Codes of the countries of the article, most often named first."""
    counts: Counter[str] = Counter()
    for chain in context.chains:
        for code in chain.countries[:1]:
            counts[code] += len(chain.mentions) if chain.type == "Country" else 1
    return sorted(counts, key=lambda code: (-counts[code], code))
