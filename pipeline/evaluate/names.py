"""Do two printed names denote one thing? The evaluator's own answer, apart from the tables that extraction works by.

Two names are the same when one of their forms is equal after normalisation (case, dots, possessives, determiners and
legal forms do not count): score 1. They are alike when one form holds all words, two at least, of a form of the other
("Bank of Kaito" and "Royal Bank of Kaito"): score 0.5. Everything else is 0.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

SAME = 1.0
ALIKE = 0.5

_LEGAL = frozenset(
    [
        "inc",
        "corp",
        "corporation",
        "co",
        "company",
        "ltd",
        "limited",
        "llc",
        "llp",
        "lp",
        "plc",
        "ag",
        "sa",
        "se",
        "kg",
        "kgaa",
        "pte",
        "pty",
        "bhd",
        "gmbh",
        "nv",
        "bv",
        "spa",
        "srl",
        "sarl",
        "as",
        "asa",
        "ab",
        "oy",
        "oyj",
        "kk",
        "pjsc",
        "ojsc",
        "jsc",
        "pao",
        "oao",
        "ooo",
        "zao",
        "ao",
        "fze",
        "fzco",
        "dmcc",
        "group",
        "holding",
        "holdings",
    ]
)
_SMALL = frozenset({"the", "a", "an", "of", "and", "for"})
_INITIAL_DOT = re.compile(r"(?<=\b[^\W\d_])\.")
_POSSESSIVE = re.compile(r"['’]s\b|(?<=s)['’](?!\w)")


@dataclass(frozen=True, slots=True)
class Name:
    """A thing's printed forms, ready for comparison.

    Attributes:
        printed: the form to show.
        forms: normalised forms, none empty.
    """

    printed: str
    forms: frozenset[str]


def make_name(printed: str, others: Iterable[str] = ()) -> Name:
    """A name of its fullest form and every other form of it."""
    return Name(printed, frozenset(filter(None, map(normalise, (printed, *others)))))


def normalise(form: str) -> str:
    """Lower-case words that tell a name apart, joined by blanks; a name of nothing else keeps all its words."""
    plain = unicodedata.normalize("NFKC", form).casefold()
    plain = _INITIAL_DOT.sub("", _POSSESSIVE.sub("", plain))
    words = re.sub(r"[^\w\s]", " ", plain).split()
    kept = [word for word in words if word not in _LEGAL and word not in _SMALL]
    return " ".join(kept or words)


def likeness(a: Name, b: Name) -> float:
    """1 for the same name, 0.5 for one inside the other, else 0."""
    if a.forms & b.forms:
        return SAME
    return ALIKE if any(_inside(x, y) or _inside(y, x) for x in a.forms for y in b.forms) else 0.0


def _inside(short: str, long: str) -> bool:
    words = set(short.split())
    return len(words) >= 2 and words <= set(long.split())


def same(a: Name | None, b: Name | None) -> bool:
    """Whether both denote one thing; nothing equals nothing."""
    if a is None or b is None:
        return a is b
    return likeness(a, b) > 0
