"""Names that stand in the tables, found with one automaton over the view."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace

import ahocorasick_rs

from pipeline.knowledge.rows import Country
from pipeline.knowledge.world import World
from pipeline.records import EntityType
from pipeline.resolve.mentions import Found

_SURE = 8.0
_WEAK = 2.5
"""A weak name alone stays below what the model needs to be believed; with its country in the text it is sure."""
_PLACE = 6.0
_NAME = 5.5
"""A well-known company or organisation: more than what a model says, and what stands beside it by chance."""
_WORDLIKE = 1.0
"""A place whose name is also a common word or a surname: only the model can make it one."""

_REGISTRY_NUMBER = re.compile(r"(?: (?:[Nn]umber|[Nn]o\.))?:? \d{7}\b")
"""What follows the IMO of "IMO 9123456": a ship's number, not the organisation."""
_WORD_BEFORE = re.compile(r"\b([A-Z][\w'-]*[a-z])(?<!'s) $")
_OFFICE = re.compile(r"Secretary of (?:the )?(?=[A-Z])")
_HOLDERS = frozenset(
    {"Representative", "Commissioner", "Comptroller", "Ombudsman", "Governor", "Secretary-General", "chief"}
)
"""Last words of bodies that are also titles."""
_FULL_NAME = re.compile(r" [A-Z][\w.'-]+ [A-Z]")
_GOVERNMENT_AFTER = re.compile(
    r"\s+(?:[Gg]overnment|[Aa]dministration|[Rr]egime|[Aa]uthorities|[Cc]abinet|[Jj]unta|[Gg]ovt)\b"
)
_GOVERNMENT_BEFORE = re.compile(r"\b[Gg]overnment\s+of\s+(?:the\s+)?$")


class Gazetteer:
    """One automaton over every alias of every table; the longest match at a place wins."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._rows: dict[str, list[Found]] = defaultdict(list)
        self._known_places = {form for place in world.places for form in (place.name, *place.aliases)}
        self._fill()
        self._forms = list(self._rows)
        self._automaton = ahocorasick_rs.AhoCorasick(self._forms, matchkind=ahocorasick_rs.MatchKind.LeftmostLongest)

    def _fill(self) -> None:
        for row in sorted(self._world.countries, key=lambda one: one.kind != "sovereign"):
            self._fill_country(row)
        for place in self._world.places:
            for form in (place.name, *place.aliases):
                if not any(found.rule == "table.country" for found in self._rows[form]):
                    self._put(form, "Location", _WORDLIKE if place.weak else _PLACE, "table.place", f"place:{place.id}")
        for body in self._world.authorities:
            for form in (body.name, *body.aliases):
                self._put(form, body.type, _SURE, "table.authority", body.id)
            for form in body.weak:
                self._put(form, body.type, _WEAK, "table.authority_weak", body.id)
        for programme in self._world.programmes:
            for form in (programme.name, *programme.aliases):
                self._put(form, "Program", _SURE, "table.programme", programme.id)
            for form in programme.weak:
                self._put(form, "Program", _WEAK, "table.programme_weak", programme.id)

        for form, kind in self._world.known_names.items():
            if form not in self._rows:
                self._put(form, kind, _NAME, "table.name", None)

    def _fill_country(self, row: Country) -> None:
        kind: EntityType = "Location" if row.kind == "territory" else "Country"
        for form in (row.name, *row.aliases, *row.former_names, *row.demonyms):
            if not self._rows[form]:
                self._put(form, kind, _SURE, "table.country", row.id)
        for form in (*row.weak, *row.weak_demonyms):
            self._put(form, kind, _WEAK, "table.country_weak", row.id)
        for form in row.seats:
            if form not in self._known_places:
                self._put(form, "Location", _PLACE, "table.place", None)
        for form in row.administrations:
            for office in ("administration", "government", "cabinet", "Administration", "Government"):
                self._put(f"{form} {office}", "Country", _SURE, "table.administration", row.id)

    def _put(self, form: str, kind: EntityType, weight: float, rule: str, key: str | None) -> None:
        self._rows[form].append(Found(0, 0, kind, weight, rule, key))
        capitals = form.upper()
        if rule in ("table.country", "table.place") and len(form) > 3 and capitals not in self._rows:
            # Datelines and headings are printed in capitals.
            self._rows[capitals].append(Found(0, 0, kind, weight, rule, key))

    def find(self, view: str) -> list[Found]:
        """Table names at word boundaries, left to right; shared names are settled by the countries of the text."""
        hits = list(self._hits(view))
        places = Counter(self._country(rows[0]) for _, _, rows in hits if rows[0].weight == _SURE)
        found = [replace(row, start=start, end=end) for start, end, rows in hits for row in self._choose(rows, places)]
        found = [named for item in found if (named := self._without_office(view, item)) is not None]
        return [*(self._with_government(view, item) for item in found), *_leaders(view, found)]

    def _without_office(self, view: str, item: Found) -> Found | None:
        """Read a body as an office before its holder.

        "Secretary of State Ana Lind" is of State, "U.S. Trade Representative Ana Lind" is employed by the country,
        "UN Secretary-General Ana Lind" by the body that its title begins with.
        """
        if item.type != "PublicBody" or not _FULL_NAME.match(view, item.end):
            return item
        office = _OFFICE.match(view, item.start, item.end)
        if office is not None:
            return replace(item, start=office.end())
        words = view[item.start : item.end].split()
        if words[-1] not in _HOLDERS:
            return item
        code = self._world.country_code(words[0])
        end = item.start + len(words[0])
        if code is None:
            body = next((row for row in self._rows.get(words[0], ()) if row.rule == "table.authority"), None)
            return None if body is None else replace(body, start=item.start, end=end)
        return replace(item, end=end, type="Country", weight=_SURE, rule="table.country", key=code)

    def knows(self, form: str) -> bool:
        """Whether a printed form stands in a table."""
        return form in self._rows

    def _with_government(self, view: str, item: Found) -> Found:
        """Widen a country to its government: "the Japanese government", "Government of Japan", "the Oslo regime"."""
        code = item.key if item.rule == "table.country" else self._world.capitals.get(view[item.start : item.end])
        if code is None or item.type not in ("Country", "Location"):
            return item
        after = _GOVERNMENT_AFTER.match(view, item.end)
        before = _GOVERNMENT_BEFORE.search(view[max(item.start - 24, 0) : item.start])
        if after is not None:
            return replace(item, end=after.end(), type="Country", key=code, weight=9.0, rule="table.government")
        if before is not None and item.rule == "table.country":
            start = item.start - len(before.group())
            return replace(item, start=start, type="Country", weight=9.0, rule="table.government")
        return item

    def _hits(self, view: str) -> Iterator[tuple[int, int, list[Found]]]:
        for index, start, end in self._automaton.find_matches_as_indexes(view):
            rows = self._rows[self._forms[index]]
            if rows[0].rule == "table.authority_weak" and self._ends_name(view, start):
                continue
            if _at_boundary(view, start, end) and not _REGISTRY_NUMBER.match(view, end):
                yield start, end, rows

    def _ends_name(self, view: str, start: int) -> bool:
        """Whether a weak name is the last word of a longer one: "Defense" in "Kaito Defense"."""
        before = _WORD_BEFORE.search(view[max(start - 30, 0) : start])
        if before is None or self._world.country_code(before.group(1)) is not None:
            return False
        word = before.group(1).lower()
        known = word in self._world.title_words or word in self._world.time_words
        return not known and not self._world.opens_name(word)

    def _country(self, row: Found) -> str | None:
        if row.rule.startswith("table.country"):
            return row.key
        return self._world.country_of(row.key or "")

    def _choose(self, rows: Iterable[Found], places: Counter[str | None]) -> Iterator[Found]:
        """The row that a form means here: a sure one, else the weak one whose country the text names most."""
        sure = [row for row in rows if row.weight > _WEAK]
        if sure:
            yield max(sure, key=lambda row: (row.weight, places[self._country(row)]))
            return
        weak = [
            row for row in rows if row.weight == _WEAK and places[self._country(row)] and self._country(row) is not None
        ]
        if weak:
            yield replace(max(weak, key=lambda row: places[self._country(row)]), weight=5.0)
            return
        # Which body is meant stays open, that it is one does not.
        first = next(iter(rows))
        yield replace(first, key=None)


def _leaders(view: str, found: Iterable[Found]) -> Iterator[Found]:
    """The person behind an administration that the text names: "the Trump administration" … "Trump"."""
    taken = {item.start for item in found}
    for name in sorted({view[i.start : i.end].rsplit(" ", 1)[0] for i in found if i.rule == "table.administration"}):
        for match in re.finditer(rf"\b{re.escape(name)}\b", view):
            if match.start() not in taken:
                yield Found(match.start(), match.end(), "Person", 5.0, "table.leader")


def _at_boundary(view: str, start: int, end: int) -> bool:
    before = view[start - 1] if start else " "
    after = view[end] if end < len(view) else " "
    return not before.isalnum() and not after.isalnum() and before not in "_@/" and after not in "$€£¥"
