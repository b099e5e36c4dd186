"""Lessons from the gold articles, whose labels are found again in the sentences, from phrasings and from drills."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pipeline.evaluate.gold import GoldArticle, GoldEvent, GoldPeriod
from pipeline.evaluate.names import make_name, same
from pipeline.readings import around, parties, passages
from pipeline.records import Published
from pipeline.train.contexts import read_contexts
from pipeline.train.events import Source
from pipeline.train.events import Told as Mark
from pipeline.train.money_data import Lesson, Told, label
from pipeline.train.reader.from_marked import body
from pipeline.train.reader.lesson import NONE, FrameLesson, PassageLesson, words_at
from pipeline.train.roles import chains_by_label, spot

if TYPE_CHECKING:
    from spacy.tokens import Span as DocSpan

    from pipeline.document import Context
    from pipeline.readings import Party, Passage


@dataclass(frozen=True, slots=True)
class _Labelled:
    """An article with its labels: marks of events, their spots, money; None where it is not labelled for that."""

    source: Source
    spots: tuple[tuple[GoldEvent, tuple[int, int]], ...] = ()
    named: Mapping[str, str] = field(default_factory=dict)
    money: Lesson | None = None

    def decision(self, one: Mark) -> int | None:
        """Number of the labelled event that words tell: the one whose trigger they are, or the only one so acted."""
        at = [number for number, (_, (start, _)) in enumerate(self.spots) if start == one.start]
        alike = [number for number, (event, _) in enumerate(self.spots) if event.action == one.action]
        return at[0] if at else alike[0] if len(alike) == 1 else None


def gold_lessons(
    golds: Sequence[GoldArticle], told: Sequence[Source], money: Sequence[Lesson]
) -> Iterator[PassageLesson]:
    """The passages of labelled articles."""
    days = [Published(date=one.labels.published, basis="option") for one in golds]
    read = read_contexts([(one.labels.id, one.text, day) for one, day in zip(golds, days, strict=True)])
    for gold, source, lesson, context in zip(golds, told, money, read, strict=True):
        spots = tuple((one, at) for one in gold.labels.sanction_events if (at := spot(gold.text, one)) is not None)
        labelled = _Labelled(source, spots, chains_by_label(context, gold), lesson)
        for passage in passages(context, context.sentences):
            yield _lesson(context, passage, labelled)


def _lesson(context: Context, passage: Passage, labelled: _Labelled) -> PassageLesson:
    source = labelled.source
    words = passage.words(context)
    # The first lines are a passage of their own further up, and teach there.
    triggers: list[str | None] = [None] * len(words)
    events: list[FrameLesson] = []
    amounts: list[FrameLesson] = []
    for first, last in passage.sentences:
        sentence, row = context.doc[first:last], passage.row(first)
        for token in sentence:
            triggers[row + token.i - first] = None if token.idx in source.doubtful else NONE
        known = [*parties(context, sentence), *around(context, passage, sentence)]
        places = tuple(one.place for one in known)
        for one in source.told:
            at = words_at(context, sentence, one.start, one.end)
            if at is None:
                continue
            triggers[row + at[0] : row + at[1]] = [one.action] * (at[1] - at[0])
            number = labelled.decision(one)
            event = None if number is None else labelled.spots[number][0]
            roles = tuple(None if event is None else _role(context, party, event, labelled.named) for party in known)
            events.append(
                FrameLesson(
                    row + at[0], row + at[1], (row, row + last - first), one.action, one.status,
                    measures=None if event is None else frozenset(event.measures),
                    reasons=None if event is None else frozenset(event.reasons),
                    places=places, roles=roles, decision=number,
                )
            )  # fmt: skip
        if labelled.money is not None:
            amounts += _amounts(context, sentence, row, known, labelled.money)
    return PassageLesson(source.id, tuple(words), tuple(triggers), tuple(events), tuple(amounts))


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


def _amounts(
    context: Context, sentence: DocSpan, row: int, known: Sequence[Party], lesson: Lesson
) -> Iterator[FrameLesson]:
    for money in context.inside(context.moneys, sentence.start_char, sentence.end_char):
        at = words_at(context, sentence, money.start, money.end)
        told = label(money, lesson.told)
        if at is None or (told is None and lesson.id.startswith("drill")):
            continue
        fact = told.fact if told is not None else None
        roles = tuple(NONE if told is None else _part(context, party, told) for party in known)
        metric, status = NONE if told is None else told.metric, fact.status if fact is not None else None
        yield FrameLesson(
            row + at[0], row + at[1], (row, row + len(sentence)), metric, status,
            places=tuple(one.place for one in known), roles=roles,
        )  # fmt: skip


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


def phrasing_lessons(told: Sequence[Source]) -> Iterator[PassageLesson]:
    """Single sentences of which only the trigger is told."""
    for source, context in zip(told, read_contexts([(o.id, o.text, o.published) for o in told]), strict=True):
        for passage in passages(context, body(context)):
            yield _lesson(context, passage, _Labelled(source))


def drill_lessons(drills: Sequence[Lesson]) -> Iterator[PassageLesson]:
    """Sentences of which only the amounts are told."""
    texts = [(one.id, one.text, Published(date=one.published, basis="option")) for one in drills]
    for lesson, context in zip(drills, read_contexts(texts), strict=True):
        for sentence in context.sentences:
            words = tuple(t.text for t in sentence)
            amounts = tuple(_amounts(context, sentence, 0, parties(context, sentence), lesson))
            yield PassageLesson(lesson.id, words, (None,) * len(words), amounts=amounts)
