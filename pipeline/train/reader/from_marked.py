"""Lessons from marked passages: they say everything in their words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from pipeline.reader import Place
from pipeline.readings import OTHER, parties
from pipeline.records import Published
from pipeline.train.contexts import read_contexts
from pipeline.train.money_data import DAY
from pipeline.train.reader.lesson import MARKED, NONE, FrameLesson, SentenceLesson, words_at
from pipeline.train.reader.marked import FAMILIES, Filler, Frame, Passage

if TYPE_CHECKING:
    from spacy.tokens import Span as DocSpan

    from pipeline.document import Context
    from pipeline.readings import Party

LEAD = "In brief\n\n"
"""A headline before a passage, so that the passage is read as body."""
_CHUNKS = 4
"""Noun phrases a sentence, at most, that show what is no party."""


def marked_lessons(passages: Sequence[Passage]) -> Iterator[SentenceLesson]:
    """The sentences of marked passages."""
    day = Published(date=DAY, basis="option")
    read = read_contexts([(MARKED, LEAD + one.text, day) for one in passages])
    for number, (passage, context) in enumerate(zip(passages, read, strict=True)):
        for sentence in context.sentences:
            if sentence.start_char >= len(LEAD):
                yield _passage_lesson(f"{MARKED}{number}", context, sentence, passage)


def _passage_lesson(group: str, context: Context, sentence: DocSpan, passage: Passage) -> SentenceLesson:
    def words(one: Frame | Filler) -> tuple[int, int] | None:
        return words_at(context, sentence, one.start + len(LEAD), one.end + len(LEAD))

    frames = [(one, words(one)) for one in passage.frames]
    fillers = [(one, at) for one in passage.fillers if (at := words(one)) is not None]
    known = parties(context, sentence)
    places, roles = _places(sentence, known, [at for _, at in fillers], [at for _, at in frames if at])
    events, amounts = [], []
    triggers: list[str | None] = [NONE] * len(sentence)
    for number, (frame, at) in enumerate(frames):
        if at is None or frame.family == "tie":
            continue
        first, last = at
        played = tuple(_played(frame, number, [fillers[i][0] for i in inside]) for inside in roles)
        if frame.family == "event":
            triggers[first:last] = [frame.kind] * (last - first)
            events.append(
                FrameLesson(first, last, frame.kind, frame.status, frame.measures, frame.reasons, roles=played)
            )
        else:
            status = frame.status or "actual"
            amounts.append(FrameLesson(first, last, frame.kind, status, change=frame.change, roles=played))
    return SentenceLesson(
        group, tuple(t.text for t in sentence), tuple(places), tuple(triggers), tuple(events), tuple(amounts)
    )


def _played(frame: Frame, number: int, fillers: Sequence[Filler]) -> str | None:
    """The role that a place plays in a frame.

    Marks do not overlap, and a target may own a fine as well: a place that plays a part in frames of the other kind
    alone is unknown.
    """
    for one in fillers:
        if number in one.frames:
            return one.role
    return None if fillers and all(one.role not in FAMILIES[frame.family] for one in fillers) else NONE


def _places(
    sentence: DocSpan,
    known: Sequence[Party],
    fillers: Sequence[tuple[int, int]],
    frames: Sequence[tuple[int, int]],
) -> tuple[list[Place], list[list[int]]]:
    """The places of a sentence, and for each the numbers of the fillers that it is.

    A filler that no mention covers is a place of its own; noun phrases that are neither show what is no party.
    """
    places = [one.place for one in known if not any(_over((one.place.first, one.place.last), at) for at in frames)]
    roles = [[i for i, at in enumerate(fillers) if _over((one.first, one.last), at)] for one in places]
    met = {i for inside in roles for i in inside}
    for number, at in enumerate(fillers):
        if number not in met:
            places.append(Place(*at, OTHER))
            roles.append([number])
    free = [
        (chunk.start - sentence.start, chunk.end - sentence.start)
        for chunk in sentence.noun_chunks
        if not any(
            _over((chunk.start - sentence.start, chunk.end - sentence.start), at)
            for at in (*frames, *((one.first, one.last) for one in places))
        )
    ]
    for at in free[:_CHUNKS]:
        places.append(Place(*at, OTHER))
        roles.append([])
    return places, roles


def _over(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[0] < other[1] and other[0] < one[1]
