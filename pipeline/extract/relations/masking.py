"""A sentence with its names, roles and values as placeholders, so that rules are plain patterns over kinds of things.

The letters are explained at the head of ``rules/relations.yml``; the numbers run through the sentence.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING

from pipeline.document import Chain, Context, Mentioned, Positioned
from pipeline.extract.relations.roles import RoleSpan, find_roles, status_words
from pipeline.knowledge import Row, load_section
from pipeline.knowledge.world import load_world

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

PLACEHOLDER = re.compile(r"<[A-Z]\d+>")

_KINDS = {
    "Person": "P",
    "Company": "O",
    "PublicBody": "B",
    "Organization": "G",
    "Country": "C",
    "Location": "L",
}
_OWNERS = frozenset({"its", "his", "her", "their"})


@dataclass(frozen=True, slots=True)
class Named:
    """An entity behind a placeholder and the mention that stands there."""

    chain: Chain
    mention: Mentioned


@dataclass(slots=True)
class Masked:
    """``text`` is the masked sentence; the tables give what each placeholder stands for."""

    sentence: Span
    text: str = ""
    names: dict[str, Named] = field(default_factory=dict)
    roles: dict[str, RoleSpan] = field(default_factory=dict)
    shares: dict[str, Decimal | None] = field(default_factory=dict)
    _starts: list[int] = field(default_factory=list)
    _tokens: list[tuple[int, int]] = field(default_factory=list)

    def add(self, text: str, blank: bool, first: int, last: int) -> None:
        """Append a piece that stands for the tokens ``first:last``; a stray blank before a comma is dropped."""
        if text[0] in ",.;:)":
            self.text = self.text.rstrip()
        self._starts.append(len(self.text))
        self._tokens.append((first, last))
        self.text += text + (" " if blank else "")

    def tokens(self, start: int, end: int) -> tuple[int, int]:
        """Tokens (half-open) that the characters ``start:end`` of the masked text stand for."""
        low = max(bisect_right(self._starts, start) - 1, 0)
        high = max(bisect_left(self._starts, end) - 1, low)
        return self._tokens[low][0], self._tokens[high][1]


@dataclass(frozen=True, slots=True)
class _Piece:
    last: int
    letter: str
    name: Named | None = None
    role: RoleSpan | None = None
    share: Decimal | None = None


def mask(context: Context, sentence: Span) -> Masked:
    """Mask a sentence. A role that begins before a name inside it wins; else nested things count as the outer one."""
    pieces = _pieces(context, sentence)
    masked = Masked(sentence)
    position, number = sentence.start, 0
    while position < sentence.end:
        token = context.doc[position]
        piece = pieces.get(position)
        if piece is None:
            if not token.is_space:
                masked.add(token.text, bool(token.whitespace_) or _before_space(token), position, position + 1)
            position += 1
            continue
        number += 1
        placeholder = f"<{piece.letter}{number}>"
        last = context.doc[piece.last - 1]
        owner = "'s" if piece.name is not None and last.lower_ in _OWNERS else ""
        masked.add(placeholder + owner, bool(last.whitespace_) or _before_space(last), position, piece.last)
        _register(masked, placeholder, piece)
        position = piece.last
    return masked


def _register(masked: Masked, placeholder: str, piece: _Piece) -> None:
    if piece.name is not None:
        masked.names[placeholder] = piece.name
    elif piece.role is not None:
        masked.roles[placeholder] = piece.role
    elif piece.letter == "S":
        masked.shares[placeholder] = piece.share


def _before_space(token: Token) -> bool:
    return token.i + 1 < len(token.doc) and token.nbor(1).is_space


def _pieces(context: Context, sentence: Span) -> dict[int, _Piece]:
    """What begins at each token; what is added first loses to what is added later."""
    pieces = dict(_kind_nouns(context, sentence))
    for token in sentence:
        for words, row in _own_letters():
            last = token.i + len(words)
            printed = [one.lower_ for one in context.doc[token.i : last]]
            form = all(w == p or (row.plural and w in _singular(p)) for p, w in zip(printed, words, strict=False))
            if token.tag_.startswith("NN") and form and len(printed) == len(words):
                pieces[token.i] = _Piece(last, row.letter)
    for letter, values in (("D", context.dates), ("M", context.moneys)):
        for first, last, _ in _values(context, sentence, values):
            pieces[first] = _Piece(last, letter)
    for first, last, percent in _values(context, sentence, context.percents):
        if percent.value is not None and percent.kind != "multiple" and not percent.points:
            share = percent.value / 100 if percent.kind == "percent" else percent.value
            pieces[first] = _Piece(last, "S", share=share if 0 <= share <= 1 else None)
    roles = find_roles(context, sentence)
    names = context.chains_in(sentence.start, sentence.end)
    dated = {role.first for role in roles} | {mention.first for mention, _ in names}
    for token in reversed(list(sentence)):
        last = token.i + 1 + (token.i + 1 < sentence.end and token.nbor(1).text == "-")
        if token.lower_ in status_words() and last in dated:
            pieces[token.i] = _Piece(last, "T")
            dated.add(token.i)
    for role in roles:
        pieces[role.first] = _Piece(role.last, "K" if role.kin else "R", role=role)
    for mention, chain in reversed(names):
        first = mention.first
        while chain.type == "Person" and first > sentence.start and first - 1 not in pieces and _addresses(context.doc[first - 1]):
            # "Sir", "Dr." stand before the name and are no part of it.
            first -= 1
        pieces[first] = _Piece(mention.last, _KINDS.get(chain.type, "X"), name=Named(chain, mention))
    return pieces


def _values(context: Context, sentence: Span, values: list) -> Iterator[tuple[int, int, object]]:  # type: ignore[type-arg]
    for value in context.inside(values, sentence.start_char, sentence.end_char):
        span = context.doc.char_span(value.start, value.end, alignment_mode="expand")
        if span is not None:
            yield span.start, span.end, value


class NounRow(Row):
    """Nouns that the patterns tell from other nouns by a letter."""

    letter: str
    words: tuple[str, ...]
    plural: bool = True


@cache
def _own_letters() -> tuple[tuple[tuple[str, ...], NounRow], ...]:
    """Word sequences with their row, longer ones last so that they win."""
    rows = load_section("relations", "nouns", NounRow)
    return tuple(sorted(((tuple(w.split()), r) for r in rows for w in r.words), key=lambda one: len(one[0])))


@cache
def _forms_of_address() -> frozenset[str]:
    honorifics = load_world().honorifics
    return frozenset(word.strip(".") for forms in honorifics.values() for form in forms for word in form.split())


def _addresses(token: Token) -> bool:
    return token.text[0].isupper() and token.text.strip(".") in _forms_of_address()


def _singular(word: str) -> tuple[str, ...]:
    """What a noun in the plural may be in the singular."""
    if not word.endswith("s"):
        return ()
    return (word[:-1], word[:-2], word[:-3] + "y")


@cache
def _nouns() -> frozenset[str]:
    """Nouns for organisations, hyphens as blanks."""
    world = load_world()
    types = ("Company", "Organization")
    table = [row.noun for row in world.appositives if row.type in types]
    table += [noun for row in world.nominal_rows if row.types[0] in types for noun in row.nouns]
    return frozenset(noun.replace("-", " ").lower() for noun in table)


def _kind_nouns(context: Context, sentence: Span) -> Iterator[tuple[int, _Piece]]:
    """Nouns that say what an organisation is: of the tables (N, in the plural F), or any before an organisation's name (A)."""
    for token in sentence:
        if context.chain_at(token.i) is not None or token.is_punct:
            continue
        found = _table_noun(context, token, sentence.end)
        if found is not None:
            yield token.i, found
        elif token.tag_ in ("NN", "JJ", "FW") and token.is_lower and not token.lower_.endswith("ing"):
            follower = context.chain_at(token.i + 1)
            if follower is not None and follower.type in ("Company", "Organization"):
                yield token.i, _Piece(token.i + 1, "A")


def _table_noun(context: Context, token: Token, end: int) -> _Piece | None:
    """The longest noun of the tables that begins at a token."""
    for last in (token.i + 3, token.i + 2, token.i + 1):
        words = [one.lower_ for one in context.doc[token.i : min(last, end)] if one.text != "-"]
        if not words or last > end or not context.doc[last - 1].tag_.startswith("NN") and last == token.i + 1:
            continue
        if any(context.chain_at(one) is not None for one in range(token.i, last)) or context.doc[last - 1].text == "-":
            continue
        *first, head = words
        if " ".join(words) in _nouns():
            return _Piece(last, "N")
        if any(" ".join([*first, form]) in _nouns() for form in _singular(head)):
            return _Piece(last, "F")
    return None
