"""Alternatives of many words as one regular expression that reads each character once."""

from __future__ import annotations

import re
from collections.abc import Iterable


def alternation(words: Iterable[str]) -> str:
    """Regular expression for any of ``words``, longest first, with shared beginnings factored out.

    ``re`` tries alternatives one by one; factored, a word that is not among hundreds fails at its first letters.
    """
    return _factor(sorted(set(words)))


def _factor(words: list[str]) -> str:
    groups: dict[str, list[str]] = {}
    for word in words:
        groups.setdefault(word[:1], []).append(word[1:])
    empty = groups.pop("", None) is not None
    branches = [re.escape(first) + (_factor(rest) if rest != [""] else "") for first, rest in groups.items()]
    if not branches:
        return ""
    body = branches[0] if len(branches) == 1 and not empty else f"(?:{'|'.join(branches)})"
    return f"(?:{body})?" if empty else body
