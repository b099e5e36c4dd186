"""Items of a digest: paragraphs that each open with a name and tell of that alone ("* ORLO MILLS. It sold …")."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipeline.document import Context

_FEWEST, _NAMED = 3, 2
"""Fewest items of a digest, and names at their heads."""
_ACTORS = frozenset({"Company", "Organization"})
_ITEM = re.compile(
    r"\s*(?P<bullet>[*•·▪–—-]+[ \t]*)?"
    r"(?P<head>[^\s*•·▪–—-][^\n.:?!–—]{1,60}?)(?P<stop>[.:?!–—]|[ ]-[ ])"
)
"""The opening of a paragraph up to its first stop."""
Item = tuple[int, int, frozenset[str]]


def digest_items(context: Context) -> list[Item]:
    """Start, end and ids of the entities of every item, in text order; none where the article is no digest.

    A head stands in capitals behind a bullet, or names a company, in capitals or ahead of a colon or dash.
    """
    found: list[Item] = []
    named: set[str] = set()
    for segment in context.clean.segments:
        match = _ITEM.match(context.text, segment.start, segment.end) if segment.kind == "body" else None
        if match is None:
            continue
        start, stop = match.span("head")
        first, last = context.token_range(start, stop)
        heads = {chain.id for _, chain in context.chains_in(first, last) if chain.type in _ACTORS}
        capitals = match["head"].isupper()
        if not (heads and (capitals or match["stop"] != ".")) and not (match["bullet"] and capitals):
            continue
        told = context.chains_in(first, context.token_range(start, segment.end)[1])
        found.append((start, segment.end, frozenset(chain.id for _, chain in told)))
        named |= heads
    return found if len(found) >= _FEWEST and len(named) >= _NAMED else []
