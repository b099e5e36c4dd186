"""Who is the same across articles: by the knowledge tables where they know it, else by the printed names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field
from functools import cache

from pipeline.evaluate.names import normalise
from pipeline.knowledge.rows import Authority
from pipeline.knowledge.world import load_world
from pipeline.records import Entity, EntityType
from pipeline.timeline.model import Party

_ORGANIZATIONS = frozenset({"Company", "Organization", "PublicBody"})
"""Types that articles take for one another: one normalised name is one organisation."""
_SHORTEST = 3
"""Characters of a form that can tell an organisation."""


@dataclass(slots=True)
class _Known:
    """What the articles say of one party."""

    types: Counter[EntityType] = field(default_factory=Counter)
    names: Counter[str] = field(default_factory=Counter)
    key: str | None = None


class Directory:
    """Gathers the entities of all articles; ids are given when all are known."""

    def __init__(self) -> None:
        self._above: dict[str, str] = {}
        self._seen: dict[str, _Known] = {}

    def add(self, entity: Entity) -> str:
        """Take in an entity; the result is a handle for :meth:`parties`."""
        forms = _forms(entity)
        key = _table_key(entity)
        handles = [f"#{key}"] if key is not None else forms
        for handle in handles:
            self._above.setdefault(handle, handle)
        first = self._top(handles[0])
        for handle in handles[1:]:
            other = self._top(handle)
            if other != first:
                first, other = sorted((first, other))
                self._above[other] = first
        known = self._seen.setdefault(handles[0], _Known())
        known.types[entity.type] += 1
        known.names.update((entity.name, *entity.aliases))
        known.key = key
        return handles[0]

    def parties(self) -> dict[str, Party]:
        """Every party by each handle that was given for it, ids in the order of their names."""
        groups: dict[str, list[str]] = {}
        for handle in sorted(self._seen):
            groups.setdefault(self._top(handle), []).append(handle)
        merged = [(handles, self._merged(handles)) for handles in groups.values()]
        merged.sort(key=lambda pair: (pair[1].name.casefold(), pair[1].type, pair[0]))
        found: dict[str, Party] = {}
        for number, (handles, party) in enumerate(merged, start=1):
            named = party.model_copy(update={"id": f"p{number}"})
            found |= dict.fromkeys(handles, named)
        return found

    def _top(self, handle: str) -> str:
        while self._above[handle] != handle:
            handle = self._above[handle]
        return handle

    def _merged(self, handles: list[str]) -> Party:
        types: Counter[EntityType] = Counter()
        names: Counter[str] = Counter()
        for handle in handles:
            types += self._seen[handle].types
            names += self._seen[handle].names
        key = self._seen[handles[0]].key
        # The fullest form names it, as in a record; of equals the one printed in more articles.
        name = max(names, key=lambda form: (len(form), names[form], form))
        return Party(
            id="p0",
            type=max(types, key=lambda kind: (types[kind], kind)),
            name=name if key is None else _table_name(key) or name,
            aliases=tuple(sorted(form for form in names if form != name)),
            key=key,
            within=_within(key),
        )


def _forms(entity: Entity) -> list[str]:
    """Handles of the names of an entity that tell it apart in other articles, the fullest first."""
    kind = "Organization" if entity.type in _ORGANIZATIONS else entity.type
    printed = [entity.name, *entity.aliases]
    if kind == "Person":
        # A surname alone is another person's elsewhere.
        printed = [form for form in printed if " " in form.strip()] or [entity.name]
    elif kind == "Organization":
        weak = load_world().generic_words
        short = [form for form in entity.aliases if len(form) >= _SHORTEST and form.lower() not in weak]
        printed = [entity.name, *(form for form in short if any(letter.isupper() for letter in form))]
    return list(dict.fromkeys(f"{kind}:{normalise(form)}" for form in printed))


def _table_key(entity: Entity) -> str | None:
    world = load_world()
    forms = (entity.name, *entity.aliases)
    if entity.type == "Country":
        return next((code for form in forms if (code := world.country_code(form)) is not None), None)
    if entity.type == "Program":
        return next((key for form in forms if (key := _programmes().get(normalise(form))) is not None), None)
    if entity.type in _ORGANIZATIONS:
        return next((key for form in forms if (key := _authority_key(form, entity.countries)) is not None), None)
    return None


def _authority_key(form: str, countries: Collection[str]) -> str | None:
    """Row of a body: by a name of its own, or by one that several states' bodies have where only one fits."""
    rows = _authorities().get(normalise(form), ())
    strong = [row for row, weak in rows if not weak]
    fits = strong or [row for row, _ in rows if row.country in countries] or [row for row, _ in rows]
    return fits[0].id if len(fits) == 1 else None


@cache
def _programmes() -> dict[str, str]:
    rows = load_world().programme_by_id.values()
    return {normalise(form): row.id for row in rows for form in (row.name, *row.aliases)}


@cache
def _authorities() -> dict[str, list[tuple[Authority, bool]]]:
    """Rows by each of their names, and whether that is a weak one."""
    found: dict[str, list[tuple[Authority, bool]]] = {}
    for row in load_world().authorities:
        strong = {normalise(form) for form in (row.name, *row.aliases)}
        for form in sorted(strong | {normalise(form) for form in row.weak}):
            found.setdefault(form, []).append((row, form not in strong))
    return found


def _table_name(key: str) -> str | None:
    world = load_world()
    row = world.programme_by_id.get(key) or world.authority_by_id.get(key)
    return _country_names().get(key) if row is None else row.name


@cache
def _country_names() -> dict[str, str]:
    """English short name by ISO code; a state of today before a former one or a territory."""
    rows = sorted(load_world().countries, key=lambda row: row.kind == "sovereign")
    return {row.iso: row.name for row in rows if row.iso is not None}


def _within(key: str | None) -> tuple[str, ...]:
    """Keys of what a body belongs to: its parents, then its country; of a programme, who keeps it."""
    world = load_world()
    found: list[str] = []
    programme = world.programme_by_id.get(key or "")
    above = None if programme is None else programme.authority
    row = world.authority_by_id.get(above or key or "")
    if above is not None:
        found.append(above)
    while row is not None:
        if row.parent is not None:
            found.append(row.parent)
        elif row.country is not None:
            found.append(row.country)
        row = world.authority_by_id.get(row.parent or "")
    return tuple(found)
