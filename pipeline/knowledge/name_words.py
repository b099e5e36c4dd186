"""Words and names without rows of their own: what opens or stands beside a name, given names, well-known firms."""

from __future__ import annotations

import re
from functools import cached_property
from typing import Any

from pipeline.knowledge import load_table, read_yaml
from pipeline.knowledge.rows import Nominal, NotNames
from pipeline.records import EntityType


class NameWords:
    """The lists of words about names, indexed for look-up."""

    def __init__(self) -> None:
        people = read_yaml("tables/first_names.yml")
        self._people: dict[str, Any] = people if isinstance(people, dict) else {}
        words = read_yaml("tables/name_words.yml")
        self._words: dict[str, list[str]] = words if isinstance(words, dict) else {}
        self.nominal_rows = load_table("nominals", Nominal)

    @cached_property
    def nominals(self) -> dict[str, Nominal]:
        """Row of each noun, by lower-case singular."""
        return {noun: row for row in self.nominal_rows for noun in row.nouns}

    @cached_property
    def capital_words(self) -> dict[str, frozenset[str]]:
        """Words by which a capital is its government or a place, by the lists of capital_words.yml."""
        lists = read_yaml("tables/capital_words.yml")
        return {name: frozenset(words) for name, words in lists.items()} if isinstance(lists, dict) else {}

    @cached_property
    def leading_heads(self) -> tuple[str, ...]:
        """What a company is, as the first word of its name: "Banco", "Compagnie"."""
        return tuple(self._words["leading_heads"])

    @cached_property
    def belongings(self) -> re.Pattern[str]:
        """What belongs to a thing, before its name: "Shares of "."""
        words = "|".join(word.capitalize() for word in self._words["belongings"])
        return re.compile(rf"(?:{words}) +(?:of|in|at|for|from|by|to) +(?:the +)?")

    @cached_property
    def program_words(self) -> frozenset[str]:
        """Words of which the name of a list, act or order has one, in small letters."""
        return frozenset(self._words["program_words"])

    @cached_property
    def ship_words(self) -> frozenset[str]:
        """Words of which a text that speaks of ships has one, in small letters."""
        return frozenset(self._words["ship_words"])

    @cached_property
    def known_names(self) -> dict[str, EntityType]:
        """Type of each company and organisation that news names without saying what it is."""
        names: dict[str, EntityType] = dict.fromkeys(self._known["companies"], "Company")
        names.update(dict.fromkeys(self._known["organizations"], "Organization"))
        return names

    @cached_property
    def wordlike_companies(self) -> frozenset[str]:
        """Companies whose names are words, surnames or places besides."""
        return frozenset(self._known["companies_wordlike"])

    @cached_property
    def _known(self) -> dict[str, list[str]]:
        names = read_yaml("tables/known_names.yml")
        return names if isinstance(names, dict) else {}

    @cached_property
    def company_words(self) -> dict[str, frozenset[str]]:
        """Words beside a company and what belongs to one, by the lists of name_words.yml that begin with it."""
        return {name: frozenset(words) for name, words in self._words.items() if name.startswith("company_")}

    @cached_property
    def place_words(self) -> dict[str, frozenset[str]]:
        """Words beside a place, by the lists ``place_of`` (before "of X") and ``place_nouns`` (behind X)."""
        return {name: frozenset(words) for name, words in self._words.items() if name.startswith("place_")}

    @cached_property
    def time_words(self) -> frozenset[str]:
        """Lower-case weekdays and months, which a model often pulls into the name before them."""
        return frozenset(self._words["time_words"])

    def is_no_name(self, printed: str) -> bool:
        """Whether a printed word or phrase is a month, heading, money word, acronym or the like, never a name alone."""
        return printed in self._not_names or printed.lower() in self._not_names

    @cached_property
    def _not_names(self) -> frozenset[str]:
        rows = load_table("not_names", NotNames, key="groups")
        return frozenset(word.lower() if row.fold else word for row in rows for word in row.words)

    @cached_property
    def given_names(self) -> frozenset[str]:
        """Every given name, also those that are common words."""
        return frozenset(name for names in self._people["given"].values() for name in names)

    @cached_property
    def first_names(self) -> frozenset[str]:
        """Given names that are no common words."""
        return self.given_names - frozenset(self._people["wordlike"])

    @cached_property
    def family_first(self) -> frozenset[str]:
        """Surnames of languages that put the surname first, without those that are common words."""
        return frozenset(name for names in self._people["family_first"].values() for name in names) - frozenset(
            self._people["wordlike"]
        )
