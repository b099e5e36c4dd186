"""Sanction events: who put whom under which measure, and whether it happened.

Order inside: rules find mentions (anchors), other senses are dropped, syntax fills the arguments, the words around
tell the stage and the slots, mentions of one decision are merged, and what the article said before fills the gaps.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from pipeline.document import Context
from pipeline.extract.events.anchors import candidates
from pipeline.extract.events.arguments import Arguments
from pipeline.extract.events.build import build
from pipeline.extract.events.candidate import Candidate
from pipeline.extract.events.discourse import fill_gaps
from pipeline.extract.events.gate import acceptable, has_parties, in_name, near_sanctions, other_sense
from pipeline.extract.events.matches import SentenceMatches
from pipeline.extract.events.members import add_members
from pipeline.extract.events.merge import Merger, copy_likewise, inherit
from pipeline.extract.events.neighbours import add_neighbours
from pipeline.extract.events.roles import assign_roles
from pipeline.extract.events.score import raw_score
from pipeline.extract.events.slots import fill_dates, fill_penalty, stated_measures, stated_reasons
from pipeline.extract.events.stage import stage
from pipeline.extract.events.vocabulary import vocabulary
from pipeline.records import FinancialFact, SanctionEvent

if TYPE_CHECKING:
    from spacy.tokens import Span as DocSpan


def extract_events(context: Context, financials: Sequence[FinancialFact]) -> tuple[SanctionEvent, ...]:
    """Find the sanction events of an article, ordered by first mention, one per decision."""
    mentions = read_mentions(context, financials)
    merged = Merger(context).merge(mentions)
    fill_gaps(context, merged, [one for one in merged if acceptable(context, one)])
    decisions = [one for one in merged if acceptable(context, one)]
    inherit(decisions)
    kept = [decision for decision in decisions if has_parties(decision)]
    assign_roles(context, kept)
    return tuple(build(context, decision, number) for number, decision in enumerate(kept, start=1))


def read_mentions(context: Context, financials: Sequence[FinancialFact]) -> list[Candidate]:
    """Every mention of an event with the parties that its own words and the lists behind it give."""
    stems = vocabulary().stems
    arguments = Arguments(context)
    mentions = [
        mention
        for sentence in context.doc.sents
        if stems.search(sentence.text)
        for mention in _mentions(context, sentence, arguments, financials)
    ]
    add_members(context, mentions)
    add_neighbours(context, mentions)
    copy_likewise(mentions)
    return mentions


def _mentions(
    context: Context, sentence: DocSpan, arguments: Arguments, financials: Sequence[FinancialFact]
) -> list[Candidate]:
    matches = SentenceMatches(sentence)
    title = context.in_title(sentence.start_char)
    found: list[Candidate] = []
    for mention, rule in candidates(matches, title=title):
        if other_sense(mention) or in_name(context, mention):
            continue
        if not near_sanctions(context, sentence, close=mention.close, anywhere=mention.context, trade=mention.answer):
            continue
        mention.title = title
        told = stage(mention.predicate, mention.noun, mention.status, matches.cues)
        mention.status, mention.conditional = told.status, told.conditional
        mention.bare = mention.bare or told.bare
        mention.progressive = (
            mention.predicate.tag_ == "VBG" and mention.status == "enacted" and mention.noun is not None
        )
        if told.ended and mention.action in ("designate", "delist"):
            mention.action, mention.status = "delist", "enacted"
        if mention.rule == "event.lost_access" and (told.future or mention.status != "enacted"):
            continue
        if mention.action == "challenge" and mention.predicate.lower_ in ("lose", "loses", "lost", "losing"):
            mention.status = "rejected"
        if told.future and mention.action in ("challenge", "penalize") and mention.status in ("enacted", "threatened"):
            mention.status = "proposed"
        if not arguments.fill(mention, rule):
            continue
        if mention.status == "requested" and told.asker is not None:
            mention.attributed_to = context.quote(told.asker.doc[told.asker.left_edge.i : told.asker.i + 1]).text
        mention.measures = list(dict.fromkeys([*mention.measures, *stated_measures(sentence.text)]))
        mention.reasons = stated_reasons(sentence.text)
        fill_dates(context, mention)
        fill_penalty(mention, financials)
        mention.score = raw_score(mention)
        found.append(mention)
    return found
