"""Categories and styles, as the writers of the gold set named them, sorted into a few groups (``groups.yml``)."""

from __future__ import annotations

from functools import cache
from importlib import resources

import yaml


def group_of(kind: str, name: str) -> str:
    """The group of a category or style; ``other`` if no group's words fit, and for no name at all.

    Args:
        kind: ``category`` or ``style``.
        name: what the label file says.
    """
    plain = name.casefold()
    fitting = (group for group, words in _groups()[kind].items() if any(word in plain for word in words))
    return next(fitting, "other")


@cache
def _groups() -> dict[str, dict[str, list[str]]]:
    text = resources.files("pipeline.evaluate").joinpath("groups.yml").read_text(encoding="utf-8")
    groups: dict[str, dict[str, list[str]]] = yaml.safe_load(text)
    return groups
