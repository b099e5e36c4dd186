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
from pipeline.values.elliptic import of_things
from pipeline.values.lexicon import lexicon

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from pipeline.document import Context
    from pipeline.extract.finance.topic import Topic
    from pipeline.values import Count


def story_moneys(context: Context, topic: Topic) -> Sequence[Money]:
    """The amounts of the article; words that several currencies share follow the country of the story.

    Bare "dlrs" and "$" follow the dateline or the main company's country. A sum that has no currency even so ("90 mln
    crowns") takes it from the first country of the story that has such a currency.
    """
    parts = [(percent.start, percent.end) for percent in context.percents if percent.value is not None]
    moneys = [
        _large_sum(_a_share(context, _of_its_day(money, context.published)))
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


def _a_share(context: Context, money: Money) -> Money:
    """A sum paid for each of the shares that its clause names ahead: "all shares of Orlo at 1.80 dollars each"."""
    if money.per != "unit":
        return money
    ahead = context.clean.view[max(0, money.start - _SHARES_AHEAD) : money.start]
    return replace(money, per="share") if phrases("amount_links")["link.shares_ahead"].search(ahead) else money


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
_SHARES_AHEAD = 120
"""Characters ahead of a price in which the shares that it is paid for are named."""
_AHEAD, _BEHIND = 60, 24
"""Characters beside a number in which words tell what it counts."""
_LEADS = re.compile(r"\s+(?:to|from|and|or|against|vs\.?)\s+", re.IGNORECASE)
_MANY = 1000
"""Fewest things that a story counts as it counts money."""
_SCALED = re.compile(r"(?:mln|bln|million|billion|trillion|milliard|bn|mn|m)s?$", re.IGNORECASE)


def bare_sums(context: Context, moneys: Sequence[Money]) -> tuple[list[Money], set[int]]:
    """Large numbers without currency that may be sums in the one told before: "sales slipped to 504.9 billion".

    With them the starts of those that are money only if the words say so clearly, since the last number was one of
    things: "17 mln bags, half of this year's 31 mln".
    """
    found: list[Money] = []
    doubtful: set[int] = set()
    things = _things(context, moneys)
    counted = -1
    for count in context.counts:
        printed = context.clean.view[count.start : count.end]
        large = _SCALED.search(printed.strip()) is not None
        if count.start in things:
            counted = count.start if large or count.value >= _MANY else counted
            continue
        before = [money for money in moneys if money.start < count.start] or list(moneys[:1])
        if not large or not before or before[-1].currency is None or _repeats(context, before[-1], count):
            continue
        value, code = Decimal(count.value), before[-1].currency
        found.append(Money(count.start, count.end, value, None, None, code, "default", count.qualifier))
        if before[-1].start < counted or count.start < before[-1].start:
            doubtful.add(count.start)
    return found, doubtful


def _things(context: Context, moneys: Sequence[Money]) -> set[int]:
    """Starts of the numbers that count things: "17 mln bags", "from 2 mln to 3 mln bags", "Avg shrs 4.2 mln"."""
    view, links = context.clean.view, phrases("amount_links")
    found: set[int] = set()
    after: Count | None = None
    for count in reversed(context.counts):
        led = after is not None and after.start in found and _LEADS.fullmatch(view[count.end : after.start]) is not None
        ahead = view[max(0, count.start - _AHEAD) : count.start]
        vague = links["link.vague"].match(view[count.start : count.end].lower()) is not None
        behind = links["link.thing"].match(view[count.end : count.end + _BEHIND]) is not None
        clause = count.start - len(ahead) + max(ahead.rfind(". "), 0)
        told = any(clause <= money.start < count.start for money in moneys)
        named = not told and of_things(ahead.lower(), len(ahead))
        if led or vague or behind or named or links["link.shares_count"].search(ahead) is not None:
            found.add(count.start)
        after = count
    return found


def _repeats(context: Context, before: Money, count: Count) -> bool:
    """Whether a number is the same sum in money whose sign is lost: "(€94 million; 79.5 million)"."""
    view = context.clean.view
    last = before.secondary[-1].end if before.secondary else before.end
    return view[last : count.start].strip() == ";" and view[count.end : count.end + 1] == ")"
