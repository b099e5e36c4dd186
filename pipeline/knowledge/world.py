"""The tables about names in one typed object: countries, places, bodies, programmes, legal forms, titles, people."""

from __future__ import annotations

import re
from functools import cache, cached_property

from pipeline.knowledge import load_table, read_yaml
from pipeline.knowledge.name_words import NameWords
from pipeline.knowledge.rows import (
    Appositive,
    Authority,
    Country,
    Cue,
    Field,
    Head,
    LegalForm,
    Place,
    Programme,
    ProgrammeTemplate,
    Role,
)
from pipeline.records import EntityType

_ATTRIBUTES: tuple[str, ...] = (
    "-based",
    "-listed",
    "-owned",
    "-backed",
    "-born",
    "-registered",
    "-flagged",
    "-run",
    "-controlled",
)
_ATTRIBUTES += ("-maker", "-making", "-led", "-linked", "-affiliated", "-funded", "-focused")


_SHORT_TITLE = 4
"""Letters of titles that have no plural: "Gen", "Sen"."""


class World(NameWords):
    """All tables about names, indexed for look-up."""

    def __init__(self) -> None:
        super().__init__()
        self.countries = load_table("countries", Country, key="countries")
        self.authorities = load_table("authorities", Authority, key="authorities")
        self.programmes = load_table("programmes", Programme, key="programmes")
        self._templates = load_table("programmes", ProgrammeTemplate, key="templates")
        self.org_forms = load_table("org_forms", LegalForm, key="forms")
        self.heads = load_table("org_heads", Head, key="heads")
        self.cues = load_table("org_heads", Cue, key="cues")
        self.appositives = load_table("org_heads", Appositive, key="appositives")
        self.fields = load_table("org_heads", Field, key="fields")
        self.roles = load_table("titles", Role, key="roles")
        titles = read_yaml("tables/titles.yml")
        self.honorifics: dict[str, list[str]] = titles["honorifics"] if isinstance(titles, dict) else {}
        self.places = load_table("places", Place, key="places")

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

    def country_of_place(self, form: str) -> str | None:
        """ISO code of the country in which a printed city or region lies, or None."""
        return self._place_countries.get(form)

    @cached_property
    def _place_countries(self) -> dict[str, str]:
        countries = {row.id: row.iso for row in self.countries}
        found = {
            form: countries[row.country] for row in self.places if row.country for form in (row.name, *row.aliases)
        }
        return {form: code for form, code in found.items() if code is not None}

    def is_place(self, form: str) -> bool:
        """Whether a printed form is a country, demonym or known place."""
        return form in self._codes

    @cached_property
    def capitals(self) -> dict[str, str]:
        """Country row of each seat of government that can stand for its government; a state of today comes first."""
        return {seat: rows[0] for seat, rows in self.governments.items()}

    @cached_property
    def governments(self) -> dict[str, list[str]]:
        """Rows of the states, of today and dissolved, that were governed from each seat of government."""
        found: dict[str, list[str]] = {}
        for row in sorted(self.countries, key=lambda one: one.kind != "sovereign"):
            for seat in row.seats:
                found.setdefault(seat, []).append(row.id)
        return found

    def country_of(self, key: str) -> str | None:
        """ISO code of the country of an authority or programme row; None for international ones and unknown keys."""
        programme = self.programme_by_id.get(key)
        row = self.authority_by_id.get(key if programme is None else programme.authority or "")
        country = None if row is None or row.country is None else self._country_by_id.get(row.country)
        return None if country is None else country.iso

    @cached_property
    def programme_templates(self) -> tuple[re.Pattern[str], ...]:
        """Compiled shapes of numbered or composed programme names, case-sensitive."""
        data = read_yaml("tables/programmes.yml")
        slots = data["slots"] if isinstance(data, dict) else {}

        def fill(match: re.Match[str]) -> str:
            return f"(?:{slots[match.group(1)]})"

        forms = [re.sub(r"\{([a-z_]+)\}", fill, pattern) for row in self._templates for pattern in row.patterns]
        return tuple(re.compile(r"(?<!\w)" + re.sub(r" (?!\?)", " +", form) + r"(?!\w)") for form in forms)

    @cached_property
    def programme_by_id(self) -> dict[str, Programme]:
        """Programme rows by id."""
        return {row.id: row for row in self.programmes}

    @cached_property
    def authority_by_id(self) -> dict[str, Authority]:
        """Authority rows by id."""
        return {row.id: row for row in self.authorities}

    @cached_property
    def strong_forms(self) -> frozenset[str]:
        """Legal forms of one word, as printed, that make a name a company's."""
        return frozenset(form for row in self.org_forms if row.strong for form in row.forms if " " not in form)

    def is_demonym(self, form: str) -> bool:
        """Whether a printed form is the adjective or the people of a country."""
        return form in self._codes and not self.is_country_noun(form)

    @cached_property
    def company_heads(self) -> frozenset[str]:
        """Words that end the names of companies, as printed: ``Company``, ``Shipping Lines``, ``Airlines``."""
        heads = {row.head.title() for row in self.heads if row.type == "Company" and not row.weak}
        return frozenset(heads | {"Company", "Corporation", "Group", "Shipping Lines"})

    @cached_property
    def weak_forms(self) -> frozenset[str]:
        """Words of one word at the end of a name, as printed, that support a company: ``Group``, ``Company``."""
        return frozenset(form for row in self.org_forms if not row.strong for form in row.forms if len(form) > 3)

    @cached_property
    def short_forms(self) -> frozenset[str]:
        """Legal forms of two or three letters that are words or other abbreviations besides: ``AD``, ``AS``."""
        return frozenset(form for row in self.org_forms if not row.strong for form in row.forms if 1 < len(form) < 4)

    @cached_property
    def weak_words(self) -> frozenset[str]:
        """Lower-case words at the end of a company's name that do not tell it apart."""
        forms = (form.lower().strip(".,") for row in self.org_forms for form in row.forms)
        return frozenset(form for form in forms if " " not in form) | {
            "group",
            "holdings",
            "holding",
            "company",
            "co",
            "and",
        }

    @cached_property
    def generic_words(self) -> frozenset[str]:
        """Lower-case words too common to stand for one organisation alone: head nouns, demonyms, countries."""
        heads = {word for row in self.heads for word in row.head.split()}
        places = {word.lower() for row in self.countries for form in (row.name, *row.demonyms) for word in form.split()}
        return frozenset(heads | places | set(self._words["common_in_names"]))

    @cached_property
    def head_types(self) -> dict[str, tuple[EntityType, float]]:
        """Type and weight that a head noun (lower case, one or more words) gives a name."""
        return {row.head: (row.type, 1.5 if row.weak else 4.5) for row in self.heads}

    @cached_property
    def field_words(self) -> frozenset[str]:
        """Words for what ministries deal with, as names print them, and "State"."""
        return frozenset({"State", *(word for row in self.fields for form in row.words for word in form.split())})

    @cached_property
    def departments(self) -> frozenset[str]:
        """What departments deal with, as printed: "Trade", "Agriculture"; the foreign one is called by its head."""
        return frozenset(
            word for row in self.fields for word in row.words if row.id not in ("foreign_affairs", "interior")
        )

    @cached_property
    def body_heads(self) -> tuple[str, ...]:
        """Head nouns of public bodies as names print them ("Ministry", "Court of Appeal")."""
        usual = self._words["usual_bodies"]
        bodies = [row.head for row in self.heads if row.type == "PublicBody" and (not row.weak or row.head in usual)]
        small = {"of", "and", "the", "to", "for"}
        return tuple(" ".join(w if w in small else w[0].upper() + w[1:] for w in head.split()) for head in bodies)

    @cached_property
    def lower_bodies(self) -> tuple[str, ...]:
        """Bodies that news names in small letters: "foreign ministry", "trade department", "central bank"."""
        words = [word.lower() for row in self.fields for word in row.words]
        made = [
            f"{word} {head}" for word in words for head in ("ministry", "department", "bureau", "commission", "agency")
        ]
        made += [f"ministry of {word}" for word in words]
        return (*made, *self._words["lower_bodies"])

    @cached_property
    def noun_kinds(self) -> dict[str, frozenset[EntityType]]:
        """Types that a common noun beside a name can give it, by the noun in small letters without hyphens."""
        kinds: dict[str, set[EntityType]] = {}
        for row in self.appositives:
            kinds.setdefault(row.noun.lower().replace("-", " "), set()).add(row.type)
        return {noun: frozenset(types) for noun, types in kinds.items()}

    @cached_property
    def vessel_cues(self) -> tuple[str, ...]:
        """Words right before a ship's name."""
        return tuple(
            word
            for row in self.cues
            if row.type == "Vessel"
            for word in (*row.prefixes, *row.nouns)
            if word not in self._words["not_before_vessel"]
        )

    @cached_property
    def airplane_cues(self) -> tuple[str, ...]:
        """Words right before an aircraft's tail number."""
        return tuple(word for row in self.cues if row.type == "Airplane" for word in (*row.nouns, *row.marks))

    @cached_property
    def person_titles(self) -> tuple[str, ...]:
        """Titles and roles as they stand right before a person's name, capitalised or not."""
        roles = [
            phrase
            for row in self.roles
            if row.relation != "associated"
            for phrase in row.phrases
            if not phrase.endswith((" of", " for"))
        ]
        capitals = [" ".join(word[0].upper() + word[1:] for word in phrase.split()) for phrase in roles]
        return (*self.honorifics["strong"], *self.honorifics["weak"], *roles, *capitals)

    @cached_property
    def title_words(self) -> frozenset[str]:
        """Titles and roles in small letters."""
        return frozenset(title.lower().rstrip(".") for title in self.person_titles)

    def opens_name(self, word: str) -> bool:
        """Whether a capitalised word before a name is no part of it: a title, sentence opener or "Chipmaker"."""
        bare = word.lower().rstrip(".")
        return bare in self.openers or bare in self._leading_nouns or bare.endswith(_ATTRIBUTES)

    @cached_property
    def _leading_nouns(self) -> frozenset[str]:
        """Common nouns that lead a name ("Toolmaker X") and end none: "bank" and "group" do."""
        heads = {word for row in self.heads for word in row.head.split()}
        nouns = {noun for noun, kinds in self.noun_kinds.items() if len(kinds) == 1 or kinds == {"Company", "Person"}}
        return frozenset(nouns) - heads - self.weak_words

    @cached_property
    def openers(self) -> frozenset[str]:
        """Lower-case words that stand before a name and are no part of it: titles, determiners, sentence openers."""
        printed = [title.lower().rstrip(".") for title in (*self.honorifics["strong"], *self._words["prefixed_roles"])]
        titles = {title for title in printed if " " not in title}
        # "Senators Lind and Berg": one title before several names.
        several = {f"{title}s" for title in titles if len(title) > _SHORT_TITLE}
        return frozenset(titles | several) | frozenset(self._words["sentence_openers"])


@cache
def load_world() -> World:
    """The tables, read once per process.

    Raises:
        KnowledgeError: a table is wrong.
    """
    return World()
