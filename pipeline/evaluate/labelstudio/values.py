"""Values as people type them in Label Studio, written and read back without loss.

- period: ``duration 2024-01-01/2024-03-31 first quarter``; ``..`` stands for a day that is not known;
- sum: ``USD 1200000 approximate``, ``EUR 1000..2000 range``, ``USD 5|4..6 approximate``;
- share: ``0.35 exact``, ``0.3..0.4 range``, as sums but without a currency.
"""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal, InvalidOperation

from pipeline.records import Amount, Period, Span

_PERIOD = re.compile(r"(instant|duration) (\S+?)/(\S+) (.+)", re.DOTALL)
Numbers = tuple[Decimal | None, Decimal | None, Decimal | None]


def write_period(period: Period) -> str:
    """A period on one line."""
    days = "/".join(".." if day is None else day.isoformat() for day in (period.start, period.end))
    return f"{period.kind} {days} {period.text}"


def read_period(line: str) -> Period:
    """Read :func:`write_period` back.

    Raises:
        ValueError: the line has another form.
    """
    match = _PERIOD.fullmatch(line)
    if match is None:
        raise ValueError(f"{line!r} is no period such as 'instant 2024-03-15/2024-03-15 Friday'")
    kind, start, end, text = match.groups()
    days = [None if day == ".." else dt.date.fromisoformat(day) for day in (start, end)]
    return Period(kind="instant" if kind == "instant" else "duration", start=days[0], end=days[1], text=text)


def write_numbers(value: Decimal | None, low: Decimal | None, high: Decimal | None) -> str:
    """A value, a range or both."""
    parts = [] if value is None else [f"{value:f}"]
    if low is not None or high is not None:
        parts.append("..".join("" if end is None else f"{end:f}" for end in (low, high)))
    return "|".join(parts)


def read_numbers(text: str) -> Numbers:
    """Read :func:`write_numbers` back.

    Raises:
        ValueError: the text has another form.
    """
    value, low, high = None, None, None
    try:
        for part in text.split("|"):
            if ".." in part:
                low, high = (Decimal(end) if end else None for end in part.split("..", 1))
            else:
                value = Decimal(part)
    except InvalidOperation:
        raise ValueError(f"{text!r} is no number such as 1200000 or 1000..2000") from None
    return value, low, high


def write_amount(amount: Amount) -> str:
    """A sum on one line."""
    return f"{amount.currency} {write_numbers(amount.value, amount.low, amount.high)} {amount.qualifier}"


def read_amount(line: str, span: Span) -> Amount:
    """Read :func:`write_amount` back.

    Raises:
        ValueError: the line has another form.
    """
    parts = line.split()
    if len(parts) != 3:
        raise ValueError(f"{line!r} is no sum such as 'USD 1200000 exact'")
    currency, numbers, qualifier = parts
    value, low, high = read_numbers(numbers)
    fields = {"value": value, "low": low, "high": high, "currency": currency, "qualifier": qualifier, "span": span}
    return Amount.model_validate(fields)
