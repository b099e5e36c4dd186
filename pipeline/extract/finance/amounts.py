"""Amounts of an article with the currencies of its story settled ("dlrs" in Toronto, "crowns" in Oslo)."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING

from pipeline.extract.finance.lexicon import phrases
from pipeline.knowledge.world import load_world
from pipeline.values import Money, find_money

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.document import Context
    from pipeline.extract.finance.topic import Topic


def story_moneys(context: Context, topic: Topic) -> Sequence[Money]:
    """The amounts of the article; words that several currencies share follow the country of the story.

    Bare "dlrs" and "$" follow the dateline or the main company's country. A sum that has no currency even so ("90 mln
    crowns") takes it from the first country of the story that has such a currency.
    """
    parts = [(percent.start, percent.end) for percent in context.percents if percent.value is not None]
    moneys = [
        _large_sum(money)
        for money in _with_currency(context, topic)
        if not any(start <= money.start < end for start, end in parts)  # "62 cents of every dollar"
    ]
    return [
        replace(money, per="share") if before is not None and _of_each(context, before, money) else money
        for before, money in zip([None, *moneys], moneys, strict=False)
    ]


def _of_each(context: Context, before: Money, money: Money) -> bool:
    """Whether a small sum behind a large one is the same for each share: "a profit of $2 million, or 8 cents"."""
    if money.per is not None or money.value is None or before.value is None or before.per is not None:
        return False
    gap = context.clean.view[before.end : money.start]
    joined = phrases("amount_links")["link.or_each"].fullmatch(gap) is not None
    return joined and before.currency == money.currency and abs(money.value) * _LEAST_SHARES <= abs(before.value)


def _large_sum(money: Money) -> Money:
    """No share costs millions of dollars: a sum so large is a price of something else."""
    if money.per != "share" or money.value is None or money.value < _DEAREST or money.currency in SMALL_UNITS:
        return money
    return replace(money, per=None)


def _with_currency(context: Context, topic: Topic) -> Sequence[Money]:
    if all(money.currency_basis in ("explicit", "symbol") and money.currency is not None for money in context.moneys):
        return context.moneys
    home = home_of(context, topic)
    known = home is None or home == context.country
    moneys: list[Money] = list(context.moneys if known else find_money(context.clean.view, country=home))
    for code in _named(context):
        if all(money.currency is not None for money in moneys):
            break
        read = {money.start: money for money in find_money(context.clean.view, country=code)}
        moneys = [read.get(money.start, money) if money.currency is None else money for money in moneys]
    return moneys


def home_of(context: Context, topic: Topic) -> str | None:
    """Country of the dateline, else the one that the text ties to the main company."""
    for segment in context.clean.segments:
        if segment.kind in ("dateline", "title", "body") and segment.start < _HEAD:
            city = _DATELINE.match(context.text, segment.start) or _DATELINE_LATER.search(
                context.text, segment.start, segment.end
            )
            code = _cities().get(city.group("city").strip().casefold()) if city is not None else None
            if code is not None:
                return code
    return topic.company.countries[0] if topic.company is not None and topic.company.countries else None


@cache
def _cities() -> dict[str, str]:
    world = load_world()
    known = {name.casefold(): code for name, code in world.capitals.items() if len(code) == 2}
    for place in world.places:
        if place.kind in ("city", "state", "province") and place.country is not None:
            for name in (place.name, *place.aliases):
                known.setdefault(name.casefold(), place.country)
    return known


def _named(context: Context) -> list[str]:
    """Codes of the countries of the article, most often named first."""
    counts: Counter[str] = Counter()
    for chain in context.chains:
        for code in chain.countries[:1]:
            counts[code] += len(chain.mentions) if chain.type == "Country" else 1
    return sorted(counts, key=lambda code: (-counts[code], code))


_HEAD = 400
_DEAREST = 1_000_000
_LEAST_SHARES = 20_000
"""Fewest shares that a company with results in the news has."""
SMALL_UNITS = frozenset({"JPY", "KRW", "ITL", "IDR", "VND", "IRR", "LBP", "TRL"})
"""Currencies of so little worth that a single share or ship day is priced in millions."""
_DATELINE = re.compile(r"\s*(?P<city>[A-Z][A-Za-z.' -]{2,24}?)(?:,\s[^\n-]{2,40})?\s(?:-|--|—|–)\s")
_DATELINE_LATER = re.compile(r"\n\s*(?P<city>[A-Z]{4}[A-Z.' ]{0,20}),\s")
_SCALED = re.compile(r"(?:mln|bln|million|billion|trillion|milliard|bn|mn|m)s?$", re.IGNORECASE)


def bare_sums(context: Context, moneys: Sequence[Money]) -> list[Money]:
    """Large numbers without currency that may be sums in the one told before: "sales slipped to 504.9 billion"."""
    found: list[Money] = []
    view = context.clean.view
    for count in context.counts:
        printed = view[count.start : count.end]
        links = phrases("amount_links")
        if not _SCALED.search(printed.strip()) or links["link.thing"].match(view[count.end : count.end + 20]):
            continue
        before = [money for money in moneys if money.start < count.start] or list(moneys[:1])
        if before and before[-1].currency is not None:
            found.append(
                Money(
                    count.start,
                    count.end,
                    Decimal(count.value),
                    None,
                    None,
                    before[-1].currency,
                    "default",
                    count.qualifier,
                )
            )
    return found
