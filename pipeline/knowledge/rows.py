"""Row models of the tables about names. What each field means stands at the head of its YAML file."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from pipeline.knowledge import Row
from pipeline.records import EntityType, Measure, RelationType


class FormerCurrency(Row):
    """A currency that news counted in until a year."""

    code: str
    until: int


class Country(Row):
    """A state, territory or dissolved state; the fields are explained at the head of countries.yml."""

    id: str
    iso: str | None = None
    kind: Literal["sovereign", "territory", "historic"]
    name: str
    aliases: tuple[str, ...] = ()
    weak: tuple[str, ...] = ()
    former_names: tuple[str, ...] = ()
    demonyms: tuple[str, ...] = ()
    weak_demonyms: tuple[str, ...] = ()
    capital: str | None = None
    seats: tuple[str, ...] = ()
    administrations: tuple[str, ...] = ()
    currency: str | None = None
    former_currencies: tuple[FormerCurrency, ...] = ()
    since: int | None = None
    until: int | None = None
    successors: tuple[str, ...] = ()


class Authority(Row):
    """A body that decides on, enforces or judges sanctions, or that such news names often."""

    id: str
    type: Literal["PublicBody", "Organization"]
    name: str
    aliases: tuple[str, ...] = ()
    weak: tuple[str, ...] = ()
    country: str | None = None
    parent: str | None = None


class Programme(Row):
    """A named list, regime, act or order, what it means for those put under it, and when it held."""

    id: str
    name: str
    aliases: tuple[str, ...] = ()
    weak: tuple[str, ...] = ()
    kind: Literal["list", "regime", "act", "order", "regulation"]
    authority: str | None = None
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None
    measures: tuple[Measure, ...] = ()


class ProgrammeTemplate(Row):
    """The shape of numbered or composed programme names, as regular expressions with slots."""

    id: str
    kind: Literal["list", "regime", "act", "order", "regulation"]
    authority: str | None = None
    patterns: tuple[str, ...]


class LegalForm(Row):
    """A company's legal form with its spellings."""

    id: str
    forms: tuple[str, ...]
    countries: tuple[str, ...] = ()
    strong: bool
    position: Literal["end", "both"] = "end"


class Head(Row):
    """A head noun (small letters) and the type it gives a name."""

    id: str
    head: str
    type: EntityType
    weak: bool = False


class Cue(Row):
    """Words that stand beside the name of a ship, an aircraft or a wallet."""

    id: str
    type: EntityType
    prefixes: tuple[str, ...] = ()
    nouns: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()


class Appositive(Row):
    """A common noun that gives the type of the name beside it."""

    id: str
    noun: str
    type: EntityType


class Field(Row):
    """What ministries deal with."""

    id: str
    words: tuple[str, ...]


class Role(Row):
    """Role phrases (small letters) and the relation they make."""

    id: str
    relation: RelationType
    object: Literal["organization", "body", "country", "place", "person"]
    phrases: tuple[str, ...]


class Place(Row):
    """A place that is no country of its own."""

    id: str
    name: str
    aliases: tuple[str, ...] = ()
    dateline: tuple[str, ...] = ()
    kind: str
    country: str | None = None
    weak: bool = False


class NotNames(Row):
    """Capitalised words that are no name on their own."""

    id: str
    words: tuple[str, ...]
    fold: bool = False


class Nominal(Row):
    """A common noun that can stand for an entity."""

    id: str
    nouns: tuple[str, ...]
    types: tuple[EntityType, ...]
    named: bool
