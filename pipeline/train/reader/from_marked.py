"""Lessons from marked passages: they say everything in their words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline.reader import Place
from pipeline.readings import OTHER, around, parties, passages
from pipeline.records import Published
from pipeline.train.contexts import read_contexts
from pipeline.train.money_data import DAY
from pipeline.train.reader.lesson import MARKED, NONE, FrameLesson, PassageLesson, words_at
from pipeline.train.reader.marked import FAMILIES, Filler, Frame
from pipeline.train.reader.marked import Passage as MarkedPassage

if TYPE_CHECKING:
    from spacy.tokens import Span as DocSpan

    from pipeline.document import Context
    from pipeline.readings import Party, Passage

LEAD = "In brief\n\n"
"""A headline before a passage, so that the passage is read as body."""
_CHUNKS = 4
"""Noun phrases a sentence, at most, that show what is no party."""


def body(context: Context) -> list[DocSpan]:
    """The sentences behind the headline that was put before a text."""
    return [one for one in context.sentences if one.start_char >= len(LEAD)]


def marked_lessons(texts: Sequence[MarkedPassage]) -> Iterator[PassageLesson]:
    """The marked passages as the reader reads them."""
    day = Published(date=DAY, basis="option")
    read = read_contexts([(MARKED, LEAD + one.text, day) for one in texts])
    for number, (marked, context) in enumerate(zip(texts, read, strict=True)):
        for passage in passages(context, body(context)):
            yield _passage_lesson(f"{MARKED}{number}", context, passage, marked)


def _passage_lesson(group: str, context: Context, passage: Passage, marked: MarkedPassage) -> PassageLesson:
    words = passage.words(context)
    triggers: list[str | None] = [None] * len(words)
    events, amounts = [], []
    for first, last in passage.sentences:
        sentence, row = context.doc[first:last], passage.row(first)
        triggers[row : row + last - first] = [NONE] * (last - first)
        own = [(number, one, at) for number, one in enumerate(marked.frames) if (at := _words(context, sentence, one))]
        if not own:
            continue
        here = _filled(context, sentence, parties(context, sentence), marked, [at for _, _, at in own], free=True)
        rest = _filled(context, sentence, around(context, passage, sentence), marked, (), free=False)
        for number, frame, at in own:
            if frame.family == "tie":
                continue
            # A name of another sentence that bears no mark may still be whom the frame is about.
            played = [_played(frame, number, fillers) for _, fillers in here]
            played += [role if (role := _played(frame, number, fillers)) != NONE else None for _, fillers in rest]
            told = FrameLesson(
                row + at[0], row + at[1], (row, row + last - first), frame.kind, frame.status,
                places=tuple(place for place, _ in (*here, *rest)), roles=tuple(played), decision=number,
            )  # fmt: skip
            if frame.family == "event":
                triggers[told.first : told.last] = [frame.kind] * (told.last - told.first)
                events.append(replace(told, measures=frame.measures, reasons=frame.reasons))
            else:
                amounts.append(replace(told, status=frame.status or "actual", change=frame.change))
    return PassageLesson(group, tuple(words), tuple(triggers), tuple(events), tuple(amounts))


def _words(context: Context, sentence: DocSpan, one: Frame | Filler) -> tuple[int, int] | None:
    """The words of a sentence that bear a mark."""
    return words_at(context, sentence, one.start + len(LEAD), one.end + len(LEAD))


def _played(frame: Frame, number: int, fillers: Sequence[Filler]) -> str | None:
    """The role that a place plays in a frame.

    Marks do not overlap, and a target may own a fine as well: a place that plays a part in frames of the other kind
    alone is unknown.
    """
    for one in fillers:
        if number in one.frames:
            return one.role
    return None if fillers and all(one.role not in FAMILIES[frame.family] for one in fillers) else NONE


def _filled(
    context: Context,
    sentence: DocSpan,
    known: Iterable[Party],
    marked: MarkedPassage,
    frames: Sequence[tuple[int, int]],
    *,
    free: bool,
) -> list[tuple[Place, list[Filler]]]:
    """Places, and for each the fillers that it is.

    Args:
        context: the passage.
        sentence: from whose start words are counted.
        known: mentions and dates.
        marked: its marks.
        frames: words of the sentence that are no places.
        free: whether fillers of the sentence that no mention covers are places too, and noun phrases that are neither,
            which show what is no party.
    """
    start = sentence.start
    fillers = [(one, _span(context, one, start)) for one in marked.fillers]
    places = [one.place for one in known if not any(_over((one.place.first, one.place.last), at) for at in frames)]
    found = [(place, [one for one, at in fillers if at and _over((place.first, place.last), at)]) for place in places]
    if not free:
        return found
    met = {id(one) for _, inside in found for one in inside}
    left = [(one, at) for one, at in fillers if at and 0 <= at[0] < len(sentence) and id(one) not in met]
    found += [(Place(at[0], min(at[1], len(sentence)), OTHER), [one]) for one, at in left]
    taken = [*frames, *((place.first, place.last) for place, _ in found)]
    chunks = [(chunk.start - start, chunk.end - start) for chunk in sentence.noun_chunks]
    alone = [at for at in chunks if not any(_over(at, one) for one in taken)]
    return [*found, *((Place(*at, OTHER), []) for at in alone[:_CHUNKS])]


def _span(context: Context, one: Filler, start: int) -> tuple[int, int] | None:
    """Words that bear a mark, counted from a token."""
    span = context.doc.char_span(one.start + len(LEAD), one.end + len(LEAD), alignment_mode="expand")
    return None if span is None else (span.start - start, span.end - start)


def _over(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[0] < other[1] and other[0] < one[1]
