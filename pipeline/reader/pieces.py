"""Word pieces: how the encoder's vocabulary spells the words of a passage."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence

UNKNOWN, START, END, PAD = "[UNK]", "[CLS]", "[SEP]", "[PAD]"
_LONGEST = 40
"""Characters of a word beyond which it is not spelled: a web address, a line of dashes."""


class Speller:
    """Greedy longest-match-first spelling of lower-case words without accents.

    Args:
        vocabulary: number of each piece; pieces inside a word begin with ``##``.
    """

    def __init__(self, vocabulary: Mapping[str, int]) -> None:
        self._numbers = vocabulary
        self._unknown = (vocabulary[UNKNOWN],)
        self.start, self.end, self.pad = (vocabulary[name] for name in (START, END, PAD))
        self._known: dict[str, tuple[int, ...]] = {}

    def spell(self, words: Sequence[str]) -> list[tuple[int, ...]]:
        """Numbers of the pieces of each word, at least one."""
        return [self._word(word) for word in words]

    def _word(self, word: str) -> tuple[int, ...]:
        found = self._known.get(word)
        if found is None:
            parts = [piece for part in _parts(word) for piece in self._part(part)]
            found = tuple(parts) or self._unknown
            if len(self._known) < _REMEMBERED:
                self._known[word] = found
        return found

    def _part(self, part: str) -> Sequence[int]:
        if len(part) > _LONGEST:
            return self._unknown
        pieces: list[int] = []
        first = 0
        while first < len(part):
            mark = "##" if first else ""
            for last in range(len(part), first, -1):
                number = self._numbers.get(mark + part[first:last])
                if number is not None:
                    pieces.append(number)
                    first = last
                    break
            else:
                return self._unknown
        return pieces


def lay(speller: Speller, words: Sequence[str], longest: int) -> tuple[list[int], list[tuple[int, int]]]:
    """Pieces of a passage between the marks of start and end, and where each word's pieces stand (half-open).

    Args:
        speller: spells the words.
        words: of the passage.
        longest: pieces at most; a word beyond them is given the place of the mark of start, (0, 1).
    """
    pieces, places = [speller.start], []
    for word in speller.spell(words):
        inside = len(pieces) + len(word) < longest
        places.append((len(pieces), len(pieces) + len(word)) if inside else (0, 1))
        if inside:
            pieces.extend(word)
    return [*pieces, speller.end], places


_REMEMBERED = 50_000
"""Words whose spelling is kept: bounds memory over a million articles."""


def _parts(word: str) -> list[str]:
    """A word in small letters without accents, cut at punctuation."""
    plain = "".join(c for c in unicodedata.normalize("NFD", word.lower()) if unicodedata.category(c) != "Mn")
    parts, current = [], ""
    for c in plain:
        if c.isalnum():
            current += c
            continue
        if current:
            parts.append(current)
            current = ""
        if not c.isspace():
            parts.append(c)
    return [*parts, current] if current else parts
