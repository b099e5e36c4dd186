"""States by the names of those who lead them or serve them as ministers, as the tables know them."""

from __future__ import annotations

import unicodedata
from functools import cache

from pipeline.document import Chain
from pipeline.knowledge import Row, load_table
from pipeline.knowledge.world import load_world


class OfficeRow(Row):
    """First and last names of those who held offices of a state."""

    id: str
    names: tuple[str, ...]


@cache
def _leaders() -> dict[str, frozenset[str]]:
    """Codes of the states by the name of a leader."""
    rows = [(name, row.iso) for row in load_world().countries if row.iso for name in row.administrations]
    return {name: frozenset(code for other, code in rows if other == name) for name, _ in rows}


@cache
def _office_holders() -> dict[tuple[str, ...], frozenset[str]]:
    """Codes of the states by the full name of somebody who held an office there."""
    rows = [
        (_words(name), row.id) for row in load_table("office_holders", OfficeRow, key="holders") for name in row.names
    ]
    return {words: frozenset(code for other, code in rows if other == words) for words, _ in rows}


def led_states(person: Chain) -> frozenset[str]:
    """Codes of the states that the tables know the person as a leader or minister of; a full name decides."""
    forms = (person.name, *person.aliases)
    known = frozenset(code for form in forms for code in _office_holders().get(_words(form), frozenset()))
    if known:
        return known
    words = {word for form in forms for word in (form, *form.split())}
    return frozenset(code for word in words for code in _leaders().get(word, frozenset()))


def _words(name: str) -> tuple[str, ...]:
    """Words of a name in small letters, without accents, so that "Pérez" and "Perez" are one."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    return tuple("".join(c for c in plain if not unicodedata.combining(c)).replace("-", " ").split())
