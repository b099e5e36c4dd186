"""Numbers with the units printed beside them, and the units that neighbours share.

"10, 20 and 30 million dollars" prints one unit for three numbers; "$2-3bn" prints sign and scale apart. This module
reads what stands beside each number and hands units on; ``money`` and ``percents`` turn the result into spans.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise

from pipeline.values.lexicon import GAP, WORD, Unit, lexicon
from pipeline.values.lists import share_in_lists
from pipeline.values.numerals import Number, lower, numbers, tidy
from pipeline.values.sharing import share
from pipeline.values.tables import load_tables

_SPACES = " \u00a0\u2009\u202f\u2007"
_LINKS = {
    "-": "dash", "–": "dash", "—": "dash", "−": "dash", "--": "dash", "to": "to", "till": "to", "-to-": "to",
    "and": "and", "&": "and", ", and": "and", "or": "or", ", or": "or",
    ",": "comma", "from": "from", "vs": "from", "vs.": "from", "versus": "from", "against": "from",
    "compared with": "from", "compared to": "from",
    "up from": "from", "down from": "from", ", from": "from", "and to": "and", "/": "slash", "-and-": "and",
    "-or-": "or", "and then": "and", "as to": "to",
}  # fmt: skip
_GLUED = {
    "p": Unit("money", family="pound", part=Decimal("0.01")),
    "c": Unit("money", family="dollar", part=Decimal("0.01")),
}
_SCREENS = frozenset(map(Decimal, (144, 240, 360, 480, 576, 720, 1080, 1440, 2160, 4320)))
_OF = re.compile(r"\s+(?:of\s+)?")
_WEIGHED = re.compile(r"s? of (?:[a-z-]+ )?([a-z-]+)")


@dataclass(slots=True)
class Quantity:
    """A number and its unit.

    Attributes:
        number: the number.
        start: offset of the sign, currency sign or first digit.
        end: offset behind the unit.
        unit: what it is a number of; None for bare numbers.
        printed: the unit stands beside this number, not a neighbour.
        prefix: the unit stands ahead.
        scale: scaling in force, own or shared.
        negative: printed with a minus.
        link: how the gap to the next quantity reads ("to", "dash", "and", …), None if it is no link.
    """

    number: Number
    start: int
    end: int
    unit: Unit | None
    printed: bool
    prefix: bool
    scale: Decimal
    negative: bool
    link: str | None = None

    @property
    def value(self) -> Decimal:
        """Signed value in whole units."""
        part = self.unit.part if self.unit else Decimal(1)
        size = tidy(self.number.base * self.scale * part)
        return -size if self.negative else size


@lru_cache(maxsize=4)
def quantities(text: str) -> tuple[Quantity, ...]:
    """Every number of the text with its own or shared unit, in order."""
    low = lower(text)
    found: list[Quantity] = []
    edge = 0
    for number in numbers(text):
        one = _read(text, low, number, edge)
        if one is not None:
            found.append(one)
            edge = one.end
    for left, right in pairwise(found):
        left.link = _link(low, left.end, right.start)
    share(low, found)
    share_in_lists(low, found)
    return tuple(found)


def _link(low: str, start: int, end: int) -> str | None:
    if not 0 < end - start <= 16:
        return None
    return _LINKS.get(" ".join(low[start:end].split()))


def _read(text: str, low: str, number: Number, edge: int) -> Quantity | None:
    start, unit, prefix, negative = number.start, None, False, False
    sign = _prefix(text, number, edge)
    if sign is not None:
        start, unit, prefix = sign[0], sign[1], True
    elif (start and (text[start - 1].isalnum() or text[start - 1] == "_")) or (
        number.figure and _inside_identifier(text, start, edge)
    ):
        return None
    end, after = _suffix(text, low, number)
    if after is None and unit is not None:
        end = number.end
    if unit is None:
        unit = after
    elif after is not None and not _confirms(unit, after):
        end = number.end
    elif after is not None and after.code and unit.code is None:
        unit = after
    if unit is None:
        end = number.bare_end
        if number.comma or (end < len(text) and number.figure and not number.letter and _runs_on(text, end)):
            return None
    inner = prefix and text[number.start - 1] in "-−"
    start, negative = (start, True) if inner else _sign(text, start)
    scale = number.scale if number.scale is not None and not (number.letter and unit is None) else Decimal(1)
    if number.letter and unit is not None and unit.kind != "money":
        scale = Decimal(1)
    return Quantity(number, start, end, unit, unit is not None, prefix, scale, negative)


def _inside_identifier(text: str, start: int, edge: int) -> bool:
    """Whether the digits go on a word or code: "B-52", "737-800", "12/345", "#5"."""
    before = text[start - 1] if start else " "
    if before in "-–/." and start > 1:
        return text[start - 2].isalpha() or (text[start - 2].isdigit() and edge < start - 1 and before != "–")
    return before in "#@_\\"


def _runs_on(text: str, end: int) -> bool:
    """Whether letters follow the digits without a gap: "5G", "10th", "1980s"."""
    return text[end].isalpha() or text[end] == "_"


def _sign(text: str, start: int) -> tuple[int, bool]:
    if start and text[start - 1] in "-−" and (start == 1 or text[start - 2] in " ($\n\t" + _SPACES):
        dollar = start > 1 and text[start - 2] == "$"
        return start - 2 if dollar else start - 1, True
    if text[max(0, start - 6) : start].lower() == "minus ":
        return start - 6, True
    if start and text[start - 1] == "+" and (start == 1 or text[start - 2] in " ($\n\t," + _SPACES):
        return start - 1, False
    return start, False


def _prefix(text: str, number: Number, edge: int) -> tuple[int, Unit] | None:
    """Currency sign or code directly ahead of the number, one space or a minus allowed between."""
    lex = lexicon()
    stop = number.start
    if stop > edge and text[stop - 1] in "-−" and stop - 1 > edge and text[stop - 2] in lex.prefix_ends:
        stop -= 1
    if stop > edge and text[stop - 1] in _SPACES:
        stop -= 1
    if stop <= edge or text[stop - 1] not in lex.prefix_ends:
        return None
    for size in lex.prefix_ends[text[stop - 1]]:
        if size > stop - edge:
            continue
        sign = text[stop - size : stop]
        unit = lex.prefixes.get(sign)
        if unit is None or (
            sign[0].isalpha() and stop > size and (text[stop - size - 1].isalnum() or text[stop - size - 1] in "&-'’$")
        ):
            continue
        if unit.care and not _plausible(text, number, stop):
            continue
        return stop - size, unit
    return None


def _plausible(text: str, number: Number, stop: int) -> bool:
    """Whether a doubtful sign (R, ALL, Fr.) is one here: scaled, or grouped and not in a capital headline."""
    if number.scale is not None:
        return True
    after = text[number.end : number.end + 12]
    return number.grouped and not (text[stop] == " " and after.isupper())


def _suffix(text: str, low: str, number: Number) -> tuple[int, Unit | None]:
    lex = lexicon()
    for end in dict.fromkeys((number.end, number.bare_end)):
        position = end
        plural = number.scale is not None and low[number.bare_end - 1] == "s"  # "four milliards of dollars"
        gap = _OF.match(low, position) if number.top is not None or plural else GAP.match(low, position)
        if gap is not None and gap.group()[0] == "." and number.scale is None:
            continue  # the next sentence: "$200,000. NIS itself"
        if gap is not None:
            position = gap.end()
        elif position < len(low) and low[position] == "'":
            continue
        hit = lex.suffixes.match(low, position)
        if hit is not None and _sensible(low, number, hit):
            return hit
        word = WORD.match(text, position)
        if word is None:
            continue
        code = lex.codes.get(word.group())
        if code is not None and (not code.care or number.scale is not None or number.grouped):
            return word.end(), code
        glued = _GLUED.get(word.group()) if gap is None and number.figure and number.base not in _SCREENS else None
        if glued is not None and (word.group() == "p" or low.startswith((" a ", " per ", " vs "), word.end())):
            return word.end(), glued
    return number.bare_end, None


def _sensible(low: str, number: Number, hit: tuple[int, Unit]) -> bool:
    """Whether a word with other senses (won, pounds, marks) is money here."""
    end, unit = hit
    if end < len(low) and low[end].isalnum():
        return False
    if unit.kind != "money" or not unit.care:
        return True
    weighed = _WEIGHED.match(low, end - 1)
    if unit.family == "pound" and weighed and not _MONEYED.isdisjoint((weighed.group(1),)):
        return False
    if unit.family == "pound":
        return number.figure or number.scale is not None
    if _EACH.match(low, end) or _PAID.search(low, max(0, number.start - _PAID_REACH), number.start):
        return True  # "14 crowns a share", "a dividend of 11 marks"
    least = 1 if unit.family == "crown" else 100
    return number.scale is not None or number.grouped or (number.figure and number.base >= least)


_EACH = re.compile(
    r"\s(?:(?:a|per|each)\s(?:(?:ordinary|preferred|preference|common|new|old|bearer|registered)\s)?"
    r"(?:share|unit|tonne?|barrel|head|kilo|litre|month|week|day|year)|(?:dividend|payout|coin|bonus|ticket)s?)\b"
)
_PAID = re.compile(
    r"\b(?:dividends?|payouts?|prices?|shares?|stock|fees?|fares?|premiums?|bonus(?:es)?)\b[^.;\n]{0,24}$"
)
_PAID_REACH = 40


_MONEYED = frozenset(load_tables().units.weighed)


def _confirms(sign: Unit, after: Unit) -> bool:
    """Whether a unit behind the number only repeats or narrows the sign ahead ("$5 million US dollars")."""
    if after.kind != "money" or after.part != 1:
        return False
    return after.code == sign.code or sign.code is None or after.family is not None
