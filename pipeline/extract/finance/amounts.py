"""Amounts of an article with the currencies of its story settled ("dlrs" in Toronto, "crowns" in Oslo)."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from pipeline.extract.finance.home import home_of, named
from pipeline.extract.finance.lexicon import phrases
from pipeline.values import Money, code_on, find_money
from pipeline.values.lexicon import lexicon

if TYPE_CHECKING:
    import datetime as dt
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
        _large_sum(_of_its_day(money, context.published))
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
    home = home_of(context, topic) or _own_dollars(context)
    known = home == context.country
    moneys: list[Money] = list(context.moneys if known else find_money(context.clean.view, country=home))
    for code in named(context)[:_MOST]:
        if not any(map(_open, moneys)):
            break
        read = {money.start: money for money in find_money(context.clean.view, country=code)}
        moneys = [_settled(money, read.get(money.start)) for money in moneys]
    return moneys


def _own_dollars(context: Context) -> str | None:
    """The country that is named most, where stories call its dollars by no other name; the United States lose a tie."""
    countries = [chain for chain in context.chains if chain.type == "Country" and chain.countries]
    counts = Counter({chain.countries[0]: len(chain.mentions) for chain in countries})
    american = counts.pop("US", 0)
    (code, most), *others = [*counts.most_common(2), ("", 0)]
    own = code in (lexicon().families["dollar"].signed or ()) and most > others[0][1] and most >= american
    return code if own else None


def _open(money: Money) -> bool:
    """Whether nothing told whose money it is, and one of the article's countries may."""
    return money.currency is None or (money.currency_basis == "default" and money.currency != "USD")


def _settled(money: Money, read: Money | None) -> Money:
    """An amount as a story from a country has it, where it was open and that country has such money."""
    return read if read is not None and _open(money) and read.currency_basis == "country" else money


def _of_its_day(money: Money, day: dt.date | None) -> Money:
    """An amount in the money that was in use when the article came out."""
    if day is None or money.currency is None:
        return money
    return replace(money, currency=code_on(money.currency, day, guessed=money.currency_basis in ("default", "country")))


_MOST = 6
"""Countries of an article that are asked for their money."""
_DEAREST = 1_000_000
_LEAST_SHARES = 20_000
"""Fewest shares that a company with results in the news has."""
SMALL_UNITS = frozenset({"JPY", "KRW", "ITL", "IDR", "VND", "IRR", "LBP", "TRL"})
"""Currencies of so little worth that a single share or ship day is priced in millions."""
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
