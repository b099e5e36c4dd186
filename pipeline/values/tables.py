"""Strict models of the value tables, and the one function that reads them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from typing import TypeVar

from pydantic import ConfigDict, ValidationError, model_validator

from pipeline.errors import KnowledgeError
from pipeline.knowledge import Row, load_table, read_yaml
from pipeline.values.spans import Qualifier


class Family(Row):
    """Words that several currencies share, such as "dollars", or a part of them, such as "cents"."""

    id: str
    words: tuple[str, ...]
    symbol: str | None = None
    default: str | None = None
    care: bool = False
    minor_of: str | None = None
    signed: tuple[str, ...] | None = None
    foreign: tuple[str, ...] = ()
    part: Decimal = Decimal(1)


class Currency(Row):
    """One ISO 4217 currency and the ways news prints it."""

    code: str
    family: str | None = None
    alt: tuple[str, ...] = ()
    adjectives: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    symbols: tuple[str, ...] = ()
    weak: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    symbol_of: str | None = None
    wordlike: bool = False
    former: bool = False
    cents: bool = False

    @model_validator(mode="after")
    def _shape(self) -> Currency:
        if len(self.code) != 3 or not self.code.isupper():
            raise ValueError(f"{self.code!r} is no ISO 4217 code")
        if not set(self.weak) <= set(self.symbols):
            raise ValueError(f"{self.code}: weak symbols must be among its symbols")
        return self


class Era(Row):
    """A code that a word gives today, and the code of the money that it was on other days."""

    code: str
    until: date | None = None
    since: date | None = None
    means: str


class Multiplier(Row):
    """Words or letters that scale a numeral."""

    forms: tuple[str, ...]
    value: Decimal
    glued: bool = False


class Phrases(Row):
    """Qualifier words, fillers and cue words around amounts."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    before: dict[Qualifier, tuple[str, ...]]
    after: dict[Qualifier, tuple[str, ...]]
    fillers: tuple[str, ...]
    change: tuple[str, ...]
    ranging: tuple[str, ...]


class Labels(Row):
    """Headings of company-results lines."""

    money: tuple[str, ...]
    share: tuple[str, ...]
    other: tuple[str, ...]
    links: tuple[str, ...]


class Units(Row):
    """Words for units beside figures."""

    per: dict[str, tuple[str, ...]]
    percent: tuple[str, ...]
    points: tuple[str, ...]
    basis_points: tuple[str, ...]
    weighed: tuple[str, ...]
    labels: Labels
    after_bare: tuple[str, ...]
    before_bare: tuple[str, ...]
    money_talk: tuple[str, ...]
    things: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Tables:
    """Everything the values grammar knows as data."""

    families: tuple[Family, ...]
    currencies: tuple[Currency, ...]
    eras: tuple[Era, ...]
    words: tuple[Multiplier, ...]
    letters: tuple[Multiplier, ...]
    phrases: Phrases
    units: Units


_RowT = TypeVar("_RowT", bound=Row)


def mapping(name: str, model: type[_RowT]) -> _RowT:
    """Read ``tables/<name>.yml`` as one mapping.

    Raises:
        KnowledgeError: the file does not fit the model.
    """
    try:
        return model.model_validate(read_yaml(f"tables/{name}.yml"))
    except ValidationError as error:
        first = error.errors()[0]
        raise KnowledgeError(f"pipeline/knowledge/tables/{name}.yml: {first['msg']} at {first['loc']}") from error


@cache
def load_tables() -> Tables:
    """Read and check the value tables once.

    Raises:
        KnowledgeError: a table is missing or wrong.
    """
    tables = Tables(
        families=load_table("currencies", Family, key="families"),
        currencies=load_table("currencies", Currency, key="currencies"),
        eras=load_table("currencies", Era, key="eras"),
        words=load_table("multipliers", Multiplier, key="words"),
        letters=load_table("multipliers", Multiplier, key="letters"),
        phrases=mapping("qualifiers", Phrases),
        units=mapping("units", Units),
    )
    _check(tables)
    return tables


def _check(tables: Tables) -> None:
    codes = [row.code for row in tables.currencies]
    families = {row.id for row in tables.families}
    twice = sorted({code for code in codes if codes.count(code) > 1})
    lost = sorted({row.default for row in tables.families if row.default} - set(codes))
    loose = sorted({row.minor_of for row in tables.families if row.minor_of} - families)
    if twice or lost or loose:
        raise KnowledgeError(
            f"pipeline/knowledge/tables/currencies.yml: codes twice {twice}, unknown defaults {lost}, "
            f"unknown families {loose}"
        )
