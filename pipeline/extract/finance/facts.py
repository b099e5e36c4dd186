"""Sentence by sentence: amounts → drafts of money facts with metric, owner, parties, change, period and status."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline.extract.finance.amounts import SMALL_UNITS
from pipeline.extract.finance.cues import Cue, choose
from pipeline.extract.finance.draft import Draft, Growth, Slot
from pipeline.extract.finance.growth import GROWING, growth_of, lone_growth
from pipeline.extract.finance.lexicon import phrases
from pipeline.extract.finance.links import Link, direction_near, link
from pipeline.extract.finance.metric_model import Reading, read_metrics
from pipeline.extract.finance.people import add_people
from pipeline.extract.finance.periods import assign_periods
from pipeline.extract.finance.rows import alike
from pipeline.extract.finance.scene import Scene
from pipeline.extract.finance.shares_moved import stock_move
from pipeline.extract.finance.status import speaker, status_at
from pipeline.extract.finance.syntax import clause_start

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Span

    from pipeline.document import Context
    from pipeline.records import Metric
    from pipeline.values import Money

_LONE_COST = 2.6
"""Most that a metric cue may cost for growth told without an amount; above it the percentage is of something else."""
_BARE_COST = 3.2
"""Most that a metric cue may cost for a number without currency to be money."""
_ACCOUNTS = frozenset({
    "revenue", "net_income", "net_loss", "operating_income", "pretax_profit", "ebitda", "debt", "assets", "orders",
    "trade_value", "market_capitalization", "funding_raised", "capital_expenditure", "dividend",
})  # fmt: skip
_LEVELS = frozenset({"other", "unit_price"})
"""Metrics of which a difference alone is no fact."""
_WHOLE_PRICES = frozenset({"acquisition_price", "valuation", "market_capitalization", "enterprise_value"})
_DEAREST_SHARE = 1000
_LOSSES = frozenset({"operating_income", "pretax_profit", "earnings_per_share", "net_income"})


def slots_in(context: Context, sent: Span, moneys: Sequence[Money], taken: set[int]) -> list[Slot]:
    """Amounts of a sentence that no results line has used, in order."""
    slots: list[Slot] = []
    for money in context.inside(moneys, sent.start_char, sent.end_char):
        if money.start in taken or money.currency is None or _vague(context, money):
            continue
        first, last = context.token_range(money.start, money.end)
        if last > first:
            slots.append(Slot(money, first, last, context.root(first, last), sent, len(slots)))
    return slots


def _vague(context: Context, money: Money) -> bool:
    """Whether an amount names its order of magnitude only: "hundreds of millions of dollars"."""
    printed = context.clean.view[money.start : money.end]
    return money.value is None and phrases("amount_links")["link.vague"].search(printed.lower()) is not None


def read_sentence(scene: Scene, links: Sequence[Link]) -> list[Draft]:
    """Drafts of one sentence, in order of their amounts.

    Args:
        scene: the sentence with its amounts; ``last`` is the draft before it, for "That compares with …".
        links: how its amounts hang together.
    """
    readings = alike(scene.slots, read_metrics(scene, links), scene.context.clean.view)
    before = scene.last
    drafts: dict[int, Draft] = {}
    for slot, place in zip(scene.slots, links, strict=True):
        if place.part == "current" or (place.part == "delta" and place.partner is None):
            draft = _current(scene, slot, place, readings[slot.number])
            if draft is not None:
                drafts[slot.number] = scene.last = draft
    for slot, place in zip(scene.slots, links, strict=True):
        if place.part == "previous":
            base = drafts.get(place.partner) if place.partner is not None else before
            draft = (
                _current(scene, slot, Link(), readings[slot.number]) if base is None else _earlier(scene, slot, base)
            )
            if draft is not None:
                drafts[slot.number] = draft
        elif place.part == "delta" and place.partner in drafts:
            _add_delta(scene, drafts[place.partner], slot)
    _directions(scene, drafts, links)
    ordered = [*drafts.values(), *_growth_alone(scene, {draft.metric for draft in drafts.values()})]
    ordered.sort(key=lambda one: one.at)
    assign_periods(scene.context, ordered)
    return ordered


def open_scene(scene: Scene, doubtful: set[int]) -> list[Link]:
    """Leave out what is no amount, and see how the amounts of a sentence hang together.

    Args:
        scene: the sentence; its amounts are settled in place.
        doubtful: starts of numbers that are money only if the words say so clearly.
    """
    scene.slots = _clear(scene, doubtful)
    return link(scene.slots, scene.context.clean.view)


def _growth_alone(scene: Scene, told: set[Metric]) -> list[Draft]:
    """Growth of a metric whose amount the sentence does not tell: "revenue rose 12 pct", "sales will double"."""
    drafts: list[Draft] = []
    cues = [cue for cue in scene.cues if cue.rule.metric in GROWING and _may_move(cue)]
    for growth, place in lone_growth(scene.context, scene.sent, scene.slots):
        chosen = choose(scene.context, place, cues, [*scene.slots, place])
        if chosen is None or chosen[1] > _LONE_COST:
            stock = stock_move(scene, growth, place, bare=chosen is None and not scene.slots)
            drafts += [stock] if stock is not None else []
            continue
        rule = chosen[0].rule
        if rule.metric == "none" or rule.metric in told:
            continue
        by = "growth." + rule.id.partition(".")[2]
        draft = Draft(at=place.money.start, sent=scene.sent, metric=rule.metric, by=by, cost=chosen[1], growth=growth)
        add_people(scene, draft, chosen[0])
        if draft.owner is None:
            continue
        draft.status = status_at(scene.context, scene.sent, place.first, place.last)
        draft.attributed_to = speaker(scene.context, place.head)
        told = {*told, draft.metric}
        drafts.append(draft)
    return drafts


def _may_move(cue: Cue) -> bool:
    """Of prices only that of shares moves without being told."""
    return cue.rule.metric != "unit_price" or cue.rule.id == "money.share_price"


def _clear(scene: Scene, doubtful: set[int]) -> list[Slot]:
    """Leave out bare numbers that neither a clear metric nor a comparison with an amount makes money."""
    slots = scene.slots
    if not any(slot.money.start in doubtful for slot in slots):
        return slots
    links = link(slots, scene.context.clean.view)
    levels = {place.partner for place in links if place.part == "delta"}
    kept: list[Slot] = []
    for slot, place in zip(slots, links, strict=True):
        partner = slots[place.partner] if place.part == "previous" and place.partner is not None else None
        linked = (partner is not None and partner.money.start not in doubtful) or slot.number in levels
        if slot.money.start not in doubtful or linked or _accounted(scene, slot):
            kept.append(slot)
    return [replace(slot, number=number) for number, slot in enumerate(kept)]


def _accounted(scene: Scene, slot: Slot) -> bool:
    chosen = choose(scene.context, slot, scene.cues, scene.slots)
    return chosen is not None and chosen[1] <= _BARE_COST and chosen[0].rule.metric in _ACCOUNTS


def _current(scene: Scene, slot: Slot, place: Link, reading: Reading) -> Draft | None:
    """The draft of an amount that stands for itself, or for a change alone."""
    if reading.metric is None or (place.part == "delta" and reading.metric in _LEVELS):
        return None
    draft = Draft(
        at=slot.money.start, sent=slot.sent, metric=reading.metric, by=reading.by, cost=reading.cost, slot=slot
    )
    _sign(scene.context, draft, reading.cue)
    _for_each_share(draft)
    add_people(scene, draft, reading.cue)
    draft.status = status_at(scene.context, slot.sent, slot.first, slot.last)
    draft.attributed_to = speaker(scene.context, slot.head)
    if place.part == "delta":
        ahead = scene.context.doc[clause_start(scene.context, slot.sent, slot.first) : slot.first]
        direction = direction_near([token.lower_ for token in ahead], last=True)
        draft.growth = Growth(direction or "increase", money=slot.money)
    else:
        draft.growth = growth_of(scene.context, slot, scene.slots)
    return draft


def _for_each_share(draft: Draft) -> None:
    """No company costs a few dollars: so small a sum is paid for each of its shares. One euro is a price, though."""
    money = draft.slot.money if draft.slot is not None else None
    if money is None or money.value is None or draft.metric not in _WHOLE_PRICES or money.currency in SMALL_UNITS:
        return
    if 1 < money.value < _DEAREST_SHARE:
        draft.metric = "unit_price"


def _sign(context: Context, draft: Draft, cue: Cue | None) -> None:
    """A "pretax loss of 23 mln" is a pretax profit of minus 23 mln."""
    slot = draft.slot
    if slot is None or slot.money.value is None or slot.money.value < 0 or draft.metric not in _LOSSES:
        return
    text = context.doc[max(slot.first - 6, slot.sent.start) : min(slot.last + 3, slot.sent.end)].text.lower()
    named = cue is not None and "loss" in context.printed.text(cue.first, cue.last).lower()
    if not named and " loss" not in f" {text}" and " lost " not in f" {text}":
        return
    if draft.metric == "net_income":
        draft.metric = "net_loss"
    else:
        draft.slot = replace(slot, money=replace(slot.money, value=-slot.money.value))


def _earlier(scene: Scene, slot: Slot, before: Draft) -> Draft:
    """The value of an earlier period: metric and owner of the amount it is compared with."""
    doc = scene.context.doc
    draft = replace(before, at=slot.money.start, sent=slot.sent, slot=slot, previous=True)
    draft.growth, draft.period, draft.parties, draft.evidence = None, None, [], []
    near = doc[max(slot.first - 5, slot.sent.start) : min(slot.last + 2, slot.sent.end)].text.lower()
    if draft.metric == "net_income" and "loss" in near:
        draft.metric = "net_loss"
    elif draft.metric == "net_loss" and any(word in near for word in ("profit", "income", "gain", "surplus")):
        draft.metric = "net_income"
    elif draft.metric in _LOSSES and _negative(before) and "profit" not in near and slot.money.value is not None:
        draft.slot = replace(slot, money=replace(slot.money, value=-abs(slot.money.value)))
    planned = before.status in ("target", "estimate") and " first " in f" {doc[slot.last : slot.last + 3].text} "
    draft.status = before.status if planned else "actual"
    return draft


def _negative(draft: Draft) -> bool:
    value = draft.slot.money.value if draft.slot is not None else None
    return value is not None and value < 0


def _add_delta(scene: Scene, draft: Draft, slot: Slot) -> None:
    """Put a difference in money on the level that it leads to."""
    if draft.slot is None:
        return
    low, high = min(slot.first, draft.slot.first), max(slot.last, draft.slot.last)
    near = [token.lower_ for token in scene.context.doc[max(low - 7, draft.sent.start) : high + 3]]
    direction = draft.growth.direction if draft.growth is not None else direction_near(near, last=False)
    if direction is None:
        return
    draft.growth = draft.growth or Growth(direction)
    draft.growth.money = slot.money


def _directions(scene: Scene, drafts: dict[int, Draft], links: Sequence[Link]) -> None:
    """A comparison with a word of change gives the current value a direction."""
    for number, place in enumerate(links):
        draft = drafts.get(place.partner) if place.part == "previous" and place.partner is not None else None
        earlier = drafts.get(number)
        if draft is None or earlier is None or draft.growth is not None or draft.slot is None or earlier.slot is None:
            continue
        first = clause_start(scene.context, draft.sent, min(draft.slot.first, earlier.slot.first))
        ahead = scene.context.doc[first : max(draft.slot.first, earlier.slot.first)]
        direction = direction_near([token.lower_ for token in ahead], last=True)
        if direction is not None:
            draft.growth = Growth(direction)
