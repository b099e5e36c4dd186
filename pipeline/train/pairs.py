"""Pairs of mentions of labelled articles, with whether they tell one decision."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from pipeline.extract.events import read_mentions
from pipeline.extract.events.merge import Merger

if TYPE_CHECKING:
    from pipeline.document import Context
    from pipeline.evaluate.gold import GoldArticle, GoldEvent
    from pipeline.extract.events.candidate import Candidate
    from pipeline.extract.events.decide import Decider
    from pipeline.extract.events.features import Features

_CLEAR = 3
"""How much of a mention must be an event's for it to be taken for that event where several have its action."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two mentions of one action; ``same``: they tell one decision."""

    article: str
    features: Features
    same: bool


def read_pairs(gold: GoldArticle, text: str, context: Context, decider: Decider) -> Iterator[Pair]:
    """Pairs of mentions of one action that each tell a labelled event.

    Args:
        gold: the labels.
        text: what their quotes stand in.
        context: the article as it is read.
        decider: lets mentions through; it has not learnt the article.
    """
    events = gold.labels.sanction_events
    if not events:
        return
    triggers = [_place(one.trigger, text) for one in events]
    mentions = read_mentions(context, (), decider)
    homes = [_home(context, mention, events, triggers, gold) for mention in mentions]
    merger = Merger(context)
    for (a, home), (b, other) in combinations(zip(mentions, homes, strict=True), 2):
        if a.action == b.action and home is not None and other is not None:
            yield Pair(gold.labels.id, merger.features(a, b), home == other)


def _place(quote: str, text: str) -> tuple[int, int]:
    match = re.search(r"\s+".join(map(re.escape, quote.split())), text)
    return match.span() if match is not None else (0, 0)


def _home(
    context: Context,
    mention: Candidate,
    events: Sequence[GoldEvent],
    triggers: Sequence[tuple[int, int]],
    gold: GoldArticle,
) -> int | None:
    """The event that a mention tells; None where none has its action or it might tell several."""
    words = [word for word in (mention.predicate, mention.noun) if word is not None]
    quoted = [at for at, (first, end) in enumerate(triggers) if any(first <= word.idx < end for word in words)]
    if quoted:
        return next((at for at in quoted if events[at].action == mention.action), quoted[0])
    alike = [at for at, one in enumerate(events) if one.action == mention.action]
    if len(alike) > 1:
        shared = {at: _shared(context, mention, events[at], gold) for at in alike}
        first, second = sorted(shared.values(), reverse=True)[:2]
        alike = [at for at in alike if shared[at] == first] if first > second and first >= _CLEAR else []
    return alike[0] if alike else None


def _shared(context: Context, mention: Candidate, event: GoldEvent, gold: GoldArticle) -> int:
    """How much of a mention is an event's: targets count twice, authorities and the stage once."""
    names = {alias: one.name for one in gold.labels.entities for alias in (one.name, *one.aliases)}

    def called(ids: Sequence[str]) -> set[str]:
        chains = [context.chain(id_) for id_ in ids]
        return {names[name] for one in chains for name in (one.name, *one.aliases) if name in names}

    targets, authors = called(mention.targets), called(mention.authorities)
    return (
        2 * len(targets & set(event.targets))
        + len(authors & set(event.authorities))
        + int(mention.status == event.status)
    )
