"""Rules that know which texts they cannot match: one automaton finds the words that their patterns need.

Most rules need several words of which most sentences lack one. They are read off the pattern, looked up in a sentence
all at once, and only the rules that may match are run.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cached_property
from re import _parser  # type: ignore[attr-defined]
from typing import Any, Generic, TypeVar

from ahocorasick_rs import AhoCorasick

RuleT = TypeVar("RuleT")
Words = frozenset[str]
"""Of these, every match has at least one (lower case); an edge before or behind one is an edge of a word."""

_FIRST = 60
"""Texts after which it pays to look words up."""
_SHORTEST = 3
"""Shorter words stand in nearly every sentence; a placeholder of a masked one ("<r"), a symbol ("©") and letters with
figures ("m1") do not."""
_EDGE = "\b"
_MOST = 10
"""Spellings up to which a part of a pattern is written out: "<[OBG]", "pa(?:id|ys)", "clients?"."""


class RuleSet(tuple[tuple[RuleT, re.Pattern[str]], ...], Generic[RuleT]):
    """Rules with their patterns, in the order of their file; a rule may be anything, such as an id."""

    _asked = 0

    def prepare(self) -> None:
        """Read the patterns now: for who has many texts ahead."""
        self._asked = max(self._asked, _FIRST)
        _ = self._automaton

    def possible(self, text: str) -> Iterator[tuple[RuleT, re.Pattern[str]]]:
        """The rules whose needed words stand in a text, in file order; the others cannot match there.

        All of them for the first texts: reading the patterns takes as long as running them on those.
        """
        self._asked += 1
        if self._asked <= _FIRST:
            return iter(self)
        automaton, owners, needs = self._automaton
        found = automaton.found(text.lower()) if owners else frozenset()
        if not found:
            return iter(self._unbound)
        chosen = self._always.union(*[owners[index] for index in found])
        return (self[place] for place in sorted(chosen) if not any(map(found.isdisjoint, needs[place])))

    @cached_property
    def _needs(self) -> tuple[tuple[Words, ...], ...]:
        return tuple(needed_words(pattern) for _, pattern in self)

    @cached_property
    def _always(self) -> frozenset[int]:
        return frozenset(place for place, needs in enumerate(self._needs) if not needs)

    @cached_property
    def _unbound(self) -> tuple[tuple[RuleT, re.Pattern[str]], ...]:
        """The rules that need no word."""
        return tuple(self[place] for place in sorted(self._always))

    @cached_property
    def _automaton(self) -> tuple[_Finder, list[frozenset[int]], list[list[frozenset[int]]]]:
        """Finds the words; by word, the rules that need it most; by rule, the words that it needs besides."""
        words = sorted({word for needs in self._needs for some in needs for word in some})
        place_of = {word: place for place, word in enumerate(words)}
        owners: list[set[int]] = [set() for _ in words]
        for place, needs in enumerate(self._needs):
            for word in needs[0] if needs else ():
                owners[place_of[word]].add(place)
        besides = [[frozenset(place_of[word] for word in some) for some in needs[1:]] for needs in self._needs]
        return _Finder(words), [frozenset(one) for one in owners], besides


class _Finder:
    """Finds words in a text, all at once.

    Args:
        words: with or without edges.
    """

    def __init__(self, words: Sequence[str]) -> None:
        self._automaton = AhoCorasick([_plain(word) for word in words])
        self._edges = [(word.startswith(_EDGE), word.endswith(_EDGE)) for word in words]

    def found(self, low: str) -> set[int]:
        """Places of the words that stand in a text of small letters, edges where they ask for them."""
        found: set[int] = set()
        for place, first, last in self._automaton.find_matches_as_indexes(low, overlapping=True):
            begins, ends = self._edges[place]
            if not (begins and low[first - 1 : first].isalnum()) and not (ends and low[last : last + 1].isalnum()):
                found.add(place)
        return found


def needed_words(pattern: re.Pattern[str]) -> tuple[Words, ...]:
    """Sets of words of each of which every match of a pattern holds at least one, what narrows most first."""
    found = _of_sequence(_parser.parse(pattern.pattern, pattern.flags))
    return tuple(sorted(dict.fromkeys(found), key=_narrowness, reverse=True))


def _narrowness(words: Words) -> tuple[bool, int, int]:
    """How few texts have one of the words: more have a placeholder or a short word than a long one."""
    shortest = min(len(_plain(word).strip()) for word in words)
    return not any("<" in word for word in words), shortest, -len(words)


def _of_sequence(items: Sequence[tuple[object, object]], begun: Sequence[str] = ("",)) -> list[Words]:
    """Of all that must follow one another, the words that are long enough to tell texts apart.

    Args:
        items: the parts of a pattern.
        begun: what stands right before them.
    """
    found: list[Words] = []
    runs = list(begun)
    for operation, argument in items:
        spellings = _spellings(str(operation), argument)
        if not 0 < len(runs) * len(spellings) <= _MOST:
            found += [frozenset(runs), *([] if spellings else _of_item(str(operation), argument, runs))]
            runs = [""]
        runs = [run + more for run in runs for more in spellings or [""]]
    found.append(frozenset(runs))
    return [_shortest(frozenset(map(_edged, words))) for words in found if _tells(words)]


def _edged(run: str) -> str:
    """A run without edges inside it, and without those at which no letter or figure stands."""
    word = _plain(run)
    begins, ends = run.startswith(_EDGE) and word[:1].isalnum(), run.endswith(_EDGE) and word[-1:].isalnum()
    return _EDGE * begins + word + _EDGE * ends


def _plain(word: str) -> str:
    return word.replace(_EDGE, "")


def _spellings(operation: str, argument: Any) -> list[str]:  # noqa: ANN401 - its shape differs by operation
    """Everything that a part of a pattern can match, lower case; nothing where that is no short list."""
    found: list[str] = []
    if operation == "LITERAL":
        return [chr(argument).lower()]
    if operation in ("AT", "ASSERT", "ASSERT_NOT"):
        return [_EDGE if str(argument) == "AT_BOUNDARY" else ""]
    if operation == "IN" and all(str(kind) in ("LITERAL", "RANGE") for kind, _ in argument):
        ends = [told if str(kind) == "RANGE" else (told, told) for kind, told in argument]
        found = [chr(letter).lower() for first, last in ends for letter in range(first, last + 1)]
    elif operation == "SUBPATTERN":
        found = _all_spellings(argument[-1])
    elif operation == "MAX_REPEAT" and argument[:2] == (0, 1):
        found = ["", *some] if (some := _all_spellings(argument[2])) else []
    elif operation == "BRANCH" and len(argument[1]) <= _MOST:
        for one in argument[1]:
            if not (some := _all_spellings(one)):
                return []
            found += some
    return sorted(set(found)) if len(found) <= _MOST else []


def _all_spellings(items: Sequence[tuple[object, object]]) -> list[str]:
    runs = [""]
    for operation, argument in items:
        runs = [run + more for run in runs for more in _spellings(str(operation), argument)]
        if not 0 < len(runs) <= _MOST:
            return []
    return runs


def _alike(parts: Sequence[list[Words]]) -> list[list[Words]]:
    """Of each alternative the words that narrow most, and of each those that narrow least: placeholders, mostly."""
    return [[best(one, key=_narrowness) for one in parts] for best in (max, min)]


def _shortest(words: Words) -> Words:
    """The words without those that hold another of them."""
    kept: list[str] = []
    for word in sorted(words, key=len):
        if not any(one in word for one in kept):
            kept.append(word)
    return frozenset(kept)


def _tells(words: Words) -> bool:
    """Whether the words are long enough to tell texts apart."""
    return all(map(_is_rare, map(_plain, words)))


def _is_rare(word: str) -> bool:
    mixed = word.isalnum() and not word.isalpha() and not word.isdigit()
    return len(word) >= _SHORTEST or "<" in word or not word.isascii() or mixed


def _of_item(operation: str, argument: Any, begun: Sequence[str]) -> list[Words]:  # noqa: ANN401 - as above
    if operation == "BRANCH":
        parts = [_of_sequence(one, begun) for one in argument[1]]
        return [_shortest(frozenset().union(*one)) for one in _alike(parts)] if all(parts) else []
    if operation in ("SUBPATTERN", "ATOMIC_GROUP"):
        return _of_sequence(argument[-1] if operation == "SUBPATTERN" else argument, begun)
    if operation in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
        return _of_sequence(argument[2], begun) if argument[0] else []
    return []
