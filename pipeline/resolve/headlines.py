"""Names in headlines: there every word may have a capital, so the running text says where a name begins and ends."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.document import CleanArticle
from pipeline.resolve.mentions import NameMention

if TYPE_CHECKING:
    from spacy.tokens import Doc

_LONG_WORD = re.compile(r"[A-Za-z][\w'-]{3,}")
_ENDED = re.compile(r"[.!?;:,\"')]\s*$")
_MOST = 0.7
_HEADING_WORDS, _HEADING_SHARE = 4, 0.75
"""Fewest long words of a line that is told from running text, and how many of them have a capital."""


@dataclass(frozen=True, slots=True)
class Headlines:
    """Where headlines stand, and the words that have a capital elsewhere."""

    places: tuple[tuple[int, int], ...]
    text: str
    capital: frozenset[str]

    def cover(self, start: int, end: int) -> bool:
        """Whether a name stands in a headline that says more than the name; a line of a list says no more."""
        return any(low <= start < high and end - start < _MOST * (high - low) for low, high in self.places)

    def tell(self, name: str) -> bool:
        """Whether a name stands in the running text as well, as whole words."""
        at = self.text.find(name)
        while at >= 0 and not (_parts(self.text, at) and _parts(self.text, at + len(name))):
            at = self.text.find(name, at + 1)
        return at >= 0

    def names(self, word: str) -> bool:
        """Whether a word has a capital in the running text as well; signs and numbers go with what they join."""
        return not word[0].isalpha() or not self.capital.isdisjoint((word, word.capitalize(), word.upper()))


def _parts(text: str, at: int) -> bool:
    """Whether a word begins or ends at an offset."""
    before, behind = text[at - 1 : at] if at else "", text[at : at + 1]
    return (before.isalnum() or before == "_") != (behind.isalnum() or behind == "_")


def find_headlines(clean: CleanArticle) -> Headlines:
    """The title, and lines of the body that are printed like one: most words with a capital, no full stop."""
    places, running = [], []
    for segment in clean.segments:
        piece = clean.view[segment.start : segment.end]
        if segment.kind == "title" or (segment.kind == "body" and _like_title(piece)):
            places.append((segment.start, segment.end))
        else:
            running.append(piece)
    text = "\n".join(running)
    return Headlines(tuple(places), text, frozenset(re.findall(r"\b[A-Z][\w'&-]*", text)))


def _like_title(piece: str) -> bool:
    words = _LONG_WORD.findall(piece)
    if len(words) < _HEADING_WORDS or _ENDED.search(piece):
        return False
    return bool(sum(word[0].isupper() for word in words) >= _HEADING_SHARE * len(words))


def align_headlines(doc: Doc, headlines: Headlines, mentions: list[NameMention]) -> None:
    """Cut from the names of headlines the words that are no part of a name elsewhere: "Banks Kaito" → "Kaito"."""
    for one in mentions:
        shaped = any(rule in ("form.suffix", "form.bracketed") for rule in one.rules)
        if shaped or one.key is not None or one.last - one.first < 2 or not headlines.cover(one.start, one.end):
            continue
        first, last = one.first, one.last
        while last - first > 1 and not headlines.names(doc[last - 1].text):
            last -= 1
        while last - first > 1 and not headlines.names(doc[first].text):
            first += 1
        if (first, last) != (one.first, one.last) and headlines.names(doc[first].text):
            span = doc[first:last]
            one.first, one.last, one.start, one.end = first, last, span.start_char, span.end_char
