"""What the grammar finds: typed spans over the text given.

Every ``start``/``end`` counts code points, half-open, into the text handed to the finder. Spans of one finder do not
overlap and come in text order.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal

Qualifier = Literal["exact", "approximate", "at_least", "at_most", "more_than", "less_than", "range"]
CurrencyBasis = Literal["explicit", "symbol", "country", "default"]
DateKind = Literal["instant", "duration"]
Precision = Literal["day", "week", "month", "quarter", "half", "season", "year", "range"]


@dataclass(frozen=True, slots=True)
class Money:
    """An amount of money, its qualifier words included.

    Attributes:
        start: first code point of the amount or its qualifier.
        end: behind the last code point.
        value: whole currency units (5 for "$5", 0.72 for "72 cts"); None for ranges and vague sums.
        low: lower end of a range, whole currency units.
        high: upper end of a range, whole currency units.
        currency: ISO 4217 code, or None where text and country leave it open ("5 mln pesos").
        currency_basis: what the code rests on: printed in full or as a code ("explicit"), an unambiguous symbol
            ("symbol"), the country of the story ("country"), or the usual reading of the bare word ("default").
        qualifier: how exact the amount is.
        per: what a price is for ("share", "barrel", "year"), or None.
        secondary: the same sum in other currencies, as printed behind it.
    """

    start: int
    end: int
    value: Decimal | None
    low: Decimal | None
    high: Decimal | None
    currency: str | None
    currency_basis: CurrencyBasis
    qualifier: Qualifier = "exact"
    per: str | None = None
    secondary: tuple[Money, ...] = ()


@dataclass(frozen=True, slots=True)
class Percent:
    """A percentage, fraction or multiple in figures or words.

    Attributes:
        start: first code point of the figure or its qualifier.
        end: behind the last code point.
        kind: "percent" (36 for "36 pct"), "fraction" (0.3333 for "a third") or "multiple" (3 for "tripled").
        value: the figure; None for ranges.
        low: lower end of a range.
        high: upper end of a range.
        qualifier: how exact the figure is.
        points: percentage points (or basis points, given as hundredths), a difference of two percentages.
    """

    start: int
    end: int
    kind: Literal["percent", "fraction", "multiple"]
    value: Decimal | None
    low: Decimal | None = None
    high: Decimal | None = None
    qualifier: Qualifier = "exact"
    points: bool = False


@dataclass(frozen=True, slots=True)
class Count:
    """A whole number of things: neither money, percentage, date, age nor reference number.

    Attributes:
        start: first code point of the number or its qualifier.
        end: behind the last code point.
        value: the number.
        qualifier: how exact it is.
    """

    start: int
    end: int
    value: int
    qualifier: Qualifier = "exact"


@dataclass(frozen=True, slots=True)
class DateSpan:
    """A time expression.

    Attributes:
        start: first code point.
        end: behind the last code point.
        first: first day meant; None when open ("until July 31") or not resolvable.
        last: last day meant; None when open ("since 2014") or not resolvable.
        kind: "instant" for a day or a limit ("by 2030"), "duration" for a stretch.
        precision: the finest unit printed.
        relative: resolved against the publication date ("last year", "Tuesday", "May").
    """

    start: int
    end: int
    first: date | None
    last: date | None
    kind: DateKind
    precision: Precision
    relative: bool = False
