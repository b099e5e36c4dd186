"""How many parties a phrase counts, and the words that count them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipeline.extract.events.vocabulary import vocabulary
from pipeline.knowledge.world import load_world

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.document import Context
    from pipeline.values import Count

_MOST = 5000
_WORDS = 6
"""Words from a number to the noun that it counts, at most."""
_STOPS = frozenset({"and", "in", "on", "at", "to", "for", "from", "by", "percent", "pct", "years", "months"})
_PLUS = re.compile(r"(?:\band|,|&|\bplus|\bwith|\bas well as|\balongside)\s*$")
_MORE = re.compile(
    r"\b(?:others?|further|more|additional)\b|\bof (?:its|his|her|their)\b|\b(?:affiliate|subsidiar|associate)"
)
_OTHER = re.compile(r"\bothers?\b")
_SINGLE = re.compile(r"\s*(?:an?|one|the|its|his|her|their)\s+", re.IGNORECASE)
ALONG = re.compile(r"\b(?:along with|together with|alongside|as well as)\s+")
_ONE_MORE = re.compile(r"^,?\s+(?:and|plus|as well as)\s+an?\s+")


def count_parties(context: Context, first: int, last: int, names: int) -> tuple[int | None, str | None]:
    """Parties counted in the tokens ``first:last`` and the words that count them.

    Counts of different kinds add up ("three individuals and two entities"), a single one joins them ("two banks and a
    broker"); "X and seven others", "X and 20 of its affiliates" add the ``names``.
    """
    doc, view = context.doc, context.clean.view
    if first >= last:
        return None, None
    start, end = doc[first].idx, doc[last - 1].idx + len(doc[last - 1])
    total, words, others, behind, opened = 0, "", False, start, -1
    for one, close in _counted(context, start, end):
        if words and not _PLUS.search(view[behind : one.start][-12:]):
            continue
        text = context.text[one.start : close]
        if not words and names and _MORE.search(text) and _named_before(context, first, one.start):
            others = bool(_PLUS.search(view[max(start, one.start - 12) : one.start]) or re.search(r"\bother", text))
        if not words and not others and _OTHER.search(text) and _one_before(context, start, one.start):
            total += 1
        total += one.value
        opened = one.start if opened < 0 else opened
        words, behind = context.text[opened:close], close
        single = _ONE_MORE.match(view[close:end])
        if single is not None and _noun_after(context, close + single.end(), end) is not None:
            total += 1
    if not total:
        return None, None
    return (total + names if others else total), " ".join(words.split())


def _one_before(context: Context, start: int, offset: int) -> bool:
    """A single party before "and three other officials": "a top member of the council"."""
    ahead = context.clean.view[start:offset]
    if not _PLUS.search(ahead):
        return False
    match = _SINGLE.match(ahead)
    return match is not None and _noun_after(context, start + match.end(), offset) is not None


def count_along(context: Context, first: int, last: int) -> tuple[int, str] | None:
    """What is counted behind "along with" in the tokens ``first:last``: "X was listed, along with seven others"."""
    if first >= last:
        return None
    start, end = context.starts[first], context.ends[last - 1]
    match = ALONG.search(context.clean.view, start, end)
    if match is None:
        return None
    one = next(_counted(context, match.end(), end), None)
    if one is None or one[0].start > match.end() + 12:
        return None
    return one[0].value, " ".join(context.text[one[0].start : one[1]].split())


def _counted(context: Context, start: int, end: int) -> Iterator[tuple[Count, int]]:
    """Numbers of parties between two offsets, each with the end of its noun."""
    for one in context.inside(context.counts, start, end):
        close = _noun_after(context, one.end, end)
        if close is not None and one.value <= _MOST and (one.value > 1 or one.qualifier == "exact"):
            yield one, close


def _noun_after(context: Context, offset: int, end: int) -> int | None:
    """Offset behind the noun for parties within a few words."""
    parties = vocabulary().words.parties
    for number, match in enumerate(re.finditer(r"[\w'’-]+", context.clean.view[offset:end])):
        word = match.group().lower()
        if number < 4 and word in ("others", "names", "name"):
            return offset + match.end()
        if word in parties or (word.endswith("s") and (word[:-1] in parties or people(match.group()))):
            return offset + match.end()
        if word in _STOPS or number >= _WORDS:
            return None
    return None


def people(word: str) -> bool:
    """Whether a word means people of a state: "seven Russians"."""
    world = load_world()
    return word[0].isupper() and world.country_code(word) is not None and not world.is_country_noun(word)


def _named_before(context: Context, first: int, offset: int) -> bool:
    pairs = context.chains_in(first, len(context.doc))
    return any(context.starts[m.first] < offset for m, c in pairs if c.type != "Country")
