"""Which titles before a name are no person's: "market leader X", "the official X news agency"."""

from __future__ import annotations

import re

from pipeline.knowledge.world import World

_NOUNS_BEHIND = re.compile(r" ([a-z]+(?: [a-z]+)?)(?![\w-])")


def of_firm(view: str, title: tuple[int, int], name: tuple[int, int], world: World) -> bool:
    """Whether the noun before a name, or one behind it, says that it is a firm or a body.

    Args:
        view: the text.
        title: offsets of the title that stands before the name.
        name: offsets of the name.
        world: the tables.
    """
    printed = view[slice(*title)].strip().lower()
    before = view[: title[0]].rsplit(maxsplit=1)[-1:] if title[0] else []
    behind = _NOUNS_BEHIND.match(view, name[1])
    nouns = [printed, *(f"{word} {printed}" for word in before), *([behind.group(1)] if behind else [])]
    last = view[slice(*name)].rsplit(maxsplit=1)[-1].lower()
    told = [world.noun_kinds.get(noun, frozenset()) for noun in nouns]
    return "Company" in told[0] or any(kinds == {"Company"} for kinds in told[1:]) or last in world.head_types
