"""Whether an article is worth the model's time: a look at its raw words that misses as little as it can."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import islice

import ahocorasick_rs
from pydantic import ValidationError

from pipeline.errors import ArticleError, KnowledgeError
from pipeline.knowledge import Row, load_table, read_yaml
from pipeline.knowledge.rows import Programme
from pipeline.reading import Only
from pipeline.values.tables import load_tables

_DIGIT_BEFORE = 24
"""Characters ahead of a word with other senses ("won", "mark") in which a figure must stand."""
_SHORT = 3
"""Length up to which the name of a currency ("din") has other senses too."""
_PATH = "tables/relevance.yml"


class _Cues(Row):
    stems: tuple[str, ...] = ()
    words: tuple[str, ...] = ()


class _Shares(Row):
    figures: tuple[str, ...]
    wholes: tuple[str, ...]


class _Table(Row):
    """``tables/relevance.yml``; the fields are explained at its head."""

    sanctions: _Cues
    weak_sanctions: _Cues
    money: _Cues
    shares: _Shares


class _Words:
    """One automaton over words and stems."""

    def __init__(self, stems: tuple[str, ...] = (), words: tuple[str, ...] = (), care: tuple[str, ...] = ()) -> None:
        ends = dict.fromkeys(stems, False) | dict.fromkeys(words, True) | dict.fromkeys(care, True)
        self._forms = [(whole, form in care, form[0].isalpha()) for form, whole in ends.items()]
        self._automaton = ahocorasick_rs.AhoCorasick(list(ends))

    def found(self, low: str, times: int = 1) -> bool:
        """Whether they stand so many times in a text of small letters."""
        return sum(1 for _ in islice(self._matches(low), times)) == times

    def _matches(self, low: str) -> Iterator[int]:
        for number, start, end in self._automaton.find_matches_as_indexes(low, overlapping=True):
            whole, care, letter = self._forms[number]
            if letter and start and low[start - 1].isalpha():
                continue
            if whole and letter and low[end : end + 1].isalnum():
                continue
            if care and not any(map(str.isdigit, low[max(0, start - _DIGIT_BEFORE) : start])):
                continue
            yield start


class Relevance:
    """Cues of sanctions and of money, compiled."""

    def __init__(self) -> None:
        try:
            table = _Table.model_validate(read_yaml(_PATH))
        except ValidationError as error:
            first = error.errors()[0]
            raise KnowledgeError(f"pipeline/knowledge/{_PATH}: {first['msg']} at {first['loc']}") from error
        programmes = load_table("programmes", Programme, key="programmes")
        names = {form.lower() for row in programmes for form in (row.name, *row.aliases)}
        self._sanctions = _Words(table.sanctions.stems, (*table.sanctions.words, *sorted(names)))
        self._weak = _Words(table.weak_sanctions.stems, table.weak_sanctions.words)
        sure, care = _currencies()
        self._money = _Words(table.money.stems, (*table.money.words, *sorted(sure)), tuple(sorted(care - sure)))
        self._figures = _Words(words=table.shares.figures)
        self._wholes = _Words(stems=table.shares.wholes)

    def sanctions(self, text: str) -> bool:
        """Whether the text may speak of sanctions."""
        return self._speaks_of_sanctions(_plain(text))

    def hint_of_sanctions(self, text: str) -> bool:
        """Whether any word of sanctions stands in the text, however weak: where none does, no event is looked for."""
        low = _plain(text)
        return self._sanctions.found(low) or self._weak.found(low)

    def anything(self, text: str) -> bool:
        """Whether the text may hold an event, a sum of money or a revenue share."""
        low = _plain(text)
        return (
            self._speaks_of_sanctions(low)
            or self._money.found(low)
            or (self._figures.found(low) and self._wholes.found(low))
        )

    def _speaks_of_sanctions(self, low: str) -> bool:
        return self._sanctions.found(low) or self._weak.found(low, times=2)


_LACKS = {
    "relevant": "the article has no word of sanctions, money or shares",
    "sanctions": "the article has no word of sanctions",
}


def check_relevance(text: str, only: Only) -> None:
    """Refuse an article that the run does not ask for.

    Raises:
        ArticleError: no cue stands in it.
    """
    if only == "all":
        return
    cues = relevance()
    if not (cues.sanctions(text) if only == "sanctions" else cues.anything(text)):
        raise ArticleError("not_relevant", _LACKS[only], "clean")


@cache
def relevance() -> Relevance:
    """The cues, compiled once.

    Raises:
        KnowledgeError: a table is wrong.
    """
    return Relevance()


def _plain(text: str) -> str:
    return " ".join(text.lower().split())


def _currencies() -> tuple[set[str], set[str]]:
    """Words and symbols of currencies, and those that count only behind a figure."""
    tables = load_tables()
    sure = {name for row in tables.currencies for name in (*row.names, *row.symbols)}
    care = {row.code for row in tables.currencies}
    for family in tables.families:
        (care if family.care else sure).update((*family.words, *([family.symbol] if family.symbol else [])))
    short = {word for word in sure if len(word) <= _SHORT and word[0].isascii() and word.isalnum()}
    return {word.strip().lower() for word in sure - short}, {word.strip().lower() for word in care | short}
