"""A sentence with its names, roles and values as placeholders, so that rules are plain patterns over kinds of things.

The letters are explained at the head of ``rules/relations.yml``; the numbers run through the sentence.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING

from pipeline.document import Chain, Context, Mentioned, Positioned
from pipeline.extract.relations.nouns import letters
from pipeline.extract.relations.role_words import Status, status_words
from pipeline.extract.relations.roles import RoleSpan
from pipeline.knowledge.world import load_world

if TYPE_CHECKING:
    from spacy.tokens import Span

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


@dataclass(frozen=True, slots=True)
class Piece:
    """What stands under one placeholder: the token behind it, its letter and what it is."""

    last: int
    letter: str
    name: Named | None = None
    role: RoleSpan | None = None
    share: Decimal | None = None
    status: Status | None = None


@dataclass(slots=True)
class Masked:
    """``text`` is the masked sentence; the tables give what each placeholder stands for."""

    text: str = ""
    names: dict[str, Named] = field(default_factory=dict)
    roles: dict[str, RoleSpan] = field(default_factory=dict)
    shares: dict[str, Decimal | None] = field(default_factory=dict)
    statuses: dict[str, Status] = field(default_factory=dict)
    _starts: list[int] = field(default_factory=list)
    _tokens: list[tuple[int, int]] = field(default_factory=list)
    _count: int = 0
    _parts: list[str] = field(default_factory=list)
    _length: int = 0

    def add(self, text: str, blank: bool, first: int, last: int) -> None:
        """Append a piece that stands for the tokens ``first:last``; a stray blank before a comma is dropped."""
        if text[0] in ",.;:)" and self._parts and self._parts[-1] == " ":
            self._parts.pop()
            self._length -= 1
        self._starts.append(self._length)
        self._tokens.append((first, last))
        self._parts.append(text)
        self._length += len(text)
        if blank:
            self._parts.append(" ")
            self._length += 1

    def close(self) -> None:
        """Put the pieces together."""
        self.text = "".join(self._parts)

    def add_piece(self, piece: Piece, blank: bool, first: int, *, owner: bool) -> None:
        """Append a placeholder, as the owner of what follows where it is a pronoun like "its"."""
        self._count += 1
        placeholder = f"<{piece.letter}{self._count}>"
        self.add(placeholder + "'s" * (owner and piece.name is not None), blank, first, piece.last)
        if piece.name is not None:
            self.names[placeholder] = piece.name
        elif piece.role is not None:
            self.roles[placeholder] = piece.role
        elif piece.letter == "S":
            self.shares[placeholder] = piece.share
        elif piece.status is not None:
            self.statuses[placeholder] = piece.status

    def tokens(self, start: int, end: int) -> tuple[int, int]:
        """The tokens (half-open) from the first to the last that the characters ``start:end`` stand for."""
        low = max(bisect_right(self._starts, start) - 1, 0)
        high = max(bisect_left(self._starts, end) - 1, low)
        covered = self._tokens[low : high + 1]
        return min(first for first, _ in covered), max(last for _, last in covered)


class Masker:
    """Masks a sentence and shorter readings of it."""

    def __init__(self, context: Context, sentence: Span, roles: Sequence[RoleSpan]) -> None:
        self._context = context
        self._sentence = sentence
        self._pieces = _pieces(context, sentence, roles)

    def whole(self) -> Masked:
        """The sentence as it is printed."""
        return self.read(range(self._sentence.start, self._sentence.end))

    def read(self, reading: Sequence[int]) -> Masked:
        """The tokens at these positions, in this order; a name, role or value of which words are missing is words."""
        context, masked = self._context, Masked()
        place = 0
        while place < len(reading):
            position = reading[place]
            piece = self._pieces.get(position)
            if piece is not None and list(reading[place : place + piece.last - position]) != list(
                range(position, piece.last)
            ):
                piece = None
            last = position if piece is None else piece.last - 1
            place += last + 1 - position
            blank = _before_blank(context, last) or (place < len(reading) and reading[place] != last + 1)
            if piece is not None:
                masked.add_piece(piece, blank, position, owner=context.lower[last] in _OWNERS)
            elif not context.words[position].isspace():
                masked.add(context.words[position], blank, position, position + 1)
        masked.close()
        return masked

    def tells(self, reading: Iterable[int]) -> bool:
        """Whether a reading may hold enough to be tied: two names, a role or a share."""
        begun = [piece for position in reading if (piece := self._pieces.get(position)) is not None]
        names = sum(piece.name is not None for piece in begun)
        return names > 1 or any(piece.role is not None or piece.letter == "S" for piece in begun)


def mask(context: Context, sentence: Span, roles: Sequence[RoleSpan]) -> Masked:
    """Mask a sentence. A role that begins before a name inside it wins; else nested things count as the outer one."""
    return Masker(context, sentence, roles).whole()


def _before_blank(context: Context, position: int) -> bool:
    end = context.ends[position]
    return context.clean.view[end : end + 1].isspace()


def _pieces(context: Context, sentence: Span, roles: Sequence[RoleSpan]) -> dict[int, Piece]:
    """What begins at each token; what is added first loses to what is added later."""
    names = context.chains_in(sentence.start, sentence.end)
    pieces = {first: Piece(last, letter) for first, last, letter in letters(context, sentence)}
    pieces |= _values(context, sentence)
    pieces |= _status_pieces(
        context, sentence, {role.first for role in roles} | {mention.first for mention, _ in names}
    )
    pieces |= {role.first: Piece(role.last, "K" if role.kin else "R", role=role) for role in roles}
    taken = {*pieces, *(position for role in roles for position in range(role.first, role.last))}
    for mention, chain in reversed(names):
        first = mention.first
        if chain.type == "Person":
            # "Sir", "Dr." stand before the name and are no part of it; "Trade Representative" is a role.
            while first - 1 not in taken and first > sentence.start and _addresses(context.words[first - 1]):
                first -= 1
        pieces[first] = Piece(mention.last, _KINDS.get(chain.type, "X"), name=Named(chain, mention))
    return pieces


def _values(context: Context, sentence: Span) -> dict[int, Piece]:
    found: dict[int, Piece] = {}
    start, end = sentence.start_char, sentence.end_char
    for date in context.inside(context.dates, start, end):
        _add_value(found, context, date, Piece(0, "D"))
    for money in context.inside(context.moneys, start, end):
        _add_value(found, context, money, Piece(0, "M"))
    for percent in context.inside(context.percents, start, end):
        if percent.value is not None and percent.kind != "multiple" and not percent.points:
            share = percent.value / 100 if percent.kind == "percent" else percent.value
            _add_value(found, context, percent, Piece(0, "S", share=share if 0 <= share <= 1 else None))
    return found


def _add_value(found: dict[int, Piece], context: Context, value: Positioned, piece: Piece) -> None:
    first, last = context.token_range(value.start, value.end)
    found[first] = replace(piece, last=last)


def _status_pieces(context: Context, sentence: Span, dated: set[int]) -> dict[int, Piece]:
    """Words like "former" before a role or name, alone or in a row."""
    found: dict[int, Piece] = {}
    known = status_words()
    for position in range(sentence.end - 1, sentence.start - 1, -1):
        status = known.get(context.lower[position])
        if status is None:
            continue
        last = position + 1
        last += last < sentence.end and context.words[last] == "-"
        if last in dated or last in found:
            found[position] = Piece(last, "T", status=status)
    return found


@cache
def _forms_of_address() -> frozenset[str]:
    honorifics = load_world().honorifics
    return frozenset(word.strip(".") for forms in honorifics.values() for form in forms for word in form.split())


def _addresses(word: str) -> bool:
    return word[0].isupper() and word.strip(".") in _forms_of_address()
