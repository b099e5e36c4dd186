"""Where a story was written and who brought it: the first name of a dateline is a place, that in brackets an agency."""

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
_AGENCY = re.compile(r"\(((?!Reporting|By )[A-Z][\w'&./]*(?: (?:[A-Z][\w'&.]*|of|and))*)\)")
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
    yield from _agencies(clean)
    for start, end in places:
        if (start, end) not in known:
            yield Found(start, end, "Location", _SURE, "place.dateline")


def _agencies(clean: CleanArticle) -> Iterator[Found]:
    """News agencies: ``OSLO (Norda News) -``."""
    for part in clean.segments:
        match = _AGENCY.search(clean.view, part.start, part.end) if part.kind == "dateline" else None
        if match is not None:
            yield Found(match.start(1), match.end(1), "Company", _SURE, "agency.dateline")


def _places(clean: CleanArticle) -> Iterator[tuple[int, int]]:
    for part in clean.segments:
        position = part.start
        while part.kind == "dateline" and (match := _CITY.match(clean.view, position, part.end)) is not None:
            yield match.start(), match.end()
            following = _NEXT.match(clean.view, match.end(), part.end)
            if following is None:
                break
            position = following.end()
