"""The text of an article cut where marks begin and end, so that marks may overlap."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise

from pipeline.records import ArticleRecord, EntityType, SegmentKind

KINDS: dict[EntityType, str] = {
    "Person": "person",
    "Company": "company",
    "Organization": "body",
    "PublicBody": "body",
    "Country": "place",
    "Location": "place",
    "Vessel": "company",
    "Airplane": "company",
    "CryptoWallet": "company",
    "Program": "program",
}
LABELS = {
    "person": "people",
    "company": "companies, vessels, wallets",
    "body": "public bodies, organisations",
    "place": "countries, places",
    "program": "programmes",
    "money": "sums",
    "trigger": "words that tell an event",
}
"""What the marks mean, in the order of the legend."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text under the same marks: the facts it belongs to, and the one that a click chooses."""

    text: str
    facts: tuple[str, ...] = ()
    classes: str = ""
    first: str = ""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A segment in pieces, and the blanks that follow it on its line."""

    kind: str
    pieces: tuple[Piece, ...]
    after: str


@dataclass(frozen=True, slots=True)
class _Mark:
    start: int
    end: int
    fact: str
    style: str = ""
    rank: int = 9
    """Of the marks over one stretch, the one with the lowest rank is chosen by a click."""


def paragraphs(record: ArticleRecord) -> list[list[Stretch]]:
    """The text in paragraphs of segments; what stands between segments is shown too."""
    marks = sorted(_marks(record), key=lambda mark: mark.start)
    found: list[list[Stretch]] = [[]]
    for start, end, kind in _stretches(record):
        gap_end = _gap(record.text, end)
        lines = record.text[end:gap_end]
        found[-1].append(Stretch(kind, _pieces(record.text, start, end, marks), "" if "\n" in lines else lines))
        if "\n" in lines:
            found.append([])
    return [paragraph for paragraph in found if paragraph]


def legend(record: ArticleRecord) -> list[dict[str, str]]:
    """The kinds of marks that the article has."""
    present = {KINDS[entity.type] for entity in record.entities}
    present |= {"money"} if any(fact.amount for fact in record.financials) else set()
    present |= {"trigger"} if record.sanction_events else set()
    return [{"key": key, "label": label} for key, label in LABELS.items() if key in present]


def _stretches(record: ArticleRecord) -> list[tuple[int, int, SegmentKind | str]]:
    """Segments, and the text between them where there is any."""
    found: list[tuple[int, int, SegmentKind | str]] = []
    last = 0
    for segment in record.segments:
        found += _between(record.text, last, segment.start)
        found.append((segment.start, segment.end, segment.kind))
        last = segment.end
    return found + _between(record.text, last, len(record.text))


def _between(text: str, start: int, end: int) -> list[tuple[int, int, SegmentKind | str]]:
    inner = text[start:end]
    words = inner.strip()
    first = start + len(inner) - len(inner.lstrip())
    return [(first, first + len(words), "other")] if words else []


def _gap(text: str, start: int) -> int:
    return next((at for at in range(start, len(text)) if not text[at].isspace()), len(text))


def _marks(record: ArticleRecord) -> list[_Mark]:
    marks = []
    for entity in record.entities:
        kind = KINDS[entity.type]
        for mention in entity.mentions:
            style = f"t-{kind}" if mention.kind == "name" else f"t-{kind} t-indirect"
            marks.append(_Mark(mention.start, mention.end, entity.id, style, 2))
    for fact in record.facts():
        marks += [_Mark(span.start, span.end, fact.id) for span in fact.evidence]
    for event in record.sanction_events:
        marks.append(_Mark(event.trigger.start, event.trigger.end, event.id, "t-trigger", 0))
    for money in record.financials:
        if money.amount is not None:
            marks.append(_Mark(money.amount.span.start, money.amount.span.end, money.id, "t-money", 1))
        if money.change is not None and money.change.amount is not None:
            span = money.change.amount.span
            marks.append(_Mark(span.start, span.end, money.id, "t-money", 1))
    return marks


def _pieces(text: str, start: int, end: int, marks: list[_Mark]) -> tuple[Piece, ...]:
    inside = [mark for mark in marks if mark.start < end and mark.end > start]
    edges: dict[int, list[tuple[bool, int]]] = defaultdict(list)
    for number, mark in enumerate(inside):
        edges[max(mark.start, start)].append((True, number))
        edges[min(mark.end, end)].append((False, number))
    cuts = sorted({start, end, *edges})
    active: set[int] = set()
    found = []
    for first, last in pairwise(cuts):
        for opens, number in edges.get(first, ()):
            (active.add if opens else active.discard)(number)
        found.append(_piece(text[first:last], [inside[number] for number in sorted(active)]))
    return tuple(found)


def _piece(text: str, marks: list[_Mark]) -> Piece:
    if not marks:
        return Piece(text)
    best = min(marks, key=lambda mark: (mark.rank, mark.end - mark.start))
    facts = tuple(dict.fromkeys(mark.fact for mark in marks))
    return Piece(text, facts, best.style, best.fact if best.style else "")
