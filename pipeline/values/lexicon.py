"""The tables compiled for reading: phrase tries for words, dictionaries for symbols."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Generic, Literal, TypeVar

from pipeline.values.tables import Currency, Family, load_tables

# One word of running text, dots inside initials kept ("u.s"); symbols stand for themselves.
WORD = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]+|[^\W\d_]+(?:['’][^\W\d_]+)*|[$€£¥₩₹₽₺₴₦₫₪₱฿₡₵₸₮₭₼₾¢%％؋]")
# What may stand between a number and its unit, or between the words of a unit. One line break, since wires wrap lines.
GAP = re.compile(r"\.?(?:-\n?|[ \t\u00a0\u2009\u202f\u2007]{1,2}(?:\n[ \t]{0,8})?|\r?\n[ \t]{0,8})")
NEXT = re.compile(rf"(?P<gap>{GAP.pattern})?(?P<word>{WORD.pattern})")
"""The word behind a number or a word."""
T = TypeVar("T")


class Trie(Generic[T]):
    """Longest-match lookup of phrases, word by word; keys are lower case."""

    def __init__(self) -> None:
        self._phrases: dict[tuple[str, ...], T] = {}
        self._longest: dict[str, int] = {}

    def add(self, phrase: str, value: T) -> None:
        """Enter a phrase; the first value entered for it stays."""
        words = tuple(WORD.findall(phrase.lower()))
        self._phrases.setdefault(words, value)
        self._longest[words[0]] = max(self._longest.get(words[0], 0), len(words))

    def match(self, low: str, position: int) -> tuple[int, T] | None:
        """Longest phrase of the trie that starts at ``position``, with the offset behind it."""
        first = WORD.match(low, position)
        if first is None:
            return None
        longest = self._longest.get(first.group())
        if longest is None:
            return None
        words, ends = [first.group()], [first.end()]
        while len(words) < longest:
            word = NEXT.match(low, ends[-1])
            if word is None or word["gap"] is None:
                break
            words.append(word["word"])
            ends.append(word.end())
        for size in range(len(words), 0, -1):
            value = self._phrases.get(tuple(words[:size]))
            if value is not None:
                return ends[size - 1], value
        return None


@dataclass(frozen=True, slots=True)
class Unit:
    """What a word or symbol beside a number says.

    Attributes:
        kind: money, percent, points or basis points.
        code: ISO 4217 code where the word names one currency.
        family: id of the family where several currencies share the word.
        part: share of the whole currency unit (0.01 for cents).
        care: the word has other common senses.
        symbol: printed as a symbol.
    """

    kind: Literal["money", "percent", "points", "basis"]
    code: str | None = None
    family: str | None = None
    part: Decimal = Decimal(1)
    care: bool = False
    symbol: bool = False


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Compiled lookups over the value tables."""

    suffixes: Trie[Unit]
    prefixes: dict[str, Unit]
    prefix_ends: dict[str, tuple[int, ...]]
    """Last characters of the prefixes, each with their lengths, longest first."""
    multipliers: dict[str, Decimal]
    letters: dict[str, tuple[Decimal, bool]]
    codes: dict[str, Unit]
    families: dict[str, Family]
    by_country: dict[tuple[str, str], str]
    home: dict[str, str]
    cents: dict[str, str]
    """Code of the money of the countries whose cents are printed without it."""
    family_of: dict[str, str]
    per: Trie[str]


@cache
def lexicon() -> Lexicon:
    """Build the lookups once."""
    tables = load_tables()
    suffixes, per = _suffixes(tables.currencies, tables.families), Trie[str]()
    for kind, words in (
        ("percent", tables.units.percent),
        ("points", tables.units.points),
        ("basis", tables.units.basis_points),
    ):
        for word in words:
            suffixes.add(word, Unit(kind=kind))  # type: ignore[arg-type]
    for name, forms in tables.units.per.items():
        for form in forms:
            per.add(form, name)
    prefixes = _prefixes(tables.currencies, tables.families)
    home: dict[str, str] = {}
    by_country: dict[tuple[str, str], str] = {}
    for row in tables.currencies:
        for land in row.countries:
            if not row.former:
                home.setdefault(land, row.code)
            for family in (row.family, *row.alt):
                if family:
                    by_country.setdefault((family, land), row.code)
            if row.symbol_of:
                by_country.setdefault((f"{row.symbol_of} symbol", land), row.code)
    return Lexicon(
        suffixes=suffixes,
        prefixes=prefixes,
        prefix_ends=_ends(prefixes),
        multipliers={form: row.value for row in tables.words for form in row.forms},
        letters={form: (row.value, row.glued) for row in tables.letters for form in row.forms},
        codes={row.code: Unit("money", code=row.code, care=row.wordlike) for row in tables.currencies},
        families={row.id: row for row in tables.families},
        by_country=by_country,
        home=home,
        cents={land: row.code for row in tables.currencies if row.cents for land in row.countries},
        family_of={row.code: row.family or row.code for row in tables.currencies},
        per=per,
    )


def _suffixes(currencies: tuple[Currency, ...], families: tuple[Family, ...]) -> Trie[Unit]:  # noqa: PLR0912 - names, then families, then symbols
    trie: Trie[Unit] = Trie()
    shared = {row.id: row for row in families}
    minors = [row for row in families if row.minor_of]
    for row in currencies:
        for name in row.names:
            trie.add(name, Unit("money", code=row.code))
        for family in [shared[one] for one in (row.family, *row.alt) if one in shared]:
            for adjective in row.adjectives:
                for word in family.words:
                    trie.add(f"{adjective} {word}", Unit("money", code=row.code))
                for minor in minors:
                    if minor.minor_of == family.id:
                        for word in minor.words:
                            trie.add(f"{adjective} {word}", Unit("money", code=row.code, part=minor.part))
    for group in families:
        whole = shared[group.minor_of] if group.minor_of else group
        for word in group.words:
            trie.add(word, Unit("money", family=whole.id, part=group.part, care=group.care))
        if group.symbol and WORD.fullmatch(group.symbol):
            trie.add(group.symbol, Unit("money", family=group.id, symbol=True))
    for row in currencies:
        for symbol in row.symbols:
            if len(WORD.findall(symbol)) == 1 and not symbol[0].isascii():
                trie.add(symbol, Unit("money", code=row.code, symbol=True))
    return trie


def _ends(prefixes: Iterable[str]) -> dict[str, tuple[int, ...]]:
    found: dict[str, set[int]] = {}
    for one in prefixes:
        found.setdefault(one[-1], set()).add(len(one))
    return {last: tuple(sorted(lengths, reverse=True)) for last, lengths in found.items()}


def _prefixes(currencies: tuple[Currency, ...], families: tuple[Family, ...]) -> dict[str, Unit]:
    table: dict[str, Unit] = {}
    for row in currencies:
        for symbol in row.symbols:
            table[symbol.strip()] = Unit("money", code=row.code, symbol=True, care=symbol in row.weak)
        table.setdefault(row.code, Unit("money", code=row.code, care=row.wordlike))
    for family in families:
        if family.symbol and len(family.symbol) == 1:
            table[family.symbol] = Unit("money", family=family.id, symbol=True)
    return table
