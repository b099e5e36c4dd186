"""Questions to the parse that the money rules ask."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from pipeline.extract.finance.lexicon import words

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

    from pipeline.document import Context

SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj"})
_BORROWS = frozenset({"xcomp", "conj", "advcl", "ccomp", "pcomp", "prep", "dobj", "attr"})
_BORROW_STEPS = 4
_JOINS = frozenset({"while", "but", "whereas", "although", "and"})
_RELATIVE = frozenset({"WDT", "WP"})
"""Tags of "which" and "who", for which the noun ahead stands."""
OBJECTS = frozenset({"dobj", "obj", "attr"})
_SUFFIX = re.compile(r"(?<=[a-z]{3})(?:ings?|ed|es|s|e)$")


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """A word without the endings that its forms differ in; figures are one word."""
    low = word.lower()
    return "#" if low[:1].isdigit() else _SUFFIX.sub("", low)


def gist(context: Context, position: int) -> str:
    """A name as its type, any other word as its stem."""
    chain = context.chain_at(position)
    return f"<{chain.type}>" if chain is not None else stem(context.lower[position])


def ancestors(token: Token) -> Iterator[Token]:
    """The token and every head above it, nearest first."""
    yield token
    while (head := token.head).i != token.i:
        token = head
        yield token


def distance(heads: Sequence[int], left: int, right: int) -> int:
    """Edges between two tokens of one parse tree; 9 where they hang in different trees."""
    up = {position: steps for steps, position in enumerate(way_up(heads, left))}
    for steps, position in enumerate(way_up(heads, right)):
        if position in up:
            return up[position] + steps
    return 9


def way_up(heads: Sequence[int], position: int, most: int | None = None) -> list[int]:
    """The position of a token and of every head above it, or of so many of them at most, nearest first."""
    found = [position]
    while (head := heads[position]) != position and len(found) - 1 != most:
        found.append(head)
        position = head
    return found


def is_verb(token: Token) -> bool:
    """Whether the tagger takes the token for a verb."""
    return token.tag_.startswith("VB")


def is_say(token: Token) -> bool:
    """Whether a verb reports speech."""
    return token.lower_ in words().saying


def verb_above(token: Token) -> Token | None:
    """The nearest verb that governs the token, the token itself left out."""
    while (head := token.head).i != token.i:
        if is_verb(head):
            return head
        token = head
    return None


def subject(verb: Token) -> Token | None:
    """Subject of a verb; an infinitive, participle or second verb borrows that of the verb above it.

    A relative pronoun gives the noun that it stands for: "Orlo, which earned ¤".
    """
    for steps, one in enumerate(ancestors(verb)):
        own = next((child for child in one.children if child.dep_ in SUBJECTS and child.i != verb.i), None)
        if own is not None:
            return one.head if own.tag_ in _RELATIVE and one.dep_ == "relcl" else own
        if one.dep_ in ("relcl", "acl"):
            return one.head
        if one.dep_ not in _BORROWS or steps > _BORROW_STEPS:
            return None
    return None


def passive(verb: Token) -> bool:
    """Whether a verb stands in the passive, or is a bare participle behind its noun ("a bid made by …")."""
    if any(child.dep_ in ("nsubjpass", "auxpass") for child in verb.children):
        return True
    return verb.tag_ == "VBN" and verb.dep_ in ("acl", "amod") and not any(c.dep_ == "aux" for c in verb.children)


def prepositions(token: Token) -> Iterator[tuple[str, Token]]:
    """Prepositional phrases hung on a token as (preposition, object), datives and agents included."""
    for child in token.children:
        if child.dep_ in ("prep", "agent", "dative") and child.tag_ in ("IN", "TO"):
            for item in child.children:
                if item.dep_ in ("pobj", "pcomp"):
                    yield child.lower_, item
                elif item.dep_ == "prep":
                    for deep in item.children:
                        if deep.dep_ == "pobj":
                            yield item.lower_, deep
        elif child.dep_ == "dative":
            yield "to", child


def conjuncts(token: Token) -> list[Token]:
    """The token and what is coordinated with it, in text order."""
    return sorted({token, *token.conjuncts}, key=lambda one: one.i)


def clause_start(context: Context, sent: Span, position: int) -> int:
    """First token of the clause that holds ``position``: behind the last semicolon or clause-joining comma."""
    words, tags = context.words, context.tags
    for index in range(position - 1, sent.start, -1):
        if words[index] in (";", "--", "—", "–", ":"):
            return index + 1
        joins = words[index] == "," and index + 1 < position and context.lower[index + 1] in _JOINS
        if joins and any(tag.startswith("VB") for tag in tags[index + 1 : position]):
            return index + 1
    return sent.start


def sentences(context: Context) -> Iterator[Span]:
    """Sentences of the parser, joined again where it broke one behind an abbreviation ("The U.S. | accounted for")."""
    start: int | None = None
    last: Span | None = None
    for sent in context.sentences:
        first = next(word for word in context.words[sent.start : sent.end] if not word.isspace())
        goes_on = first[:1].islower() and last is not None and not _ends_paragraph(context.words[last.end - 1])
        if start is not None and last is not None and not goes_on:
            yield context.doc[start : last.end]
            start = None
        start = sent.start if start is None else start
        last = sent
    if start is not None and last is not None:
        yield context.doc[start : last.end]


def _ends_paragraph(word: str) -> bool:
    return word.isspace() and len(word) > 1
