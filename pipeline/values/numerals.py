"""Numbers in figures and words: where they stand and what they are worth.

A number is read without its currency or percent sign, but with the words that scale it ("1.5 mln", "two and a half
billion"), which stay apart from its base so that "two to three billion" can share them.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from pipeline.values.figures import THIN, figure_value
from pipeline.values.lexicon import NEXT, lexicon
from pipeline.values.number_places import ONES, SMALL, TEENS, TENS, begin

if TYPE_CHECKING:
    from collections.abc import Iterator

_PARTS = {
    "half": Decimal("0.5"),
    "quarter": Decimal("0.25"),
    "third": Decimal(1) / 3,
    "quarters": Decimal("0.25"),
    "thirds": Decimal(1) / 3,
}
_GLYPHS = {
    "½": "0.5",
    "¼": "0.25",
    "¾": "0.75",
    "⅛": "0.125",
    "⅜": "0.375",
    "⅝": "0.625",
    "⅞": "0.875",
    "⅓": "0.3333",
    "⅔": "0.6667",
}
_LONGEST = 30  # digits and marks; longer runs are identifiers, and no sum of money needs more


def _any(words: dict[str, int]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


@cache
def _scanner() -> re.Pattern[str]:
    """One pattern for every number, in figures or words, over lower-case text."""
    s = r"[-\s]{1,2}"
    scale = "|".join(sorted((form for form in lexicon().multipliers if form[0] not in "dh"), key=len, reverse=True))
    small = rf"(?:(?:{_any(TENS)}|fourty)(?:[- ](?:{_any(ONES)})\b)?|(?:{_any(TEENS)}|{_any(ONES)})\b)"
    core = rf"(?:(?:{small}|an?){s}hundred(?:{s}(?:and{s})?{small})?|{small}|zero|nil)\b"
    point = rf"(?:{s}point(?:{s}(?:{_any(ONES)}|zero|oh)\b){{1,4}})"
    part = rf"(?:{s}and{s}(?:(?:a|one){s}(?:half|quarter|third)|(?:two|three){s}(?:quarters|thirds))\b)"
    some = (
        rf"(?:half(?:{s}an?)?|(?:(?:a|one){s}(?:quarter|third)|quarter|three[- ]quarters"
        rf"|two[- ]thirds)(?: of)? an?|an?)(?={s}(?:{scale}|dozen|score)\b)"
    )
    vague = (
        rf"(?:(?:several|a few|few|a couple of|a couple|couple of|many)(?: hundred"
        rf"| thousand)?(?= (?:{scale}|dozen|hundred)\b))"
    )
    crowd = (
        r"(?:tens|dozens|scores|hundreds|thousands|millions|billions|trillions)(?: of (?:hundreds"
        r"|thousands|millions|billions|trillions))*(?= of\b)"
    )
    parts = r"(?:2|3|4|5|6|7|8|9|10|12|16|20|32|64)(?!\d|[/,.-]\d)"
    figure = (
        rf"(?:\d+(?:[.,'’{THIN}]\d+)*(?:(?: \d{{3}}){{1,5}}(?= [a-z€$£%]))?(?:[ -]\d{{1,2}}/{parts}"
        rf"|/{parts})?|(?<![\w.])\.\d+)"
    )
    return re.compile(
        rf"(?P<figure>{figure})(?P<glyph>[½¼¾⅛⅜⅝⅞⅓⅔])?|(?P<only>[½¼¾⅛⅜⅝⅞⅓⅔])"
        rf"|(?<![\w])(?:(?P<crowd>{crowd})|(?P<vague>{vague})|(?P<some>{some})"
        rf"|(?P<core>{core})(?P<part>{point}|{part})?|(?P<dozen>dozens?|hundred)\b)",
    )


def _matches(low: str) -> Iterator[re.Match[str]]:
    scan, position = _scanner(), 0
    for start, end in begin(low):
        if start < position:
            continue
        match = scan.match(low, start)
        if match is None:
            position = end
        else:
            yield match
            position = match.end()


class Number(NamedTuple):
    """A number as printed.

    Attributes:
        start: offset of its first character.
        end: offset behind the number and its scaling words.
        base: the figure before scaling.
        scale: product of the scaling words, None without any.
        top: for vague numbers ("hundreds of millions"), the upper end in units of ``base``; None for exact ones.
        figure: printed in digits.
        grouped: printed with separators between thousands, a decimal or a fraction.
        letter: the scaling is a letter such as "m", which counts only beside a currency.
        bare_end: offset behind the number without a letter scale.
        comma: decimal comma: doubtful unless a unit follows.
    """

    start: int
    end: int
    base: Decimal
    scale: Decimal | None
    top: Decimal | None
    figure: bool
    grouped: bool
    letter: bool
    bare_end: int
    comma: bool

    @property
    def value(self) -> Decimal:
        """The number with its scaling words."""
        return self.base * self.scale if self.scale is not None else self.base


def tidy(value: Decimal) -> Decimal:
    """The same value without trailing zeros or an exponent, so that it prints as people write it."""
    whole = value.to_integral_value()
    return whole.quantize(Decimal(1)) if whole == value and value.adjusted() < 27 else value.normalize()


@lru_cache(maxsize=4)
def lower(text: str) -> str:
    """Lower case with every offset kept."""
    low = text.lower()
    if len(low) == len(text):
        return low
    return "".join(char.lower() if len(char.lower()) == 1 else char for char in text)


@lru_cache(maxsize=4)
def numbers(text: str) -> tuple[Number, ...]:
    """Every number of the text in order; identifiers such as "CO2" or "737-800" are left out."""
    low = lower(text)
    found = (_number(text, low, match) for match in _matches(low))
    return tuple(one for one in found if one is not None)


def _number(text: str, low: str, match: re.Match[str]) -> Number | None:
    start, end = match.span()
    kind = match.lastgroup
    if kind in ("figure", "glyph", "only"):
        return _figure(text, low, match)
    top: Decimal | None = None
    if kind == "crowd":
        base, top = _crowd(match.group())
    elif kind == "vague":
        base, top = _vague(match.group())
    elif kind == "dozen":
        base, end = (Decimal(12), end) if match.group()[0] == "d" else (Decimal(100), end)
    elif kind == "some":
        base = _some(match.group())
    else:
        base = _core(match.group("core")) + _rest(match.group("part"))
    return _scaled(text, low, _Printed(start, end, base, top))


def _figure(text: str, low: str, match: re.Match[str]) -> Number | None:
    start, end = match.span()
    printed = match.group("figure") or ""
    if len(printed) > _LONGEST or (
        not printed.isascii() and any(char.isdigit() and not char.isascii() for char in printed)
    ):
        return None
    glyph = (
        Decimal(_GLYPHS[match.group("glyph") or match.group("only") or "½"])
        if match.lastgroup != "figure"
        else Decimal(0)
    )
    read = figure_value(printed) if printed else (Decimal(0), False, False)
    if read is None:
        return None
    base, grouped, comma = read
    return _scaled(text, low, _Printed(start, end, base + glyph, None, True, grouped or bool(glyph), comma))


class _Printed(NamedTuple):
    """A number before its scaling words are read; fields as in ``Number``."""

    start: int
    end: int
    base: Decimal
    top: Decimal | None = None
    figure: bool = False
    grouped: bool = False
    comma: bool = False


def _scaled(text: str, low: str, one: _Printed) -> Number:
    """Read the scaling words or letter behind a number."""
    lex = lexicon()
    end = bare_end = one.end
    scale, letter = None, False
    word = NEXT.match(low, end)
    for _ in range(2):
        if word is None or word["word"] not in lex.multipliers:
            break
        scale = lex.multipliers[word["word"]] * (scale or 1)
        end = bare_end = word.end()
        word = NEXT.match(low, end)
    if scale is None and one.figure and word is not None and word["gap"] != "-":
        form = lex.letters.get(text[word.start("word") : word.end()])
        if form and (not form[1] or word["gap"] is None):
            scale, letter, end = form[0], True, word.end()
    return Number(one.start, end, one.base, scale, one.top, one.figure, one.grouped, letter, bare_end, one.comma)


def _core(words: str) -> Decimal:
    total = 0
    for word in re.split(r"[-\s]+", words):
        if word in ("a", "an"):
            total = 1
        elif word == "hundred":
            total *= 100
        elif word != "and":
            total += SMALL[word]
    return Decimal(total)


def _rest(words: str | None) -> Decimal:
    """What "point three" or "and a half" adds."""
    if not words:
        return Decimal(0)
    parts = re.split(r"[-\s]+", words.strip("- \n\t\r"))
    if parts[0] == "point":
        return Decimal("0." + "".join(str(SMALL[part]) for part in parts[1:]))
    return SMALL.get(parts[1], 1) * _PARTS[parts[2]]


def _some(words: str) -> Decimal:
    parts = re.split(r"[-\s]+", words)
    if len(parts) == 1 and parts[0] in ("a", "an"):
        return Decimal(1)
    share = next(_PARTS[part] for part in parts if part in _PARTS)
    return share * SMALL.get(parts[0], 1)


def _vague(words: str) -> tuple[Decimal, Decimal]:
    parts = words.split()
    inner = {"hundred": Decimal(100), "thousand": Decimal(1000)}.get(parts[-1], Decimal(1))
    return (2 * inner, 2 * inner) if "couple" in parts else (2 * inner, 9 * inner)


def _crowd(words: str) -> tuple[Decimal, Decimal]:
    sizes = {
        "tens": 10,
        "dozens": 12,
        "scores": 20,
        "hundreds": 100,
        "thousands": 10**3,
        "millions": 10**6,
        "billions": 10**9,
        "trillions": 10**12,
    }
    total, first = Decimal(1), 0
    for word in words.split(" of "):
        total *= sizes[word]
        first = first or sizes[word]
    reach = 10 if first <= 100 else 1000
    return total, total * reach - 1
