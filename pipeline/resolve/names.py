"""Find the names of a document: what tables, patterns and the model say about each, without overlaps."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import cached_property
from typing import TYPE_CHECKING

from pipeline.knowledge.world import World
from pipeline.printed import Printed
from pipeline.resolve.mentions import Found, NameMention, Votes
from pipeline.resolve.overlaps import without_overlaps
from pipeline.resolve.patterns import TAIL

if TYPE_CHECKING:
    from spacy.tokens import Doc

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


def find_names(
    printed: Printed, view: str, world: World, found: Iterable[Found], known: Callable[[str], bool]
) -> list[NameMention]:
    """Merge table hits, pattern finds and model entities into non-overlapping mentions, in text order.

    Args:
        printed: the annotated view.
        view: its text, which the Doc would build anew.
        world: the tables.
        found: names that tables and patterns found, offsets into the view.
        known: whether a printed form stands in a table.
    """
    doc = printed.doc
    spans: dict[tuple[int, int], NameMention] = {}
    for item in found:
        start = item.start
        if item.rule == "form.suffix":
            # "Kaito and Norda Ltd", where Kaito is known: two companies.
            *_, (start, _) = _pieces(view[item.start : item.end], item.start, known, world)
        mention = _at(printed, start, item.end, spans)
        if mention is not None:
            mention.add({item.type: item.weight}, item.rule)
            mention.key = mention.key or item.key
    told = _Told(view, spans)
    for start, end, label in _model_spans(doc, view, world, known):
        mention = _at(printed, start, end, spans)
        if mention is not None:
            mention.add(told.votes(label, start, end, world), f"model.{label.lower()}")
            mention.label = label
            if told.text[start:end] in world.wordlike_companies:
                mention.add({"Company": 2.0}, "table.name_wordlike")
    kept = without_overlaps(doc, spans.values(), world)
    _extend(printed, kept, world)
    return kept


def _extend(doc: Printed, mentions: list[NameMention], world: World) -> None:
    """Widen names that only the model gave over the proper nouns beside them: "IHS" before "Markit"."""
    taken = {i for mention in mentions for i in range(mention.first, mention.last)}
    for mention in mentions:
        if not all(rule.startswith("model.") for rule in mention.rules):
            continue
        while (step := _hyphenated(doc, mention.first - 1, -1, taken)) or (
            _belongs(doc, mention.first - 1, taken, world) and not doc.doc[mention.first].is_sent_start
        ):
            mention.first -= 2 if step else 1
        while (step := _hyphenated(doc, mention.last, 1, taken)) or (
            _belongs(doc, mention.last, taken, world) and not doc.doc[mention.last].is_sent_start
        ):
            mention.last += 2 if step else 1
        start, end = doc.starts[mention.first], doc.ends[mention.last - 1]
        if start < mention.start or end > mention.end:
            mention.start, mention.end = min(start, mention.start), max(end, mention.end)
            taken.update(range(mention.first, mention.last))


def _hyphenated(doc: Printed, hyphen: int, step: int, taken: set[int]) -> bool:
    """Whether a capitalised word hangs on a name by a hyphen without blanks: "-Price" behind "Ana Lind"."""
    other = hyphen + step
    if not (0 < hyphen < len(doc) - 1) or doc.words[hyphen] != "-" or {hyphen, other} & taken:
        return False
    joined = doc.ends[hyphen] == doc.starts[hyphen + 1] and doc.ends[hyphen - 1] == doc.starts[hyphen]
    return joined and doc.words[other][0].isupper() and doc.words[other].isalpha()


def _belongs(doc: Printed, position: int, taken: set[int], world: World) -> bool:
    if not 0 <= position < len(doc) or position in taken:
        return False
    text = doc.words[position]
    proper = doc.tags[position] in ("NNP", "NNPS") and text[0].isupper() and text.isalpha() and len(text) > 1
    return proper and not world.opens_name(text) and not world.is_no_name(text) and text.lower() not in world.time_words


_OWN = 3.0
"""Votes of a label of our own model: less than what a legal form, a title or an apposition says."""
_WORDS = re.compile(r"[^\W\d_]+|\d+")


class _Told:
    """What the rest of a text tells of the labels that a model gives."""

    def __init__(self, text: str, spans: dict[tuple[int, int], NameMention]) -> None:
        self.text = text
        self._countries = {(one.start, one.end) for one in spans.values() if "Country" in one.votes}

    @cached_property
    def _words(self) -> frozenset[str]:
        return frozenset(_WORDS.findall(self.text.lower()))

    def votes(self, label: str, start: int, end: int, world: World) -> Votes:
        """Votes of a label; a ship is believed in a text about ships, an aircraft only as a tail number.

        A country that no table row has is none: the tables have them all.
        """
        stock = MODEL_VOTES.get(label)
        if stock is not None:
            return stock
        if label == "Vessel" and self._words.isdisjoint(world.ship_words):
            return {"Company": 1.5}
        if label == "Program" and world.program_words.isdisjoint(_WORDS.findall(self.text[start:end].lower())):
            # A named list, act or order says in its name which of them it is; only its abbreviation does not.
            return {"Program": 2.0} if self.text[start:end].isupper() and end - start > 2 else {}
        if label == "Airplane" and TAIL.fullmatch(self.text, start, end) is None:
            return {}
        if label == "Country" and (start, end) not in self._countries:
            return {"Location": 1.6, "Company": 1.5}
        return {label: _OWN}  # type: ignore[dict-item]


def _at(printed: Printed, start: int, end: int, spans: dict[tuple[int, int], NameMention]) -> NameMention | None:
    first, last = printed.tokens(start, end)
    if not printed.text(first, last).strip():
        return None
    known = spans.get((first, last))
    if known is None:
        known = spans[(first, last)] = NameMention(first, last, start, end)
    return known


_LABELS_LEFT_OUT = frozenset(
    ["DATE", "TIME", "MONEY", "PERCENT", "CARDINAL", "ORDINAL", "QUANTITY", "LANGUAGE", "Money", "Percent", "Date"]
)


def _model_spans(doc: Doc, text: str, world: World, known: Callable[[str], bool]) -> Iterable[tuple[int, int, str]]:
    for ent in doc.ents:
        if ent.label_ in _LABELS_LEFT_OUT:
            continue
        first = ent.start_char
        for start, end in _pieces(text[first : ent.end_char], first, known, world):
            trimmed = trim(text, start, end, world)
            if trimmed is not None:
                yield *trimmed, ent.label_


_WEAK_HEAD = 2.0
"""Weight up to which a head noun needs two words before it to end a body's name."""
_NAMES_INSIDE = re.compile(r"'s?\s+(?=[A-Z])|\s+and\s+(?=[A-Z])")


def _pieces(text: str, offset: int, known: Callable[[str], bool], world: World) -> Iterable[tuple[int, int]]:
    """Cut "China's Huawei" and "Norland Investment Authority and Kaito" in two where the first is a name of its own."""
    last = 0
    for match in _NAMES_INSIDE.finditer(text):
        first = text[last : match.start()].strip().removeprefix("the ").removeprefix("The ")
        head = world.head_types.get(first.rsplit(" ", 1)[-1].lower(), ("", 0.0))
        whole = first.count(" ") >= (1 if head[1] > _WEAK_HEAD else 2) and head[0] in ("PublicBody", "Organization")
        joined = match.group().strip() == "and"
        if (known(first) and not (joined and world.is_place(first))) or (joined and whole):
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
        belonging = world.belongings.match(piece, cut)
        cut = cut if belonging is None else belonging.end()
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
