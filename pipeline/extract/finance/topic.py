"""What an article is about: the entities that own amounts when the sentence names none."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.extract.finance.owners import may_own, reports

if TYPE_CHECKING:
    from pipeline.document import Chain, Context

_TITLE_BONUS = 3
_BACKGROUND = 0.6
"""States and bodies are named often where a company is what the story is about; their mentions count less."""


_COUNTRY_FIRST = frozenset({"trade_value", "aid"})
_OPEN = frozenset({"other", "assets", "debt", "frozen_assets", "funding_raised"})


@dataclass(frozen=True, slots=True)
class Topic:
    """Main company, main country and main entity of any kind of an article, if clear.

    ``titled`` is the first name of the title, whatever it was taken for: results are told of it.
    """

    company: Chain | None
    country: Chain | None
    entity: Chain | None
    titled: Chain | None = None

    def owner(self, metric: str) -> Chain | None:
        """The main entity that a metric can be measured of."""
        order = (self.company, self.country)
        if metric in _COUNTRY_FIRST:
            order = (self.country, self.company)
        elif metric in _OPEN:
            order = (self.entity, self.company)
        return next((one for one in order if one is not None and may_own(one, metric)), None)


def find_topic(context: Context) -> Topic:
    """Rank entities by how often they are named; title and first mention count more."""
    ranked = _ranked(context)

    def best(*types: str) -> Chain | None:
        return next((chain for chain in ranked if chain.type in types), None)

    company, country = best("Company") or best("Organization"), best("Country")
    return Topic(company, country, best("Company", "Country", "PublicBody", "Organization"), _titled(context))


def _titled(context: Context) -> Chain | None:
    """The first name of the title that no capital city or state is."""
    places = [
        (mention.first, chain.id, chain)
        for chain in context.chains
        for mention in chain.mentions
        if mention.kind == "name"
        and chain.type not in ("Country", "Program")
        and context.in_title(context.starts[mention.first])
    ]
    return min(places)[2] if places else None


def _ranked(context: Context) -> list[Chain]:
    scores: list[tuple[float, int, Chain]] = []
    for chain in context.chains:
        if not chain.mentions or reports(chain):
            continue
        first = min(mention.first for mention in chain.mentions)
        titled = any(context.in_title(context.starts[mention.first]) for mention in chain.mentions)
        named = sum(1.0 if mention.kind == "name" else 0.5 for mention in chain.mentions)
        weight = 1.0 if chain.type == "Company" else _BACKGROUND
        scores.append((weight * (named + _TITLE_BONUS * titled), -first, chain))
    return [row[2] for row in sorted(scores, key=lambda row: (row[0], row[1]), reverse=True)]
