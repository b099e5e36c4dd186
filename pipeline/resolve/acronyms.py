"""Other names that the text itself explains: ``Presidency of Defence Works (SSW)``, ``Kaito Ltd (formerly Norda)``.

An abbreviation behind a name is another name of it, whatever its letters; one behind words that are no name is no name
either: ``three general permits (GPs)``.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from pipeline.resolve.mentions import NameMention

if TYPE_CHECKING:
    from spacy.tokens import Doc

_DEFINED = re.compile(
    r"\(\s*(?:the |or |hereafter )?[\"']*(?P<short>[A-Z][A-Za-z&]{0,8}[A-Z][A-Za-z&]{0,4})[\"']*\s*\)"
)
_CALLED = re.compile(
    r"(?: \([\w ]{1,12}\))?[\s,()]*(?:which (?:is|was) |who (?:is|was) )?"
    r"(?:(?:formerly|also|previously|better|once|now)(?: known as| called| named)?|known as|"
    r"[af]\.?k\.?a\.?|n\.?k\.?a\.?|d[./]?b[./]?a\.?|alias),?[\s\"']*(?:the )?[\"']*",
    re.IGNORECASE,
)
"""What stands between two names of one thing."""
_WORD = re.compile(r"[A-Za-z][\w']*")
_SMALL = frozenset({"of", "the", "and", "for", "to", "in", "on"})
_GAP = re.compile(r"[\s,\"']*")
_REACH = 120
"""Characters before a bracket in which its words are looked for."""


def read_definitions(
    doc: Doc, view: str, mentions: list[NameMention]
) -> tuple[list[NameMention], dict[str, NameMention]]:
    """Settle the abbreviations that are explained in brackets.

    Returns:
        The mentions without the abbreviations of common nouns and with those that no finder gave, and the name that
        each abbreviation stands for.
    """
    meant: dict[str, NameMention] = {}
    common: set[str] = set()
    new: list[NameMention] = []
    by_end = sorted(mentions, key=lambda one: one.end)
    starts = {one.start: one for one in mentions}
    for match in _DEFINED.finditer(view):
        short, start = match.group("short"), match.start("short")
        long = next((one for one in reversed(by_end) if one.end <= match.start()), None)
        own = starts.get(start)
        if long is not None and _GAP.fullmatch(view, long.end, match.start()):
            if _may_mean(long, own, short, view):
                meant.setdefault(short, long)
                span = doc.char_span(start, start + len(short), alignment_mode="expand")
                if own is None and span is not None:
                    new.append(NameMention(span.start, span.end, start, start + len(short)))
        elif own is None or own.key is None:
            begin = _spelled_out(short, view, match.start())
            if begin is not None and not any(one.start < match.start() and begin < one.end for one in by_end):
                common.add(short)
    for first, second in pairwise(sorted(mentions, key=lambda one: one.start)):
        if second.key is None and _CALLED.fullmatch(view, first.end, second.start):
            meant.setdefault(view[second.start : second.end], first)
    for one in new:
        long = meant[view[one.start : one.end]]
        one.add(dict(long.votes), "acronym.defined")
    kept = [one for one in mentions if one.key is not None or not _abbreviates(view[one.start : one.end], common)]
    return sorted([*kept, *new], key=lambda one: one.first), meant


def _may_mean(long: NameMention, own: NameMention | None, short: str, view: str) -> bool:
    """Whether an abbreviation can be that of the name before it: no person's, not that of another row or the name."""
    if own is not None and own.key is not None:
        return False
    kind = max(sorted(long.votes), key=long.votes.__getitem__, default=None)
    name = view[long.start : long.end]
    if kind in (None, "Person", "Country") or len(name) <= len(short) + 2:
        return False
    return " " in name or _inside(short, name)


def _inside(short: str, name: str) -> bool:
    """Whether the letters of an abbreviation stand in one word in their order, the first at its head."""
    rest = iter(name.lower())
    return name[0] == short[0] and all(letter in rest for letter in short.lower())


def _spelled_out(short: str, view: str, end: int) -> int | None:
    """Where the words before a bracket begin whose first letters make up the abbreviation in it; None if none do."""
    letters = [char.lower() for char in short.removesuffix("s")]
    offset = max(end - _REACH, 0)
    words = list(_WORD.finditer(view[offset:end]))
    begin = None
    while words and letters:
        word = words.pop()
        if word.group()[0].lower() == letters[-1]:
            letters.pop()
        elif word.group().lower() not in _SMALL:
            return None
        begin = offset + word.start()
    return None if letters else begin


def _abbreviates(name: str, common: set[str]) -> bool:
    """Whether a name is an abbreviation of common nouns, alone, in the plural, or with a number: ``GP 4A``."""
    first, _, rest = name.partition(" ")
    if rest and not any(char.isdigit() for char in rest):
        return False
    return first in common or f"{first}s" in common or first.removesuffix("s") in common
