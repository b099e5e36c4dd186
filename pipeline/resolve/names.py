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
    kept = _without_overlaps(doc, spans.values(), world)
    _extend(doc, kept, world)
    return kept


def _extend(doc: Doc, mentions: list[NameMention], world: World) -> None:
    """Widen names that only the model gave over the proper nouns beside them: "IHS" before "Markit"."""
    taken = {i for mention in mentions for i in range(mention.first, mention.last)}
    for mention in mentions:
        if not all(rule.startswith("model.") for rule in mention.rules):
            continue
        while (step := _hyphenated(doc, mention.first - 1, -1, taken)) or (
            _belongs(doc, mention.first - 1, taken, world) and not doc[mention.first].is_sent_start
        ):
            mention.first -= 2 if step else 1
        while (step := _hyphenated(doc, mention.last, 1, taken)) or (
            _belongs(doc, mention.last, taken, world) and not doc[mention.last].is_sent_start
        ):
            mention.last += 2 if step else 1
        span = doc[mention.first : mention.last]
        if span.start_char < mention.start or span.end_char > mention.end:
            mention.start, mention.end = min(span.start_char, mention.start), max(span.end_char, mention.end)
            taken.update(range(mention.first, mention.last))


def _hyphenated(doc: Doc, hyphen: int, step: int, taken: set[int]) -> bool:
    """Whether a capitalised word hangs on a name by a hyphen without blanks: "-Price" behind "Ana Lind"."""
    other = hyphen + step
    if not (0 < hyphen < len(doc) - 1) or doc[hyphen].text != "-" or {hyphen, other} & taken:
        return False
    joined = not doc[hyphen].whitespace_ and not doc[hyphen - 1].whitespace_
    return joined and doc[other].text[0].isupper() and doc[other].text.isalpha()


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


_JOINING = frozenset({"and", "or", "of", "the", "for", "in", "to", "on", "by", "at", "with"})
"""Words that join a name to what follows: none ends one."""


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
        if tail is not None and (tail.group(1).lower() in world.time_words or tail.group(1) in _JOINING):
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


_ROWS = ("table.authority", "table.programme")
_GUESSES = ("model.", "body.")


def _runs_on(doc: Doc, mention: NameMention, rows: dict[int, int], world: World) -> bool:
    """Whether a guess goes on behind a known body or programme, as headlines do: "Trade Department Sanctions Steps"."""
    end = rows.get(mention.first, mention.last)
    if end >= mention.last or not all(rule.startswith(_GUESSES) for rule in mention.rules):
        return False
    if not doc[end].text[0].isupper() or doc[end].is_sent_start:
        return False
    last = doc[mention.last - 1].text.lower().strip(".")
    return last not in world.head_types and last not in world.weak_words


_ORGANISED = frozenset({"Company", "PublicBody", "Organization", "Program", "Vessel"})


def _names_organisation(doc: Doc, mention: NameMention, world: World) -> bool:
    """Whether a model takes several words for one organisation; a stock model is believed if the last word says so."""
    if mention.last - mention.first < 2:
        return False
    if "form.head" in mention.rules:
        return True
    last = doc[mention.last - 1].text
    told = last.lower() in world.head_types or last.strip(".") in world.strong_forms
    return mention.label in _ORGANISED or (mention.label == "ORG" and told)


def _part_of_name(doc: Doc, mention: NameMention, longer: list[NameMention], world: World) -> bool:
    """Whether a country or place is a part of an organisation's name: "China" in "China Harbour Bank"."""
    if not all(rule in ("table.country", "table.country_weak", "table.place") for rule in mention.rules):
        return False
    noun = "table.place" in mention.rules or world.is_country_noun(doc[mention.first : mention.last].text)
    return noun and any(
        one.first <= mention.first and mention.last <= one.last and one.last - one.first > mention.last - mention.first
        for one in longer
    )


def _without_overlaps(doc: Doc, mentions: Iterable[NameMention], world: World) -> list[NameMention]:
    """Keep the stronger of two overlapping mentions; a tie goes to the longer, then to the earlier."""
    kept: list[NameMention] = []
    taken: set[int] = set()
    mentions = list(mentions)
    rows = {one.first: one.last for one in mentions if any(rule.startswith(_ROWS) for rule in one.rules)}
    mentions = [one for one in mentions if not _runs_on(doc, one, rows, world)]
    longer = [one for one in mentions if _names_organisation(doc, one, world)]
    mentions = [one for one in mentions if not _part_of_name(doc, one, longer, world)]
    for mention in sorted(mentions, key=_strength, reverse=True):
        tokens = range(mention.first, mention.last)
        if mention.votes and taken.isdisjoint(tokens):
            kept.append(mention)
            taken.update(tokens)
    return sorted(kept, key=lambda mention: mention.first)


_BORDERS = 2.0
"""Weight of a span that only a model gave against others that overlap it."""


def _strength(mention: NameMention) -> tuple[float, int, int]:
    weight = max(mention.votes.values(), default=0.0)
    if all(rule.startswith("model.") for rule in mention.rules):
        # Where a model draws its borders says less than what it calls a name.
        weight = min(weight, _BORDERS)
    # Each further token counts: "U.S. Commerce Department" over "U.S.", "Bank of China" over "China".
    return weight + 2.5 * (mention.last - mention.first), mention.last - mention.first, -mention.first
