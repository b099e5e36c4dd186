"""Lists of names that belong to an event told before: "The eight companies are: …", "Those listed include …"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipeline.document import Context
from pipeline.extract.events.candidate import Candidate
from pipeline.extract.events.parties import Parties
from pipeline.extract.events.syntax import child, is_passive, is_verb, patient, prep_objects, surface_subject

if TYPE_CHECKING:
    from spacy.tokens import Span as DocSpan
    from spacy.tokens import Token

_HEADS = frozenset(
    {
        "name",
        "list",
        "annex",
        "notice",
        "addition",
        "target",
        "party",
        "they",
        "those",
        "these",
        "other",
        "all",
        "both",
        "rest",
        "designee",
        "newcomer",
        "entry",
        "move",
        "step",
        "decision",
        "measure",
        "it",
    }
)
_LISTING = re.compile(
    r"^(?:is|are|was|were|include[sd]?|including|comprise[sd]?|names?|named|cover[s]?|list[s]?|listed|added|sanctioned|designated|blacklisted)$"
)
_BULLET = re.compile(r"^\s*(?:[-*•–—]|\d{1,2}[.)]|[(]\w{1,2}[)])\s+")
_REACH = 4
_FEWEST = 2
"""Names that make lines with bullets a list of parties."""
_FRONT = 4
"""Tokens at the beginning of a line among which its name stands: behind the bullet and a title."""
_ACTIONS = frozenset({"designate", "delist", "expand"})
_MOST = 150
"""Parties that one decision names, at most; more is what a list holds by now."""


def add_members(context: Context, mentions: list[Candidate]) -> None:
    """Give a mention that counts or describes its targets the names of the sentences or bulleted lines behind it."""
    open_ = [m for m in mentions if m.action in _ACTIONS and not m.bare and m.status in ("enacted", "proposed")]
    if not open_:
        return
    sentences = list(context.doc.sents)
    places = {s.start: i for i, s in enumerate(sentences)}
    parties = Parties(context)
    for one in open_:
        counted = one.count is not None and len(one.targets) < one.count <= _MOST
        if counted or (one.count is None and not one.targets and _unnamed(one, parties)):
            _collect(context, one, sentences[places[one.sentence.start] + 1 :][: _REACH + 20], parties)
    for first, lines in _blocks(sentences):
        names = [name for line in lines for name in _line_names(context, line, parties)]
        near = [m for m in open_ if 0 < first - places[m.sentence.start] <= _REACH]
        # One that has other names by now is told of these, not of the list.
        before = [m for m in near if not _names(context, m) or set(m.targets) & set(names)]
        if before and len(names) >= _FEWEST:
            _add(max(before, key=lambda m: m.sentence.start), names)


def _blocks(sentences: list[DocSpan]) -> list[tuple[int, list[DocSpan]]]:
    """Runs of lines with bullets: the number of the first sentence of each, and its lines."""
    found: list[tuple[int, list[DocSpan]]] = []
    number, end = 0, -1
    while number < len(sentences):
        first, sentence = number, sentences[number]
        text = sentence.text
        if _BULLET.fullmatch(text + " ") and number + 1 < len(sentences):
            number += 1  # the bullet is cut off from its line
            sentence = sentence.doc[sentence.start : sentences[number].end]
            text = sentence.text
        number += 1
        if _BULLET.match(text):
            if first == end:
                found[-1][1].append(sentence)
            else:
                found.append((first, [sentence]))
            end = number
    return found


def _names(context: Context, one: Candidate) -> bool:
    return any(context.chain(id_).type != "Country" for id_ in one.targets)


def _line_names(context: Context, line: DocSpan, parties: Parties) -> list[str]:
    """The name that a line begins with; none where it begins with something else."""
    for mention, chain in context.chains_in(line.start, line.end):
        if chain.type not in ("Country", "Location") and parties.allowed(chain):
            return [chain.id] if mention.first - line.start <= _FRONT else []
    return []


def _unnamed(one: Candidate, parties: Parties) -> bool:
    """Whether its targets are told in the plural and without names: "added several mills to the list"."""
    if one.noun is None:
        root = patient(one.predicate) if is_verb(one.predicate) else None
    else:
        root = next(prep_objects(one.noun, "on", "against"), None)
    return root is not None and root.tag_ == "NNS" and parties.is_party(root)


def _collect(context: Context, one: Candidate, following: list[DocSpan], parties: Parties) -> None:
    open_list = False
    for number, sentence in enumerate(following):
        if _BULLET.match(sentence.text) and (open_list or number == 0):
            open_list = True
            _add(one, _first_name(context, sentence, parties))
            continue
        if number >= _REACH:
            return
        names = _listed(sentence, parties)
        open_list = bool(names) or sentence.text.rstrip().endswith(":")
        _add(one, names)


def _add(one: Candidate, names: list[str]) -> None:
    one.targets.extend(n for n in names if n not in one.targets and n not in one.authorities)


def _first_name(context: Context, sentence: DocSpan, parties: Parties) -> list[str]:
    for _, chain in context.chains_in(sentence.start, sentence.end):
        if chain.type not in ("Country", "Location") and parties.allowed(chain):
            return [chain.id]
    return []


def _listed(sentence: DocSpan, parties: Parties) -> list[str]:
    """Names of a sentence whose subject only points back ("they", "the companies", "the annex")."""
    verb = sentence.root
    if not is_verb(verb) or not _LISTING.match(verb.lower_):
        return []
    subject = surface_subject(verb)
    if subject is None or not points_back(subject, parties):
        return []
    found: list[str] = []
    for root in (child(verb, "attr", "dobj", "acomp", "oprd"), *prep_objects(verb, "including", "as")):
        if root is not None and not (is_passive(verb) and root.dep_ == "dobj"):
            found.extend(parties.of(root, country=False))
    return found


def points_back(subject: Token, parties: Parties) -> bool:
    """Whether a subject only refers to what was said: "they", "the four companies", "the move"."""
    low = subject.lower_.rstrip("s") if subject.lower_ not in ("this", "his") else subject.lower_
    return (
        low in _HEADS
        or subject.lower_ in _HEADS
        or (parties.is_party(subject) and not parties.of(subject, country=False))
    )
