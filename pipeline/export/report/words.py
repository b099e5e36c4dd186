"""Figures and codes as people read them."""

from __future__ import annotations

from decimal import Decimal

from pipeline.records import Amount, Change, Period, Qualifier, RevenueShare

_SIZES = ((Decimal(10) ** 12, "tn"), (Decimal(10) ** 9, "bn"), (Decimal(10) ** 6, "m"))
_BEFORE: dict[Qualifier, str] = {
    "exact": "",
    "range": "",
    "approximate": "about ",
    "at_least": "at least ",
    "at_most": "at most ",
    "more_than": "more than ",
    "less_than": "less than ",
}


def thousands(number: int) -> str:
    """``14321`` as ``14,321``."""
    return f"{number:,}"


def plain(code: str) -> str:
    """``export_control`` as ``export control``."""
    return code.replace("_", " ")


def figure(value: Decimal) -> str:
    """A number with at most four digits that count and its size: ``1.234 bn``."""
    for size, name in _SIZES:
        if abs(value) >= size:
            return f"{_digits(value / size)} {name}"
    return _digits(value) if abs(value) < 1000 else f"{value.normalize():,f}"


def amount_words(amount: Amount | None) -> str:
    """A sum of money as words: ``USD 1.2 bn``, ``about``, ``80 m to 90 m``."""
    if amount is None:
        return ""
    if amount.value is not None:
        number = figure(amount.value)
    else:
        number = " to ".join(figure(end) for end in (amount.low, amount.high) if end is not None)
    return f"{_BEFORE[amount.qualifier]}{amount.currency} {number}"


def amount_size(amount: Amount | None) -> Decimal | None:
    """What a sum is sorted by: its value, or an end of its range."""
    if amount is None:
        return None
    return next((one for one in (amount.value, amount.low, amount.high) if one is not None), None)


def change_words(change: Change | None) -> str:
    """A change as words: ``up 12%``."""
    if change is None:
        return ""
    way = {"increase": "up", "decrease": "down", "unchanged": "unchanged"}[change.direction]
    if change.percent is not None:
        return f"{way} {_digits(change.percent)}%"
    if change.multiple is not None:
        return f"{way} ×{_digits(change.multiple)}"
    return f"{way} {amount_words(change.amount)}".strip()


def share_words(share: RevenueShare) -> str:
    """A share as words: ``about 40%``, ``40% to 50%``."""
    if share.share is not None:
        return f"{_BEFORE[share.qualifier]}{_digits(share.share * 100)}%"
    return " to ".join(f"{_digits(end * 100)}%" for end in (share.low, share.high) if end is not None)


def period_words(period: Period | None) -> str:
    """The printed words of a period, with its days where they are known."""
    if period is None:
        return ""
    days = [day.isoformat() for day in dict.fromkeys((period.start, period.end)) if day is not None]
    return f"{period.text} ({' to '.join(days)})" if days and period.text != days[0] else period.text


def _digits(value: Decimal) -> str:
    rounded = Decimal(f"{value:.4g}")
    return f"{rounded.normalize():,f}"
