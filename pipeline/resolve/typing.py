"""Evidence for the type of a name from its own words, and the row of all clues.

A row of :data:`CLUES` looks at one mention and returns votes; votes of all mentions of an entity are summed, so one
entity has one type in a document.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from pipeline.knowledge.world import World
from pipeline.printed import Printed
from pipeline.resolve.beside import (
    age_after,
    apposition_after,
    belongings_after,
    business_beside,
    clause_after,
    listed_kind,
    noun_before,
    of_place,
    place_after,
    place_before,
    role_after,
    same_list,
)
from pipeline.resolve.mentions import NameMention, Votes
from pipeline.resolve.related import after_name, seated, share_held, works_at
from pipeline.resolve.titles import title_before

_LONGEST_PERSON, _FAMILY_FIRST = 5, 3
_OF_TRADE = 9.0
"""Votes against a body's head and form."""
_GIVEN = 3.5
"""Votes of a given name against a model's word for another type."""
_JOINING = frozenset({"of", "and", "for"})
_FIRM_SHAPES = frozenset({"form.place_led", "form.head"})
_CAMEL = re.compile(r"[a-z][A-Z]|[a-z]\d+$")
_SURNAMES = re.compile(r"(?:Ma?c|De|Di|Du|La|Le|Lo|Fitz|Van|Von|O'|D'|L'|Al|El)[A-Z]")

Clue = Callable[[Printed, NameMention, World], Votes]


def legal_form(doc: Printed, mention: NameMention, world: World) -> Votes:
    """The name ends in a legal form: ``Kaito Ltd``."""
    if mention.last - mention.first < 2:
        return {}
    last = doc.words[mention.last - 1].strip(".")
    if last in world.strong_forms:
        return {"Company": 5.0}
    if last in world.weak_forms:
        return {"Company": 2.5}
    short = last.isupper() and last in world.short_forms
    return {"Company": 3.0} if short and not doc.words[mention.last - 2].isupper() else {}


def head_noun(doc: Printed, mention: NameMention, world: World) -> Votes:
    """The longest head noun tells the kind: ``Ministry of …``, ``… University``, ``… Airlines``."""
    if mention.last - mention.first < 2 or mention.label == "PERSON":
        return {}
    words = doc.text(mention.first, mention.last).lower().split()
    while len(words) > 1 and words[-1].strip(".,") in world.weak_words:
        words.pop()
    stop = next((i for i, word in enumerate(words) if word in ("of", "for", "on")), None)
    told = world.head_types.get(words[stop - 1]) if stop else None
    # "Oslo Institute of Engineering" is an institute, "Bank of Norland Capital" a firm.
    ends = (stop, len(words)) if told is not None and told[0] != "Company" else (len(words), stop)
    for end in ends:
        for length in (3, 2, 1):
            if end is not None and 0 < length <= end:
                known = world.head_types.get(" ".join(words[end - length : end]).rstrip(".,"))
                if known is not None and (end == stop or known[0] != "PublicBody" or len(words) > 1):
                    # A trading house may be called after a person, but no person after a trading house; and what looks
                    # like a firm is none where the head says otherwise.
                    firm = known[0] != "Company" and any(rule in _FIRM_SHAPES for rule in mention.rules)
                    if known[0] == "PublicBody" and any(_is_trade(word, world) for word in words):
                        return {"Organization": _OF_TRADE}
                    return {known[0]: known[1] + (2.5 if mention.label == "Person" or firm else 0.0)}
    return {}


def _is_trade(word: str, world: World) -> bool:
    """Whether a word of a name is a plural of what firms are: "Exporters' Council" is no state's."""
    one = word.strip(",'").removesuffix("s")
    return one != word and (one.endswith("maker") or "Company" in world.noun_kinds.get(one, ()))


def given_name(doc: Printed, mention: NameMention, world: World) -> Votes:
    """Two to five capitalised words that open with a given name: of a hundred firms one does."""
    length = mention.last - mention.first
    if not 2 <= length <= _LONGEST_PERSON or mention.label == "Program":
        return {}
    words = doc.words[mention.first : mention.last]
    if any(word in world.strong_forms or word == "&" or word.lower() in _JOINING for word in words):
        return {}
    first, last = words[0], words[-1]
    if last in world.weak_forms or last.lower() in world.head_types:
        return {}
    if first in world.first_names:
        return {"Person": 2.5 if mention.label in (None, "PERSON", "Person") else _GIVEN}
    if length <= _FAMILY_FIRST and first in world.family_first and mention.label in ("PERSON", "Person"):
        return {"Person": 1.0}
    return {}


def letters(doc: Printed, mention: NameMention, world: World) -> Votes:
    """Capitals and figures inside a word are a firm's: ``RwandAir``, ``Norrsken22``; ``McDonald`` is a person's."""
    del world
    if mention.label not in ("Person", "Location", "PERSON", "GPE"):
        return {}
    words = doc.words[mention.first : mention.last]
    joined = any(_CAMEL.search(word) and not _SURNAMES.match(word) for word in words)
    return {"Company": 3.5} if joined else {}


@lru_cache(maxsize=1)
def _leaders(world: World) -> frozenset[str]:
    """Names after which the administrations of states are called."""
    return frozenset(name for row in world.countries for name in row.administrations)


def leader(doc: Printed, mention: NameMention, world: World) -> Votes:
    """A lone word after which administrations are called, which a model takes for a place: ``Reagan``."""
    lone = mention.last - mention.first == 1 and mention.label in ("Country", "Location", "GPE", "Person")
    return {"Person": _GIVEN} if lone and doc.words[mention.first] in _leaders(world) else {}


def partners(doc: Printed, mention: NameMention, world: World) -> Votes:
    """Names joined by "&" are a firm of partners: ``Lind & Orlo``."""
    del world
    joined = "&" in doc.words[mention.first + 1 : mention.last - 1]
    return {"Company": 3.5} if joined and mention.label in ("Person", "Location", "PERSON", "GPE") else {}


CLUES: tuple[Clue, ...] = (
    legal_form,
    leader,
    partners,
    head_noun,
    given_name,
    letters,
    title_before,
    role_after,
    age_after,
    clause_after,
    belongings_after,
    apposition_after,
    noun_before,
    listed_kind,
    place_before,
    place_after,
    of_place,
    business_beside,
    seated,
    share_held,
    works_at,
)


def vote(doc: Printed, mentions: list[NameMention], world: World) -> None:
    """Add the votes of every clue to every mention that no table row has settled; lists are of one kind."""
    carried: Votes = {}
    before: NameMention | None = None
    for mention in mentions:
        carried = carried if before is not None and same_list(doc, before, mention) else {}
        related = {} if before is None else after_name(doc, before, mention)
        before = mention
        if mention.key is not None or "table.name" in mention.rules:
            continue
        if carried:
            mention.add(carried, "clue.same_list")
        if related:
            mention.add(related, "clue.after_name")
        for clue in CLUES:
            votes = clue(doc, mention, world)
            if votes:
                mention.add(votes, f"clue.{clue.__name__}")
                carried = votes if clue is listed_kind else carried
