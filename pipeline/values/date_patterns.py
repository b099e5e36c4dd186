"""Patterns of time words, and the places where one can begin."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from pipeline.values.alternation import alternation
from pipeline.values.calendar import words
from pipeline.values.date_told import DAYS_IN_WORDS, told_patterns

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

NUMBERS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "fifteen": 15, "eighteen": 18,
    "twenty": 20, "thirty": 30, "several": None, "few": None, "couple": 2,
}  # fmt: skip
_SHIFTS = (
    "last|this|next|past|previous|prior|coming|current|following|same|preceding|present|upcoming|that|corresponding"
)
_UNITS = "day|week|fortnight|month|quarter|year|decade|weekend|season|session|century"
ORDINALS = {
    "first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4, "final": 4, "last": 4,
}  # fmt: skip


_ODD = {"'": ("decade",), "’": ("decade",), "q": ("code",), "h": ("code",), "f": ("fiscal",)}


@cache
def _alternatives() -> dict[str, str]:
    """Pattern of each sort of atom over lower-case text, in order of preference; its outer group bears its name."""
    known = words()
    mon = "(?:" + "|".join(sorted(known.months, key=len, reverse=True)) + ")"
    wd = "(?:" + "|".join(known.weekdays) + ")"
    sea = "(?:" + "|".join(known.seasons) + ")"
    year = r"(?:1[89]|20)\d\d"
    short = r"['’]\d\d\b"
    day = (
        r"(?:[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?(?![\d]|[.,]\d|[-\s]?(?:pct"
        r"|percent|per cent|%|mln|million|billion|bln|members?\b|companies|firms"
        r"|people|cts|dlrs)|/\d)"
    )
    spelt = (
        r"(?:one|two|three|four|five|six|seven|eight|nine|first)\b(?!\s+(?:pct"
        r"|mln|billion|companies|cts|dlrs|years|months))"
    )
    s = r"[ \t\u00a0]{0,2}\n?[ \t]{0,8}"
    unit = f"(?:{_UNITS})"
    count = (
        r"(?:\d{1,3}|one|two|three|four|five|six|seven|eight|nine|ten|eleven"
        r"|twelve|fifteen|eighteen|twenty|thirty|several|a few|few|a couple of"
        r"|an?)"
    )
    ordinal = r"(?:first|second|third|fourth|final|last|1st|2nd|3rd|4th)"
    shift = f"(?:{_SHIFTS})"
    return {
        **told_patterns(mon, sea, year),
        "iso": rf"(?P<iso>(?P<iso_y>{year})-(?P<iso_m>[01]\d)-(?P<iso_d>[0-3]\d)(?!\d))",
        "slash": r"(?P<slash>(?P<sl_a>\d{1,2})/(?P<sl_b>\d{1,2})/(?P<sl_y>\d{4}|\d{2})(?![\d/]))",
        "dmy": (
            rf"(?P<dmy>(?P<dmy_d>{day}){s}(?:of{s})?(?P<dmy_m>{mon})\b(?:\.(?=,?\s*(?:1[89]"
            rf"|20)\d\d))?(?:,?{s}(?P<dmy_y>{year})\b)?)"
        ),
        "mdy": (
            rf"(?P<mdy>(?:(?P<mdy_w>last|next|this)\s+)?(?P<mdy_m>{mon})\b\.?{s}(?:the\s)?(?P<mdy_d>{day}"
            rf"|{spelt})(?:{s},?{s}(?P<mdy_y>{year})(?![\d/-]))?)"
        ),
        "my": rf"(?P<my>(?P<my_m>{mon})\b\.?,?{s}(?:of{s})?(?P<my_y>{year}|{short})(?!\d))",
        "shiftmon": rf"(?P<shiftmon>(?P<sm_w>{shift})\s+(?P<sm_m>{mon})\b)",
        "mon": rf"(?P<mon>(?P<mo_m>{mon})\b)",
        "shiftwd": rf"(?P<shiftwd>(?:(?P<sw_w>{shift})\s+)?(?P<sw_d>{wd})(?!\w))",
        "shiftsea": (
            rf"(?P<shiftsea>(?P<ss_w>{shift})\s+(?P<ss_s>{sea})\b|(?:(?:the|in"
            rf"|of|by|late|early|since|until|during)\s)?(?P<ss_t>{sea})\s+(?:of\s+)?(?P<ss_y>{year})\b)"
        ),
        "part": (
            rf"(?P<part>(?P<pa_o>{ordinal}|next|last)\s+(?P<pa_n>{count})\s+(?P<pa_u>month"
            rf"|week|quarter|year|day|session)s\b)"
        ),
        "ordq": (
            rf"(?P<ordq>(?:fiscal\s+|financial\s+|business\s+)?(?P<oq_o>{ordinal})[-\s](?:fiscal[-\s])?"
            rf"(?P<oq_u>quarter|qtr|half)(?![\w-])(?!\s+of\s+a\s))"
        ),
        "code": (
            r"(?P<code>(?:(?P<c_u>[qh])(?P<c_n>[1-4])|(?P<c_m>[1-4])(?P<c_v>[qh]))(?:[-\s]?"
            r"(?:of\s+)?(?:fy)?['’]?(?P<c_y>(?:19|20)\d\d|\d\d(?!\d|[.,%]\d|%))?)?(?!\w))"
        ),
        "fiscal": (
            rf"(?P<fiscal>(?:fy\d{{1,2}}/(?P<f_m>{year})|fy[-\s]?['’]?(?P<f_s>\d{{2}}(?!\d)|{year})|(?:fiscal"
            rf"|financial|marketing|crop)(?:\s+year)?\s+(?P<f_y>{year})(?:[/-]\d{{2,4}})?"
            rf"|(?P<f_z>{year})\s+(?:fiscal|financial)(?:\s+year)?\b))"
        ),
        "years": rf"(?P<years>(?P<ys_a>{year})[/–-](?P<ys_b>(?:19|20)\d\d|\d\d)(?![\d/-]))",
        "decade": rf"(?P<decade>(?:{year[:-4]}\d0|['’]\d0|mid-\d0)s\b)",
        "ago": (
            rf"(?P<ago>(?P<ag_n>{count})[-\s](?P<ag_u>{unit})s?[-\s](?P<ag_w>ago"
            rf"|earlier|previously|before|later|after|back)\b(?!-)|(?P<ag_v>year)[-\s](?:ago|earlier)\b)"
        ),
        "yearend": (
            rf"(?P<yearend>(?:the\s+)?(?:(?P<ye_y>{year})\s+)?year[-\s]?end\b(?:\s+(?P<ye_z>{year})\b)?"
            rf"|(?P<ye_q>{year})-end\b)"
        ),
        "shiftunit": (
            rf"(?P<shiftunit>(?:(?P<su_p>earlier|later|early|late)\s+)?(?P<su_w>{shift})\s+(?:"
            rf"(?:fiscal|financial|calendar|business|trading|crop)\s+)?(?P<su_u>{unit})(?:'s"
            rf"|’s)?(?![\w]|-(?:old|long|end)))"
        ),
        "length": (
            rf"(?P<length>(?:(?P<le_p>for|over|within|during|in|after|under|than"
            rf"|about|nearly|least)\s+(?:the\s+)?)?(?:(?P<le_w>next|past|last"
            rf"|coming|previous|following|preceding|recent)\s+)?(?P<le_n>{count})[ \t\n]+(?P<le_u>day"
            rf"|week|month|year|decade|quarter|mth|yr)s?\b(?![-\s]*old))"
        ),
        "now": (
            r"(?P<now>today|yesterday|tomorrow|tonight|th(?:is|at)\s+(?:morning|afternoon|night"
            r"|evening)|last\s+night|(?:earlier|later)\s+in\s+the\s+day)(?!\w)"
        ),
        "theyear": (
            r"(?P<theyear>(?:(?:the|this|its)\s+)?(?:(?P<ty_p>full|whole|current"
            r"|entire|calendar|fiscal|financial)[-\s])year(?![\w-])|(?:the\s+)?(?P<ty_u>half[-\s]year|year"
            r"|quarter|half|month|week)(?=\s+(?:(?:which|that)\s+)?(?:ended|ending|ends)\b"
            rf"|\s+to\s+(?:the\s+)?(?:end-|end\s+of\s+|(?:next|last)\s+)?(?:\d{{1,2}}(?:st|nd|rd|th)?\s+)?{mon}\b)"
            r"|(?:(?<=of the )|(?<=of )|(?<=in the )|(?<=in ))(?P<ty_e>year|month|week|quarter)\b)"
        ),
        "year": rf"(?P<year>(?:calendar\s+)?(?P<y_y>{year})(?!\d|[.,]\d|-?[a-z]|[-–]\d{{3}}|/|\s?%))",
    }


# Which alternatives can begin with which word; figures have their own row.
_AFTER_FIGURE = ("iso", "slash", "dmy", "ordq", "code", "fiscal", "years", "decade", "ago", "yearend", "length", "year")
_TOLD = ("told", "own", "theyear")
_AFTER_SHIFT = (
    "holiday",
    "like",
    "mdy",
    "shiftmon",
    "shiftwd",
    "shiftsea",
    "part",
    "ordq",
    "shiftunit",
    "length",
    "now",
    "theyear",
)
_AFTER_COUNT = ("ago", "length")
_AFTER_ORDINAL = ("part", "ordq", "length")


@cache
def _starts() -> dict[str, tuple[str, ...]]:
    known = words()
    table: dict[str, tuple[str, ...]] = {}

    def enter(names: tuple[str, ...], *forms: str) -> None:
        for form in forms:
            table[form] = tuple(dict.fromkeys((*table.get(form, ()), *names)))

    enter(("namedq", "mdy", "my", "mon"), *known.months)
    enter(("spelt",), *{word.split("-")[0] for word in DAYS_IN_WORDS})
    enter(("holiday",), "christmas", "new", "easter", "midsummer", "thanksgiving", "ramadan", "boxing")
    enter(("bareseason",), *known.seasons)
    enter(("weekend",), "weekend")
    enter(_TOLD, "day", "week", "month", "quarter", "half", "year", "season")
    enter(("shiftwd",), *known.weekdays)
    enter(("shiftsea",), *known.seasons, "the", "in", "of", "by", "late", "early", "since", "until", "during")
    enter(_AFTER_SHIFT, *_SHIFTS.split("|"))
    enter(_AFTER_COUNT, *(word for word in NUMBERS if word not in ("few", "couple")))
    enter(_AFTER_ORDINAL, *(word for word in ORDINALS if word.isalpha()))
    _enter_rest(enter)
    return table


def _enter_rest(enter: Callable[..., None]) -> None:
    enter(("ordq", "fiscal"), "fiscal", "financial", "business", "marketing", "crop")
    enter(("code",), *(f"{unit}{number}" for unit in "qh" for number in "1234"))
    enter(("fiscal",), "fy")
    enter(("ago", "yearend", "theyear"), "year", "the")
    enter(
        ("theyear",),
        "its",
        "full",
        "whole",
        "current",
        "entire",
        "calendar",
        "fiscal",
        "financial",
        "quarter",
        "half",
        "month",
        "week",
    )
    enter(("yearend",), "yearend")
    enter(("decade",), "mid")
    enter(("shiftunit", "now"), "earlier", "later", "early", "late")
    enter(
        ("length",),
        "for",
        "over",
        "within",
        "during",
        "in",
        "after",
        "under",
        "than",
        "about",
        "nearly",
        "least",
        "recent",
    )
    enter(("now",), "today", "yesterday", "tomorrow", "tonight")
    enter(("year",), "calendar")


_SMALL_WORDS = frozenset({"of", "by", "since", "until", "a", "an", "the"})


@cache
def _trigger() -> re.Pattern[str]:
    heads = [head for head in _starts() if not re.fullmatch(r"[qh]\d", head) and head not in _SMALL_WORDS]
    seasons = alternation(words().seasons)
    # Words that stand everywhere begin a time word only before these.
    small = (
        rf"(?:of|by|since|until)(?=\s+{seasons})|an?(?=[-\s]+(?:few|couple|{_UNITS}|mth|yr))"
        rf"|the(?=\s+(?:\d|{seasons}|full|whole|current|entire|calendar|fiscal|financial|half|{_UNITS}))"
    )
    # Behind the day, count or quarter of a time word stands a letter, blank or dash; a year has four figures.
    figure = r"[0-9](?=[0-9]{0,3}[a-z\s/'’–-]|[0-9]{3})"
    return re.compile(
        rf"(?<![\w$€£/.#])(?:{figure}|['’](?=[0-9]0s)|[qh](?=[1-4])|fy(?=[-\s]?['’]?[0-9])|{small}|{alternation(heads)}\b)"
    )


@cache
def _patterns() -> dict[tuple[str, ...], re.Pattern[str]]:
    parts = _alternatives()
    rows = {_AFTER_FIGURE, *_starts().values(), ("decade",), ("fiscal",), ("code",)}
    return {row: re.compile("|".join(parts[name] for name in parts if name in row)) for row in rows}


def matches(low: str) -> Iterator[re.Match[str]]:
    """Every time word of lower-case text; ``lastgroup`` of a match names its sort."""
    trigger, starts, patterns = _trigger(), _starts(), _patterns()
    position: int | None = 0
    while position is not None:
        hits, position = trigger.finditer(low, position), None
        for hit in hits:
            head = hit.group()
            row = _AFTER_FIGURE if head.isdigit() else starts.get(head) or _ODD[head[0]]
            match = patterns[row].match(low, hit.start())
            if match is not None:
                yield match
                position = match.end()
                break
