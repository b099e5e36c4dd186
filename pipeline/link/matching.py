"""A wanted thing beside a row of a list: do they match, by what, and how well."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from pipeline.link.compare import Comparison, compare
from pipeline.link.formats import ListRow
from pipeline.link.ids import Identifier
from pipeline.link.names import Kind, Name, read_name
from pipeline.link.sounds import split_words
from pipeline.link.wanted import Wanted

_OTHER_KIND = 0.82
"""An equal name of several words, taken for a person in one place and for an organisation in the other."""
_OTHER_COUNTRY = 0.05
_OFFICE = 0.75
"""Every state has a ministry of defence."""


@dataclass(frozen=True, slots=True)
class Match:
    """A row that a wanted thing matches.

    Attributes:
        list: name of the list.
        id: of the row.
        name: main name of the row.
        matched: which of its names or numbers fits.
        query: which name or number of the text it fits.
        score: 0 to 1.
        rule: what decided.
        detail: the words compared, for people.
    """

    list: str
    id: str
    name: str
    matched: str
    query: str
    score: float
    rule: str
    detail: str


def match(one: Wanted, names: Sequence[Name], row: ListRow, borne: Sequence[str]) -> Match:
    """The best that a wanted thing and a row have in common; an identifier decides, for and against.

    Args:
        one: what is looked up.
        names: its names taken apart.
        row: of a list.
        borne: the names of the row to compare with.
    """
    shared = sorted(one.identifiers & row.identifiers)
    if shared:
        scheme, value = shared[0]
        return Match(row.list, row.id, row.names[0], value, value, 1.0, f"id.{scheme}", f"{scheme} {value}")
    found, name, listed = max(
        ((_compare(name, text, row.kind), name.text, text) for name in names for text in borne),
        key=lambda three: three[0].score,
        default=(Comparison(0.0, "nothing", ""), "", row.names[0]),
    )
    score, detail = found.score, found.detail
    other = _other_number(one.identifiers, row.identifiers)
    if other is not None:
        return Match(row.list, row.id, row.names[0], listed, name, 0.0, "id.differs", other)
    if one.countries.isdisjoint(row.countries) and found.score and row.kind != "person" and _office(name, listed):
        return Match(row.list, row.id, row.names[0], listed, name, min(score, _OFFICE), "office", detail)
    if one.countries and row.countries and not one.countries & row.countries:
        score = max(score - _OTHER_COUNTRY, 0.0)
        detail += f" (countries {', '.join(sorted(one.countries))} and {', '.join(sorted(row.countries))})"
    return Match(row.list, row.id, row.names[0], listed, name, round(score, 3), found.rule, detail)


def _office(*names: str) -> bool:
    return all(_read(name, "organisation").office for name in names)


def _compare(name: Name, text: str, kind: Kind) -> Comparison:
    if kind in ("any", name.kind):
        return compare(name, _read(text, name.kind))
    if {kind, name.kind} <= {"person", "organisation"} and len(name.parts) > 1 and not name.legal:
        plain = split_words(text)
        if sorted(part.text for part in name.parts) == sorted(plain):
            return Comparison(_OTHER_KIND, "kind", f"{name.kind} here, {kind} there")
    return Comparison(0.0, "kind", f"{name.kind} here, {kind} there")


@lru_cache(maxsize=20_000)
def _read(text: str, kind: Kind) -> Name:
    return read_name(text, kind)


def _other_number(ours: frozenset[Identifier], theirs: frozenset[Identifier]) -> str | None:
    """Two ships may bear one name, not two numbers; so with what a security's or legal entity's number stands for."""
    for scheme in ("imo", "lei", "wallet"):
        mine = {one.value for one in ours if one.scheme == scheme}
        other = {one.value for one in theirs if one.scheme == scheme}
        if mine and other and not mine & other:
            return f"{scheme} {', '.join(sorted(mine))} and {', '.join(sorted(other))}"
    return None
