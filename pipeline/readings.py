"""The sentences of an article as the reader sees them: encoded once, when an extractor first asks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.reader import Place, SentenceReading, reader

if TYPE_CHECKING:
    from spacy.tokens import Span as DocSpan

    from pipeline.document import Chain, Context
    from pipeline.reader import Reader
    from pipeline.reader.heads import Family
    from pipeline.values import DateSpan

_PRONOUN = "pronoun"
DATE, OTHER = "date", "other"
_STEPS = (0.02, 0.05, 0.1, 0.2, 0.35, 0.5, 0.65, 0.8, 0.9, 0.95, 0.98)
"""Chances that make features: one for each that is reached."""


def steps(name: str, chance: float) -> Iterator[str]:
    """A chance as names of features, one for each step that it reaches: what linear models learn from."""
    yield from (f"{name}>{step}" for step in _STEPS if chance >= step)


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
        self._context = context
        self._model = model
        # By first and last token: the extractors do not all cut a table into the same lines.
        self._read: dict[tuple[int, int], SentenceReading] = {}
        self._parties: dict[tuple[int, int], list[Party]] = {}

    def read(self, sentences: Iterable[DocSpan]) -> None:
        """Encode those of these sentences that are not yet; one call for many is quicker than many calls."""
        new = [one for one in sentences if (one.start, one.end) not in self._read]
        model = (self._model or reader()) if new else None
        if model is not None:
            read = model.read([self._context.words[one.start : one.end] for one in new])
            self._read.update({(one.start, one.end): reading for one, reading in zip(new, read, strict=True)})

    def of(self, sentence: DocSpan) -> SentenceReading | None:
        """A sentence's reading; None where it has none."""
        return self._read.get((sentence.start, sentence.end))

    def roles(self, family: Family, sentence: DocSpan, first: int, last: int) -> dict[str, dict[str, float]]:
        """Chance of each role in a frame for each entity of its sentence, by id; the surest of its places counts.

        Args:
            family: kind of the frame.
            sentence: where it stands.
            first: first word of the frame, counted in the sentence.
            last: behind its last word.
        """
        reading = self.of(sentence)
        if reading is None:
            return {}
        parties = [(one.place, one.chain.id) for one in self.parties(sentence) if one.chain is not None]
        found: dict[str, dict[str, float]] = {}
        parts = reading.parts(family, first, last, [place for place, _ in parties])
        for (_, id_), chances in zip(parties, parts, strict=True):
            known = found.setdefault(id_, {})
            for role, chance in chances.items():
                known[role] = max(known.get(role, 0.0), chance)
        return found

    def parties(self, sentence: DocSpan) -> list[Party]:
        """The mentions and dates of a sentence as places in it, in text order."""
        key = sentence.start, sentence.end
        found = self._parties.get(key)
        if found is None:
            found = self._parties[key] = parties(self._context, sentence)
        return found


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
