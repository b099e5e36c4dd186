"""Money facts and revenue shares."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.extract.finance.amounts import bare_sums, story_moneys
from pipeline.extract.finance.build import build_fact
from pipeline.extract.finance.facts import read_sentence, slots_in
from pipeline.extract.finance.merge import merge
from pipeline.extract.finance.owner_model import choose_owners
from pipeline.extract.finance.results import read_results
from pipeline.extract.finance.scene import Scene
from pipeline.extract.finance.share_records import build_shares, sum_warnings
from pipeline.extract.finance.shares import date_shares, find_shares
from pipeline.extract.finance.syntax import sentences
from pipeline.extract.finance.topic import find_topic

if TYPE_CHECKING:
    from spacy.tokens import Span

    from pipeline.document import Context
    from pipeline.extract.finance.draft import Draft
    from pipeline.extract.finance.topic import Topic
    from pipeline.records import FinancialFact, RevenueShare


def extract_financials(context: Context) -> tuple[FinancialFact, ...]:
    """Find the money facts of an article, ordered by position, ids ``f1`` … in that order.

    What it finds: amounts of money in prose, results lines and lists, each with metric, owner, counterparties, change,
    period and status; and growth told without an amount.
    What it leaves alone: exchange rates, face values, percentages that are shares or stakes.
    """
    topic = find_topic(context)
    drafts = read_drafts(context, topic)
    choose_owners(context, topic, drafts)
    return tuple(build_fact(context, draft, number) for number, draft in enumerate(merge(context, drafts), start=1))


def read_drafts(context: Context, topic: Topic) -> list[Draft]:
    """Money facts in the making, in text order, repetitions included; owners as the rules choose them."""
    moneys = story_moneys(context, topic)
    drafts: list[Draft] = read_results(context, moneys, topic.company)
    taken = {draft.at for draft in drafts}
    bare = bare_sums(context, moneys)
    everything = sorted([*moneys, *bare], key=lambda money: money.start)
    doubtful = {money.start for money in bare}
    last: Draft | None = None
    for sent in sentences(context.doc):
        slots = slots_in(context, sent, everything, taken)
        if slots or _may_grow(context, sent):
            found = read_sentence(Scene(context, sent, slots, [], topic, last), doubtful)
            drafts.extend(found)
            last = next((one for one in found if not one.previous), last)
    drafts.sort(key=lambda draft: draft.at)
    return drafts


def _may_grow(context: Context, sent: Span) -> bool:
    """Whether a sentence without amounts can tell growth."""
    return bool(context.inside(context.percents, sent.start_char, sent.end_char))


def extract_shares(context: Context) -> tuple[RevenueShare, ...]:
    """Find the revenue shares of an article, ordered by position, ids ``r1`` … in that order.

    What it finds: percentages and fractions of revenue, sales, profit or exports with the segment they belong to,
    lists without verbs, complements and values of earlier periods.
    What it leaves alone: market shares, ownership stakes, ratios of costs, growth.
    """
    drafts = date_shares(context, find_shares(context, find_topic(context)))
    context.warnings.extend(sum_warnings(context, drafts))
    return build_shares(context, drafts)
