"""What an article is about: the entities that own amounts when the sentence names none."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.extract.finance.owners import may_own

if TYPE_CHECKING:
    from pipeline.document import Chain, Context

_TITLE_BONUS = 3


@dataclass(frozen=True, slots=True)
class Topic:
    """Main company and main country of an article, if clear."""

    company: Chain | None
    country: Chain | None

    def owner(self, metric: str) -> Chain | None:
        """The main entity that a metric can be measured of."""
        order = (self.country, self.company) if metric in ("trade_value", "aid") else (self.company, self.country)
        return next((one for one in order if one is not None and may_own(one, metric)), None)


def find_topic(context: Context) -> Topic:
    """Rank entities by how often they are named, title and first paragraph counting more."""
    return Topic(_main(context, ("Company",)) or _main(context, ("Organization",)), _main(context, ("Country",)))


def _main(context: Context, types: tuple[str, ...]) -> Chain | None:
    scores: list[tuple[float, int, Chain]] = []
    for chain in context.chains:
        if chain.type not in types or not chain.mentions:
            continue
        first = min(mention.first for mention in chain.mentions)
        titled = any(context.in_title(context.doc[mention.first].idx) for mention in chain.mentions)
        scores.append((sum(1.0 for _ in chain.mentions) + _TITLE_BONUS * titled, -first, chain))
    if not scores:
        return None
    scores.sort(key=lambda row: (row[0], row[1]), reverse=True)
    return scores[0][2]
