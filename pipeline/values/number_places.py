"""Words of numbers, and the places of a text where a number can begin."""

from __future__ import annotations

import re
from functools import cache

from pipeline.values.lexicon import lexicon
from pipeline.values.places import Places

ONES = dict(zip(["one", "two", "three", "four", "five", "six", "seven", "eight", "nine"], range(1, 10), strict=True))
TEENS = dict(
    zip(
        ["ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"],
        range(10, 20),
        strict=True,
    )
)
TENS = dict(
    zip(["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], range(20, 100, 10), strict=True)
)
SMALL = {"zero": 0, "nil": 0, "oh": 0} | ONES | TEENS | TENS | {"fourty": 40}
_VAGUE = "several few couple many dozen dozens hundred tens scores hundreds thousands millions billions trillions"
_FIGURE = re.compile(r"[.0-9½¼¾⅛⅜⅝⅞⅓⅔](?:(?<!\.)|(?<![\w.]\.)(?=[0-9]))")
_ARTICLE = re.compile(r"(?<!\w)an?(?=[-\s]{1,2}\Z)")
_BEFORE = 5
"""Characters before a word in which an article stands with what is ahead of it and behind it."""


@cache
def _heads() -> Places:
    return Places((*SMALL, "half", "quarter", *_VAGUE.split()))


@cache
def _scales() -> Places:
    """What an article before it counts: "a million", "a few"."""
    return Places((*lexicon().multipliers, "score", "quarter", "third", "few", "couple"), whole=False)


def begin(low: str) -> list[tuple[int, int]]:
    """Where a number can begin, and where its first sign or word ends, in order; the full pattern runs only there."""
    found = [match.span() for match in _FIGURE.finditer(low)]
    found += _heads().find(low)
    for start, _ in _scales().find(low):
        first = max(0, start - _BEFORE)
        article = _ARTICLE.search(low[first:start])
        if article is not None:
            found.append((first + article.start(), first + article.end()))
    return sorted(found)
