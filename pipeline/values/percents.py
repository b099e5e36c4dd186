"""Percentages, fractions in words and multiples."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache

from pipeline.values.alternation import alternation
from pipeline.values.figures import figure_value
from pipeline.values.numerals import lower, tidy
from pipeline.values.qualifiers import ahead, behind
from pipeline.values.quantities import Quantity, quantities
from pipeline.values.ranges import is_range
from pipeline.values.spans import Percent, Qualifier

_NAMES = {
    "half": 2, "halves": 2, "third": 3, "quarter": 4, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8,
    "ninth": 9, "tenth": 10, "twelfth": 12,
    "twentieth": 20, "hundredth": 100, "thousandth": 1000,
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


@cache
def _pattern() -> re.Pattern[str]:
    digits = "|".join(sorted(_DIGITS, key=len, reverse=True))
    plain = "third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|twentieth|hundredth|thousandth"
    # "a quarter" and "half" are also periods: they need "of", a possessive or a share verb around them.
    of = r"(?=(?:\s+of\b|\s+(?:its|their|his|her|all|that|this|the|our)\b))"
    stems = "doubl|tripl|trebl|quadrupl|quintupl|sextupl|halv"
    return re.compile(
        rf"(?<![\w-])(?:(?P<oneand>(?P<whole>one|two|three|four|five)\s+and\s+a\s+(?P<bit>half"
        rf"|quarter|third)\s+times\b)"
        rf"|(?P<minor>(?P<few>\d{{1,2}}|{digits})\s+(?:cents?|paise|pence|kopecks|centimes)\s+(?:of|in|on|out\s+of)"
        rf"\s+(?:each|every)\s+(?:[a-z]+\s+){{0,2}}?(?:dollar|rupee|pound|euro|rouble|franc|peso))\b"
        rf"|(?P<every>every\s+(?P<nth>second|other|third|fourth|fifth|tenth)\s+(?:dollar|euro|pound|rupee|yen|rouble"
        rf"|franc|peso|crown|barrel|tonne))\b"
        rf"|(?P<ofn>(?P<num>one|two|three|four|five|six|seven|eight|nine|\d{{1,2}})(?:\s+[a-z]+(?=\s+(?:out\s+of|in)"
        rf"\s+(?:every|each)\b)|\s+(?:dollar|euro|pound|barrel|peso|rupee|franc|rouble|yen)s?)?\s+(?:out\s+of"
        rf"|in)\s+(?:every\s+|each\s+)?(?P<den>two|three|four|five|six|seven"
        rf"|eight|nine|ten|twelve|twenty|100|\d{{1,2}}))\b(?!\s+(?:years?"
        rf"|months?|days?|weeks?|pct|percent|quarters?|hours?|minutes?|decades?"
        rf"|of the last|mln|million|billion|dlrs))"
        rf"(?:\s+(?:dollars|euros|pounds|rupees|roubles|francs|pesos|barrels)\b)?"
        rf"|(?P<times>(?:\d+(?:\.\d+)?|{digits})(?:-|\s+)times\b(?!\s+(?:a"
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
        rf"|half)|(?:at|for|supplied|took|takes|gave|gives|provided|provides)\s+a\s+quarter(?=[.,;:]|\s+(?:and|while|from)\b|\s*$))\b(?!\s+(?:{_PERIODS}|earlier|ago|before|point|a\s|percentage"
        rf"|pct|of\s+a\s))"
        rf"|(?P<half>(?<!and a )(?<!first )(?<!second )(?<!first-)(?<!second-)(?<!other )"
        rf"(?<!latter )(?<!previous )(?<!last )(?<!this )(?<!next )(?<!year )half)(?=\s+"
        rf"(?:of\b(?!\s+(?:a\s+(?:pct|percent|point)|\d{{4}}|this\s+year|last\s+year"
        rf"|next\s+year|the\s+year(?!'s)))|its\b|their\b|his\b|her\b|all\b|that\b"
        rf"|the\b|those\b|as\b|to\b)|[.,;](?!\d)|\s+in\s+\d{{4}}|\s*$)"
        rf"|(?P<verb>(?<!two )(?<!both )(?:more\s+than\s+)?(?:(?:{stems})(?:ed"
        rf"|e|es|ing)|double|doubles|triples?|trebles?|quadruples?|halves"
        rf"|halve))\b(?!-)"
        rf"|(?P<twice>(?:more\s+than\s+|almost\s+|nearly\s+)?(?:twice|thrice))(?=\s+(?:as"
        rf"|the|its|that|their|what|last|this|those|more))"
        rf")"
    )


def find_percents(text: str) -> list[Percent]:
    """Find percentages ("36 pct"), fractions in words ("a third") and multiples ("tripled", "three times").

    Args:
        text: any text.

    Returns:
        Spans in text order, without overlap; qualifier words are part of the span.

    What it leaves alone: quarters and halves of years, "three times a week", "double-digit".

    Example:
        >>> [(one.kind, str(one.value)) for one in find_percents("Exports tripled to 36 pct of sales.")]
        [('multiple', '3'), ('percent', '36')]
    """
    low = lower(text)
    found = [*_figures(low, quantities(text)), *_words(low)]
    found.sort(key=lambda one: (one.start, -one.end))
    out: list[Percent] = []
    for one in found:
        if not out or one.start >= out[-1].end:
            out.append(one)
    return out


def _figures(low: str, found: tuple[Quantity, ...]) -> list[Percent]:
    out: list[Percent] = []
    skip = False
    for index, one in enumerate(found):
        if skip or one.unit is None or one.unit.kind == "money":
            skip = False
            continue
        following = found[index + 1] if index + 1 < len(found) else None
        skip = (
            following is not None
            and following.unit is not None
            and following.unit.kind == one.unit.kind
            and is_range(low, one, following)
        )
        out.append(_percent(low, one, following if skip else None))
    return out


def _percent(low: str, one: Quantity, other: Quantity | None) -> Percent:
    assert one.unit is not None
    points = one.unit.kind != "percent"
    part = Decimal("0.01") if one.unit.kind == "basis" else Decimal(1)
    if other is not None:
        start = one.start - 8 if low[max(0, one.start - 8) : one.start] == "between " else one.start
        return Percent(
            start, other.end, "percent", None, tidy(one.value * part), tidy(other.value * part), "range", points
        )
    start, end, qualifier = _qualified(low, one.start, one.end)
    return Percent(start, end, "percent", tidy(one.value * part), None, None, qualifier, points)


def _qualified(low: str, start: int, end: int) -> tuple[int, int, Qualifier]:
    hit = ahead(low, start)
    if hit is not None:
        return hit[0], end, hit[1]
    tail = behind(low, end)
    if tail is not None:
        return start, tail[0], tail[1]
    return start, end, "exact"


def _words(low: str) -> list[Percent]:
    out: list[Percent] = []
    edge = 0
    for anchor in _anchor().finditer(low):
        match = _around(low, edge, anchor)
        read = _read(match) if match is not None else None
        if match is None or read is None:
            continue
        edge = match.end()
        kind, value, start = read
        begin, end, qualifier = _qualified(low, start, match.end())
        out.append(Percent(begin, end, kind, value, None, None, qualifier, points=False))  # type: ignore[arg-type]
    return out


@cache
def _anchor() -> re.Pattern[str]:
    """Words that every fraction and multiple holds; cheap, so that the full pattern runs at few places."""
    plural = [name + "s" for name in _NAMES] + list(_NAMES)
    word = alternation([*plural, "halves", "times", "fold", "twice", "thrice"])
    stem = alternation([*_VERBS, "doubles"])
    number = alternation(one for one in _DIGITS if one not in ("a", "an", "one", "hundred"))
    return re.compile(
        r"\b(?:(?:cents?|paise|pence|kopecks|centimes)\s+(?:of|in|on|out\s+of)\s+(?:each|every)\b|every\s+(?:second|other)\b|"
        rf"{word}\b|{stem}|(?:in|of)\s+(?:every\s+|each\s+)?(?:{number}\b|\d{{1,3}}\b)|\w*fold\b|\d+(?:\.\d+)?x\b)"
    )


_STARTS = re.compile(r"(?<![\w-])\w")


def _around(low: str, edge: int, anchor: re.Match[str]) -> re.Match[str] | None:
    """First match of the full pattern that begins ahead of an anchor and reaches it."""
    if anchor.start() < edge:
        return None
    for start in _STARTS.finditer(low, max(edge, anchor.start() - 34), anchor.start() + 1):
        match = _pattern().match(low, start.start())
        if match is not None and match.end() >= anchor.start():
            return match
    return None


_LEADS = re.compile(
    r"(?:by|to|than|about|almost|nearly|over|around|under|at|for|supplied|took|takes|gave|gives|provided|provides)\s+"
)


def _share(value: Decimal) -> Decimal:
    return tidy(value.quantize(Decimal("0.0001")))


def _read(match: re.Match[str]) -> tuple[str, Decimal, int] | None:
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


def _out_of(match: re.Match[str], group: str) -> tuple[str, Decimal, int] | None:
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
