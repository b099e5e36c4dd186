"""The words of ``words.yml``, indexed for look-up."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml

from pipeline.knowledge import read_yaml


@dataclass(frozen=True, slots=True)
class Words:
    """What ``words.yml`` lists; its head says what each list means.

    Attributes:
        legal_forms: family by the words of a form.
        variants: numbers of the groups that a spelling belongs to.
        syllables: Pinyin of Chinese syllables in older spellings.
        countries: words that name a country.
        demonyms: adjectives of countries.
    """

    legal_forms: Mapping[tuple[str, ...], str]
    neutral: frozenset[str]
    generic: frozenset[str]
    small: frozenset[str]
    titles: frozenset[str]
    vessel_prefixes: frozenset[str]
    offices: frozenset[str]
    particles: frozenset[str]
    fathers: frozenset[str]
    devout: frozenset[str]
    joined: frozenset[str]
    generations: frozenset[str]
    variants: Mapping[str, frozenset[int]]
    syllables: Mapping[str, str]
    countries: frozenset[str]
    demonyms: frozenset[str]

    @property
    def shared(self) -> frozenset[str]:
        """Words by which no name is looked up: too many have them."""
        single = {form[0] for form in self.legal_forms if len(form) == 1}
        return self.neutral | self.generic | self.small | self.titles | self.particles | single


@cache
def load_words() -> Words:
    """Read the file once, with the names of countries from the knowledge tables."""
    raw = yaml.safe_load((files("pipeline.link") / "words.yml").read_text(encoding="utf-8"))
    groups: dict[str, set[int]] = {}
    for number, group in enumerate([*raw["variants"], *raw["short_names"], *raw["syllables"]]):
        for word in group:
            groups.setdefault(word, set()).add(number)
    plain = {
        key: frozenset(raw[key])
        for key in (
            "neutral",
            "generic",
            "small",
            "titles",
            "vessel_prefixes",
            "offices",
            "particles",
            "fathers",
            "devout",
        )
    }
    return Words(
        legal_forms={tuple(form.split()): family for family, forms in raw["legal_forms"].items() for form in forms},
        **plain,
        joined=frozenset(raw["joined"]),
        generations=frozenset(raw["generations"]),
        variants={word: frozenset(numbers) for word, numbers in groups.items()},
        syllables=dict(raw["syllables"]),
        countries=frozenset(_of_countries("name", "aliases", "former_names")),
        demonyms=frozenset(_of_countries("demonyms")),
    )


def _of_countries(*keys: str) -> Iterator[str]:
    table = read_yaml("tables/countries.yml")
    for row in table["countries"] if isinstance(table, dict) else ():
        for key in keys:
            value = row.get(key, ())
            for form in [value] if isinstance(value, str) else value:
                if " " not in form:
                    yield form.lower()
