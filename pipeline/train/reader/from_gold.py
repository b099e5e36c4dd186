"""Lessons from the gold articles, whose labels are found again in the sentences, from phrasings and from drills."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pipeline.evaluate.gold import GoldArticle, GoldEvent, GoldPeriod
from pipeline.evaluate.names import make_name, same
from pipeline.readings import parties
from pipeline.records import Published
from pipeline.train.contexts import read_contexts
from pipeline.train.events import Source
from pipeline.train.money_data import Lesson, Told, label
from pipeline.train.reader.from_marked import LEAD
from pipeline.train.reader.lesson import NONE, FrameLesson, SentenceLesson, words_at
from pipeline.train.roles import chains_by_label, spot

if TYPE_CHECKING:
    from spacy.tokens import Span as DocSpan

    from pipeline.document import Context
    from pipeline.readings import Party


@dataclass(frozen=True, slots=True)
class _Labelled:
    """An article with its labels: marks of events, their spots, money; None where it is not labelled for that."""

    source: Source
    spots: tuple[tuple[GoldEvent, tuple[int, int]], ...] = ()
    named: Mapping[str, str] = field(default_factory=dict)
    money: Lesson | None = None


def gold_lessons(
    golds: Sequence[GoldArticle], told: Sequence[Source], money: Sequence[Lesson]
) -> Iterator[SentenceLesson]:
    """The sentences of labelled articles."""
    days = [Published(date=one.labels.published, basis="option") for one in golds]
    read = read_contexts([(one.labels.id, one.text, day) for one, day in zip(golds, days, strict=True)])
    for gold, source, lesson, context in zip(golds, told, money, read, strict=True):
        spots = tuple((one, at) for one in gold.labels.sanction_events if (at := spot(gold.text, one)) is not None)
        told_of = _Labelled(source, spots, chains_by_label(context, gold), lesson)
        for sentence in context.sentences:
            yield _lesson(context, sentence, told_of)


def _lesson(context: Context, sentence: DocSpan, labelled: _Labelled) -> SentenceLesson:
    source, known = labelled.source, parties(context, sentence)
    triggers: list[str | None] = [None if token.idx in source.doubtful else NONE for token in sentence]
    events = []
    for one in source.told:
        at = words_at(context, sentence, one.start, one.end)
        if at is None:
            continue
        triggers[at[0] : at[1]] = [one.action] * (at[1] - at[0])
        event = next((e for e, (start, _) in labelled.spots if start == one.start), None)
        roles = tuple(None if event is None else _role(context, party, event, labelled.named) for party in known)
        events.append(FrameLesson(*at, one.action, one.status, roles=roles))
    return SentenceLesson(
        source.id,
        tuple(t.text for t in sentence),
        tuple(one.place for one in known),
        tuple(triggers),
        tuple(events),
        tuple(_amounts(context, sentence, known, labelled.money)) if labelled.money is not None else (),
    )


def _role(context: Context, party: Party, event: GoldEvent, named: Mapping[str, str]) -> str:
    """The role that a labelled event gives to what stands at a place."""
    if party.date is not None:
        printed = context.text[party.date.start : party.date.end]
        when = (("announced", event.announced), ("effective", event.effective), ("expires", event.expires))
        return next((role for role, period in when if _same_time(printed, period)), NONE)
    if party.chain is not None:
        for role, names in (("authority", event.authorities), ("target", event.targets), ("program", event.programs)):
            if party.chain.id in {named[name] for name in names if name in named}:
                return role
    return NONE


def _same_time(printed: str, period: GoldPeriod | None) -> bool:
    """Whether the words of a date are those of a labelled period, or a part of them."""
    return period is not None and period.text is not None and (printed in period.text or period.text in printed)


def _amounts(context: Context, sentence: DocSpan, known: Sequence[Party], lesson: Lesson) -> Iterator[FrameLesson]:
    for money in context.inside(context.moneys, sentence.start_char, sentence.end_char):
        at = words_at(context, sentence, money.start, money.end)
        told = label(money, lesson.told)
        if at is None or (told is None and lesson.id.startswith("drill")):
            continue
        fact = told.fact if told is not None else None
        roles = tuple(NONE if told is None else _part(context, party, told) for party in known)
        metric = NONE if told is None else told.metric
        yield FrameLesson(*at, metric, fact.status if fact is not None else None, change=None, roles=roles)


def _part(context: Context, party: Party, told: Told) -> str | None:
    """The role that a labelled amount gives to what stands at a place."""
    if party.date is not None:
        period = told.fact.period if told.fact is not None else None
        if told.fact is None:
            return None
        printed = context.text[party.date.start : party.date.end]
        return "period" if _same_time(printed, period) else NONE
    if party.chain is not None and told.owner is not None:
        name = make_name(party.chain.name, party.chain.aliases)
        if same(name, told.owner):
            return "owner"
        for other in told.fact.counterparties if told.fact is not None else ():
            if same(name, make_name(other.entity)):
                return "regulator" if other.role == "authority" else other.role
    return NONE


def phrasing_lessons(told: Sequence[Source]) -> Iterator[SentenceLesson]:
    """Single sentences of which only the trigger is told."""
    for source, context in zip(told, read_contexts([(o.id, o.text, o.published) for o in told]), strict=True):
        for sentence in context.sentences:
            if sentence.start_char >= len(LEAD):
                yield _lesson(context, sentence, _Labelled(source))


def drill_lessons(drills: Sequence[Lesson]) -> Iterator[SentenceLesson]:
    """Sentences of which only the amounts are told."""
    texts = [(one.id, one.text, Published(date=one.published, basis="option")) for one in drills]
    for lesson, context in zip(drills, read_contexts(texts), strict=True):
        for sentence in context.sentences:
            known = parties(context, sentence)
            words = tuple(t.text for t in sentence)
            amounts = tuple(_amounts(context, sentence, known, lesson))
            places = tuple(one.place for one in known)
            unknown = (None,) * len(words)
            yield SentenceLesson(lesson.id, words, places, unknown, amounts=amounts)
