"""Evidence for the type of a name from its own words and from the words around it.

A row of :data:`CLUES` looks at one mention and returns votes; votes of all mentions of an entity are summed, so one
entity has one type in a document.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from pipeline.knowledge.world import World
from pipeline.resolve.mentions import NameMention, Votes

if TYPE_CHECKING:
    from spacy.tokens import Doc

Clue = Callable[["Doc", NameMention, World], Votes]


def legal_form(doc: Doc, mention: NameMention, world: World) -> Votes:
    """The name ends in a legal form: ``Kaito Ltd``."""
    last = doc[mention.last - 1].text.strip(".")
    if mention.last - mention.first < 2:
        return {}
    if last in world.strong_forms:
        return {"Company": 5.0}
    if last in world.weak_forms:
        return {"Company": 2.5}
    short = last.isupper() and last in world.short_forms
    return {"Company": 3.0} if short and not doc[mention.last - 2].text.isupper() else {}


def head_noun(doc: Doc, mention: NameMention, world: World) -> Votes:
    """The longest head noun tells the kind: ``Ministry of …``, ``… University``, ``… Airlines``."""
    if mention.last - mention.first < 2 or mention.label == "PERSON":
        return {}
    words = doc[mention.first : mention.last].text.lower().split()
    while len(words) > 1 and words[-1].strip(".,") in world.weak_words:
        words.pop()
    stop = next((i for i, word in enumerate(words) if word in ("of", "for", "on")), None)
    for end in (len(words), stop):
        for length in (3, 2, 1):
            if end is not None and 0 < length <= end:
                known = world.head_types.get(" ".join(words[end - length : end]).rstrip(".,"))
                if known is not None and (end == stop or known[0] != "PublicBody" or len(words) > 1):
                    # A trading house may be called after a person, but no person after a trading house.
                    return {known[0]: known[1] + (2.5 if mention.label == "Person" else 0.0)}
    return {}


def given_name(doc: Doc, mention: NameMention, world: World) -> Votes:
    """Two to five capitalised words that open with a given name."""
    length = mention.last - mention.first
    first = doc[mention.first].text
    if mention.label in (None, "PERSON", "Person") or mention.label in ("ORG", "GPE"):
        if (
            2 <= length <= 5
            and first in world.first_names
            and not any(t.text in world.strong_forms for t in doc[mention.first : mention.last])
            and doc[mention.last - 1].text not in world.weak_forms
            and doc[mention.last - 1].lower_ not in world.head_types
        ):
            return {"Person": 2.5 if mention.label in (None, "PERSON", "Person") else 1.2}
        if 2 <= length <= 3 and first in world.family_first and mention.label == "PERSON":
            return {"Person": 1.0}
    return {}


def title_before(doc: Doc, mention: NameMention, world: World) -> Votes:
    """A title or role stands right before: ``Mr``, ``chairman``, ``Chief Executive``."""
    before = doc[max(mention.first - 3, 0) : mention.first]
    for length in (3, 2, 1):
        words = " ".join(token.text for token in before[-length:]).lower().rstrip(",") if len(before) >= length else ""
        if words and words in world.title_words:
            return {"Person": 3.0}
    return {}


def role_after(doc: Doc, mention: NameMention, world: World) -> Votes:
    """A role follows after a comma: ``Ana Lind, its chief executive``."""
    after = doc[mention.last : mention.last + 8]
    if not len(after) or after[0].text != ",":
        return {}
    words = [token.lower_ for token in after[1:]]
    for i, word in enumerate(words):
        if word in (",", ".", ";", "said", "told") or word[0].isupper():
            break
        if " ".join(words[i : i + 2]) in world.title_words or word in world.title_words:
            return {"Person": 2.0}
    return {}


def apposition_after(doc: Doc, mention: NameMention, world: World) -> Votes:
    """A common noun follows in apposition: ``X, a Chinese chipmaker,``, ``X, the state oil company``."""
    after = doc[mention.last : mention.last + 9]
    if len(after) < 3 or after[0].text != "," or after[1].lower_ not in ("a", "an", "the", "one", "its", "which"):
        return {}
    for token in after[2:]:
        if token.text in (",", ".", ";") or token.lower_ in (
            "of",
            "in",
            "for",
            "that",
            "which",
            "who",
            "with",
            "and",
            "to",
        ):
            break
        kind = world.common_nouns.get(token.lower_)
        nxt = doc[token.i + 1].lower_ if token.i + 1 < len(doc) else ""
        if kind is not None and nxt not in world.common_nouns:
            return {kind: 3.5}
    return {}


def noun_before(doc: Doc, mention: NameMention, world: World) -> Votes:
    """A common noun stands before: ``chipmaker X``, ``the oil company X``."""
    if mention.first == 0:
        return {}
    word = doc[mention.first - 1].lower_
    kind = world.common_nouns.get(word)
    return {kind: 3.0} if kind is not None and not doc[mention.first - 1].text[0].isupper() else {}


def place_before(doc: Doc, mention: NameMention, world: World) -> Votes:
    """A preposition of place before a name that the model takes for a place."""
    del world
    if mention.first and doc[mention.first - 1].lower_ in ("in", "near", "outside") and mention.label in ("GPE", "LOC"):
        return {"Location": 1.5}
    return {}


def business_beside(doc: Doc, mention: NameMention, world: World) -> Votes:
    """Words that stand beside companies: ``X's revenue``, ``a stake in X``, ``X raised``."""
    after = mention.last
    if after < len(doc) and doc[after].text in ("'s", "'"):
        after += 1
    weight = 0.0
    if after < len(doc) and doc[after].lower_ in world.company_words["company_after"]:
        weight += 2.0
    before = mention.first - 1
    if before > 0 and doc[before].lower_ in ("in", "of", "by", "at", "from"):
        weight += 1.5 if doc[before - 1].lower_ in world.company_words["company_before"] else 0.0
    root = doc[mention.first : mention.last].root
    if root.dep_ in ("nsubj", "nsubjpass") and root.head.lower_ in world.company_words["company_verbs"]:
        weight += 1.0
    return {"Company": weight} if weight else {}


CLUES: tuple[Clue, ...] = (
    legal_form,
    head_noun,
    given_name,
    title_before,
    role_after,
    apposition_after,
    noun_before,
    place_before,
    business_beside,
)


def vote(doc: Doc, mentions: list[NameMention], world: World) -> None:
    """Add the votes of every clue to every mention that no table row has settled."""
    for mention in mentions:
        if mention.key is not None or "table.name" in mention.rules:
            continue
        for clue in CLUES:
            votes = clue(doc, mention, world)
            if votes:
                mention.add(votes, f"clue.{clue.__name__}")
