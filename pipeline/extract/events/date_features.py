"""What the learned choice of dates sees: how each date stands to the mentions of a decision."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from pipeline.extract.events.features import Features
from pipeline.extract.events.paths import path
from pipeline.extract.events.reader_features import TIMES, time_chances
from pipeline.extract.events.slots import dates_of, opens_entry
from pipeline.extract.events.syntax import is_verb
from pipeline.readings import steps

if TYPE_CHECKING:
    from spacy.tokens import Span as DocSpan
    from spacy.tokens import Token

    from pipeline.document import Context
    from pipeline.extract.events.candidate import Candidate
    from pipeline.extract.events.merge import Decision
    from pipeline.records import Period
    from pipeline.values import DateSpan

OPENS = "opens"
"""Feature of a date that opens the entry of a chronicle."""
_DAYS = (0, 1, 7, 31, 366)
"""Days between a date and the publication: up to so many."""
_GAPS = (1, 3, 6, 12)
"""Words between a date and the nearest word of a mention: up to so many."""


class Dated:
    """The dates of an article as times of its decisions.

    Args:
        context: the article.
        decisions: all that are told.
    """

    def __init__(self, context: Context, decisions: Sequence[Decision]) -> None:
        self._context = context
        self._told = [(one, mention) for one in decisions for mention in one.mentions]

    def rows(self, decision: Decision) -> list[tuple[DateSpan, Features]]:
        """The dates in the sentences of a decision, each with named features."""
        found: dict[int, tuple[DateSpan, Features]] = {}
        for mention in decision.mentions:
            chances = time_chances(self._context, mention)
            dates = dates_of(self._context, mention)
            for one in dates:
                span = self._context.doc.char_span(one.start, one.end, alignment_mode="expand")
                if span is None or (one.first is None and one.last is None):
                    continue
                names = [*self._pair(decision, mention, one, span, len(dates)), *_heard(chances.get(one.start, {}))]
                found.setdefault(one.start, (one, {}))[1].update(dict.fromkeys(names, 1.0))
        return list(found.values())

    def _pair(self, decision: Decision, mention: Candidate, one: DateSpan, span: DocSpan, beside: int) -> Iterator[str]:
        for name in TIMES:
            told: Period | None = getattr(mention, name)
            if told is not None and told.text == self._context.text[one.start : one.end]:
                yield f"rule={name}"
        if not any(getattr(mention, name) for name in TIMES):
            yield "rule=none"
        if opens_entry(self._context, span, mention):
            yield OPENS
        verb, root = mention.predicate, span.root
        way = path(verb, root)
        yield f"path={way}"
        yield f"path={way}:{mention.status}"
        yield from (f"{name}={word}" for name, word in _around(span))
        kind = f"{one.precision}{'~' if one.relative else ''}"
        yield f"kind={kind}"
        yield f"when={self._when(one)}"
        yield f"when={self._when(one)}:{mention.status}"
        side = "before" if span.start < verb.i else "behind"
        words = [verb.i, *([mention.noun.i] if mention.noun is not None else [])]
        gap = min(max(span.start - i, i - span.end + 1) for i in words)
        near = next((number for number in _GAPS if gap <= number), "far")
        yield f"gap={near}:{side}"
        yield f"action={decision.best.action}"
        yield f"tense={_tense(verb)}"
        yield f"tense={_tense(verb)}:{self._when(one)}"
        yield f"dates={min(beside, 3)}"
        if mention is decision.best:
            yield "best"
        if mention.bare:
            yield "bare"
        if self._rival(decision, mention, span, gap):
            yield "nearer_another"
        governor = _governor(root)
        if governor is not None:
            yield f"verb={governor.lower_}"
            yield f"own_verb={governor.i == verb.i}:{side}"
            yield f"verb_tag={governor.tag_}"
            if governor.i != verb.i:
                yield f"to_verb={path(verb, governor)}"

    def _when(self, one: DateSpan) -> str:
        day, edge = self._context.published, one.first or one.last
        if day is None or edge is None:
            return "unknown"
        apart = (day - edge).days
        step = next((number for number in _DAYS if abs(apart) <= number), "far")
        return f"{'past' if apart > 0 else 'day' if apart == 0 else 'ahead'}{step}"

    def _rival(self, decision: Decision, mention: Candidate, span: DocSpan, gap: int) -> bool:
        """Whether another decision of the sentence stands nearer to a date."""
        return any(
            max(span.start - other.predicate.i, other.predicate.i - span.end + 1) < gap
            for owner, other in self._told
            if owner is not decision and other.sentence.start == mention.sentence.start
        )


def _heard(chances: dict[str, float]) -> Iterator[str]:
    for name in TIMES:
        yield from steps(f"r.{name}", chances.get(name, 0.0))


def _around(span: DocSpan) -> Iterator[tuple[str, str]]:
    doc = span.doc
    if span.start > 0:
        yield "word_before", doc[span.start - 1].lower_
    if span.start > 1:
        yield "words_before", f"{doc[span.start - 2].lower_} {doc[span.start - 1].lower_}"
    if span.end < len(doc):
        yield "word_behind", doc[span.end].lower_
    yield "first", span[0].lower_


def _governor(token: Token) -> Token | None:
    """The verb that a date hangs on."""
    for one in token.ancestors:
        if is_verb(one):
            return one
    return None


def _tense(verb: Token) -> str:
    """The form of a verb with its auxiliaries."""
    aids = sorted({one.lower_ for one in verb.children if one.dep_ in ("aux", "auxpass")})
    return "+".join([verb.tag_, *aids])
