"""Rules that know which texts they cannot match: one automaton finds the words that their patterns need.

Most rules need a word that most sentences lack. Those words are read off the pattern, looked up in a sentence all at
once, and only the rules that may match are run.
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
"""Of these, every match has at least one (lower case); empty: nothing is known."""

_NOTHING: Words = frozenset()
_FIRST = 300
"""Texts after which it pays to look words up."""
_SHORTEST = 3
"""Shorter words stand in nearly every sentence; a placeholder of a masked one ("<r") does not."""


class RuleSet(tuple[tuple[RuleT, re.Pattern[str]], ...], Generic[RuleT]):
    """Rules with their patterns, in the order of their file; a rule may be anything, such as an id."""

    _asked = 0

    def possible(self, text: str) -> Iterator[tuple[RuleT, re.Pattern[str]]]:
        """The rules whose needed words stand in a text, in file order; the others cannot match there.

        All of them for the first texts: reading the patterns takes as long as running them on those.
        """
        self._asked += 1
        if self._asked <= _FIRST:
            return iter(self)
        automaton, owners = self._automaton
        found = set(automaton.find_matches_as_indexes(text.lower(), overlapping=True)) if owners else set()
        chosen = self._always.union(*(owners[index] for index, _, _ in found))
        return (self[place] for place in sorted(chosen))

    @cached_property
    def _needs(self) -> tuple[Words, ...]:
        return tuple(needed_words(pattern) for _, pattern in self)

    @cached_property
    def _always(self) -> frozenset[int]:
        return frozenset(place for place, words in enumerate(self._needs) if not words)

    @cached_property
    def _automaton(self) -> tuple[AhoCorasick, list[frozenset[int]]]:
        words = sorted({word for words in self._needs for word in words})
        owners = [frozenset(place for place, needs in enumerate(self._needs) if word in needs) for word in words]
        return AhoCorasick(words), owners


def needed_words(pattern: re.Pattern[str]) -> Words:
    """Words of which every match of a pattern holds at least one; empty where none can be told."""
    return _of_sequence(_parser.parse(pattern.pattern, pattern.flags))


def _of_sequence(items: Sequence[tuple[object, object]]) -> Words:
    """Of all that must follow one another, what narrows most: the longest of the shortest words."""
    options: list[Words] = []
    run = ""
    for operation, argument in items:
        if str(operation) == "LITERAL":
            run += chr(argument)  # type: ignore[arg-type]
            continue
        options.append(frozenset({run.lower()}))
        run = ""
        options.append(_of_item(str(operation), argument))
    options.append(frozenset({run.lower()}))
    usable = [words for words in options if words and min(map(_weight, words)) >= _SHORTEST]
    return max(usable, key=lambda words: (min(map(_weight, words)), -len(words)), default=_NOTHING)


def _weight(word: str) -> int:
    return len(word) + 3 * word.startswith("<")


def _of_item(operation: str, argument: Any) -> Words:  # noqa: ANN401 - its shape differs by operation
    if operation == "BRANCH":
        parts = [_of_sequence(one) for one in argument[1]]
        return frozenset().union(*parts) if all(parts) else _NOTHING
    if operation in ("SUBPATTERN", "ATOMIC_GROUP"):
        return _of_sequence(argument[-1] if operation == "SUBPATTERN" else argument)
    if operation in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
        return _of_sequence(argument[2]) if argument[0] else _NOTHING
    return _NOTHING
