"""The passages of an article as the reader sees them: encoded once, when an extractor first asks."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING
from weakref import proxy

from pipeline.reader import Place, reader

if TYPE_CHECKING:
    from spacy.tokens import Span as DocSpan

    from pipeline.document import Chain, Context
    from pipeline.reader import PassageReading, Reader, SentenceReading
    from pipeline.reader.heads import Apart, Family
    from pipeline.values import DateSpan

_PRONOUN = "pronoun"
DATE, OTHER = "date", "other"
_STEPS = (0.02, 0.05, 0.1, 0.2, 0.35, 0.5, 0.65, 0.8, 0.9, 0.95, 0.98)
"""Chances that make features: one for each that is reached."""
_LONG, _LEAD = 120, 48
"""Words of a passage, beside its last sentence, and of the article's first lines that stand before it, about."""


def steps(name: str, chance: float) -> list[str]:
    """A chance as names of features, one for each step that it reaches: what linear models learn from."""
    return _all_steps(name)[: bisect_right(_STEPS, chance)]


@lru_cache(maxsize=10_000)
def _all_steps(name: str) -> list[str]:
    return [f"{name}>{step}" for step in _STEPS]


@dataclass(frozen=True, slots=True)
class Passage:
    """Sentences that are read together, behind the first lines of the article.

    Attributes:
        sentences: first token and the one behind the last, of each sentence.
        opening: the same of the first lines, where they stand further up.
    """

    sentences: tuple[tuple[int, int], ...]
    opening: tuple[tuple[int, int], ...] = ()

    def row(self, token: int) -> int:
        """Where a token of its sentences stands in it."""
        lead = self.opening[-1][1] - self.opening[0][0] if self.opening else 0
        return lead + token - self.sentences[0][0]

    def words(self, context: Context) -> list[str]:
        """Its words."""
        parts = [(rows[0][0], rows[-1][1]) for rows in (self.opening, self.sentences) if rows]
        return [word for first, last in parts for word in context.words[first:last]]


def passages(context: Context, sentences: Sequence[DocSpan]) -> list[Passage]:
    """Cut an article into passages.

    Args:
        context: the article.
        sentences: its sentences, or those behind a heading that is no part of the text.
    """
    groups: list[list[tuple[int, int]]] = []
    for one in sentences:
        first = next((word for word in context.words[one.start : one.end] if not word.isspace()), "")
        full = not groups or one.end - groups[-1][0][0] > _LONG
        # A sentence that goes on in small letters was broken behind an abbreviation, and is joined again elsewhere.
        if not groups or (full and not first[:1].islower()):
            groups.append([])
        groups[-1].append((one.start, one.end))
    opening = tuple(row for row in groups[0] if row[1] - groups[0][0][0] <= _LEAD) or groups[0][:1] if groups else ()
    return [Passage(tuple(group), tuple(opening) if number else ()) for number, group in enumerate(groups)]


@dataclass(frozen=True, slots=True)
class Party:
    """A place of a sentence with the entity or the date that stands there."""

    place: Place
    chain: Chain | None = None
    date: DateSpan | None = None


class Readings:
    """What the reader makes of an article's sentences.

    Args:
        context: the article.
        model: the reader; None: the one that is installed, if any.
    """

    def __init__(self, context: Context, model: Reader | None = None) -> None:
        # The article holds its readings; were it held back, it would stay until the collector comes.
        self._context: Context = proxy(context)
        self._model = model
        self._passages: list[Passage] | None = None
        self._starts: list[int] = []
        self._read: dict[int, PassageReading] = {}
        """By number of the passage."""
        # By first and last token: the extractors do not all cut a table into the same lines.
        self._sentences: dict[tuple[int, int], SentenceReading] = {}
        self._parties: dict[tuple[int, int], list[Party]] = {}
        self._around: dict[tuple[int, int], list[Party]] = {}

    def read(self, sentences: Iterable[DocSpan]) -> None:
        """Encode the passages of these sentences, if they are not yet."""
        new = {self._number(one) for one in sentences} - self._read.keys()
        model = (self._model or reader()) if new else None
        if model is not None:
            for number in new:
                self._read[number] = model.read(self._cut()[number].words(self._context))

    def of(self, sentence: DocSpan) -> SentenceReading | None:
        """A sentence's reading; None where it has none."""
        key = sentence.start, sentence.end
        found = self._sentences.get(key)
        if found is None and self._read:
            number = self._number(sentence)
            passage = self._read.get(number)
            if passage is not None:
                first = self._cut()[number].row(sentence.start)
                found = self._sentences[key] = passage.sentence(first, first + sentence.end - sentence.start)
        return found

    def roles(self, family: Family, sentence: DocSpan, first: int, last: int) -> dict[str, dict[str, float]]:
        """Chance of each role in a frame for each entity of its sentence, by id; the surest of its places counts.

        Args:
            family: kind of the frame.
            sentence: where it stands.
            first: first word of the frame, counted in the sentence.
            last: behind its last word.
        """
        return self._roles(family, sentence, first, last, self.parties(sentence))

    def roles_around(self, family: Family, sentence: DocSpan, first: int, last: int) -> dict[str, dict[str, float]]:
        """The same for the entities of the other sentences of its passage."""
        return self._roles(family, sentence, first, last, self.around(sentence))

    def _roles(
        self, family: Family, sentence: DocSpan, first: int, last: int, known: Sequence[Party]
    ) -> dict[str, dict[str, float]]:
        reading = self.of(sentence)
        if reading is None:
            return {}
        named = [(one.place, one.chain.id) for one in known if one.chain is not None]
        found: dict[str, dict[str, float]] = {}
        parts = reading.parts(family, first, last, [place for place, _ in named])
        for (_, id_), chances in zip(named, parts, strict=True):
            best = found.setdefault(id_, {})
            for role, chance in chances.items():
                best[role] = max(best.get(role, 0.0), chance)
        return found

    def parties(self, sentence: DocSpan) -> list[Party]:
        """The mentions and dates of a sentence as places in it, in text order."""
        key = sentence.start, sentence.end
        found = self._parties.get(key)
        if found is None:
            found = self._parties[key] = parties(self._context, sentence)
        return found

    def around(self, sentence: DocSpan) -> list[Party]:
        """Those of the other sentences of its passage, counted from the sentence's start."""
        key = sentence.start, sentence.end
        found = self._around.get(key)
        if found is None:
            passage = self._cut()[self._number(sentence)]
            found = self._around[key] = list(around(self._context, passage, sentence))
        return found

    def _cut(self) -> list[Passage]:
        if self._passages is None:
            self._passages = passages(self._context, self._context.sentences)
            self._starts = [one.sentences[0][0] for one in self._passages]
        return self._passages

    def _number(self, sentence: DocSpan) -> int:
        self._cut()
        return max(bisect_right(self._starts, sentence.start) - 1, 0)


def around(context: Context, passage: Passage, sentence: DocSpan) -> Iterator[Party]:
    """The mentions and dates of a passage outside one of its sentences, counted from the sentence's start."""
    doc, here = context.doc, passage.row(sentence.start)
    for first, last in passage.opening:
        for one in parties(context, doc[first:last]):
            yield _moved(one, first - passage.opening[0][0] - here, "lead")
    own = bisect_right(passage.sentences, (sentence.start, len(doc))) - 1
    for number, (first, last) in enumerate(passage.sentences):
        if first < sentence.end and last > sentence.start:
            continue
        for one in parties(context, doc[first:last]):
            yield _moved(one, first - sentence.start, _apart(number - own))


def _moved(party: Party, by: int, apart: Apart) -> Party:
    place = party.place
    return replace(party, place=Place(place.first + by, place.last + by, place.kind, apart))


def _apart(gap: int) -> Apart:
    if gap < 0:
        return "before" if gap == -1 else "far_before"
    return "behind" if gap == 1 else "far_behind"


def parties(context: Context, sentence: DocSpan) -> list[Party]:
    """The mentions and dates of a sentence as places in it, in text order."""
    found = [
        Party(Place(m.first - sentence.start, m.last - sentence.start, _kind(chain, m.kind)), chain)
        for m, chain in context.chains_in(sentence.start, sentence.end)
    ]
    for date in context.inside(context.dates, sentence.start_char, sentence.end_char):
        span = context.doc.char_span(date.start, date.end, alignment_mode="expand")
        if span is not None:
            place = Place(span.start - sentence.start, min(span.end, sentence.end) - sentence.start, DATE)
            found.append(Party(place, date=date))
    return sorted(found, key=lambda one: (one.place.first, one.place.last))


def _kind(chain: Chain, mention: str) -> str:
    return _PRONOUN if mention == _PRONOUN else chain.type
