"""Find the names of a document: what tables, patterns and the model say about each, without overlaps."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pipeline.knowledge.world import World
from pipeline.records import EntityType
from pipeline.resolve.patterns import Found

if TYPE_CHECKING:
    from spacy.tokens import Doc

Votes = dict[EntityType, float]

MODEL_VOTES: dict[str, Votes] = {
    "PERSON": {"Person": 1.8},
    "ORG": {"Company": 2.0, "PublicBody": 0.8, "Organization": 0.9},
    "GPE": {"Location": 1.8},
    "LOC": {"Location": 3.0},
    "FAC": {"Location": 1.5},
    "LAW": {"Program": 2.0},
    "NORP": {},
    "PRODUCT": {},
    "WORK_OF_ART": {},
    "EVENT": {},
}
"""What a label of a stock (OntoNotes) model says about the type; labels of our own model name the type itself."""


@dataclass(slots=True)
class NameMention:
    """One printed name: token range (half-open), offsets into the view, evidence for its type."""

    first: int
    last: int
    start: int
    end: int
    votes: Votes = field(default_factory=dict)
    key: str | None = None
    rules: list[str] = field(default_factory=list)
    label: str | None = None

    def add(self, votes: Votes, rule: str) -> None:
        """Add evidence."""
        for kind, weight in votes.items():
            self.votes[kind] = self.votes.get(kind, 0.0) + weight
        self.rules.append(rule)


def find_names(doc: Doc, world: World, found: Iterable[Found], known: Callable[[str], bool]) -> list[NameMention]:
    """Merge table hits, pattern finds and model entities into non-overlapping mentions, in text order.

    Args:
        doc: the annotated view.
        world: the tables.
        found: names that tables and patterns found, offsets into the view.
        known: whether a printed form stands in a table.
    """
    spans: dict[tuple[int, int], NameMention] = {}
    for item in found:
        mention = _at(doc, item.start, item.end, spans)
        if mention is not None:
            mention.add({item.type: item.weight}, item.rule)
            mention.key = mention.key or item.key
    for start, end, label in _model_spans(doc, world, known):
        mention = _at(doc, start, end, spans)
        if mention is not None:
            votes = MODEL_VOTES.get(label)
            mention.add(votes if votes is not None else _own(label), f"model.{label.lower()}")
            mention.label = label
    kept = _without_overlaps(spans.values())
    _extend(doc, kept, world)
    return kept


def _extend(doc: Doc, mentions: list[NameMention], world: World) -> None:
    """Widen names that only the model gave over the proper nouns beside them: "IHS" before "Markit"."""
    taken = {i for mention in mentions for i in range(mention.first, mention.last)}
    for mention in mentions:
        if not all(rule.startswith("model.") for rule in mention.rules):
            continue
        while _belongs(doc, mention.first - 1, taken, world) and not doc[mention.first - 1].is_sent_start:
            mention.first -= 1
        while _belongs(doc, mention.last, taken, world) and not doc[mention.last].is_sent_start:
            mention.last += 1
        span = doc[mention.first : mention.last]
        if span.start_char < mention.start or span.end_char > mention.end:
            mention.start, mention.end = min(span.start_char, mention.start), max(span.end_char, mention.end)
            taken.update(range(mention.first, mention.last))


def _belongs(doc: Doc, position: int, taken: set[int], world: World) -> bool:
    if not 0 <= position < len(doc) or position in taken:
        return False
    token = doc[position]
    text = token.text
    proper = token.tag_ in ("NNP", "NNPS") and text[0].isupper() and text.isalpha() and len(text) > 1
    return proper and not world.opens_name(text) and not world.is_no_name(text) and text.lower() not in world.time_words


def _own(label: str) -> Votes:
    return {label: 4.0}  # type: ignore[dict-item]


def _at(doc: Doc, start: int, end: int, spans: dict[tuple[int, int], NameMention]) -> NameMention | None:
    span = doc.char_span(start, end, alignment_mode="expand")
    if span is None or not span.text.strip():
        return None
    known = spans.get((span.start, span.end))
    if known is None:
        known = NameMention(span.start, span.end, start, end)
        spans[(span.start, span.end)] = known
    return known


_LABELS_LEFT_OUT = frozenset(
    ["DATE", "TIME", "MONEY", "PERCENT", "CARDINAL", "ORDINAL", "QUANTITY", "LANGUAGE", "Money", "Percent", "Date"]
)


def _model_spans(doc: Doc, world: World, known: Callable[[str], bool]) -> Iterable[tuple[int, int, str]]:
    text = doc.text  # built anew on every access: once per article, not once per name
    for ent in doc.ents:
        if ent.label_ in _LABELS_LEFT_OUT:
            continue
        for start, end in _pieces(ent.text, ent.start_char, known):
            trimmed = trim(text, start, end, world)
            if trimmed is not None:
                yield *trimmed, ent.label_


_POSSESSIVE_INSIDE = re.compile(r"'s?\s+(?=[A-Z])")


def _pieces(text: str, offset: int, known: Callable[[str], bool]) -> Iterable[tuple[int, int]]:
    """Cut "China's Huawei" in two where the owner is a name of its own."""
    last = 0
    for match in _POSSESSIVE_INSIDE.finditer(text):
        owner = text[last : match.start()].strip()
        if known(owner.removeprefix("the ").removeprefix("The ")):
            yield offset + last, offset + match.start()
            last = match.end()
    yield offset + last, offset + len(text)


_EDGE_LEFT = re.compile(r"^[\s\W]*(?:(?i:the|a|an)\s+)?")
_EDGE_RIGHT = re.compile(r"(?:'s|'|[\s\W])*$")


def trim(text: str, start: int, end: int, world: World) -> tuple[int, int] | None:
    """Cut determiners, possessives, titles, dates and punctuation from the edges of a name; None if nothing is left."""
    while start < end:
        piece = text[start:end]
        left = _EDGE_LEFT.match(piece)
        cut = left.end() if left is not None else 0
        word = re.match(r"[\w.'-]+", piece[cut:])
        if word is not None and cut + word.end() < len(piece) and world.opens_name(word.group()):
            cut += word.end()
        if cut:
            start += min(cut, end - start)
            continue
        tail = re.search(r"\s+([A-Za-z]+)\.?$", piece)
        right = _EDGE_RIGHT.search(piece)
        if tail is not None and tail.group(1).lower() in world.time_words:
            end = start + tail.start()
        elif right is not None and right.start() < len(piece) and not _keeps_stop(piece, right.start()):
            end = start + right.start()
        else:
            break
    return (start, end) if end - start >= 2 else None


def _keeps_stop(piece: str, cut: int) -> bool:
    """A full stop belongs to the name in "U.S." and "Kaito Inc."; a bracket does where it was opened inside."""
    if piece[cut:] == ".":
        return (
            re.search(r"(?:\b[A-Za-z]|\b(?:Inc|Corp|Co|Ltd|Bros|Cie|Jr|Sr|S\.p\.A|Pte|Pty|Bhd))$", piece[:cut])
            is not None
        )
    return piece[cut:] == ")" and "(" in piece


def _without_overlaps(mentions: Iterable[NameMention]) -> list[NameMention]:
    """Keep the stronger of two overlapping mentions; a tie goes to the longer, then to the earlier."""
    kept: list[NameMention] = []
    taken: set[int] = set()
    for mention in sorted(mentions, key=_strength, reverse=True):
        tokens = range(mention.first, mention.last)
        if mention.votes and taken.isdisjoint(tokens):
            kept.append(mention)
            taken.update(tokens)
    return sorted(kept, key=lambda mention: mention.first)


def _strength(mention: NameMention) -> tuple[float, int, int]:
    weight = max(mention.votes.values(), default=0.0)
    # Each further token counts: "U.S. Commerce Department" over "U.S.", "Bank of China" over "China".
    return weight + 2.5 * (mention.last - mention.first), mention.last - mention.first, -mention.first
