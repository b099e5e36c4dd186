"""A name once found is found wherever it stands: a model misses single mentions, a document does not."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING

from ahocorasick_rs import AhoCorasick

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
    known = {(m.start, m.end) for one in clusters for m in one.mentions}
    for start, end in _standing(forms, view):
        span = None if (start, end) in known else doc.char_span(start, end, alignment_mode="expand")
        if span is None or not taken.isdisjoint(range(span.start, span.end)):
            continue
        owner = forms[view[start:end]]
        owner.mentions.append(NameMention(span.start, span.end, start, end, key=owner.key, rules=["repeat"]))
        taken.update(range(span.start, span.end))


def _standing(forms: Collection[str], view: str) -> Iterator[tuple[int, int]]:
    """Where the forms stand as whole words, the longest at each place, none inside another."""
    if not forms:
        return
    found = AhoCorasick(list(forms)).find_matches_as_indexes(view, overlapping=True)
    reached = 0
    for start, end in sorted(((start, end) for _, start, end in found), key=lambda place: (place[0], -place[1])):
        if (
            start >= reached
            and not _goes_on(view[start - 1 : start], "@/-_")
            and not _goes_on(view[end : end + 1], "-_")
        ):
            yield start, end
            reached = end


def _goes_on(char: str, joints: str) -> bool:
    """Whether a name's neighbour makes it a part of a longer word."""
    return char.isalnum() or (char != "" and char in joints)
