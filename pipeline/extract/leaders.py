"""States by the names of those who lead them, as the tables know them."""

from __future__ import annotations

from functools import cache

from pipeline.document import Chain
from pipeline.knowledge.world import load_world


@cache
def _leaders() -> dict[str, frozenset[str]]:
    """Codes of the states by the name of a leader."""
    rows = [(name, row.iso) for row in load_world().countries if row.iso for name in row.administrations]
    return {name: frozenset(code for other, code in rows if other == name) for name, _ in rows}


def led_states(person: Chain) -> frozenset[str]:
    """Codes of the states whose government the tables call after the person."""
    words = {word for form in (person.name, *person.aliases) for word in (form, *form.split())}
    return frozenset(code for word in words for code in _leaders().get(word, frozenset()))
