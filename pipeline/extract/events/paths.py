"""Ways through the dependency tree as short words, for features that a person can read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.extract.events.syntax import is_verb, named
from pipeline.extract.events.vocabulary import vocabulary

if TYPE_CHECKING:
    from spacy.tokens import Token

_STEPS = 6
_LISTS = frozenset({"conj", "appos"})
_SUBJECTS = {"nsubj": "subject", "nsubjpass": "passive_subject", "csubj": "subject"}
_OBJECTS = frozenset({"dobj", "attr", "oprd", "dative"})
_MODIFIERS = frozenset({"amod", "compound", "nmod", "poss", "npadvmod"})


def path(start: Token, end: Token) -> str:
    """Steps from one token to another, prepositions named, lists skipped; ``far`` beyond six steps."""
    above = _climb(start)
    places = {token.i: number for number, token in enumerate(above)}
    below: list[Token] = []
    current = end
    while current.i not in places:
        if current.head.i == current.i or len(below) > 2 * _STEPS:
            return "apart"
        below.append(current)
        current = current.head
    up = [f"^{_label(token)}" for token in above[: places[current.i]] if token.dep_ not in _LISTS]
    down = [_label(token) for token in reversed(below) if token.dep_ not in _LISTS and token.dep_ != "pobj"]
    steps = [*up, *down]
    return "far" if len(steps) > _STEPS else ">".join(steps) or "self"


def _climb(token: Token) -> list[Token]:
    found = [token]
    while found[-1].head.i != found[-1].i and len(found) <= _STEPS:
        found.append(found[-1].head)
    return found


def _label(token: Token) -> str:
    if token.dep_ in ("prep", "agent", "dative"):
        return token.lower_ if token.is_alpha else "prep"
    return str(token.dep_)


def top_of_list(token: Token) -> Token:
    """First member of the list in which a name stands."""
    for _ in range(_STEPS * 4):
        if token.dep_ not in _LISTS or token.head.i == token.i:
            break
        token = token.head
    return token


def part_of(root: Token) -> str:
    """Grammatical part of a name in its clause, in one word."""
    token = top_of_list(root)
    if token.dep_ in _SUBJECTS:
        return _SUBJECTS[token.dep_]
    if token.dep_ in _OBJECTS:
        return "object"
    if token.dep_ == "pobj":
        return token.head.lower_ if token.head.is_alpha else "phrase"
    return str(token.dep_) if token.dep_ in _MODIFIERS else "else"


def head_word(root: Token) -> str:
    """What kind of word a name depends on."""
    head = top_of_list(root).head
    if head.dep_ in ("prep", "agent") and root.dep_ != "prep":
        head = head.head
    words = vocabulary().words
    for kind, listed in (
        ("decider", words.deciders),
        ("act", words.acts),
        ("role", words.roles),
        ("party", words.parties),
        ("flow", words.flows),
        ("court", words.courts),
    ):
        if named(head, listed):
            return kind
    if is_verb(head):
        return "verb"
    return "noun" if head.tag_.startswith("NN") else "else"
