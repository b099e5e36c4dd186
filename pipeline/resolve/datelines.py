"""Where a story was written: the first name of a dateline is a place, whatever it is elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline.resolve.mentions import Found

if TYPE_CHECKING:
    from pipeline.document import CleanArticle

_WORD = r"[A-Z][\w'\u2019-]+"
_CITY = re.compile(rf"{_WORD}(?: (?:{_WORD}|de|do|du|la|al|am))*")
_NEXT = re.compile(r" ?/ ?")
_SURE = 7.0


def dateline_places(clean: CleanArticle, found: Iterable[Found]) -> Iterator[Found]:
    """What was found, with the cities of datelines as places: ``LUXEMBOURG, June 24 -``, ``DUBAI/ALMATY, May 2 -``.

    Args:
        clean: the article with its segments.
        found: what the tables found, offsets into the view.
    """
    places = list(_places(clean))
    known = set()
    for item in found:
        if (item.start, item.end) in places:
            known.add((item.start, item.end))
            local = item.type != "Country"
            yield item if local else replace(item, type="Location", key=None, weight=_SURE, rule="place.dateline")
        elif not any(start < item.end and item.start < end for start, end in places):
            yield item
    for start, end in places:
        if (start, end) not in known:
            yield Found(start, end, "Location", _SURE, "place.dateline")


def _places(clean: CleanArticle) -> Iterator[tuple[int, int]]:
    for part in clean.segments:
        position = part.start
        while part.kind == "dateline" and (match := _CITY.match(clean.view, position, part.end)) is not None:
            yield match.start(), match.end()
            following = _NEXT.match(clean.view, match.end(), part.end)
            if following is None:
                break
            position = following.end()
