"""Common nouns that matter to relation rules: what an organisation is, and the parts and heads of groups."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

from pipeline.document import Context
from pipeline.knowledge import Row, load_section
from pipeline.knowledge.world import load_world

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

_ORGANIZATIONS = ("Company", "Organization")


class NounRow(Row):
    """Nouns that the patterns tell from other nouns by a letter."""

    letter: str
    words: tuple[str, ...]
    plural: bool = True


def letters(context: Context, sentence: Span) -> Iterator[tuple[int, int, str]]:
    """First token, token behind the last, and letter of every such noun; longer ones come last.

    The letters are explained at the head of ``rules/relations.yml``.
    """
    for token in sentence:
        if context.chain_at(token.i) is not None or token.is_punct:
            continue
        found = _kind_noun(context, token, sentence.end)
        if found is not None:
            yield token.i, *found
        if token.tag_.startswith("NN"):
            for words, row in _own_letters():
                last = token.i + len(words)
                printed = [one.lower_ for one in context.doc[token.i : last]]
                if len(printed) == len(words) and all(map(_same, printed, words, [row.plural] * len(words))):
                    yield token.i, last, row.letter


def _same(printed: str, word: str, plural: bool) -> bool:
    return printed == word or (plural and word in _singular(printed))


@cache
def _own_letters() -> tuple[tuple[tuple[str, ...], NounRow], ...]:
    """Word sequences with their row, longer ones last so that they win."""
    rows = load_section("relations", "nouns", NounRow)
    return tuple(sorted(((tuple(w.split()), r) for r in rows for w in r.words), key=lambda one: len(one[0])))


def _singular(word: str) -> tuple[str, ...]:
    """What a noun in the plural may be in the singular."""
    if not word.endswith("s"):
        return ()
    return (word[:-1], word[:-2], word[:-3] + "y")


@cache
def _nouns() -> frozenset[str]:
    """Nouns for organisations, hyphens as blanks."""
    world = load_world()
    table = [row.noun for row in world.appositives if row.type in _ORGANIZATIONS]
    table += [noun for row in world.nominal_rows if row.types[0] in _ORGANIZATIONS for noun in row.nouns]
    return frozenset(noun.replace("-", " ").lower() for noun in table)


def _kind_noun(context: Context, token: Token, end: int) -> tuple[int, str] | None:
    """End and letter of a noun for an organisation: N by the tables, F in the plural, A any right before a name."""
    for last in range(min(token.i + 3, end), token.i, -1):
        letter = _by_table(context, token.i, last)
        if letter is not None:
            return last, letter
    if token.tag_ in ("NN", "JJ", "FW") and token.is_lower and not token.lower_.endswith("ing"):
        follower = context.chain_at(token.i + 1)
        if follower is not None and follower.type in _ORGANIZATIONS:
            return token.i + 1, "A"
    return None


def _by_table(context: Context, first: int, last: int) -> str | None:
    """Letter of the noun that the tokens ``first:last`` are, hyphens counting as blanks."""
    tokens = context.doc[first:last]
    if any(context.chain_at(token.i) is not None for token in tokens) or tokens[-1].text == "-":
        return None
    if len(tokens) == 1 and not tokens[0].tag_.startswith("NN"):
        return None
    *before, head = [token.lower_ for token in tokens if token.text != "-"]
    if " ".join([*before, head]) in _nouns():
        return "N"
    return "F" if any(" ".join([*before, form]) in _nouns() for form in _singular(head)) else None
