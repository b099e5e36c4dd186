"""Numerals in digits: separators of thousands, decimal points and commas, fractions."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache

THIN = "\u00a0\u2009\u202f\u2007"
_PLAIN = re.compile(r"\d+(?:\.\d+)?|\.\d+")
_GROUPED = re.compile(r"\d{1,3}(?:([,'’" + THIN + r"])\d{3})(?:\1\d{3})*(?:\.\d+)?|\d{1,3}(?: \d{3})+(?:[.,]\d{1,2})?")
_INDIAN = re.compile(r"\d{1,2}(?:,\d{2})+,\d{3}(?:\.\d+)?")
_EUROPEAN = re.compile(r"\d{1,3}(?:\.\d{3})+,\d{1,2}|\d{1,3}(?:\.\d{3}){2,}")
_COMMA = re.compile(r"\d+,\d{1,2}")
_BROKEN = re.compile(r"(?:(\d+)[ -])?(\d{1,3})/(\d{1,3})")


@lru_cache(maxsize=5_000)
def figure_value(printed: str) -> tuple[Decimal, bool, bool] | None:  # noqa: PLR0911 - one answer per form
    """Value of a numeral with separators or a fraction; whether it has them; whether it rests on a decimal comma."""
    if _PLAIN.fullmatch(printed):
        return Decimal(printed), "." in printed, False
    if "/" in printed:
        broken = _BROKEN.fullmatch(printed)
        if broken is None or broken.group(3).strip("0") == "" or int(broken.group(2)) >= int(broken.group(3)):
            return None
        whole = Decimal(broken.group(1) or 0)
        return whole + Decimal(broken.group(2)) / Decimal(broken.group(3)), True, False
    if _GROUPED.fullmatch(printed) or _INDIAN.fullmatch(printed):
        return Decimal(re.sub(r"[^\d.]", "", printed)), True, False
    if _EUROPEAN.fullmatch(printed):
        return Decimal(printed.replace(".", "").replace(",", ".")), True, False
    if _COMMA.fullmatch(printed):
        return Decimal(printed.replace(",", ".")), True, True
    return None
