"""The tables about names in one typed object: countries, places, bodies, programmes, legal forms, titles, people."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, cached_property
from typing import Literal

from pipeline.knowledge import Row, load_table, read_yaml
from pipeline.records import EntityType, Measure


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


class Nominal(Row):
    """A common noun that can stand for an entity."""

    id: str
    nouns: tuple[str, ...]
    types: tuple[EntityType, ...]
    named: bool


class World:
    """All tables about names, indexed for look-up."""

    def __init__(self) -> None:
        self.countries = load_table("countries", Country, key="countries")
        self.authorities = load_table("authorities", Authority, key="authorities")
        self.nominal_rows = load_table("nominals", Nominal)

    @cached_property
    def nominals(self) -> dict[str, Nominal]:
        """Row of each noun, by lower-case singular."""
        return {noun: row for row in self.nominal_rows for noun in row.nouns}

    @cached_property
    def _country_by_id(self) -> dict[str, Country]:
        return {row.id: row for row in self.countries}

    @cached_property
    def _codes(self) -> dict[str, str]:
        """Row id by every unambiguous printed form, demonyms included; the first sovereign state wins a shared form."""
        codes: dict[str, str] = {}
        for row in sorted(self.countries, key=lambda one: one.kind != "sovereign"):
            for form in (row.name, *row.aliases, *row.former_names, *row.demonyms):
                codes.setdefault(form, row.id)
        return codes

    def country_code(self, form: str) -> str | None:
        """ISO 3166-1 alpha-2 code of a country name or demonym as printed, or None."""
        row = self._country_by_id.get(self._codes.get(form, ""))
        return None if row is None else row.iso

    def is_country_noun(self, form: str) -> bool:
        """Whether a printed form names a country itself, not its people or adjective."""
        row = self._country_by_id.get(self._codes.get(form, ""))
        return row is not None and form not in row.demonyms

    def country_name(self, key: str) -> str:
        """English short name of a country row."""
        return self._country_by_id[key].name

    def is_place(self, form: str) -> bool:
        """Whether a printed form is a country, demonym or known place."""
        return form in self._codes

    @cached_property
    def capitals(self) -> dict[str, str]:
        """Country row of each seat of government that can stand for its government."""
        return {seat: row.id for row in self.countries for seat in row.seats}

    def country_of(self, key: str) -> str | None:
        """ISO code of the country of an authority row, or None for international bodies and unknown keys."""
        row = self._authority_by_id.get(key)
        country = None if row is None or row.country is None else self._country_by_id.get(row.country)
        return None if country is None else country.iso

    @cached_property
    def _authority_by_id(self) -> dict[str, Authority]:
        return {row.id: row for row in self.authorities}

    org_forms: tuple = ()
    strong_forms = frozenset("Inc Corp Co Ltd LLC Plc PLC AG GmbH SA NV AB Pte Pty SpA KK".split())
    weak_words = frozenset("inc corp co ltd llc plc ag gmbh sa nv ab pte pty spa kk company corporation group holdings holding limited".split())
    generic_words = frozenset("national bank international united american general first china".split())
    body_heads_of = ("Ministry", "Department", "Bureau", "Office", "Court", "Bank")
    body_heads_last = ("Ministry", "Department", "Commission", "Court", "Agency", "Council", "Committee")
    lower_bodies = ("foreign ministry", "finance ministry", "trade ministry", "central bank", "parliament", "economy ministry")
    programme_templates = ()
    person_titles = ("President", "Mr", "Mr.", "Minister", "Chairman", "Secretary", "spokesman", "chairman", "president", "analyst")
    vessel_cues = ("tanker", "vessel")
    airplane_cues = ("aircraft",)
    openers = frozenset("the a an mr mr. mrs ms president minister secretary chairman but on in".split())
    time_words = frozenset("monday tuesday wednesday thursday friday saturday sunday january february march april june july august september october november december".split())
    not_names = frozenset("january february march april may june july august september october november december ipo ceo monday".split())
    first_names = frozenset("John James Michael David Richard".split())
    family_first = frozenset("Xu Li Wang".split())
    head_types: dict[str, EntityType] = {"ministry": "PublicBody", "bank": "Company", "university": "Organization"}
    title_words = frozenset("president chairman spokesman minister".split())
    common_nouns: dict[str, EntityType] = {"company": "Company", "firm": "Company", "bank": "Company"}


@cache
def load_world() -> World:
    """The tables, read once per process.

    Raises:
        KnowledgeError: a table is wrong.
    """
    return World()
