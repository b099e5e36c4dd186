"""Time words one by one: "17 April 1987", "last year", "third quarter", "six months", before they are combined."""

from __future__ import annotations

import re
from functools import cache

from pipeline.values import date_told
from pipeline.values.alternation import alternation
from pipeline.values.calendar import words
from pipeline.values.date_atom import Atom
from pipeline.values.date_patterns import NUMBERS, ORDINALS, matches


def atoms(text: str, low: str) -> list[Atom]:
    """Read every atom in text order.

    Args:
        text: the text, whose capitals tell "May" from "may".
        low: its lower-case form, offsets kept.
    """
    out: list[Atom] = []
    for match in matches(low):
        # lastgroup is the group closed last, which is the outermost, the alternative's own.
        sort = match.lastgroup or ""
        if not all(text[match.start(group)].isupper() for group in _CAPITALS.get(sort, ()) if match[group]):
            continue
        atom = _READERS[sort](match) if sort != "mon" or _is_month(text, match) else None
        if atom is not None:
            out.append(atom)
    return out


# Groups that must be printed with a capital: "May" is a month, "may" is none.
_CAPITALS = {
    "dmy": ("dmy_m",),
    "mdy": ("mdy_m",),
    "my": ("my_m",),
    "shiftmon": ("sm_m",),
    "mon": ("mo_m",),
    "shiftwd": ("sw_d",),
    "code": ("c_u", "c_v"),
    "spelt": ("sp_m",),
    "namedq": ("nq_m",),
}


def _full(year: str | None) -> int | None:
    if year is None:
        return None
    digits = year.strip("'’")
    if len(digits) == 4:
        return int(digits)
    return 1900 + int(digits) if int(digits) > 60 else 2000 + int(digits)


def _iso(m: re.Match[str]) -> Atom:
    return Atom(m.start(), m.end(), "day", int(m["iso_d"]), int(m["iso_m"]), int(m["iso_y"]))


def _slash(m: re.Match[str]) -> Atom | None:
    first, second = int(m["sl_a"]), int(m["sl_b"])
    month, number = (second, first) if first > 12 else (first, second)
    return (
        Atom(m.start(), m.end(), "day", number, month, _full(m["sl_y"]))
        if 1 <= month <= 12 and 1 <= number <= 31
        else None
    )


def _dmy(m: re.Match[str]) -> Atom | None:
    return Atom(
        m.start(), m.end(), "day", int(re.sub(r"\D", "", m["dmy_d"])), words().months[m["dmy_m"]], _full(m["dmy_y"])
    )


def _mdy(m: re.Match[str]) -> Atom | None:
    printed = re.sub(r"(?<=\d)\D+$", "", m["mdy_d"])
    number = int(printed) if printed.isdigit() else NUMBERS.get(printed, 1)
    return Atom(m.start(), m.end(), "day", number, words().months[m["mdy_m"]], _full(m["mdy_y"]), m["mdy_w"] or "")


def _my(m: re.Match[str]) -> Atom | None:
    return Atom(m.start(), m.end(), "month", None, words().months[m["my_m"]], _full(m["my_y"]))


def _shiftmon(m: re.Match[str]) -> Atom | None:
    if m["sm_w"] == "that" and not date_told.CLOSED.match(m.string, m.end()):  # "said that May sales fell"
        return Atom(m.start("sm_m"), m.end(), "month", None, words().months[m["sm_m"]])
    return Atom(m.start(), m.end(), "month", None, words().months[m["sm_m"]], None, m["sm_w"])


_LEADS = re.compile(
    r"(?:\b(?:in|of|since|by|until|till|from|to|for|during|through|early"
    r"|late|mid|end|and|between|last|next|this|before|after|over|ending|ended"
    r"|around|or|on|vs|with|than|beginning|starting|as|the|its)|-|–)[\s-]{0,2}$"
)
_NOUN = re.compile(
    r"(?:'s|’s)?\s+(?:wheat|corn|soybeans|sugar|cotton|coffee|cocoa|crude|copper|bonds|sales|output|exports|imports|figures?|data|report|deliver"
    r"|futures|contract|production|trade|loadings|delivery|orders|inflation"
    r"|deficit|surplus|and|to|meeting|summit|tariffs?|through)|-"
)


def _is_month(text: str, m: re.Match[str]) -> bool:
    """Whether a month name alone means the month: doubtful ones need a cue, and no surname behind."""
    if m["mo_m"] not in words().doubtful:
        return True
    start, low = m.start(), m.string
    led, noun = _LEADS.search(low[max(0, start - 12) : start]), _NOUN.match(low, m.end())
    after = text[m.end() : m.end() + 3].lstrip()
    named = bool(after) and after[0].isupper() and not text[start : m.end()].isupper()
    if named:
        return led is not None and led.group().strip(" -") not in _NAMING
    return led is not None or noun is not None


_NAMING = frozenset({"and", "or", "with", "than", "the", "as", "to", "for", "on", "vs"})


def _mon(m: re.Match[str]) -> Atom:
    return Atom(m.start(), m.end(), "month", None, words().months[m["mo_m"]])


def _shiftwd(m: re.Match[str]) -> Atom | None:
    if m["sw_w"] == "that" and not date_told.CLOSED.match(m.string, m.end()):
        return Atom(m.start("sw_d"), m.end(), "weekday", words().weekdays[m["sw_d"]])
    return Atom(m.start(), m.end(), "weekday", words().weekdays[m["sw_d"]], None, None, m["sw_w"] or "")


def _shiftsea(m: re.Match[str]) -> Atom:
    word = m["ss_s"] or m["ss_t"]
    start = m.start("ss_w") if m["ss_w"] else m.start("ss_t")
    return Atom(start, m.end(), "season", words().seasons[word], None, _full(m["ss_y"]), m["ss_w"] or "")


def _part(m: re.Match[str]) -> Atom:
    number = _count(m["pa_n"])
    if m["pa_o"] in ("last", "next", "final"):
        return Atom(m.start(), m.end(), "length", number, word=m["pa_o"], unit=m["pa_u"])
    return Atom(m.start(), m.end(), "part", number, word=m["pa_o"], unit=m["pa_u"])


def _count(word: str) -> int | None:
    return int(word) if word.isdigit() else NUMBERS.get(word.removeprefix("a ").removesuffix(" of"))


def _ordq(m: re.Match[str]) -> Atom | None:
    number, unit = ORDINALS[m["oq_o"]], "half" if m["oq_u"] == "half" else "quarter"
    if m["oq_o"] == "last" and unit == "quarter":
        return Atom(m.start(), m.end(), "relative", word="last", unit="quarter")
    if unit == "half":
        if number > 2 and m["oq_o"] != "last":
            return None
        number = min(number, 2)
    return Atom(m.start(), m.end(), "half" if unit == "half" else "quarter", number)


def _code(m: re.Match[str]) -> Atom | None:
    unit, number = m["c_u"] or m["c_v"], int(m["c_n"] or m["c_m"])
    if unit == "h" and number > 2:
        return None
    return Atom(m.start(), m.end(), "quarter" if unit == "q" else "half", number, None, _full(m["c_y"]))


def _fiscal(m: re.Match[str]) -> Atom:
    return Atom(m.start(), m.end(), "fiscal", None, None, _full(m["f_m"] or m["f_s"] or m["f_y"] or m["f_z"]))


def _years(m: re.Match[str]) -> Atom | None:
    first = int(m["ys_a"])
    last = int(m["ys_b"]) if len(m["ys_b"]) == 4 else first // 100 * 100 + int(m["ys_b"])
    if last < first:
        last += 100
    return Atom(m.start(), m.end(), "years", last, None, first) if first < last <= first + 60 else None


def _decade(m: re.Match[str]) -> Atom:
    digits = re.sub(r"\D", "", m.group())
    first = int(digits) if len(digits) == 4 else 1900 + int(digits) if int(digits) > 20 else 2000 + int(digits)
    return Atom(m.start(), m.end(), "decade", None, None, first)


def _ago(m: re.Match[str]) -> Atom:
    if m["ag_v"]:
        return Atom(m.start(), m.end(), "ago", 1, word="ago", unit="year")
    word = "ago" if m["ag_w"] == "back" else m["ag_w"]
    return Atom(m.start(), m.end(), "ago", _count(m["ag_n"]), word=word, unit=m["ag_u"])


def _yearend(m: re.Match[str]) -> Atom:
    start = m.start() + (4 if m.string.startswith("the ", m.start()) else 0)
    return Atom(start, m.end(), "yearend", None, None, _full(m["ye_y"] or m["ye_z"] or m["ye_q"]))


def _shiftunit(m: re.Match[str]) -> Atom:
    end = m.end() - 2 if m.group()[-2:] in ("'s", "’s") else m.end()
    return Atom(m.start(), end, "relative", word=m["su_w"], unit=m["su_u"], month=_PARTS.get(m["su_p"] or ""))


_PARTS = {"earlier": 1, "later": 2, "early": 3, "late": 4}


@cache
def _ending() -> re.Pattern[str]:
    months = alternation(words().months)
    return re.compile(
        rf"\s+(?:ended|ending|to|through)\s+(?:on\s+)?(?:the\s+end\s+of\s+|end-)?(?:{months}\b"
        r"|\d{1,2}(?:st|nd|rd|th)?\s|\d{1,4}[/.-]|(?:19|20)\d\d\b)"
    )


def _length(m: re.Match[str]) -> Atom | None:
    lead, way, unit = m["le_p"] or "", m["le_w"] or "", m["le_u"]
    ended = _ending().match(m.string, m.end()) is not None
    if not way and not ended and lead not in ("for", "over", "within", "during", "in"):
        return None
    if m["le_n"] in ("a", "an") and not ended and not way and lead not in ("for", "within", "in"):
        return None
    start = m.start()
    if ended or (lead in ("during", "in", "after", "under", "than", "about", "nearly", "least") and way):
        start = m.start("le_w") if way else m.start("le_n")
    return Atom(
        start,
        m.end(),
        "length",
        _count(m["le_n"]),
        word=way or lead,
        unit={"mth": "month", "yr": "year"}.get(unit, unit),
    )


def _now(m: re.Match[str]) -> Atom:
    word = " ".join(m.group().split())
    if word.startswith("that "):
        return Atom(m.start(), m.end(), "relative", word=date_told.TOLD, unit="day")
    shift = {"yesterday": -1, "last night": -1, "tomorrow": 1}.get(word, 0)
    return Atom(m.start(), m.end(), "now", shift)


_EDGED = re.compile(
    r"\b(?:end|beginning|start|middle|close|turn|late|later|early|earlier"
    r"|rest|remainder|balance|half|quarter|part|months) (?:of|in) (?:the )?$"
)


def _theyear(m: re.Match[str]) -> Atom | None:
    start = next(
        (m.start() + len(word) for word in ("the ", "this ", "its ") if m.string.startswith(word, m.start())), m.start()
    )
    if m["ty_e"] and not _EDGED.search(m.string[max(0, start - 24) : start]):
        return None
    unit = m["ty_u"] or m["ty_e"] or "year"
    return Atom(start, m.end(), "relative", word="the", unit="half" if unit.startswith("half") else unit)


_BETWEEN = re.compile(r"\bbetween (?:1[89]|20)\d\d and $")
_NEXT_WORD = re.compile(r"\s+([a-z]+)")


def _year(m: re.Match[str]) -> Atom | None:
    number, known = int(m["y_y"]), words()
    if number > 2100:
        return None
    after = _NEXT_WORD.match(m.string, m.end())
    before = re.findall(r"[a-z]+|[^\s\w]", m.string[max(0, m.start() - 14) : m.start()])
    between = m.string.endswith(" and ", 0, m.start()) and _BETWEEN.search(m.string, max(0, m.start() - 18), m.start())
    if between:
        return Atom(m.start(), m.end(), "year", None, None, number)
    if (after and after.group(1) in known.counted) or (before and before[-1] in known.reference):
        return None
    if len(before) > 1 and (before[-2:] == ["no", "."] or before[-2:] in (["act", "of"], ["law", "of"])):
        return None  # "No. 1929", "Freedom Act of 1996": a number or name
    return Atom(m.start(), m.end(), "year", None, None, number)


_READERS = {
    "iso": _iso, "slash": _slash, "dmy": _dmy, "mdy": _mdy, "my": _my, "shiftmon": _shiftmon, "mon": _mon,
    "shiftwd": _shiftwd, "shiftsea": _shiftsea, "part": _part, "ordq": _ordq,
    "code": _code, "fiscal": _fiscal, "years": _years, "decade": _decade, "ago": _ago, "yearend": _yearend,
    "shiftunit": _shiftunit, "length": _length, "now": _now, "theyear": _theyear,
    "year": _year, "told": date_told.read_ago, "own": date_told.read_own, "weekend": date_told.read_weekend,
    "spelt": date_told.read_spelt, "namedq": date_told.read_named_quarter, "bareseason": date_told.read_season,
    "holiday": date_told.read_holiday, "like": date_told.read_like,
}  # fmt: skip
