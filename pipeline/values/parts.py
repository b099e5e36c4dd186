"""Fractions and multiples in words: "a third", "one in five", "62 cents of every dollar", "more than doubled"."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Literal

from pipeline.values.alternation import alternation
from pipeline.values.figures import figure_value
from pipeline.values.numerals import tidy
from pipeline.values.places import Places
from pipeline.values.tables import load_tables

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import TypeAlias

_NAMES = {
    "half": 2, "halves": 2, "third": 3, "quarter": 4, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8,
    "ninth": 9, "tenth": 10, "eleventh": 11, "twelfth": 12, "fifteenth": 15, "sixteenth": 16,
    "twentieth": 20, "thirtieth": 30, "fortieth": 40, "fiftieth": 50, "hundredth": 100, "thousandth": 1000,
}  # fmt: skip
_DIGITS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10, "eleven": 11, "twelve": 12,
    "fifteen": 15, "twenty": 20, "hundred": 100,
}  # fmt: skip
_VERBS = {"doubl": "2", "tripl": "3", "trebl": "3", "quadrupl": "4", "quintupl": "5", "sextupl": "6", "halv": "0.5"}
_PERIODS = (
    r"(?:year|fiscal|financial|quarter|season|time|month|month's|period|century"
    r"|decade|round|day|hour|mile|inch|cent|dozen|session)"
)
Words: TypeAlias = tuple[int, int, Literal["percent", "fraction", "multiple"], Decimal, bool]
"""Start, end, kind and value of a part, and whether it is counted out in coins or notes."""


@lru_cache(maxsize=4)
def parts_in_words(low: str) -> tuple[Words, ...]:
    """Every fraction and multiple in words of lower-case text, in order, without qualifier words."""
    out: list[Words] = []
    edge = 0
    for anchor in _anchors(low):
        match = _around(low, edge, anchor)
        read = _read(match) if match is not None else None
        if match is None or read is None:
            continue
        edge = match.end()
        kind, value, start = read
        counted = _money().search(match.group()) is not None
        out.append((start, match.end(), kind, value, counted))
    return tuple(out)


def _coin_words() -> list[str]:
    return [word for row in load_tables().families if row.minor_of for word in row.words if word.isalpha()]


@cache
def _coins() -> str:
    """Pattern of the words for parts of a currency unit."""
    return alternation(_coin_words())


@cache
def _notes() -> str:
    """Pattern of the words for whole units."""
    words = (word for row in load_tables().families if not row.minor_of for word in row.words if word.isalpha())
    return alternation(words)


@cache
def _money() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{_coins()}|{_notes()})\b")


@cache
def _pattern() -> re.Pattern[str]:
    coins, notes = _coins(), _notes()
    digits = "|".join(sorted(_DIGITS, key=len, reverse=True))
    plain = "|".join(name for name in _NAMES if name not in ("half", "halves", "quarter"))
    # "a quarter" and "half" are also periods: they need "of", a possessive or a share verb around them.
    of = r"(?=(?:\s+of\b|\s+(?:its|their|his|her|all|that|this|the|our)\b))"
    stems = "doubl|tripl|trebl|quadrupl|quintupl|sextupl|halv"
    each = r"(?:every|each)"
    return re.compile(
        rf"(?<![\w-])(?:(?P<oneand>(?P<whole>one|two|three|four|five)\s+and\s+a\s+(?P<bit>half"
        rf"|quarter|third)\s+times\b)"
        rf"|(?P<minor>(?P<few>\d{{1,2}}|{digits})\s+{coins}\s+(?:(?:of|in|on|out\s+of)\s+{each}\s+(?:[a-z]+\s+){{0,2}}?"
        rf"|on\s+the\s+){notes})\b"
        rf"|(?P<every>every\s+(?P<nth>second|other|third|fourth|fifth|tenth)\s+(?:{notes}|barrel|tonne))\b"
        rf"|(?P<ofn>(?P<num>one|two|three|four|five|six|seven|eight|nine|\d{{1,2}})"
        rf"(?:\s+[a-z]+(?=\s+(?:out\s+of|of|in)\s+{each}\b)|\s+(?:{notes}|barrels?))?"
        rf"\s+(?:out\s+of|in|of(?=\s+{each}\b))\s+(?:{each}\s+)?(?P<den>two|three|four|five|six|seven"
        rf"|eight|nine|ten|twelve|twenty|100|\d{{1,2}}))\b(?!\s+(?:years?"
        rf"|months?|days?|weeks?|pct|percent|quarters?|hours?|minutes?|decades?"
        rf"|of the last|mln|million|billion|dlrs))"
        rf"(?:\s+(?:dollars|euros|pounds|rupees|roubles|francs|pesos|barrels)\b)?"
        rf"|(?P<times>(?:\d+(?:\.\d+|,\d{{1,2}}(?!\d))?|{digits})(?:-|\s+)times\b(?!\s+(?:a"
        rf"|per|each|this|last|in|since|before|over\s+the|during|between|on"
        rf"|at|within)\b))"
        rf"|(?P<fold>(?:\d+(?:\.\d+)?|{digits})-?\s?fold\b)"
        rf"|(?P<xmult>\d+(?:\.\d+)?x)(?!\w)"
        rf"|(?P<parts>(?<!first )(?<!last )(?<!next )(?<!past )(?:two|three"
        rf"|four|five|seven|nine)[-\s](?:thirds|quarters|fourths|fifths|sixths"
        rf"|sevenths|eighths|ninths|tenths))(?!\s+of\s+a\s+(?:percent|pct"
        rf"|point|million|billion))\b"
        rf"|(?P<afrac>(?:a|an|one)[-\s](?:{plain}))\b(?=\s+(?:of|off|from"
        rf"|to|in|on|as|above|below|larger|higher|lower|less|more|its|cheaper"
        rf"|or|and|over|at|by|this|last|was|were|are|is|came|come|said|since"
        rf"|during|for|after)\b|[.,;:)]|\s*$)(?!\s+of\s+a\s+(?:percent|pct"
        rf"|point|million|billion))(?!\s+in\s+(?:a|the)\s+series)"
        rf"|(?P<aquarter>(?:a|one)[-\s]quarter){of}(?!\s+of\s+(?:a\s+(?:percent"
        rf"|pct|point|million|billion|century)|\d|(?:growth|decline)))"
        rf"|(?P<share>(?<=by )a\s+(?:quarter|third|half|fifth)|(?:by|to|than"
        rf"|about|almost|nearly|over|around|under)\s+(?:a|one)[-\s](?:quarter"
        rf"|half)|(?:at|for|supplied|took|takes|gave|gives|provided|provides)"
        rf"\s+a\s+quarter(?=[.,;:]|\s+(?:and|while|from)\b|\s*$))\b"
        rf"(?!\s+(?:{_PERIODS}|earlier|ago|before|point|a\s|percentage|pct|of\s+a\s))"
        rf"|(?P<half>(?<!and a )(?<!first )(?<!second )(?<!first-)(?<!second-)(?<!other )"
        rf"(?<!latter )(?<!previous )(?<!last )(?<!this )(?<!next )(?<!year )half)(?=\s+"
        rf"(?:of\b(?!\s+(?:a\s+(?:pct|percent|point)|\d{{4}}|this\s+year|last\s+year"
        rf"|next\s+year|the\s+year(?!'s)))|its\b|their\b|his\b|her\b|all\b|that\b"
        rf"|the\b|those\b|as\b|to\b|off\b|(?:{_done()})\b)|[.,;](?!\d)|\s+in\s+\d{{4}}|\s*$)"
        rf"|(?P<verb>(?<!two )(?<!both )(?:more\s+than\s+)?(?:(?:{stems})(?:ed"
        rf"|e|es|ing)|double|doubles|triples?|trebles?|quadruples?|halves"
        rf"|halve))\b(?!-)"
        rf"|(?P<twice>(?:more\s+than\s+|almost\s+|nearly\s+)?(?:twice|thrice))(?=\s+(?:as"
        rf"|the|its|that|their|what|last|this|those|more))"
        rf")"
    )


def _done() -> str:
    """States that something can be half in: "half done", "half empty"."""
    return "done|full|empty|complete|completed|finished|built|paid|sold|owned|filled"


@cache
def _anchor(fold: bool) -> re.Pattern[str]:
    """Words that every fraction and multiple holds; cheap, so that the full pattern runs at few places."""
    folds = r"\w*fold\b|" if fold else ""
    plural = [name + "s" for name in _NAMES] + list(_NAMES)
    word = alternation([*plural, "halves", "times", "fold", "twice", "thrice"])
    stem = alternation([*_VERBS, "doubles"])
    number = alternation(one for one in _DIGITS if one not in ("a", "an", "one", "hundred"))
    # Few words begin with a letter that one of these begins with; a word before "fold" may be any.
    firsts = "" if fold else rf"(?=[{''.join(sorted({one[0] for one in (*_coin_words(), *plural, *_VERBS)}))}eio\d])"
    return re.compile(
        rf"\b{firsts}(?:{_coins()}\s+(?:(?:of|in|on|out\s+of)\s+(?:each|every)|on\s+the)\b|every\s+(?:second|other)\b|"
        rf"{word}\b|{stem}|(?:in|of)\s+(?:every\s+|each\s+)?(?:{number}\b|\d{{1,3}}\b)|{folds}\d+(?:\.\d+)?x\b)"
    )


@cache
def _heads() -> Places:
    """How every anchor without "fold" begins that is no figure."""
    plural = [name + "s" for name in _NAMES]
    others = ("in", "of", "every", "halves", "times", "twice", "thrice")
    return Places((*others, *_coin_words(), *_NAMES, *plural, *_VERBS), whole=False)


_TIMES = re.compile(r"x(?<=\dx)\b")
"""The end of "3.5x"; a pattern that begins with a letter is looked for at its places only."""
_FIGURE = re.compile(r"\d+(?:\.\d+)?x$")
_LONGEST_FIGURE = 12


def _anchors(low: str) -> Iterator[re.Match[str]]:
    """Every anchor, in order."""
    if "fold" in low:
        yield from _anchor(fold=True).finditer(low)
        return
    pattern, position = _anchor(fold=False), 0
    starts = [start for start, _ in _heads().find(low)]
    for times in _TIMES.finditer(low):
        figure = _FIGURE.search(low, max(0, times.start() - _LONGEST_FIGURE), times.end())
        starts += [] if figure is None else [figure.start()]
    for start in sorted(starts):
        match = pattern.match(low, start) if start >= position else None
        if match is not None:
            yield match
            position = match.end()


_STARTS = re.compile(r"(?<![\w-])(?<!\d[.,])\w")


def _around(low: str, edge: int, anchor: re.Match[str]) -> re.Match[str] | None:
    """First match of the full pattern that begins ahead of an anchor and reaches it."""
    if anchor.start() < edge:
        return None
    for start in _STARTS.finditer(low, max(edge, anchor.start() - 34), anchor.start() + 1):
        match = _pattern().match(low, start.start())
        if match is not None and match.end() >= anchor.start() and not _how_often(low, match):
            return match
    return None


@cache
def _growth() -> frozenset[str]:
    return frozenset(load_tables().phrases.change)


def _how_often(low: str, match: re.Match[str]) -> bool:
    """Whether "three times" at the end of a clause counts occasions: "was fined three times.", no growth ahead."""
    if match.lastgroup != "times" or re.search(r"\d[.,]\d", match.group()):
        return False
    if low[match.end() : match.end() + 1] not in (".", ",", ";", ":", "!", "?", "", "\n"):
        return False
    words = re.findall(r"[a-z]+", low[max(0, match.start() - 40) : match.start()])
    return not (_growth() & set(words[-4:])) and words[-1:] not in (["at"], ["by"], ["of"], ["for"], ["to"], ["worth"])


_LEADS = re.compile(
    r"(?:by|to|than|about|almost|nearly|over|around|under|at|for|supplied|took|takes|gave|gives|provided|provides)\s+"
)


def _share(value: Decimal) -> Decimal:
    return tidy(value.quantize(Decimal("0.0001")))


_Read: TypeAlias = tuple[Literal["percent", "fraction", "multiple"], Decimal, int]


def _read(match: re.Match[str]) -> _Read | None:
    words = re.split(r"[-\s]+", match.group())
    start = match.start()
    group = (
        match.lastgroup
        if match.lastgroup not in ("whole", "bit", "num", "den", "few", "nth")
        else next(name for name in ("oneand", "ofn", "minor", "every") if match.group(name))
    )
    if group in ("minor", "every", "ofn"):
        return _out_of(match, group)
    if group == "oneand":
        return "multiple", tidy(Decimal(_DIGITS[match.group("whole")]) + 1 / Decimal(_NAMES[match.group("bit")])), start
    if group in ("times", "fold", "xmult"):
        figure = re.sub(r"-?\s?fold$|[-\s]+times$|x$", "", match.group())
        value = Decimal(_DIGITS[figure]) if figure in _DIGITS else (figure_value(figure) or (Decimal(0),))[0]
        return ("multiple", tidy(value), start) if value > 0 and figure not in ("a", "an") else None
    if group == "parts":
        name = words[1][:-1] if words[1] != "halves" else "half"
        return "fraction", _share(Decimal(_DIGITS[words[0]]) / _NAMES[name]), start
    if group in ("afrac", "aquarter", "half", "share"):
        shift = _LEADS.match(match.group())
        return "fraction", _share(1 / Decimal(_NAMES[words[-1]])), start + (shift.end() if shift else 0)
    word = words[-1]
    value = (
        Decimal(2 if word == "twice" else 3)
        if group == "twice"
        else Decimal(next(_VERBS[stem] for stem in _VERBS if word.startswith(stem)))
    )
    lead = re.match(r"(?:more\s+than|almost|nearly)\s+", match.group())
    return "multiple", value, start + (lead.end() if lead else 0)


def _out_of(match: re.Match[str], group: str) -> _Read | None:
    """Parts counted out: "62 cents of every dollar", "every third dollar", "three out of five"."""
    if group == "minor":
        return "percent", Decimal(_whole(match.group("few"))), match.start()
    if group == "every":
        nth = match.group("nth")
        return "fraction", _share(1 / Decimal(2 if nth in ("second", "other") else _NAMES[nth])), match.start()
    top, bottom = _whole(match.group("num")), _whole(match.group("den"))
    return ("fraction", _share(Decimal(top) / bottom), match.start()) if 0 < top < bottom else None


def _whole(word: str) -> int:
    return _DIGITS[word] if word in _DIGITS else int(word)
