"""A decision with its mentions → the event of the record."""

from __future__ import annotations

import datetime as dt

from pipeline.document import Context
from pipeline.extract.events.candidate import Candidate
from pipeline.extract.events.merge import Decision
from pipeline.extract.events.score import combined
from pipeline.knowledge.rows import Programme
from pipeline.knowledge.world import load_world
from pipeline.records import ImpliedMeasure, Period, SanctionEvent, Span

_MOST_QUOTES = 4
_TRIGGER_TOKENS = 6


def build(context: Context, decision: Decision, number: int) -> SanctionEvent:
    """Make the event; ``number`` is its place in the article."""
    best = decision.best
    mentions = [best, *sorted((m for m in decision.mentions if m is not best), key=lambda m: m.sentence.start)]
    count, description = _count(decision)
    quotes = tuple(dict.fromkeys(context.quote(m.sentence) for m in mentions))[:_MOST_QUOTES]
    return SanctionEvent(
        id=f"s{number}",
        action=best.action,
        status=decision.status,
        authorities=tuple(decision.union("authorities")),
        programs=tuple(decision.union("programs")),
        targets=tuple(decision.union("targets")),
        target_count=count,
        target_description=description,
        measures=tuple(decision.union("measures")),  # type: ignore[arg-type]
        implied_measures=_implied(context, decision),
        reasons=tuple(decision.union("reasons")),  # type: ignore[arg-type]
        announced=_date(mentions, "announced"),
        effective=_date(mentions, "effective"),
        expires=_date(mentions, "expires"),
        penalty=next((m.penalty for m in mentions if m.penalty), None),
        attributed_to=next((m.attributed_to for m in mentions if m.attributed_to), None),
        trigger=_trigger(context, best),
        by=best.rule,
        evidence=quotes,
        confidence=combined(decision.mentions),
    )


def _implied(context: Context, decision: Decision) -> tuple[ImpliedMeasure, ...]:
    """What the named programmes mean, where they were in force when the article was published."""
    stated = set(decision.union("measures"))
    found: list[ImpliedMeasure] = []
    for id_ in decision.union("programs"):
        row = load_world().programme_by_id.get(context.chain(id_).key or "")
        if row is None or not _in_force(row, context.published):
            continue
        found.extend(ImpliedMeasure(measure=m, program=id_) for m in row.measures if m not in stated)
    return tuple(found)


def _in_force(row: Programme, day: dt.date | None) -> bool:
    if day is None:
        return True
    return (row.valid_from is None or row.valid_from <= day) and (row.valid_to is None or day <= row.valid_to)


def _count(decision: Decision) -> tuple[int | None, str | None]:
    counted = [m for m in decision.mentions if m.count]
    if not counted:
        return None, None
    most = max(counted, key=lambda m: m.count or 0)
    return most.count, most.description


def _date(mentions: list[Candidate], name: str) -> Period | None:
    return next((found for m in mentions if (found := getattr(m, name)) is not None), None)


def _trigger(context: Context, mention: Candidate) -> Span:
    """The words from the predicate to its measure noun, at most six tokens."""
    first = last = mention.predicate.i
    if mention.noun is not None:
        first, last = min(first, mention.noun.i), max(last, mention.noun.i)
    if last - first >= _TRIGGER_TOKENS:
        first, last = mention.predicate.i, mention.predicate.i
    return context.quote(context.doc[first : last + 1])
