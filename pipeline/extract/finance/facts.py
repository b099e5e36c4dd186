"""Sentence by sentence: amounts → drafts of money facts with metric, owner, parties, change, period and status."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline.extract.finance.cues import Cue, choose, find_cues
from pipeline.extract.finance.discourse import centre
from pipeline.extract.finance.draft import Draft, Growth, Slot
from pipeline.extract.finance.growth import GROWING, growth_of, lone_growth
from pipeline.extract.finance.links import Link, direction_near, link
from pipeline.extract.finance.owners import Cast, cast_of, climb
from pipeline.extract.finance.periods import assign_periods
from pipeline.extract.finance.status import speaker, status_at
from pipeline.extract.finance.syntax import clause_start, token_range

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Span

    from pipeline.document import Context
    from pipeline.extract.finance.topic import Topic
    from pipeline.records import Metric
    from pipeline.values import Money

_OWNERLESS = frozenset({"money.commodity", "money.freight_rate", "money.reward"})
"""Rules whose amounts belong to nobody unless the clause itself names an owner."""
_LONE_COST = 2.6
"""Most that a metric cue may cost for growth told without an amount; above it the percentage is of something else."""
_BARE_COST = 1.9
"""Most that a metric cue may cost for a number without currency to be money."""
_ACCOUNTS = frozenset({"revenue", "net_income", "net_loss", "operating_income", "pretax_profit", "ebitda", "debt", "assets", "orders",
    "trade_value", "market_capitalization", "funding_raised", "capital_expenditure", "dividend"})  # fmt: skip
_LOSSES = {"operating_income", "pretax_profit", "earnings_per_share", "net_income"}


def slots_in(context: Context, sent: Span, moneys: Sequence[Money], taken: set[int]) -> list[Slot]:
    """Amounts of a sentence that no results line has used, in order."""
    slots: list[Slot] = []
    for money in context.inside(moneys, sent.start_char, sent.end_char):
        if money.start in taken or money.currency is None:
            continue
        first, last = token_range(context.doc, money.start, money.end)
        if last > first:
            slots.append(Slot(money, first, last, context.doc[first:last].root, sent, len(slots)))
    return slots


def read_sentence(
    context: Context, sent: Span, slots: Sequence[Slot], topic: Topic, last: Draft | None, doubtful: set[int]
) -> list[Draft]:
    """Drafts of one sentence, in order of their amounts.

    Args:
        context: the article.
        sent: the sentence.
        slots: its amounts.
        topic: main entities of the article.
        last: the draft before this sentence, for "That compares with …".
        doubtful: starts of numbers that are money only if the words say so clearly.
    """
    cues = find_cues(context, sent)
    slots = _clear(context, slots, cues, doubtful)
    links = link(slots, context.clean.view)
    drafts: dict[int, Draft] = {}
    newest = last
    for slot, place in zip(slots, links, strict=True):
        if place.part == "current" or (place.part == "delta" and place.partner is None):
            draft = _current(context, slot, place, cues, slots, topic, newest)
            if draft is not None:
                drafts[slot.number] = newest = draft
    for slot, place in zip(slots, links, strict=True):
        if place.part == "previous":
            before = drafts.get(place.partner) if place.partner is not None else last
            draft = _earlier(context, slot, before, cues, slots, topic)
            if draft is not None:
                drafts[slot.number] = draft
        elif place.part == "delta" and place.partner in drafts:
            _add_delta(context, drafts[place.partner], slot)
    _directions(context, drafts, links)
    ordered = [drafts[number] for number in sorted(drafts)]
    ordered.extend(_growth_alone(context, sent, slots, cues, ordered, topic, newest))
    ordered.sort(key=lambda draft: draft.at)
    assign_periods(context, ordered)
    return ordered


def _growth_alone(
    context: Context,
    sent: Span,
    slots: Sequence[Slot],
    cues: Sequence[Cue],
    told: Sequence[Draft],
    topic: Topic,
    last: Draft | None,
) -> list[Draft]:
    """Growth of a metric whose amount the sentence does not tell: "revenue rose 12 pct", "sales will double"."""
    drafts: list[Draft] = []
    metrics = {draft.metric for draft in told}
    for growth, place in lone_growth(context, sent, slots):
        chosen = choose(context, place, [cue for cue in cues if cue.rule.metric in GROWING], [*slots, place])
        if (
            chosen is None
            or chosen[1] > _LONE_COST
            or chosen[0].rule.metric in metrics
            or chosen[0].rule.metric == "none"
        ):
            continue
        draft = Draft(
            at=place.money.start,
            sent=sent,
            metric=chosen[0].rule.metric,
            by="growth." + chosen[0].rule.id.partition(".")[2],
            cost=chosen[1],
        )
        draft.growth = growth
        _people(context, draft, chosen[0], topic, last)
        if draft.owner is None:
            continue
        draft.status = status_at(context, sent, place.first, place.last)
        draft.attributed_to = speaker(context, place.head)
        metrics.add(draft.metric)
        drafts.append(draft)
    return drafts


def _clear(context: Context, slots: Sequence[Slot], cues: Sequence[Cue], doubtful: set[int]) -> list[Slot]:
    """Leave out bare numbers that neither a clear metric nor a comparison with an amount makes money."""
    if not any(slot.money.start in doubtful for slot in slots):
        return list(slots)
    links = link(slots, context.clean.view)
    levels = {place.partner for place in links if place.part == "delta"}
    kept: list[Slot] = []
    for slot, place in zip(slots, links, strict=True):
        partner = slots[place.partner] if place.part == "previous" and place.partner is not None else None
        linked = (partner is not None and partner.money.start not in doubtful) or slot.number in levels
        if slot.money.start in doubtful and not linked:
            chosen = choose(context, slot, cues, slots)
            if chosen is None or chosen[1] > _BARE_COST or chosen[0].rule.metric not in _ACCOUNTS:
                continue
        kept.append(slot)
    return [replace(slot, number=number) for number, slot in enumerate(kept)]


def _current(
    context: Context,
    slot: Slot,
    place: Link,
    cues: Sequence[Cue],
    slots: Sequence[Slot],
    topic: Topic,
    last: Draft | None,
) -> Draft | None:
    chosen = choose(context, slot, cues, slots)
    metric, by, cost = _metric(context, slot, chosen)
    if metric is None:
        return None
    draft = Draft(at=slot.money.start, sent=slot.sent, metric=metric, by=by, cost=cost, slot=slot)
    _sign(context, draft)
    cue = chosen[0] if chosen is not None else None
    _people(context, draft, cue, topic, last)
    draft.status = status_at(context, slot.sent, slot.first, slot.last)
    draft.attributed_to = speaker(context, slot.head)
    if place.part == "delta":
        doc, start = context.doc, clause_start(slot.sent, slot.first)
        words = [token.lower_ for token in doc[start : slot.first]]
        draft.growth = Growth(direction_near(words, last=True) or "increase", money=slot.money)
    else:
        draft.growth = growth_of(context, slot, slots)
    return draft


def _metric(context: Context, slot: Slot, chosen: tuple[Cue, float] | None) -> tuple[Metric | None, str, float]:
    """Metric, rule id and cost; a price per share or barrel overrides a cue that does not speak of prices."""
    per = slot.money.per
    rule = chosen[0].rule if chosen is not None else None
    if rule is not None and rule.metric == "none":
        return None, rule.id, 0.0
    if per == "share":
        if rule is not None and rule.sharewise not in (None, "none"):
            return rule.sharewise, rule.id, chosen[1] if chosen else 0.0  # type: ignore[return-value]
        if rule is not None and rule.metric in ("acquisition_price", "dividend", "earnings_per_share", "unit_price"):
            return rule.metric, rule.id, chosen[1] if chosen else 0.0
        return "unit_price", "money.per_share", 0.5
    if per not in (None, "share", "year", "month", "week", "quarter", "hour", "violation", "day"):
        return "unit_price", "money.per_unit", 0.3
    if rule is None or chosen is None:
        return "other", "money.other", 6.0
    return rule.metric, rule.id, chosen[1]  # type: ignore[return-value]


def _sign(context: Context, draft: Draft) -> None:
    """A "pretax loss of 23 mln" is a pretax profit of minus 23 mln."""
    slot = draft.slot
    if slot is None or slot.money.value is None or slot.money.value < 0 or draft.metric not in _LOSSES:
        return
    text = context.doc[max(slot.first - 6, slot.sent.start) : min(slot.last + 3, slot.sent.end)].text.lower()
    if " loss" in f" {text}" or " lost " in f" {text}":
        if draft.metric == "net_income":
            draft.metric = "net_loss"
        else:
            draft.slot = replace(slot, money=replace(slot.money, value=-slot.money.value))


def _people(context: Context, draft: Draft, cue: Cue | None, topic: Topic, last: Draft | None) -> None:
    """Owner and counterparties of a draft."""
    cast = cast_of(context, cue, draft.slot) if cue is not None else Cast()
    parties = [chain for chain, _ in cast.parties]
    owners = [(chain, basis) for chain, basis in cast.owners if all(chain is not party for party in parties)]
    draft.parties = cast.parties
    draft.segment = None
    if cast.segment is not None:
        draft.segment = (cast.segment.i, cast.segment.i + 1)
    if owners:
        draft.owner, draft.owner_basis = owners[0]
        return
    if draft.metric == "investment" and cast.parties:
        draft.owner, draft.owner_basis = cast.parties[0][0], "frame"
        draft.parties = cast.parties[1:]
        return
    anchor = cue.head if cue is not None else None
    head = draft.slot.head if draft.slot is not None else anchor
    for start in (anchor, head):
        chain = climb(context, start, draft.metric) if start is not None else None
        if chain is not None and all(chain is not party for party in parties):
            draft.owner, draft.owner_basis = chain, "climb"
            return
    if draft.by in _OWNERLESS or (
        draft.metric == "unit_price" and draft.slot is not None and draft.slot.money.per not in (None, "share")
    ):
        return
    draft.owner, draft.owner_basis = centre(context, draft, topic, last, parties)


def _earlier(
    context: Context, slot: Slot, before: Draft | None, cues: Sequence[Cue], slots: Sequence[Slot], topic: Topic
) -> Draft | None:
    """The value of an earlier period: metric and owner of the amount it is compared with."""
    if before is None:
        return _current(context, slot, Link(), cues, slots, topic, None)
    draft = Draft(
        at=slot.money.start, sent=slot.sent, metric=before.metric, by=before.by, cost=before.cost, slot=slot, owner=before.owner,
        owner_basis=before.owner_basis, segment=before.segment, dimension=before.dimension, previous=True,
        attributed_to=before.attributed_to,
    )  # fmt: skip
    near = context.doc[max(slot.first - 5, slot.sent.start) : slot.first].text.lower()
    if draft.metric == "net_income" and "loss" in near:
        draft.metric = "net_loss"
    elif draft.metric == "net_loss" and ("profit" in near or "income" in near or "gain" in near):
        draft.metric = "net_income"
    if before.status in ("target", "estimate") and " first " in f" {context.doc[slot.last : slot.last + 3].text} ":
        draft.status = before.status
    return draft


def _add_delta(context: Context, draft: Draft, slot: Slot) -> None:
    """Put a difference in money on the level that it leads to."""
    if draft.slot is None:
        return
    low, high = min(slot.first, draft.slot.first), max(slot.last, draft.slot.last)
    words = [token.lower_ for token in context.doc[max(low - 5, draft.sent.start) : high + 3]]
    direction = draft.growth.direction if draft.growth is not None else direction_near(words, last=False)
    if direction is None:
        return
    if draft.growth is None:
        draft.growth = Growth(direction)
    draft.growth.money = slot.money


def _directions(context: Context, drafts: dict[int, Draft], links: Sequence[Link]) -> None:
    """A comparison with a word of change gives the current value a direction."""
    for number, place in enumerate(links):
        draft = drafts.get(place.partner) if place.part == "previous" and place.partner is not None else None
        earlier = drafts.get(number)
        if draft is None or earlier is None or draft.growth is not None or draft.slot is None or earlier.slot is None:
            continue
        first = clause_start(draft.sent, min(draft.slot.first, earlier.slot.first))
        words = [token.lower_ for token in context.doc[first : max(draft.slot.first, earlier.slot.first)]]
        direction = direction_near(words, last=True)
        if direction is not None:
            draft.growth = Growth(direction)
