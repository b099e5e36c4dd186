"""What an amount measures: the metric cue that stands nearest to it in the parse and in the text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.extract.finance.amounts import SMALL_UNITS
from pipeline.extract.finance.lexicon import MetricRule, metric_rules, phrases, words
from pipeline.extract.finance.syntax import conjuncts, distance, is_verb, prepositions, subject, verb_above

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Span, Token

    from pipeline.document import Context
    from pipeline.extract.finance.draft import Slot
    from pipeline.records import Metric

WORST = 8.0
"""Cost above which a cue says nothing about an amount. Set on the training split with the weights of ``_cost``."""
_LARGE = re.compile(r"(?:mln|bln|million|billion|trillion|bn|crore|lakh)\b", re.IGNORECASE)
_BUSINESS = frozenset({"net_income", "net_loss", "revenue", "acquisition_price"})
_BOUGHT = frozenset({"dobj", "nsubjpass"})
_LINKING = frozenset({"in", "of", "worth", "-", "a", "for", "the", "its", "as"})
_DIRECT_BONUS = 0.7
_MODIFIER_BONUS = 0.4
_WHOLE = frozenset({"it", "which", "who", "whole", "all", "equity"})
"""Words besides common nouns of companies that stand for one that is valued."""
_SHAREWISE = frozenset({"dividend", "earnings_per_share", "unit_price"})
_STRETCHES = frozenset({None, "share", "year", "month", "week", "quarter", "hour", "violation", "day"})
_COMPARING = frozenset({"from", "to", "vs", "versus", "against", "compared", "and", "or"})
_BREAKS = {
    ";": 2.0,
    ".": 2.5,
    ":": 0.6,
    ",": 0.45,
    "(": 0.4,
    ")": 0.4,
    "--": 1.0,
    "while": 1.2,
    "but": 1.0,
    "whereas": 1.2,
    "and": 0.3,
}


@dataclass(frozen=True, slots=True)
class Cue:
    """Words that name a metric, as tokens of the Doc (half-open), with the head word of the cue."""

    rule: MetricRule
    first: int
    last: int
    head: Token


def find_cues(context: Context, sent: Span) -> list[Cue]:
    """Every metric cue of a sentence; of cues on the same words only the longest of a rule stays."""
    start = sent.start_char
    text = context.clean.view[start : sent.end_char]
    found: list[Cue] = []
    for rule, pattern in metric_rules().possible(text):
        for match in pattern.finditer(text):
            if match.end() == match.start():
                continue
            first, last = context.token_range(start + match.start(), start + match.end())
            if last > first and not _in_name(context, first, last):
                found.append(Cue(rule, first, last, context.root(first, last)))
    return found


def _in_name(context: Context, first: int, last: int) -> bool:
    """Whether words belong to a name ("Norda Lines", "Bond Corp") and so say nothing of an amount."""
    chains = [context.chain_at(index) for index in range(first, last)]
    names = {
        m.first
        for chain in chains
        if chain is not None
        for m in chain.mentions
        if m.kind == "name" and m.first <= first and last <= m.last
    }
    return bool(names)


def choose(context: Context, slot: Slot, cues: Sequence[Cue], slots: Sequence[Slot]) -> tuple[Cue, float] | None:
    """The cheapest cue for an amount with its cost, or None where none is near enough."""
    ranked = rank(context, slot, cues, slots)
    return ranked[0] if ranked and ranked[0][1] <= WORST else None


def read(slot: Slot, chosen: tuple[Cue, float] | None) -> tuple[Metric | None, str, float]:
    """Metric, rule id and cost; a price per share or barrel overrides a cue that does not speak of prices."""
    per = slot.money.per
    if chosen is None:
        if per == "share":
            return "unit_price", "money.per_share", 0.5
        return ("other", "money.other", 6.0) if per in _STRETCHES else ("unit_price", "money.per_unit", 0.3)
    rule, cost = chosen[0].rule, chosen[1]
    metric = None if rule.metric == "none" else rule.metric
    if metric is None or per in _STRETCHES - {"share"}:
        return metric, rule.id, cost
    if per != "share":
        return "unit_price", "money.per_unit", 0.3
    sharewise = None if rule.sharewise == "none" else rule.sharewise
    if sharewise is None and metric not in _SHAREWISE:
        return "unit_price", "money.per_share", 0.5
    return sharewise or metric, rule.id, cost


def rank(context: Context, slot: Slot, cues: Sequence[Cue], slots: Sequence[Slot]) -> list[tuple[Cue, float]]:
    """The cues that can speak for an amount with their costs, cheapest first; of equals the first in the text."""
    costs: list[tuple[Cue, float]] = []
    for cue in cues:
        if cue.rule.per and slot.money.per not in cue.rule.per:
            continue
        if any(one.first <= cue.first and cue.last <= one.last for one in slots):
            continue
        if cue.first < slot.last and slot.first < cue.last:
            continue
        if _fits(context, cue, slot):
            costs.append((cue, _cost(context, cue, slot, slots) + _foreign(context, cue)))
    return sorted(costs, key=lambda row: row[1])


def _fits(context: Context, cue: Cue, slot: Slot) -> bool:
    """Whether the conditions of a cue's rule hold at an amount."""
    rule = cue.rule
    if (
        rule.plain
        and slot.money.currency not in SMALL_UNITS
        and _LARGE.search(context.clean.view[slot.money.start : slot.money.end]) is not None
    ):
        return False
    if rule.needs == "company":
        return _of_company(context, cue, slot)
    if rule.needs in ("earner", "product"):
        return _earns(context, cue) == (rule.needs == "earner")
    if rule.needs in ("asset", "goods"):
        return _of_goods(context, cue) == (rule.needs == "goods")
    if rule.needs == "bought":
        return _buys(context, cue, slot)
    return rule.needs != "country" or _country_acts(context, cue)


def _earns(context: Context, cue: Cue) -> bool | None:
    """Whether somebody earns; a thing that is sold does not, and None is what only has a price."""
    actor = subject(cue.head) if is_verb(cue.head) else None
    if actor is None:
        return True
    if phrases("segment_edges")["edge.quoted"].fullmatch(actor.lower_) is not None:
        return None
    return context.chain_at(actor.i) is not None or actor.lower_ not in words().goods | words().wares


def _of_goods(context: Context, cue: Cue) -> bool:
    """Whether what a verb says to be bought are goods."""
    nouns = [one for child in cue.head.children if child.dep_ in _BOUGHT for one in conjuncts(child)]
    return any(one.lower_ in words().goods and context.chain_at(one.i) is None for one in nouns)


def _buys(context: Context, cue: Cue, slot: Slot) -> bool:
    """Whether what is paid for is a company, a unit or a stake."""
    for word, item in (*prepositions(cue.head), *prepositions(slot.head)):
        chain = context.chain_at(item.i)
        if word == "for" and (item.lower_ in words().bought or (chain is not None and chain.type == "Company")):
            return True
    return False


def _country_acts(context: Context, cue: Cue) -> bool:
    actor = subject(cue.head) if is_verb(cue.head) else None
    chain = context.chain_at(actor.i) if actor is not None else None
    return chain is not None and chain.type == "Country"


def _foreign(context: Context, cue: Cue) -> float:
    """Extra cost of a verb of company business whose subject is a state: "Kenya earns 400 mln dlrs from tea"."""
    if (
        cue.rule.kind == "verb"
        and cue.rule.metric in _BUSINESS
        and cue.rule.needs is None
        and _country_acts(context, cue)
    ):
        return 2.5
    return 0.0


def _cost(context: Context, cue: Cue, slot: Slot, slots: Sequence[Slot]) -> float:
    lower = context.lower
    before = cue.last <= slot.first
    left, right = (cue.last, slot.first) if before else (slot.tail, cue.first)
    crossed = [one for one in slots if one is not slot and left <= one.first and one.last <= right]
    inside = {index for one in crossed for index in range(one.first, one.last)}
    gap = [index for index in range(left, right) if index not in inside]
    cost = cue.rule.weight + 0.45 * min(distance(context.heads, cue.head.i, slot.head.i), 6) + 0.12 * min(len(gap), 25)
    cost += sum(_BREAKS.get(lower[index], 0.0) for index in gap)
    cost += sum(0.35 if _listed(lower, one, slot, before=before) else 0.9 for one in crossed)
    if not before:
        if cue.rule.kind == "verb" and _purpose(context, cue, slot):
            return cue.rule.weight
        if cue.rule.kind == "noun" and _is_of(cue, slot):
            return cue.rule.weight - _MODIFIER_BONUS
        return cost + _behind(context, gap, cue)
    direct = gap and len(gap) <= 4 and all(lower[index] in words().direct for index in gap)
    return cost - (_DIRECT_BONUS if direct else 0.0)


def _purpose(context: Context, cue: Cue, slot: Slot) -> bool:
    """Whether a cue tells what a sum is paid for: "It will spend ¤ to purchase a stake in Orlo"."""
    if context.lower[slot.tail : cue.first] != ["to"]:
        return False
    payer = slot.head if is_verb(slot.head) else verb_above(slot.head)
    return payer is not None and payer.lower_ in words().paying


def _is_of(cue: Cue, slot: Slot) -> bool:
    """Whether the amount is one of what the cue names: "¤ of seven-year, B-rated notes", "¤ in development costs"."""
    joint = cue.head.head
    return cue.head.dep_ == "pobj" and joint.lower_ in ("of", "in") and slot.first <= joint.head.i < slot.last


def _behind(context: Context, gap: list[int], cue: Cue) -> float:
    """Extra cost of a cue behind its amount: none for "a $5 million fine" and "$5 million in aid"."""
    if len(gap) <= 4 and all(
        context.tags[index][:2] in ("JJ", "NN", "VB", "HY", "CD") or context.lower[index] in _LINKING for index in gap
    ):
        return -_MODIFIER_BONUS if cue.rule.kind == "noun" else 0.8
    return 2.2


def _listed(lower: Sequence[str], one: Slot, slot: Slot, *, before: bool) -> bool:
    """Whether two amounts stand in one list or comparison, so that a cue reaches over the other."""
    left, right = (one.last, slot.first) if before else (slot.last, one.first)
    return right - left <= 2 or not _COMPARING.isdisjoint(lower[left : left + 3])


def _of_company(context: Context, cue: Cue, slot: Slot) -> bool:
    """Whether "valued at" or "worth" speaks of a company, not of goods or contracts."""
    about: Token | None = None
    if context.lower[cue.first : cue.last + 1] == ["worth", "of"]:
        return False  # "$10 billion worth of assets"
    if is_verb(cue.head):
        about = subject(cue.head)
        objects = [child for child in cue.head.children if child.dep_ == "dobj" and child.i < slot.first]
        about = objects[0] if objects else about
    if about is None:
        head = cue.head.head
        about = subject(head) if is_verb(head) else head
    if about is None:
        return False
    if about.lower_ in ("stock", "shares", "equity"):
        about = next((child for child in about.children if child.dep_ in ("poss", "compound")), about)
    chain = context.chain_at(about.i)
    if chain is not None:
        return chain.type == "Company"
    return about.lower_ in words().anaphors or about.lower_ in _WHOLE
