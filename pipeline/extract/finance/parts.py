"""Who plays which part in the whole article: who is bought and who buys, who is punished and who punishes.

A takeover or a penalty is told once in full and then again in pieces ("the price, 30 mln dlrs, will be paid in cash").
What the clauses that say it tell of the parts holds for the amounts of those that do not.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from typing import TYPE_CHECKING

from pipeline.extract.finance.frames import cast_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.document import Chain, Context
    from pipeline.extract.finance.cues import Cue
    from pipeline.extract.finance.draft import Draft

_ACTIVE = {"acquisition_price": "buyer", "penalty": "authority"}
"""Metrics whose owner suffers what another does, with the part of that other."""
_SHARE_PRICES = frozenset({"money.per_share", "money.share_price"})
_FIRM = frozenset({"Company", "Organization", "Person"})


class Parts:
    """Counts of the entities in each part, by metric."""

    def __init__(self, context: Context, cues: Sequence[Cue], main: Chain | None) -> None:
        self._main = main
        self.owners: dict[str, Counter[str]] = {metric: Counter() for metric in _ACTIVE}
        self.actors: dict[str, Counter[str]] = {metric: Counter() for metric in _ACTIVE}
        self._chains: dict[str, Chain] = {}
        self._bids = sorted(cue.first for cue in cues if cue.rule.metric == "acquisition_price")
        for cue in cues:
            role = _ACTIVE.get(cue.rule.metric)
            if role is None:
                continue
            cast = cast_of(context, cue, None)
            for chain, part in cast.parties:
                self._chains[chain.id] = chain
                self.actors[cue.rule.metric][chain.id] += part == role
            for chain, _ in cast.owners:
                self._chains[chain.id] = chain
                self.owners[cue.rule.metric][chain.id] += 1

    def sufferer(self, metric: str) -> Chain | None:
        """Who is bought or punished by most clauses, if anybody is more often that than the one who does it."""
        ranked = [
            (count, chain)
            for chain, count in self.owners.get(metric, Counter()).most_common()
            if count > self.actors[metric][chain] and self._chains[chain].type in _FIRM
        ]
        if ranked:
            return self._chains[ranked[0][1]]
        # Nobody is said to be bought: who is told of most is, if it is not said to buy.
        main = self._main
        bid = metric == "acquisition_price" and main is not None and not self.actors[metric][main.id]
        return main if bid and self.actors[metric].total() else None

    def offered(self, draft: Draft) -> bool:
        """Whether an amount is what is offered for each share: its sentence speaks of a bid ahead of it."""
        if draft.metric != "unit_price" or draft.slot is None or draft.by not in _SHARE_PRICES:
            return False
        bid = bisect_left(self._bids, draft.sent.start) < bisect_left(self._bids, draft.slot.first)
        return bid if draft.by == "money.share_price" else draft.cue is not None

    def acts(self, chain: Chain, metric: str) -> bool:
        """Whether an entity buys or punishes more often than it is bought or punished."""
        return metric in _ACTIVE and self.actors[metric][chain.id] > self.owners[metric][chain.id]

    def suffers(self, chain: Chain, metric: str) -> bool:
        """Whether an entity is bought or punished more often than it buys or punishes."""
        return metric in _ACTIVE and self.owners[metric][chain.id] > self.actors[metric][chain.id]


def settle_parts(parts: Parts, drafts: Sequence[Draft]) -> None:
    """Give the price of a takeover to who is bought and a penalty to who is punished, where the clause does not say."""
    for draft in drafts:
        metric = "acquisition_price" if parts.offered(draft) else draft.metric
        chain = parts.sufferer(metric)
        if chain is None or chain is draft.owner:
            continue
        wrong = draft.owner is None or parts.acts(draft.owner, metric) or draft.owner.type not in _FIRM
        if draft.owner_basis != "frame" or (wrong and draft.owner is not None):
            draft.owner, draft.owner_basis = chain, "part"
            draft.parties = [(one, role) for one, role in draft.parties if one is not chain]
