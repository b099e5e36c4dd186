"""Where words stand in a text: an automaton reads it once, where a pattern would be tried at every character."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ahocorasick_rs import AhoCorasick


class Places:
    """Finds words of a list in lower-case text.

    Args:
        words: the words.
        whole: whether they must end where a word ends.
    """

    def __init__(self, words: Iterable[str], *, whole: bool = True) -> None:
        self._automaton = AhoCorasick(sorted(set(words)))
        self._whole = whole

    def find(self, low: str) -> Iterator[tuple[int, int]]:
        """Start and end of each that begins a word, in no order."""
        for _, start, end in self._automaton.find_matches_as_indexes(low, overlapping=True):
            inside = start and _wordlike(low[start - 1])
            if not inside and not (self._whole and _wordlike(low[end : end + 1])):
                yield start, end


def _wordlike(char: str) -> bool:
    """Whether a character belongs to words, as patterns see it."""
    return char.isalnum() or char == "_"
