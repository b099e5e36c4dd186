"""Names that stand in the tables, found with one automaton over the view."""

from __future__ import annotations

from collections.abc import Iterator

import ahocorasick_rs

from pipeline.knowledge.world import World
from pipeline.resolve.patterns import Found


class Gazetteer:
    """One automaton over every alias of every table; longest match first."""

    def __init__(self, world: World) -> None:
        self._rows: dict[str, Found] = {}
        for row in sorted(world.countries, key=lambda one: one.kind != "sovereign"):
            kind = "Location" if row.kind == "territory" else "Country"
            for form in (row.name, *row.aliases, *row.former_names, *row.demonyms):
                self._rows.setdefault(form, Found(0, 0, kind, 8.0, "table.country", row.id))
        self._forms = list(self._rows)
        self._automaton = ahocorasick_rs.AhoCorasick(self._forms, matchkind=ahocorasick_rs.MatchKind.LeftmostLongest)

    def find(self, view: str) -> Iterator[Found]:
        """Table names at word boundaries, left to right."""
        for index, start, end in self._automaton.find_matches_as_indexes(view):
            if _at_boundary(view, start, end):
                row = self._rows[self._forms[index]]
                yield Found(start, end, row.type, row.weight, row.rule, row.key)


def _at_boundary(view: str, start: int, end: int) -> bool:
    before = view[start - 1] if start else " "
    after = view[end] if end < len(view) else " "
    return not before.isalnum() and not after.isalnum() and before not in "_@/"
