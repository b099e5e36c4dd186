"""Words as they sound: romanised, folded over the spellings of one sound, and how alike two of them are.

Names travel through Cyrillic, Arabic, Hangul and Chinese into English, German and French spellings. A word is compared
by four views, each looser than the one before: as printed, folded (``y`` and ``i``, ``kh`` and ``h``), as a known
variant of another (``words.yml``), and by its consonants with vowels as three classes.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from anyascii import anyascii
from rapidfuzz.distance import Levenshtein

from pipeline.link.words import load_words

_FOLDS = (
    ("shch", "s"), ("stsh", "s"), ("tsch", "c"), ("tch", "c"), ("sch", "s"), ("sh", "s"), ("kh", "h"), ("gh", "g"),
    ("zh", "s"), ("dzh", "j"), ("dj", "j"), ("ph", "f"), ("th", "t"), ("dh", "d"), ("ck", "k"), ("tz", "ts"),
    ("ks", "x"), ("qu", "k"), ("q", "k"), ("w", "v"), ("ou", "u"), ("oo", "u"), ("ee", "i"), ("ue", "u"), ("oe", "o"),
    ("ae", "a"), ("ay", "e"), ("ai", "e"), ("ey", "e"), ("ei", "e"), ("ij", "i"), ("y", "i"), ("z", "s"),
)  # fmt: skip
_PATTERN = re.compile("|".join(re.escape(old) for old, _ in sorted(_FOLDS, key=lambda pair: -len(pair[0]))))
_BY_SPELLING = dict(_FOLDS)
_START = re.compile(r"^(?:ye|je|ie)(?=[a-z]{2})")
_FF = re.compile(r"([eo])ff$")
_END_CH = re.compile(r"(?<=.)ch$")
_C = re.compile(r"c(?![heiy])")
_REPEATED = re.compile(r"(.)\1+")
_END_H = re.compile(r"(?<=[aeiou])h$")
_SILENT = str.maketrans("", "", "'’ʼ`´‘ʻʹ")
_CLASSES = str.maketrans({"g": "k", "e": "i", "o": "u"})
_VOWELS = frozenset("aeiou")
_WORD = re.compile(r"[a-z0-9]+")

LIKE = 0.75
"""Words less alike than this are two words."""


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a name in its views.

    Attributes:
        text: lower-case, in Latin letters without marks.
        fold: over spellings of one sound.
        bones: consonants of the fold, with a mark where it starts with a vowel.
        vowels: vowels of the fold as three classes.
        groups: numbers of the variants that it is one of.
    """

    text: str
    fold: str
    bones: str
    vowels: str
    groups: frozenset[int]


def romanise(text: str) -> str:
    """Any script in lower-case ASCII; apostrophes and the like fall away."""
    if not text.isascii():
        text = anyascii(unicodedata.normalize("NFC", text).translate(_SILENT))
    return text.translate(_SILENT).lower()


def split_words(text: str) -> list[str]:
    """The words of a name, romanised."""
    return _WORD.findall(romanise(text))


@lru_cache(maxsize=400_000)
def word(text: str) -> Word:
    """The views of a romanised word."""
    folded = _fold(text)
    classes = folded.translate(_CLASSES)
    bones = "".join(char for char in classes if char not in _VOWELS)
    vowels = "".join(char for char in classes if char in _VOWELS)
    mark = "_" if folded[:1] in _VOWELS else ""
    return Word(text, folded, mark + bones, vowels, load_words().variants.get(text, frozenset()))


def _fold(text: str) -> str:
    if text.isdigit() or len(text) == 1:
        return text
    text = _FF.sub(r"\1v", _END_CH.sub("k", _START.sub("e", text)))
    text = _PATTERN.sub(lambda match: _BY_SPELLING[match[0]], _C.sub("k", text))
    return _END_H.sub("", _REPEATED.sub(r"\1", text))


@lru_cache(maxsize=400_000)
def alike(a: str, b: str, *, strict: bool) -> float:
    """How alike two romanised words are, 0 to 1; 0 below :data:`LIKE`.

    Args:
        a: one word.
        b: the other.
        strict: words of organisations, which are often invented and differ by a letter.
    """
    if a == b:
        return 1.0
    if a.isdigit() or b.isdigit():
        return 1.0 if a.lstrip("0") == b.lstrip("0") else 0.0
    one, other = word(a), word(b)
    if one.fold == other.fold:
        return 0.97
    if one.groups & other.groups or (strict and _plural(one.fold, other.fold)):
        return 0.95
    if _gendered(a, b):
        return 0.0
    return _by_bones(one, other, strict=strict) or _by_letters(one.fold, other.fold, strict=strict)


def _plural(a: str, b: str) -> bool:
    return min(len(a), len(b)) > 4 and a.removesuffix("s") == b.removesuffix("s")


def _gendered(a: str, b: str) -> bool:
    """Whether one word ends in ``a`` and the other in a consonant: Petra and Peter, Ivanova and Ivanov."""
    return (a[-1] == "a" and b[-1] not in _VOWELS | {"h"}) or (b[-1] == "a" and a[-1] not in _VOWELS | {"h"})


def _by_bones(one: Word, other: Word, *, strict: bool) -> float:
    if one.bones != other.bones or len(one.bones) < (5 if strict else 3):
        return 0.0
    if one.vowels == other.vowels:
        return 0.92
    # Arabic and Hebrew write no vowels: their romanised words have none or few.
    near = Levenshtein.distance(one.vowels, other.vowels) <= 1 or not one.vowels or not other.vowels
    return 0.88 if near else 0.0


def _by_letters(a: str, b: str, *, strict: bool) -> float:
    longest, shortest = max(len(a), len(b)), min(len(a), len(b))
    if shortest < (8 if strict else 5):
        return 0.0
    slips = Levenshtein.distance(a, b, score_cutoff=2)
    allowed = 1 if strict or shortest < 8 else 2
    score = 1 - slips / longest
    return score if slips <= allowed and score >= LIKE and a[0] == b[0] else 0.0
