"""Time words one by one: "17 April 1987", "last year", "third quarter", "six months", before they are combined."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Literal

from pipeline.values.alternation import alternation
from pipeline.values.calendar import words

if TYPE_CHECKING:
    from collections.abc import Iterator

AtomKind = Literal[
    "day", "month", "year", "years", "decade", "relative", "ago", "quarter", "half", "part", "length", "fiscal", "weekday", "yearend", "now", "season", "week_of"
]  # fmt: skip

_NUMBERS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "fifteen": 15, "eighteen": 18,
    "twenty": 20, "thirty": 30, "several": None, "few": None, "couple": 2,
}  # fmt: skip
_SHIFTS = "last|this|next|past|previous|prior|coming|current|following|same|preceding|present|upcoming"
_ORDINALS = {
    "first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4, "final": 4, "last": 4,
}  # fmt: skip


@dataclass(slots=True)
class Atom:
    """One time word or phrase as printed, not yet placed on the calendar.

    Attributes:
        start: first code point.
        end: behind the last code point.
        kind: what sort of phrase it is.
        number: day of the month, quarter, half, length, or weekday, by kind.
        month: month of a day or month.
        year: printed year.
        word: unit ("month"), or direction ("last", "next", "ago") where the kind has one.
        unit: unit of a relative phrase or length.
        of: the year that another atom gives ("first quarter" of "1986").
    """

    start: int
    end: int
    kind: AtomKind
    number: int | None = None
    month: int | None = None
    year: int | None = None
    word: str = ""
    unit: str = ""
    of: Atom | None = None


@cache
def _alternatives() -> dict[str, str]:
    """Pattern of each sort of atom over lower-case text, in order of preference; its outer group bears its name."""
    known = words()
    mon = "(?:" + "|".join(sorted(known.months, key=len, reverse=True)) + ")"
    wd = "(?:" + "|".join(known.weekdays) + ")"
    sea = "(?:" + "|".join(known.seasons) + ")"
    year = r"(?:1[89]|20)\d\d"
    short = r"['’]\d\d\b"
    day = r"(?:[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?(?![\d]|[.,]\d|[-\s]?(?:pct|percent|per cent|%|mln|million|billion|bln|members?\b|companies|firms|people|cts|dlrs)|/\d)"
    spelt = r"(?:one|two|three|four|five|six|seven|eight|nine|first)\b(?!\s+(?:pct|mln|billion|companies|cts|dlrs|years|months))"
    s = r"[ \t\u00a0]{0,2}\n?[ \t]{0,8}"
    unit = r"(?:day|week|fortnight|month|quarter|year|decade|weekend|season|session|century)"
    count = r"(?:\d{1,3}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|eighteen|twenty|thirty|several|a few|few|a couple of|an?)"
    ordinal = r"(?:first|second|third|fourth|final|last|1st|2nd|3rd|4th)"
    shift = f"(?:{_SHIFTS})"
    return {
        "iso": rf"(?P<iso>(?P<iso_y>{year})-(?P<iso_m>[01]\d)-(?P<iso_d>[0-3]\d)(?!\d))",
        "slash": rf"(?P<slash>(?P<sl_a>\d{{1,2}})/(?P<sl_b>\d{{1,2}})/(?P<sl_y>\d{{4}}|\d{{2}})(?![\d/]))",
        "dmy": rf"(?P<dmy>(?P<dmy_d>{day}){s}(?:of{s})?(?P<dmy_m>{mon})\b(?:\.(?=,?\s*(?:1[89]|20)\d\d))?(?:,?{s}(?P<dmy_y>{year})\b)?)",
        "mdy": rf"(?P<mdy>(?:(?P<mdy_w>last|next|this)\s+)?(?P<mdy_m>{mon})\b\.?{s}(?:the\s)?(?P<mdy_d>{day}|{spelt})(?:{s},?{s}(?P<mdy_y>{year})(?![\d/-]))?)",
        "my": rf"(?P<my>(?P<my_m>{mon})\b\.?,?{s}(?:of{s})?(?P<my_y>{year}|{short})(?!\d))",
        "shiftmon": rf"(?P<shiftmon>(?P<sm_w>{shift})\s+(?P<sm_m>{mon})\b)",
        "mon": rf"(?P<mon>(?P<mo_m>{mon})\b)",
        "shiftwd": rf"(?P<shiftwd>(?:(?P<sw_w>{shift})\s+)?(?P<sw_d>{wd})(?!\w))",
        "shiftsea": rf"(?P<shiftsea>(?P<ss_w>{shift})\s+(?P<ss_s>{sea})\b|(?:(?:the|in|of|by|late|early|since|until|during)\s)?(?P<ss_t>{sea})\s+(?:of\s+)?(?P<ss_y>{year})\b)",
        "part": rf"(?P<part>(?P<pa_o>{ordinal}|next|last)\s+(?P<pa_n>{count})\s+(?P<pa_u>month|week|quarter|year|day|session)s\b)",
        "ordq": rf"(?P<ordq>(?:fiscal\s+|financial\s+|business\s+)?(?P<oq_o>{ordinal})[-\s](?:fiscal[-\s])?(?P<oq_u>quarter|qtr|half)(?![\w-])(?!\s+of\s+a\s))",
        "code": r"(?P<code>(?:(?P<c_u>[qh])(?P<c_n>[1-4])|(?P<c_m>[1-4])(?P<c_v>[qh]))(?:[-\s]?(?:of\s+)?(?:fy)?['’]?(?P<c_y>(?:19|20)\d\d|\d\d(?!\d|[.,%]\d|%))?)?(?!\w))",
        "fiscal": rf"(?P<fiscal>(?:fy[-\s]?['’]?(?P<f_s>\d{{2}}(?!\d)|{year})|(?:fiscal|financial|marketing|crop)(?:\s+year)?\s+(?P<f_y>{year})(?:[/-]\d{{2,4}})?|(?P<f_z>{year})\s+(?:fiscal|financial)(?:\s+year)?\b))",
        "years": rf"(?P<years>(?P<ys_a>{year})[/–-](?P<ys_b>(?:19|20)\d\d|\d\d)(?![\d/-]))",
        "decade": rf"(?P<decade>(?:{year[:-4]}\d0|['’]\d0|mid-\d0)s\b)",
        "ago": rf"(?P<ago>(?P<ag_n>{count})[-\s](?P<ag_u>{unit})s?[-\s](?P<ag_w>ago|earlier|previously|before|later)\b|(?P<ag_v>year)[-\s](?:ago|earlier)\b)",
        "yearend": rf"(?P<yearend>(?:the\s+)?(?:(?P<ye_y>{year})\s+)?year[-\s]?end\b(?:\s+(?P<ye_z>{year})\b)?|(?P<ye_q>{year})-end\b)",
        "shiftunit": rf"(?P<shiftunit>(?:(?P<su_p>earlier|later|early|late)\s+)?(?P<su_w>{shift})\s+(?:(?:fiscal|financial|calendar|business|trading|crop)\s+)?(?P<su_u>{unit})(?:'s|’s)?(?![\w]|-(?:old|long|end)))",
        "length": rf"(?P<length>(?:(?P<le_p>for|over|within|during|in|after|under|than|about|nearly|least)\s+(?:the\s+)?)?(?:(?P<le_w>next|past|last|coming|previous|following|preceding|recent)\s+)?(?P<le_n>{count})[ \t\n]+(?P<le_u>day|week|month|year|decade|quarter|mth|yr)s?\b(?![-\s]*old))",
        "now": r"(?P<now>today|yesterday|tomorrow|tonight|this\s+(?:morning|afternoon|evening)|last\s+night|(?:earlier|later)\s+in\s+the\s+day)(?!\w)",
        "theyear": r"(?P<theyear>(?:(?:the|this|its)\s+)?(?:(?P<ty_p>full|whole|current|entire|calendar|fiscal|financial)[-\s])year(?![\w-])|(?:the\s+)?(?P<ty_u>year|quarter|half|month|week)(?=\s+(?:which\s+)?(?:ended|ending|ends)\b|(?<=year)\s+to\s+(?:end-)?[a-z]{3,9}\.?[\s\d])|(?:(?<=of the )|(?<=of )|(?<=in the )|(?<=in ))(?P<ty_e>year|month|week|quarter)\b)",
        "year": rf"(?P<year>(?:calendar\s+)?(?P<y_y>{year})(?!\d|[.,]\d|-?[a-z]|/|\s?%))",
    }


# Which alternatives can begin with which word; figures have their own row.
_AFTER_FIGURE = ("iso", "slash", "dmy", "ordq", "code", "fiscal", "years", "decade", "ago", "yearend", "length", "year")
_AFTER_SHIFT = ("mdy", "shiftmon", "shiftwd", "shiftsea", "part", "ordq", "shiftunit", "length", "now", "theyear")
_AFTER_COUNT = ("ago", "length")
_AFTER_ORDINAL = ("part", "ordq", "length")


@cache
def _starts() -> dict[str, tuple[str, ...]]:
    known = words()
    table: dict[str, tuple[str, ...]] = {}

    def enter(names: tuple[str, ...], *forms: str) -> None:
        for form in forms:
            table[form] = tuple(dict.fromkeys((*table.get(form, ()), *names)))

    enter(("mdy", "my", "mon"), *known.months)
    enter(("shiftwd",), *known.weekdays)
    enter(("shiftsea",), *known.seasons, "the", "in", "of", "by", "late", "early", "since", "until", "during")
    enter(_AFTER_SHIFT, *_SHIFTS.split("|"))
    enter(_AFTER_COUNT, *(word for word in _NUMBERS if word not in ("few", "couple")))
    enter(_AFTER_ORDINAL, *(word for word in _ORDINALS if word.isalpha()))
    enter(("ordq", "fiscal"), "fiscal", "financial", "business", "marketing", "crop")
    enter(("code",), *(f"{unit}{number}" for unit in "qh" for number in "1234"))
    enter(("fiscal",), "fy")
    enter(("ago", "yearend", "theyear"), "year", "the")
    enter(("theyear",), "its", "full", "whole", "current", "entire", "calendar", "fiscal", "financial", "quarter", "half", "month", "week")
    enter(("yearend",), "yearend")
    enter(("decade",), "mid")
    enter(("shiftunit", "now"), "earlier", "later", "early", "late")
    enter(("length",), "for", "over", "within", "during", "in", "after", "under", "than", "about", "nearly", "least", "recent")
    enter(("now",), "today", "yesterday", "tomorrow", "tonight")
    enter(("year",), "calendar")
    return table


@cache
def _trigger() -> re.Pattern[str]:
    heads = [head for head in _starts() if not re.fullmatch(r"[qh]\d", head)]
    return re.compile(rf"(?<![\w$€£/.#])(?:[0-9]|['’](?=[0-9]0s)|[qh](?=[1-4])|fy(?=[-\s]?['’]?[0-9])|{alternation(heads)}\b)")


@cache
def _patterns() -> dict[tuple[str, ...], re.Pattern[str]]:
    parts = _alternatives()
    rows = {_AFTER_FIGURE, *_starts().values(), ("decade",), ("fiscal",), ("code",)}
    return {row: re.compile("|".join(parts[name] for name in parts if name in row)) for row in rows}


def _matches(low: str) -> Iterator[re.Match[str]]:
    find, starts, patterns, position = _trigger().search, _starts(), _patterns(), 0
    while (hit := find(low, position)) is not None:
        head = hit.group()
        row = _AFTER_FIGURE if head.isdigit() else starts.get(head) or _ODD[head[0]]
        match = patterns[row].match(low, hit.start())
        if match is None:
            position = hit.end()
        else:
            yield match
            position = match.end()


def atoms(text: str, low: str) -> list[Atom]:
    """Read every atom in text order.

    Args:
        text: the text, whose capitals tell "May" from "may".
        low: its lower-case form, offsets kept.
    """
    out: list[Atom] = []
    for match in _matches(low):
        # lastgroup is the group closed last, which is the outermost, the alternative's own.
        atom = _READERS[match.lastgroup or ""](text, low, match)
        if atom is not None:
            out.append(atom)
    return out


_ODD = {"'": ("decade",), "’": ("decade",), "q": ("code",), "h": ("code",), "f": ("fiscal",)}


def _full(year: str | None) -> int | None:
    if year is None:
        return None
    digits = year.strip("'’")
    if len(digits) == 4:
        return int(digits)
    return 1900 + int(digits) if int(digits) > 60 else 2000 + int(digits)


def _iso(text: str, low: str, m: re.Match[str]) -> Atom:
    return Atom(m.start(), m.end(), "day", int(m["iso_d"]), int(m["iso_m"]), int(m["iso_y"]))


def _slash(text: str, low: str, m: re.Match[str]) -> Atom | None:
    first, second = int(m["sl_a"]), int(m["sl_b"])
    month, number = (second, first) if first > 12 else (first, second)
    return Atom(m.start(), m.end(), "day", number, month, _full(m["sl_y"])) if 1 <= month <= 12 and 1 <= number <= 31 else None


def _capital(text: str, low: str, start: int) -> bool:
    return text[start].isupper()


def _dmy(text: str, low: str, m: re.Match[str]) -> Atom | None:
    if not _capital(text, low, m.start("dmy_m")):
        return None
    return Atom(m.start(), m.end(), "day", int(re.sub(r"\D", "", m["dmy_d"])), words().months[m["dmy_m"]], _full(m["dmy_y"]))


def _mdy(text: str, low: str, m: re.Match[str]) -> Atom | None:
    if not _capital(text, low, m.start("mdy_m")):
        return None
    printed = re.sub(r"(?<=\d)\D+$", "", m["mdy_d"])
    number = int(printed) if printed.isdigit() else _NUMBERS.get(printed, 1)
    return Atom(m.start(), m.end(), "day", number, words().months[m["mdy_m"]], _full(m["mdy_y"]), m["mdy_w"] or "")


def _my(text: str, low: str, m: re.Match[str]) -> Atom | None:
    if not _capital(text, low, m.start("my_m")):
        return None
    return Atom(m.start(), m.end(), "month", None, words().months[m["my_m"]], _full(m["my_y"]))


def _shiftmon(text: str, low: str, m: re.Match[str]) -> Atom | None:
    if not _capital(text, low, m.start("sm_m")):
        return None
    return Atom(m.start(), m.end(), "month", None, words().months[m["sm_m"]], None, m["sm_w"])


_LEADS = re.compile(
    r"(?:\b(?:in|of|since|by|until|till|from|to|for|during|through|early|late|mid|end|and|between|last|next|this|before|after|over|ending|ended|around|or|on|vs|with|than|beginning|starting|as|the|its)|-|–)[\s-]{0,2}$"
)
_NOUN = re.compile(r"(?:'s|’s)?\s+(?:sales|output|exports|imports|figures?|data|report|deliver|futures|contract|production|trade|loadings|delivery|orders|inflation|deficit|surplus|and|to|meeting|summit|tariffs?|through)|-")


def _mon(text: str, low: str, m: re.Match[str]) -> Atom | None:
    start, word = m.start(), m["mo_m"]
    if not _capital(text, low, start):
        return None
    if word in words().doubtful:
        led, noun = _LEADS.search(low[max(0, start - 12) : start]), _NOUN.match(low, m.end())
        after = text[m.end() : m.end() + 3].lstrip()
        named = bool(after) and after[0].isupper() and not text[start:m.end()].isupper()
        if (not led and not noun) or (named and not led) or (word == "may" and not led and not noun):
            return None
        if named and led and led.group().strip(" -") in ("and", "or", "with", "than", "the", "as", "to", "for", "on", "vs"):
            return None
    return Atom(start, m.end(), "month", None, words().months[word])


def _shiftwd(text: str, low: str, m: re.Match[str]) -> Atom | None:
    if not _capital(text, low, m.start("sw_d")):
        return None
    return Atom(m.start(), m.end(), "weekday", words().weekdays[m["sw_d"]], None, None, m["sw_w"] or "")


def _shiftsea(text: str, low: str, m: re.Match[str]) -> Atom:
    word = m["ss_s"] or m["ss_t"]
    start = m.start("ss_w") if m["ss_w"] else m.start("ss_t")
    return Atom(start, m.end(), "season", words().seasons[word], None, _full(m["ss_y"]), m["ss_w"] or "")


def _part(text: str, low: str, m: re.Match[str]) -> Atom:
    number = _count(m["pa_n"])
    if m["pa_o"] in ("last", "next", "final"):
        return Atom(m.start(), m.end(), "length", number, word=m["pa_o"], unit=m["pa_u"])
    return Atom(m.start(), m.end(), "part", number, word=m["pa_o"], unit=m["pa_u"])


def _count(word: str) -> int | None:
    return int(word) if word.isdigit() else _NUMBERS.get(word.removeprefix("a ").removesuffix(" of"))


def _ordq(text: str, low: str, m: re.Match[str]) -> Atom | None:
    number, unit = _ORDINALS[m["oq_o"]], "half" if m["oq_u"] == "half" else "quarter"
    if m["oq_o"] == "last" and unit == "quarter":
        return Atom(m.start(), m.end(), "relative", word="last", unit="quarter")
    if unit == "half":
        if number > 2 and m["oq_o"] != "last":
            return None
        number = min(number, 2)
    return Atom(m.start(), m.end(), "half" if unit == "half" else "quarter", number)


def _code(text: str, low: str, m: re.Match[str]) -> Atom | None:
    unit, number = m["c_u"] or m["c_v"], int(m["c_n"] or m["c_m"])
    if not text[m.start("c_u") if m["c_u"] else m.start("c_v")].isupper() or (unit == "h" and number > 2):
        return None
    return Atom(m.start(), m.end(), "quarter" if unit == "q" else "half", number, None, _full(m["c_y"]))


def _fiscal(text: str, low: str, m: re.Match[str]) -> Atom:
    return Atom(m.start(), m.end(), "fiscal", None, None, _full(m["f_s"] or m["f_y"] or m["f_z"]))


def _years(text: str, low: str, m: re.Match[str]) -> Atom | None:
    first = int(m["ys_a"])
    last = int(m["ys_b"]) if len(m["ys_b"]) == 4 else first // 100 * 100 + int(m["ys_b"])
    if last < first:
        last += 100
    return Atom(m.start(), m.end(), "years", last, None, first) if first < last <= first + 60 else None


def _decade(text: str, low: str, m: re.Match[str]) -> Atom:
    digits = re.sub(r"\D", "", m.group())
    first = int(digits) if len(digits) == 4 else 1900 + int(digits) if int(digits) > 20 else 2000 + int(digits)
    return Atom(m.start(), m.end(), "decade", None, None, first)


def _ago(text: str, low: str, m: re.Match[str]) -> Atom:
    if m["ag_v"]:
        return Atom(m.start(), m.end(), "ago", 1, word="ago", unit="year")
    return Atom(m.start(), m.end(), "ago", _count(m["ag_n"]), word=m["ag_w"], unit=m["ag_u"])


def _yearend(text: str, low: str, m: re.Match[str]) -> Atom:
    start = m.start() + (4 if low.startswith("the ", m.start()) else 0)
    return Atom(start, m.end(), "yearend", None, None, _full(m["ye_y"] or m["ye_z"] or m["ye_q"]))


def _shiftunit(text: str, low: str, m: re.Match[str]) -> Atom:
    end = m.end() - 2 if m.group()[-2:] in ("'s", "’s") else m.end()
    return Atom(m.start(), end, "relative", word=m["su_w"], unit=m["su_u"], month=_PARTS.get(m["su_p"] or ""))


_PARTS = {"earlier": 1, "later": 2, "early": 3, "late": 4}


_ENDING = re.compile(r"\s+(?:ended|ending|to|through)\s+(?:on\s+)?(?:the\s+end\s+of\s+)?(?:[a-z]{3,9}\.?(?:\s+\d|\s+(?:one|two|three|four|five|six|seven|eight|nine|last)\b|,?\s+\d{4}|$|[^\w])|\d)")


def _length(text: str, low: str, m: re.Match[str]) -> Atom | None:
    lead, way, unit = m["le_p"] or "", m["le_w"] or "", m["le_u"]
    ended = _ENDING.match(low, m.end()) is not None
    if not way and not ended and lead not in ("for", "over", "within", "during", "in"):
        return None
    if m["le_n"] in ("a", "an") and not ended and not way and lead not in ("for", "within", "in"):
        return None
    start = m.start()
    if ended or (lead in ("during", "in", "after", "under", "than", "about", "nearly", "least") and way):
        start = m.start("le_w") if way else m.start("le_n")
    return Atom(start, m.end(), "length", _count(m["le_n"]), word=way or lead, unit={"mth": "month", "yr": "year"}.get(unit, unit))


def _now(text: str, low: str, m: re.Match[str]) -> Atom:
    word = " ".join(m.group().split())
    shift = {"yesterday": -1, "last night": -1, "tomorrow": 1}.get(word, 0)
    return Atom(m.start(), m.end(), "now", shift)


_EDGED = re.compile(r"\b(?:end|beginning|start|middle|close|turn|late|later|early|earlier|rest|remainder|balance|half|quarter|part|months) (?:of|in) (?:the )?$")


def _theyear(text: str, low: str, m: re.Match[str]) -> Atom | None:
    start = next((m.start() + len(word) for word in ("the ", "this ", "its ") if low.startswith(word, m.start())), m.start())
    if m["ty_e"] and not _EDGED.search(low[max(0, start - 24) : start]):
        return None
    return Atom(start, m.end(), "relative", word="the", unit=m["ty_u"] or m["ty_e"] or "year")


def _year(text: str, low: str, m: re.Match[str]) -> Atom | None:
    number, known = int(m["y_y"]), words()
    if number > 2100:
        return None
    after = re.compile(r"\s+([a-z]+)").match(low, m.end())
    before = re.findall(r"[a-z]+|[^\s\w]", low[max(0, m.start() - 14) : m.start()])
    if (after and after.group(1) in known.counted) or (before and before[-1] in known.reference):
        return None
    if len(before) > 1 and before[-1] == "." and before[-2] == "no":
        return None
    return Atom(m.start(), m.end(), "year", None, None, number)


_READERS = {
    "iso": _iso, "slash": _slash, "dmy": _dmy, "mdy": _mdy, "my": _my, "shiftmon": _shiftmon, "mon": _mon, "shiftwd": _shiftwd, "shiftsea": _shiftsea, "part": _part, "ordq": _ordq,
    "code": _code, "fiscal": _fiscal, "years": _years, "decade": _decade, "ago": _ago, "yearend": _yearend, "shiftunit": _shiftunit, "length": _length, "now": _now, "theyear": _theyear,
    "year": _year,
}  # fmt: skip
