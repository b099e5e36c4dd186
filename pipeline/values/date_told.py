"""Time words that rest on what the text told before, or on custom: "the year before", "in the quarter", "Christmas"."""

from __future__ import annotations

import re

from pipeline.values.calendar import words
from pipeline.values.date_atom import Atom
from pipeline.values.tense import tense

TOLD = "told"
"""Direction of a phrase whose days only the text around it could give; it stays unresolved."""
ENDED = "ended"
"""Direction of a quarter told by its last month: the last one that is over."""
OWN = "own"
"""Direction of "the quarter": the one that the text told first, if any."""

_TENTHS = ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth"]
_TEENS = ["thir", "four", "fif", "six", "seven", "eigh", "nine"]
_DAYS = ["tenth", "eleventh", "twelfth", *(f"{one}teenth" for one in _TEENS), "twentieth"]
DAYS_IN_WORDS = {
    word: number
    for number, word in enumerate(
        [*_TENTHS, *_DAYS, *(f"twenty-{one}" for one in _TENTHS), "thirtieth", "thirty-first"], start=1
    )
}
"""Days of a month by their word."""

_FIXED = {"christmas": (25, 12), "new year": (1, 1), "boxing day": (26, 12)}
_EVES = {"christmas": (24, 12), "new year": (31, 12)}
_LED = re.compile(
    r"\b(?:by|since|until|till|before|after|at|over|around|from|to|on|during|in|last|this|next|of|between|and|past)\s$"
)
# A word that may follow a time word which is no part of a name or of another noun ("the Christmas fair").
CLOSED = re.compile(
    r"(?:['’]s)?(?:\s*(?:[.,;:)!?\"”–—]|$|\n\s*\n)|\s+(?:and|or|but|so|that|which|when|while|as|at|by|for|from|in|into|is|it|its|on|the"
    r"|to|with|was|were|will|would|after|before|because|until|had|has|have|he|she|they|we|if|an?|under|over|said|says|this|last)\b)"
)


def _behind(leads: str) -> str:
    """A look-behind for any of the phrases, a blank after each."""
    return "(?:" + "|".join(f"(?<={lead.strip()} )" for lead in leads.split(",")) + ")"


def told_patterns(mon: str, sea: str, year: str) -> dict[str, str]:
    """Pattern of each sort by name, over lower-case text.

    Args:
        mon: pattern of a month.
        sea: of a season.
        year: of a year in figures.
    """
    days = "|".join(sorted((word.replace("-", r"[-\s]") for word in DAYS_IN_WORDS), key=len, reverse=True))
    season = (
        "in,by,since,until,till,before,during,from,in the,by the,since the,until the,before the,during the,from the"
    )
    return {
        "spelt": rf"(?P<spelt>(?P<sp_d>{days})\s+of\s+(?P<sp_m>{mon})\b(?:,?\s+(?P<sp_y>{year})\b)?)",
        "holiday": (
            r"(?P<holiday>(?:(?P<ho_w>last|this|next)\s+)?(?P<ho_n>christmas|new\s+year|easter|midsummer|thanksgiving"
            r"|ramadan|boxing\s+day)(?:['’]s(?=\s+(?:eve|day)\b))?(?:\s+(?P<ho_e>eve|day|sunday|monday))?\b)"
        ),
        "namedq": rf"(?P<namedq>(?<![-–])(?P<nq_m>{mon})\s+(?P<nq_u>quarter|half)\b(?!\s+of))",
        "told": (
            rf"(?P<told>{_behind('the')}(?P<tb_u>day|week|month|quarter|year|season)\s+(?:before|after|earlier)\b"
            r"(?!-|\s+(?:last|next|tomorrow|yesterday)\b))"
        ),
        "own": (
            rf"(?P<own>{_behind('in the,for the,during the,over the')}(?:year|quarter|half|month)\b(?![-\w]"
            r"|\s+(?:\d|(?:of|to|from|ahead|when|that|which|before|after|earlier|end\w*)\b))"
            rf"|{_behind('of the')}(?:year|quarter|half|month)(?=['’]s\b))"
        ),
        "weekend": (
            rf"(?P<weekend>{_behind('at the,over the,on the,during the,by the,before the,after the')}weekend\b"
            r"(?!\s+(?:of|after|before)\b))"
        ),
        "like": (
            r"(?P<like>(?:same|corresponding)\s+(?:(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)\s+)?"
            r"(?P<li_u>day|week|month|quarter|year|season)s\b)"
        ),
        "bareseason": rf"(?P<bareseason>{_behind(season)}(?P<bs_s>{sea})\b(?!\s+(?:of\s+)?{year}))",
    }


def read_ago(m: re.Match[str]) -> Atom:
    """A stretch counted from one that the text told ("the year before")."""
    return Atom(m.start(), m.end(), "relative", word=TOLD, unit=m["tb_u"])


def read_own(m: re.Match[str]) -> Atom:
    """The stretch that the text speaks of ("in the quarter")."""
    return Atom(m.start(), m.end(), "relative", word=OWN, unit=m.group())


def read_weekend(m: re.Match[str]) -> Atom:
    """The last weekend, or the next where the sentence looks ahead ("at the weekend")."""
    word = "this" if tense(m.string, m.start()) == "future" else "last"
    return Atom(m.start(), m.end(), "relative", word=word, unit="weekend")


def read_like(m: re.Match[str]) -> Atom:
    """Stretches as long as those told ("the same months")."""
    return Atom(m.start(), m.end(), "relative", word="same", unit=m["li_u"])


def read_spelt(m: re.Match[str]) -> Atom:
    """A day in words ("the tenth of January")."""
    day, month = DAYS_IN_WORDS[re.sub(r"[-\s]+", "-", m["sp_d"])], words().months[m["sp_m"]]
    return Atom(m.start(), m.end(), "day", day, month, int(m["sp_y"]) if m["sp_y"] else None)


def read_named_quarter(m: re.Match[str]) -> Atom:
    """A quarter or half by its last month ("the December quarter"); one that no calendar quarter is has no days."""
    month, length = words().months[m["nq_m"]], 3 if m["nq_u"] == "quarter" else 6
    if month % length == 0:
        return Atom(m.start(), m.end(), "quarter" if length == 3 else "half", month // length, word=ENDED)
    return Atom(m.start(), m.end(), "relative", word=TOLD, unit=m["nq_u"])


def read_season(m: re.Match[str]) -> Atom | None:
    """A season without its year ("in the spring"): which one, only the text around it could tell."""
    if m["bs_s"] == "fall" and not m.string.endswith("the ", 0, m.start()):
        return None
    if CLOSED.match(m.string, m.end()) is None:
        return None
    return Atom(m.start(), m.end(), "season", words().seasons[m["bs_s"]], word=TOLD)


def read_holiday(m: re.Match[str]) -> Atom | None:
    """A holiday as a day ("since Christmas"), not in the name of something ("the Christmas fair")."""
    if _LED.search(m.string[max(0, m.start("ho_n") - 9) : m.start("ho_n")]) is None or not CLOSED.match(
        m.string, m.end()
    ):
        return None
    start = m.start("ho_w") if m["ho_w"] else m.start("ho_n")
    name = " ".join(m["ho_n"].split())
    fixed = (_EVES if m["ho_e"] == "eve" else _FIXED).get(name)
    if fixed is None:
        return Atom(start, m.end(), "relative", word=TOLD, unit="day")
    return Atom(start, m.end(), "day", fixed[0], fixed[1], None, m["ho_w"] or "")
