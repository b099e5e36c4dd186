"""Amounts of money in running text and company-results lines."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from pipeline.values.lexicon import lexicon
from pipeline.values.numerals import lower, tidy
from pipeline.values.parts import parts_in_words
from pipeline.values.qualifiers import ahead, behind
from pipeline.values.quantities import Quantity, quantities
from pipeline.values.ranges import is_range
from pipeline.values.results import HOME, adopt
from pipeline.values.spans import CurrencyBasis, Money, Qualifier

if TYPE_CHECKING:
    from pipeline.values.lexicon import Unit

_PER = re.compile(r"(?:[ \n]{1,2}|-)(?:an?|per|the|each|for each|for every)(?:[ \n]{1,2}|-)|\s?/\s?|[ \n]")
_RISEN = re.compile(r"\s+(?:(?:last|this)\s+\w+\s+)?(?:from|against|compared with|versus|vs)\s+(?:\w+\s+){0,2}[\d$£€]")
_NOT_PER = re.compile(r"\w|\s+(?:ago|before|earlier|later|previously|after)\b")
_SECOND = re.compile(
    r"(?:\s?[(\[]\s?|,?\s+(?:or|equal to|equivalent to|the equivalent of"
    r"|equivalent of)\s+(?:the equivalent of\s+)?|\s?/\s?|\s?=\s?|\s?[;,]\s)"
    r"(?:or |i\.e\. |equivalent to |equal to |worth |the equivalent of |at the time |then )?"
)


def find_money(text: str, *, country: str | None = None) -> list[Money]:
    """Find every amount of money.

    Args:
        text: any text.
        country: ISO 3166-1 alpha-2 code of the story's country; it settles bare "dlrs", "crowns", "pounds" and "$".

    Returns:
        Amounts in text order, without overlap. A sum repeated in another currency is in ``secondary`` of the first.

    What it leaves alone: numbers of people, shares, barrels; weights in pounds; percentages; dates.

    Example:
        >>> [(text.currency, str(text.value)) for text in find_money("It paid about $1.2 billion.")]
        [('USD', '1200000000.0')]
    """
    low = lower(text)
    found = quantities(text)
    parts = [(start, end) for start, end, _, _, counted in parts_in_words(low) if counted]
    adopted = adopt(low, found)
    context = _Context(low, country, {})
    out: list[Money] = []
    index = 0
    while index < len(found):
        one = found[index]
        unit = one.unit if _is_money(one) else adopted.get(index, (None, None))[0]
        if unit is None or any(start <= one.start < end for start, end in parts):  # "62 cents of every dollar"
            index += 1
            continue
        following = found[index + 1] if index + 1 < len(found) else None
        payable = following is not None and (_is_money(following) or (one.unit is None and index + 1 in adopted))
        joined = payable and following is not None and is_range(low, one, following)
        money = context.build(one, following if joined else None, unit, adopted.get(index, (None, None))[1])
        index += 2 if joined else 1
        if out and money.start < out[-1].end:  # "hundred hundred $" has one amount
            continue
        if not _attach(text, out, money):
            out.append(money)
    return out


def _is_money(one: Quantity) -> bool:
    return one.unit is not None and one.unit.kind == "money"


def _attach(text: str, out: list[Money], money: Money) -> bool:
    """Make ``money`` the second currency of the amount ahead where it only repeats that sum."""
    if not out:
        return False
    first = out[-1]
    last = first.secondary[-1].end if first.secondary else first.end
    gap = text[last : money.start]
    if len(gap) > 32 or first.currency == money.currency or (first.per or "") != (money.per or first.per or ""):
        return False
    hit = _SECOND.fullmatch(gap.lower() if gap.strip() else gap)
    if hit is None or not gap.strip():
        return False
    opening = gap.lstrip()[:1]
    if opening in "([" or (first.secondary and opening in ",;/"):
        pass
    elif opening in ",;" and not re.match(
        r"[,;]\s+(?:or|equal|equivalent|the equivalent)", gap.strip(" ").lower() if gap else ""
    ):
        return False
    out[-1] = replace(first, secondary=(*first.secondary, money))
    return True


@dataclass(slots=True)
class _Context:
    """What earlier amounts of the text say about later ones."""

    low: str
    country: str | None
    seen: dict[str, str]

    def build(self, one: Quantity, other: Quantity | None, unit: Unit, label_per: str | None) -> Money:
        """Make a span of one quantity, or of the two ends of a range."""
        wide = other.unit if other is not None and other.unit is not None and not unit.code else unit
        currency, basis = self.currency(wide if wide is not None else unit)
        if other is not None:
            return self._range(one, other, currency, basis)
        start, end, value, low, high, qualifier = _measure(self.low, one)
        if value is not None and one.unit is None:
            value = tidy(value * unit.part)
        return Money(start, end, value, low, high, currency, basis, qualifier, label_per or _per(self.low, end))

    def _range(self, one: Quantity, other: Quantity, currency: str | None, basis: CurrencyBasis) -> Money:
        ends = sorted((one.value, other.value))
        hit = ahead(self.low, one.start)
        start = hit[0] if hit else one.start
        between = self.low[max(0, start - 8) : start]
        if between.endswith("between "):
            start -= 8
        elif between.endswith("from "):
            start -= 5
        return Money(start, other.end, None, ends[0], ends[1], currency, basis, "range", _per(self.low, other.end))

    def currency(self, unit: Unit) -> tuple[str | None, CurrencyBasis]:
        """Code of a unit, and what it rests on."""
        if unit.code is not None:
            self.seen[lexicon().family_of[unit.code]] = unit.code
            return unit.code, "symbol" if unit.symbol else "explicit"
        lex, family = lexicon(), unit.family or ""
        if family == HOME:
            own = lex.home.get(self.country or "")
            return (own, "country") if own else ("USD", "default")
        if family == "euro":
            return "EUR", "symbol" if unit.symbol else "explicit"
        local = self._local(unit, family)
        if local is not None:
            return local, "country"
        if family not in ("dollar", "pound", "yen") and family in self.seen:
            return self.seen[family], "explicit"
        return lex.families[
            family
        ].default, "symbol" if unit.symbol and family != "dollar" else "explicit" if family in (
            "yen",
            "yuan",
        ) else "default"

    def _local(self, unit: Unit, family: str) -> str | None:
        """Currency of the story's country that shares the word or symbol."""
        if not self.country:
            return None
        table = lexicon().by_country
        found = table.get((f"{family} symbol", self.country)) if unit.symbol else None
        signed = lexicon().families[family].signed if unit.symbol else None
        if found is None and signed is not None and self.country not in signed:
            return None
        if self.country in lexicon().families[family].foreign:
            return None
        own = found or table.get((family, self.country))
        return own or (lexicon().cents.get(self.country) if family == "dollar" and unit.part < 1 else None)


def _measure(low: str, one: Quantity) -> tuple[int, int, Decimal | None, Decimal | None, Decimal | None, Qualifier]:
    """Start, end, value, low, high and qualifier of a single quantity, qualifier words included."""
    start, end, qualifier = one.start, one.end, "exact"
    hit = ahead(low, start)
    if hit is not None and not (hit[1] == "at_most" and low.startswith("up to", hit[0]) and _RISEN.match(low, end)):
        start, qualifier = hit
    elif hit is None:
        tail = behind(low, end)
        if tail is not None:
            end, qualifier = tail
    if one.number.top is None or one.number.top == one.number.base:
        if one.number.top is not None and qualifier == "exact":
            qualifier = "approximate"
        return start, end, one.value, None, None, qualifier  # type: ignore[return-value]
    part = one.unit.part if one.unit else Decimal(1)
    return start, end, None, one.value, tidy(one.number.top * one.scale * part), "range"


def _per(low: str, end: int) -> str | None:
    gap = _PER.match(low, end)
    if gap is None:
        return "unit" if low.startswith((" each", " apiece"), end) else None
    hit = lexicon().per.match(low, gap.end())
    if hit is None:
        return "unit" if low.startswith((" each", " apiece"), end) else None
    if not gap.group().strip(" \n") and not low.startswith(
        ("annually", "monthly", "daily", "yearly", "weekly", "quarterly"), gap.end()
    ):
        return None
    return None if _NOT_PER.match(low, hit[0]) else hit[1]
