"""Sanction events: who put whom under which measure, and whether it happened.

Order inside: rules and a wide table of words propose candidates, what is learnt from the gold set decides which are
events, syntax fills the arguments, the words around tell the stage and the slots, mentions of one decision are merged,
what the article said before fills the gaps, and weights choose who takes part, which measures are meant and when.
"""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.document import Context
from pipeline.extract.events.arguments import Arguments
from pipeline.extract.events.build import build
from pipeline.extract.events.candidate import Candidate
from pipeline.extract.events.courts import settle_rulings
from pipeline.extract.events.dates import choose_dates, date_model
from pipeline.extract.events.decide import Decider, decider
from pipeline.extract.events.discourse import fill_gaps
from pipeline.extract.events.gate import about_sanctions, acceptable, has_parties, has_target, has_whom, on_subject
from pipeline.extract.events.grounds import add_grounds
from pipeline.extract.events.measures import choose_measures, measure_weights
from pipeline.extract.events.members import add_members
from pipeline.extract.events.mentions import find_mentions
from pipeline.extract.events.merge import Decision, Merger, copy_likewise, in_order, inherit
from pipeline.extract.events.neighbours import add_neighbours
from pipeline.extract.events.retold import fold_retold, fold_stages, hear
from pipeline.extract.events.roles import assign_roles, role_model
from pipeline.extract.events.verdict import verdict_features
from pipeline.extract.events.vocabulary import vocabulary
from pipeline.records import FinancialFact, SanctionEvent

_SURER = 0.7
"""Chance from which a decision needs no target."""
_RULED = 0.6
"""Chance of its words from which a court's ruling on a measure is a decision."""


def extract_events(context: Context, financials: Sequence[FinancialFact]) -> tuple[SanctionEvent, ...]:
    """Find the sanction events of an article, ordered by first mention, one per decision."""
    return events_by(context, financials, decider())


def prepare_events() -> None:
    """Load and compile what events are read with."""
    rules = vocabulary()
    for one in (rules.triggers, rules.measures, rules.governors, rules.cues, rules.senses):
        one.prepare()
    for told in (rules.measure_cues, rules.reasons):
        told.prepare()
    decider()
    role_model()
    measure_weights()
    date_model()


def events_by(
    context: Context, financials: Sequence[FinancialFact], model: Decider | None
) -> tuple[SanctionEvent, ...]:
    """The events that rules and model let through; without a model the rules decide alone."""
    kept = decisions_by(context, financials, model)
    choose_measures(context, kept)
    choose_dates(context, kept)
    return tuple(build(context, decision, number) for number, decision in enumerate(kept, start=1))


def decisions_by(context: Context, financials: Sequence[FinancialFact], model: Decider | None) -> list[Decision]:
    """What the events are made from; their measures and dates are those that the rules read."""
    if not context.clean.sanctions:
        return []
    ruled, more = read_decisions(context, financials, model)
    found = [*ruled, *more]
    if model is not None:
        model.judge(found, verdict_features(context, found))
    fill_gaps(context, ruled, [one for one in ruled if acceptable(context, one)])
    kept = [one for one in ruled if acceptable(context, one)]
    if model is not None:
        level = _level(context, model)
        ruled = [one for one in ruled if _told(one, level) or _stays(one, kept, model)]
        inherit(ruled)
        kept = in_order([*ruled, *(one for one in more if one.chance >= level)])
        fill_gaps(context, kept, kept)
    inherit(kept)
    assign_roles(context, kept)
    settle_rulings(context, kept)
    kept = fold_retold(fold_stages([decision for decision in kept if has_parties(decision)]))
    heard = {id(mention) for decision in kept for mention in decision.mentions}
    hear(Merger(context), kept, [one for one in found if id(one.mentions[0]) not in heard])
    return kept


def _told(one: Decision, level: float) -> bool:
    """Whether a decision of the rules is surely told: by whom is enough where nobody who is restricted is named."""
    if has_target(one):
        return one.chance >= level
    return one.chance >= max(level, _SURER) and bool(one.union("authorities") or one.union("programs"))


def _level(context: Context, model: Decider) -> float:
    """Chance from which a decision that no rule tells is an event: more, the less the article is about such."""
    if about_sanctions(context):
        return model.sure
    return model.near if on_subject(context) else model.far


def _stays(one: Decision, kept: Sequence[Decision], model: Decider) -> bool:
    """Whether a decision that the rules tell is told; a court that rules on a measure need not be named."""
    ruled = any(m.court is not None and (m.chance or 0.0) >= _RULED for m in one.mentions)
    return (ruled or one.chance >= model.kept) and any(one is other for other in kept)


def read_decisions(
    context: Context, financials: Sequence[FinancialFact], model: Decider | None
) -> tuple[list[Decision], list[Decision]]:
    """What may be a decision, merged from its mentions: those of the rules, and further ones that a model likes."""
    mentions = read_mentions(context, financials, model)
    merger = Merger(context, model)
    ruled = merger.merge([one for one in mentions if one.trusted])
    more = merger.merge([one for one in mentions if not one.trusted], ruled)
    assign_roles(context, more)
    return ruled, [one for one in more if has_whom(one) and not merger.told(ruled, one)]


def read_mentions(
    context: Context, financials: Sequence[FinancialFact], model: Decider | None = None
) -> list[Candidate]:
    """Every mention of an event with the parties that its own words and the lists behind it give.

    Args:
        context: the article.
        financials: its money facts.
        model: lets more mentions through than the rules do.
    """
    found = find_mentions(context, financials, Arguments(context), model)
    for mentions in ([one for one in found if one.trusted], [one for one in found if not one.trusted]):
        add_members(context, mentions)
        add_neighbours(context, mentions)
        add_grounds(context, mentions)
        copy_likewise(mentions)
    return found
