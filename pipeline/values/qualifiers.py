"""Words ahead of and behind an amount that say how exact it is."""

from __future__ import annotations

import re
from functools import cache

from pipeline.values.spans import Qualifier
from pipeline.values.tables import load_tables

_AFTER_GAP = re.compile(r",?[- ]{0,2}")


@cache
def _before() -> dict[str, list[tuple[str, Qualifier]]]:
    """Phrases by their last word, longest first."""
    table: dict[str, list[tuple[str, Qualifier]]] = {}
    for qualifier, phrases in load_tables().phrases.before.items():
        for phrase in phrases:
            table.setdefault(phrase.split()[-1], []).append((phrase, qualifier))
    for rows in table.values():
        rows.sort(key=lambda row: -len(row[0]))
    return table


@cache
def _after() -> re.Pattern[str]:
    rows = [phrase for phrases in load_tables().phrases.after.values() for phrase in phrases]
    words = "|".join(re.escape(row) for row in sorted(rows, key=len, reverse=True))
    return re.compile(rf"(?:{words})(?![\w])")


@cache
def _after_values() -> dict[str, Qualifier]:
    return {phrase: name for name, phrases in load_tables().phrases.after.items() for phrase in phrases}


@cache
def _fillers() -> tuple[str, ...]:
    return tuple(sorted(load_tables().phrases.fillers, key=len, reverse=True))


def ahead(low: str, start: int) -> tuple[int, Qualifier] | None:
    """Qualifier that ends directly ahead of ``start``.

    Args:
        low: lower-case text.
        start: offset of the amount.

    Returns:
        Offset of the qualifier's first letter and its meaning, or None.
    """
    hit = _directly(low, start)
    if hit is not None or start < 3 or low[start - 1] not in " \n\u00a0":
        return hit
    window = low[max(0, start - 16) : start].rstrip()
    for filler in _fillers():
        if window.endswith(filler):
            begin = start - (len(low[max(0, start - 16) : start]) - len(window)) - len(filler)
            if begin and low[begin - 1] in " \n":
                return _directly(low, begin)
    return None


def _directly(low: str, start: int) -> tuple[int, Qualifier] | None:
    stop = start
    while stop and start - stop < 3 and low[stop - 1] in " \n\u00a0":
        stop -= 1
    if not stop:
        return None
    if low[stop - 1] in "~<>≥≤" and (stop < 2 or low[stop - 2] in " (\n"):
        return stop - 1, _before()[low[stop - 1]][0][1]
    begin = stop
    while begin and stop - begin < 16 and not low[begin - 1].isspace() and low[begin - 1] not in "(-":
        begin -= 1
    rows = _before().get(low[begin:stop])
    if rows is None or (stop == start and low[stop - 1] != "."):
        return None
    window = " ".join(low[max(0, stop - 48) : stop].split())
    for phrase, qualifier in rows:
        if window.endswith(phrase) and (len(window) == len(phrase) or not window[-len(phrase) - 1].isalnum()):
            return _reach(low, stop, phrase), qualifier
    return None


def _reach(low: str, stop: int, phrase: str) -> int:
    """Offset at which ``phrase``, its blanks of any width, begins."""
    position = stop
    for word in reversed(phrase.split()):
        while position and low[position - 1].isspace():
            position -= 1
        position -= len(word)
    return position


def behind(low: str, end: int) -> tuple[int, Qualifier] | None:
    """Qualifier directly behind an amount, such as "or more"; offset behind it and its meaning."""
    gap = _AFTER_GAP.match(low, end)
    hit = _after().match(low, gap.end() if gap else end)
    if hit is None:
        return None
    if hit.group() in ("plus", "approximately", "maximum", "at least", "at most") and gap and " " in gap.group():
        # "$5 million plus interest", "$5 million, at least officially": a new thought follows.
        rest = low[hit.end() : hit.end() + 2].strip()
        if rest and rest[0].isalnum():
            return None
    return hit.end(), _after_values()[hit.group()]
