"""Which few of the wanted names can a row be? An index over the names of the run; the list only streams by.

Each word of a name gives keys by its consonants, its first letters and last one, and the variants it belongs to. A row
is a candidate for a name if two of their words share a key, or one where a name has no more that tell it apart; if
their words are the same run together; or if one is spelt like the initials of the other.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from pipeline.link.formats import ListRow
from pipeline.link.ids import Identifier
from pipeline.link.names import Kind, Name
from pipeline.link.sounds import split_words, word
from pipeline.link.words import load_words

_PREFIX = 4


class Index:
    """The wanted names by the keys of their words, their initials and identifiers.

    Args:
        names: the names of each wanted thing, taken apart.
        identifiers: the numbers of each, in the same order.
    """

    def __init__(self, names: Sequence[Sequence[Name]], identifiers: Sequence[frozenset[Identifier]]) -> None:
        self._by_key: dict[str, set[int]] = defaultdict(set)
        self._by_one: set[int] = set()
        self._of_kind: dict[Kind, set[int]] = defaultdict(set)
        self._with_token: dict[str, set[int]] = {}
        self._by_initials: dict[str, set[int]] = defaultdict(set)
        self._by_acronym: dict[str, set[int]] = defaultdict(set)
        self._by_identifier: dict[Identifier, set[int]] = defaultdict(set)
        for number, (forms, numbers) in enumerate(zip(names, identifiers, strict=True)):
            for form in forms:
                self._add(number, form)
                self._of_kind[form.kind].add(number)
            for identifier in numbers:
                self._by_identifier[identifier].add(number)

    def _add(self, number: int, name: Name) -> None:
        words = [*split_words(name.text), *(part.text for part in name.parts)]
        telling = set(words) - _shared()
        for one in telling or set(words):
            for key in _keys(one):
                self._by_key[key].add(number)
        whole = "".join(split_words(name.text))
        for key in (*_joined_keys(split_words(name.text)), *_keys(whole)[:1]):
            self._by_key[key].add(number)
        if len(name.acronym) > 3:
            self._by_acronym[name.acronym].add(number)
        for initials in name.initials:
            if len(initials) > 3:
                self._by_initials[initials].add(number)
        if (len(telling) or len(set(words))) < 2:
            self._by_one.add(number)

    def candidates(self, row: ListRow) -> dict[int, tuple[str, ...]]:
        """Numbers of the wanted things that a row can be, each with the names of the row that it may bear."""
        found: dict[int, list[str]] = defaultdict(list)
        for identifier in row.identifiers:
            for number in self._by_identifier.get(identifier, ()):
                found[number] = []
        for name in row.names:
            for number in self._by_words(name, row.kind):
                found[number].append(name)
        return {number: tuple(names) for number, names in found.items()}

    def _by_words(self, name: str, row_kind: Kind) -> set[int]:
        tokens = split_words(name)
        sets = [self._with(token) for token in dict.fromkeys(tokens)]
        once: set[int] = set()
        twice: set[int] = set()
        for sharing in sets:
            if sharing:
                twice |= once & sharing
                once |= sharing
        found = self._sharing(_joined_keys(tokens))
        if once:
            alone = sum(token not in _shared() for token in tokens) < 2
            found |= once if alone else twice | (once & self._by_one)
        if found and row_kind != "any":
            # Of another kind it can only be the same name, misread: all its words.
            found = (found & self._of_kind[row_kind]) | (found.intersection(*sets) if all(sets) else set())
        if row_kind != "person":
            if len(tokens) == 1 and name.isupper():
                found |= self._by_initials.get(tokens[0], set())
            if self._by_acronym and len(tokens) > 2:
                for initials in _initials(tokens):
                    found |= self._by_acronym.get(initials, set())
        return found

    def _with(self, token: str) -> set[int]:
        sharing = self._with_token.get(token)
        if sharing is None:
            sharing = self._with_token[token] = self._sharing(_keys(token))
        return sharing

    def _sharing(self, keys: Iterable[str]) -> set[int]:
        found: set[int] = set()
        for key in keys:
            if key in self._by_key:
                found |= self._by_key[key]
        return found


@lru_cache(maxsize=1)
def _shared() -> frozenset[str]:
    return load_words().shared


@lru_cache(maxsize=400_000)
def _keys(token: str) -> tuple[str, ...]:
    view = word(token)
    body = f"b{view.bones}" if len(view.bones) > 2 else f"f{view.fold}"
    ends = f"p{view.fold[:_PREFIX]}{view.fold[-1:]}"
    return (body, ends, *(f"g{group}" for group in sorted(view.groups)))


def _joined_keys(tokens: Sequence[str]) -> set[str]:
    """Keys of words that others print as one: each with the next, and all of them."""
    if len(tokens) < 2:
        return set()
    found: set[str] = set()
    spelt = [_piece(token) for token in tokens]
    _add_joined(found, spelt)
    if any(piece.pinyin is not None for piece in spelt):
        _add_joined(found, [piece if piece.pinyin is None else _piece(piece.pinyin) for piece in spelt])
    return found


def _add_joined(found: set[str], pieces: Sequence[_Piece]) -> None:
    last = pieces[0]
    whole = last.bones
    for piece in pieces[1:]:
        whole += piece.rest
        pair = last.bones + piece.rest
        if len(pair) > 2 and not (last.shared and piece.shared):
            found.add(f"b{pair}")
        last = piece
    if len(whole) > 2:
        found.add(f"b{whole}")


class _Piece(NamedTuple):
    """What of a word counts when it is joined: its consonants at the start of a word and within one."""

    bones: str
    rest: str
    shared: bool
    pinyin: str | None


@lru_cache(maxsize=400_000)
def _piece(token: str) -> _Piece:
    bones = word(token).bones
    return _Piece(bones, bones.lstrip("_"), token in _shared(), load_words().syllables.get(token))


def _initials(tokens: Sequence[str]) -> set[str]:
    small = load_words().small
    every = "".join(token[0] for token in tokens)
    big = "".join(token[0] for token in tokens if token not in small)
    last = tokens[-1]
    # The legal form may count by its first letter, not at all, or whole: PDVSA.
    return {every, big, every[:-1], big[:-1], big[:-1] + last if len(last) <= 3 else big}
