"""Amounts of an article with the currencies of its story settled ("dlrs" in Toronto, "crowns" in Oslo)."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from pipeline.values import find_money

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.document import Chain, Context
    from pipeline.extract.finance.topic import Topic
    from pipeline.values import Money


def story_moneys(context: Context, topic: Topic) -> Sequence[Money]:
    """The amounts of the article; words that several currencies share follow the country of the story.

    The country is that of the dateline, else the one the text ties to the main company. Only sums that still have no
    currency may follow the country that is named most.
    """
    if all(money.currency_basis in ("explicit", "symbol") and money.currency is not None for money in context.moneys):
        return context.moneys
    home = _home(context, topic)
    moneys: Sequence[Money] = context.moneys if home is None else find_money(context.clean.view, country=home)
    named = _most_named(context)
    if named is None or all(money.currency is not None for money in moneys):
        return moneys
    known = {money.start: money for money in find_money(context.clean.view, country=named)}
    return [known.get(money.start, money) if money.currency is None else money for money in moneys]


def _home(context: Context, topic: Topic) -> str | None:
    lines = [segment for segment in context.clean.segments if segment.kind == "dateline"]
    for segment in lines:
        codes = [code for chain in context.chains if _stands_in(context, chain, segment.start, segment.end) for code in chain.countries]
        if codes:
            return codes[-1]
    return topic.company.countries[0] if topic.company is not None and topic.company.countries else None


def _stands_in(context: Context, chain: Chain, start: int, end: int) -> bool:
    return any(start <= context.doc[mention.first].idx < end for mention in chain.mentions)


def _most_named(context: Context) -> str | None:
    counts: Counter[str] = Counter()
    for chain in context.chains:
        if chain.type == "Country" and chain.countries:
            counts[chain.countries[0]] += len(chain.mentions)
    return max(sorted(counts), key=lambda code: counts[code]) if counts else None
