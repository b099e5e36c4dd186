"""A name once found is found wherever it stands: a model misses single mentions, a document does not."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipeline.resolve.cluster import Cluster
from pipeline.resolve.mentions import NameMention

if TYPE_CHECKING:
    from spacy.tokens import Doc

_SHORTEST = 3
"""Shortest name, in characters, that is looked for again: shorter ones are abbreviations of many things."""


def add_repeats(doc: Doc, view: str, clusters: list[Cluster]) -> None:
    """Add the mentions of each cluster's names, as printed, that no finder gave; longer names first."""
    taken = {i for one in clusters for m in one.mentions for i in range(m.first, m.last)}
    forms = {
        view[m.start : m.end]: one
        for one in reversed(clusters)
        for m in one.mentions
        if m.end - m.start >= _SHORTEST and any(char.isupper() for char in view[m.start : m.end])
    }
    if not forms:
        return
    ordered = sorted(forms, key=lambda form: (-len(form), form))
    pattern = re.compile(r"(?<![\w@/-])(?:" + "|".join(map(re.escape, ordered)) + r")(?![\w-])")
    for match in pattern.finditer(view):
        span = doc.char_span(match.start(), match.end(), alignment_mode="expand")
        if span is None or not taken.isdisjoint(range(span.start, span.end)):
            continue
        owner = forms[match.group()]
        owner.mentions.append(
            NameMention(span.start, span.end, match.start(), match.end(), key=owner.key, rules=["repeat"])
        )
        taken.update(range(span.start, span.end))
