"""Money facts and revenue shares."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.extract.events.gate import on_subject
from pipeline.extract.finance.amounts import bare_sums, story_moneys
from pipeline.extract.finance.build import build_fact
from pipeline.extract.finance.cues import find_cues
from pipeline.extract.finance.facts import open_scene, read_sentence, slots_in
from pipeline.extract.finance.lexicon import metric_rules, result_rules, share_rules, status_rules
from pipeline.extract.finance.merge import merge
from pipeline.extract.finance.metric_model import describer_of
from pipeline.extract.finance.metric_model import metric_model as read_metric_model
from pipeline.extract.finance.owner_features import Article
from pipeline.extract.finance.owner_model import choose_owners, owner_weights
from pipeline.extract.finance.parts import Parts, settle_parts
from pipeline.extract.finance.party_model import choose_parties
from pipeline.extract.finance.party_model import party_model as read_party_model
from pipeline.extract.finance.period_model import choose_periods, period_weights
from pipeline.extract.finance.periods import carry_periods
from pipeline.extract.finance.results import read_results
from pipeline.extract.finance.rows import settle_rows
from pipeline.extract.finance.scene import Scene
from pipeline.extract.finance.segment_model import choose_segments, segment_weights
from pipeline.extract.finance.share_owners import settle_wholes
from pipeline.extract.finance.share_records import build_shares, sum_warnings
from pipeline.extract.finance.shares import date_shares, find_shares
from pipeline.extract.finance.status_model import choose_statuses
from pipeline.extract.finance.status_model import status_model as read_status_model
from pipeline.extract.finance.syntax import sentences
from pipeline.extract.finance.topic import find_topic

if TYPE_CHECKING:
    from spacy.tokens import Span

    from pipeline.document import Context
    from pipeline.extract.finance.cues import Cue
    from pipeline.extract.finance.draft import Draft
    from pipeline.extract.finance.links import Link
    from pipeline.extract.finance.topic import Topic
    from pipeline.records import FinancialFact, RevenueShare


def extract_money(context: Context) -> tuple[tuple[FinancialFact, ...], tuple[RevenueShare, ...]]:
    """Find the money facts (ids ``f1`` …) and the revenue shares (``r1`` …) of an article, each in text order.

    What it finds: amounts of money in prose, results lines and lists, each with metric, owner, counterparties, change,
    period and status; growth told without an amount; percentages and fractions of revenue, sales, profit or exports
    with the segment they belong to, lists without verbs, complements and values of earlier periods.
    What it leaves alone: exchange rates, face values; market shares, ownership stakes, ratios of costs.
    """
    if not context.moneys and not context.percents:
        return (), ()
    opened = open_article(context)
    drafts = read_drafts(opened)
    article = Article(context, opened.topic, opened.parts)
    choose_owners(article, drafts)
    choose_parties(article, drafts)
    choose_segments(context, drafts)
    carry_periods(drafts)
    choose_periods(context, drafts)
    choose_statuses(context, drafts)
    settle_rows(context, drafts)
    facts = tuple(build_fact(context, draft, number) for number, draft in enumerate(merge(context, drafts), start=1))
    shares = date_shares(context, find_shares(context, opened.topic))
    settle_wholes(context, article, drafts, shares)
    context.warnings.extend(sum_warnings(context, shares))
    return facts, build_shares(context, shares)


def prepare_money() -> None:
    """Load and compile what money is read with."""
    for one in (metric_rules(), result_rules(), share_rules(), status_rules()):
        one.prepare()
    read_metric_model()
    owner_weights()
    segment_weights()
    read_party_model()
    period_weights()
    read_status_model()


@dataclass(slots=True)
class Opened:
    """An article with its amounts in place, before they are read.

    Attributes:
        topic: what it is about.
        results: drafts of results lines, which are settled.
        scenes: its sentences that tell amounts or growth, each with how its amounts hang together.
        cues: the words in it that name metrics.
        parts: who plays which part in it.
    """

    topic: Topic
    cues: list[Cue]
    parts: Parts
    results: list[Draft]
    scenes: list[tuple[Scene, list[Link]]]


def open_article(context: Context) -> Opened:
    """Find the amounts of an article and the words that name metrics around them."""
    topic = find_topic(context)
    moneys = story_moneys(context, topic)
    results = read_results(context, moneys, topic)
    taken = {draft.at for draft in results}
    bare, doubtful = bare_sums(context, moneys)
    everything = sorted([*moneys, *bare], key=lambda money: money.start)
    told = [(sent, find_cues(context, sent)) for sent in sentences(context)]
    cues = [cue for _, found in told for cue in found]
    describer = describer_of(context, cues)
    scenes = []
    for sent, found in told:
        slots = slots_in(context, sent, everything, taken)
        if slots or _may_grow(context, sent):
            scene = Scene(context, sent, slots, found, topic, None, describer)
            scenes.append((scene, open_scene(scene, doubtful)))
    if context.clean.sanctions and on_subject(context):  # what the reader costs is worth it only there
        context.readings.read(scene.sent for scene, _ in scenes if scene.slots)
    return Opened(topic, cues, Parts(context, cues, topic.company), results, scenes)


def read_drafts(opened: Opened) -> list[Draft]:
    """Money facts in the making, in text order, repetitions included; owners as the rules choose them."""
    drafts = list(opened.results)
    last: Draft | None = None
    for scene, links in opened.scenes:
        scene.last = last
        found = read_sentence(scene, links)
        drafts.extend(found)
        last = next((one for one in found if not one.previous), last)
    drafts.sort(key=lambda draft: draft.at)
    settle_parts(opened.parts, drafts)
    return drafts


def _may_grow(context: Context, sent: Span) -> bool:
    """Whether a sentence without amounts can tell growth."""
    return bool(context.inside(context.percents, sent.start_char, sent.end_char))
