"""A lesson of the reader: a passage whose triggers, amounts and parties are known.

What a source does not tell is unknown (None) and teaches nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.reader import Place
from pipeline.reader.heads import Family

if TYPE_CHECKING:
    from spacy.tokens import Span as DocSpan

    from pipeline.document import Context

NONE = "none"
MARKED = "marked."
"""Prefix of the groups of marked passages."""


@dataclass(frozen=True, slots=True)
class FrameLesson:
    """A trigger or an amount: first word and the one behind the last, what it is, and the role of each place.

    Words are counted in the passage. ``kind`` is an action or a metric (``none``: the amount is no fact). None in
    ``status``, ``measures``, ``reasons`` and in ``roles`` is unknown.

    Attributes:
        sentence: first word of its sentence, and the one behind the last.
        places: what may play a part, seen from here, words counted from the start of the sentence.
        decision: which of the article's decisions a trigger tells, where that is known.
    """

    first: int
    last: int
    sentence: tuple[int, int]
    kind: str
    status: str | None = None
    measures: frozenset[str] | None = None
    reasons: frozenset[str] | None = None
    change: bool | None = None
    places: tuple[Place, ...] = ()
    roles: tuple[str | None, ...] = ()
    decision: int | None = None


@dataclass(frozen=True, slots=True)
class PassageLesson:
    """A passage with all that is known of it.

    Attributes:
        group: id of the article; folds keep its passages together.
        words: as the pipeline cuts them.
        triggers: the action of each word; None where it is in doubt.
        events: its triggers.
        amounts: its amounts.
    """

    group: str
    words: tuple[str, ...]
    triggers: tuple[str | None, ...]
    events: tuple[FrameLesson, ...] = ()
    amounts: tuple[FrameLesson, ...] = ()

    def frames(self, family: Family) -> tuple[FrameLesson, ...]:
        """The frames of one kind."""
        return self.events if family == "event" else self.amounts


def words_at(context: Context, sentence: DocSpan, start: int, end: int) -> tuple[int, int] | None:
    """Words of a sentence that lie under character offsets; None where they stand elsewhere."""
    span = context.doc.char_span(start, end, alignment_mode="expand")
    if span is None or not sentence.start <= span.start < sentence.end:
        return None
    return span.start - sentence.start, min(span.end, sentence.end) - sentence.start
