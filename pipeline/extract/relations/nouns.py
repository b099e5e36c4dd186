"""Common nouns that matter to relation rules: what an organisation is, and the parts and heads of groups."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from pipeline.document import Context
from pipeline.knowledge import Row, load_section
from pipeline.knowledge.world import load_world

if TYPE_CHECKING:
    from spacy.tokens import Span

_ORGANIZATIONS = ("Company", "Organization")
_DESCRIBING = frozenset({"NN", "JJ", "FW"})


class NounRow(Row):
    """Nouns that the patterns tell from other nouns by a letter."""

    letter: str
    words: tuple[str, ...]
    plural: bool = True


def letters(context: Context, sentence: Span) -> Iterator[tuple[int, int, str]]:
    """First token, token behind the last, and letter of every such noun; longer ones come last.

    The letters are explained at the head of ``rules/relations.yml``.
    """
    lower, tags = context.lower, context.tags
    for position in range(sentence.start, sentence.end):
        sequences = _own_sequences(lower[position])
        kind = lower[position] in _beginnings() or tags[position] in _DESCRIBING
        if not (kind or sequences) or context.chain_at(position) is not None:
            continue
        found = _kind_noun(context, position, sentence.end) if kind else None
        if found is not None:
            yield position, *found
        for words, row in sequences:
            last = position + len(words)
            printed = context.lower[position:last]
            # "holding" may be tagged as a verb: the noun is the last word.
            if (
                len(printed) == len(words)
                and context.tags[last - 1].startswith("NN")
                and all(map(_same, printed, words, [row.plural] * len(words)))
            ):
                yield position, last, row.letter


def _same(printed: str, word: str, plural: bool) -> bool:
    return printed == word or (plural and word in _singular(printed))


@cache
def _own_letters() -> dict[str, tuple[tuple[tuple[str, ...], NounRow], ...]]:
    """Word sequences with their row by their first word, longer ones last so that they win."""
    rows = load_section("relations", "nouns", NounRow)
    found: dict[str, list[tuple[tuple[str, ...], NounRow]]] = {}
    for words, row in sorted(((tuple(w.split()), r) for r in rows for w in r.words), key=lambda one: len(one[0])):
        found.setdefault(words[0], []).append((words, row))
    return {word: tuple(sequences) for word, sequences in found.items()}


@lru_cache(maxsize=50_000)
def _own_sequences(word: str) -> tuple[tuple[tuple[str, ...], NounRow], ...]:
    """Word sequences that may begin with a printed word, with their rows."""
    return tuple(pair for form in (word, *_singular(word)) for pair in _own_letters().get(form, ()))


def _singular(word: str) -> tuple[str, ...]:
    """What a noun in the plural may be in the singular."""
    if not word.endswith("s"):
        return ()
    return (word[:-1], word[:-2], word[:-3] + "y")


@cache
def kinds_of_organization() -> frozenset[str]:
    """Nouns for organisations, hyphens as blanks."""
    world = load_world()
    table = [row.noun for row in world.appositives if row.type in _ORGANIZATIONS]
    table += [noun for row in world.nominal_rows if row.types[0] in _ORGANIZATIONS for noun in row.nouns]
    return frozenset(noun.replace("-", " ").lower() for noun in table)


@cache
def _beginnings() -> frozenset[str]:
    """First words of the nouns for organisations, also in the plural."""
    first = {noun.split()[0] for noun in kinds_of_organization()}
    return frozenset({*first, *(form for noun in first for form in (noun + "s", noun + "es", noun[:-1] + "ies"))})


def _kind_noun(context: Context, position: int, end: int) -> tuple[int, str] | None:
    """End and letter of a noun for an organisation: N by the tables, F in the plural, A any right before a name."""
    if context.lower[position] in _beginnings():
        for last in range(min(position + 3, end), position, -1):
            letter = _by_table(context, position, last)
            if letter is not None:
                return last, letter
    if context.tags[position] in _DESCRIBING:
        follower = context.chain_at(position + 1)
        if follower is not None and follower.type in _ORGANIZATIONS:
            word = context.words[position]
            if word.islower() and not word.endswith("ing"):
                return position + 1, "A"
    return None


def _by_table(context: Context, first: int, last: int) -> str | None:
    """Letter of the noun that the tokens ``first:last`` are, hyphens counting as blanks."""
    words = context.lower[first:last]
    if words[-1] == "-" or any(context.chain_at(position) is not None for position in range(first, last)):
        return None
    if len(words) == 1 and not context.tags[first].startswith("NN"):
        return None
    *before, head = [word for word in words if word != "-"]
    if " ".join([*before, head]) in kinds_of_organization():
        return "N"
    return "F" if any(" ".join([*before, form]) in kinds_of_organization() for form in _singular(head)) else None
