"""A name taken apart for comparison: which of its words count, and how much."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from pipeline.link.sounds import romanise, split_words, word
from pipeline.link.words import Words, load_words

Kind = Literal["person", "organisation", "vessel", "airplane", "wallet", "any"]
Role = Literal["name", "generic", "neutral", "number", "initial", "patronymic", "devout", "country", "demonym"]

_ABBREVIATED = re.compile(r"\b(?:[A-Za-z]\.){2,}[A-Za-z]?\b\.?|\b(?:[A-Za-z]\.){2,}")
_STATE = re.compile(
    r"\b(?:the )?(?:islamic|people'?s|democratic|socialist|federal|bolivarian|arab|russian)? ?"
    r"(?:republic|kingdom|state|union|emirate) of (?=[a-z])",
    re.IGNORECASE,
)
_PATRONYMIC = re.compile(
    r"(?:ov|ev|ew|ow|iev)(?:ich|ych|itch|itsch|ic|icz|itj)$|(?:ov|ev|iv|ow|ew)na$|in?ichna$|(?:uly|ulu|ogly|oglu)$"
)
_PLAIN = re.compile(r"[^\W\d_]{2,12}")
_BEFORE = frozenset({"stock"})
_BEFORE_FORMS = frozenset({("ooo",), ("too",), ("pt",), ("uab",), ("sia",), ("llc",), ("joint", "stock", "company")})


@dataclass(frozen=True, slots=True)
class Part:
    """A word of a name and what it is in it.

    Attributes:
        text: romanised.
        role: which kind of word.
        of: whether "of" stands before it.
    """

    text: str
    role: Role
    of: bool = False


@dataclass(frozen=True, slots=True)
class Name:
    """A name ready to be compared.

    Attributes:
        text: as printed.
        kind: of what.
        parts: the words that are compared, in order; a person's given names first where a comma says so.
        legal: families of legal forms that it has.
        compact: its words folded, without spaces.
        acronym: the name in lower case, if it is one word of capitals.
        initials: acronyms that it could have.
        generation: what tells father and son apart ("jr").
        child: whether it says whose child a person is.
        office: whether it is only what every state has: "Ministry of Defence".
    """

    text: str
    kind: Kind
    parts: tuple[Part, ...]
    legal: frozenset[str]
    compact: str
    acronym: str
    initials: frozenset[str]
    generation: str
    child: bool = False
    office: bool = False


def read_name(text: str, kind: Kind) -> Name:
    """Take a name apart; ``any`` is read as an organisation unless a comma or a title shows a person."""
    words = load_words()
    if kind == "person":
        return _person(text, words)
    if kind in ("vessel", "airplane"):
        return _vessel(text, kind, words)
    return _organisation(text, kind, words)


def _person(text: str, words: Words) -> Name:
    family, comma, given = text.partition(",")
    tokens = split_words(f"{given} {family}" if comma else text)
    generation = next((one for one in tokens[1:] if one in words.generations), "")
    tokens = [one for one in tokens if one != generation]
    while len(tokens) > 1 and tokens[0] in words.titles:
        tokens.pop(0)
    child = any(one in words.fathers for one in tokens)
    tokens = _joined(tokens, words)
    kept = [one for one in tokens if one not in words.particles] or tokens
    parts = tuple(Part(one, _person_role(one, place, len(kept), words)) for place, one in enumerate(kept))
    return Name(text, "person", parts, frozenset(), _compact(kept), "", frozenset(), generation[:2], child=child)


def _joined(tokens: list[str], words: Words) -> list[str]:
    """One name of several words as one: Abu Bakr, Abd al-Rahman, Siraj ud-Din."""
    done: list[str] = []
    left = list(tokens)
    while left:
        one = left.pop(0)
        if one in words.joined and left:
            if left[0] in words.particles and len(left) > 1:
                left.pop(0)
            one = ("abd" if one.startswith("abd") else "abu" if one.startswith("ab") else "um") + left.pop(0)
        elif re.match(r"abd[aeou][lr](?=[a-z]{3})", one):
            # Abdulrahman, Abdurrahman: the article goes, and the consonant that it doubled.
            one = "abd" + re.sub(r"^(.)\1", r"\1", one[4:] if one[4] == one[5] else one[5:])
        elif one in {"din", "deen", "dine"} and done:
            if done[-1] in words.particles and len(done) > 1:
                done.pop()
            one = done.pop() + "udin"
        else:
            one = re.sub(r"(?<=[a-z]{2})[aeiou]d+[iey]+n[e]?$", "udin", one)
        done.append(one)
    return done


def _person_role(one: str, place: int, count: int, words: Words) -> Role:
    if len(one) == 1:
        return "initial"
    if _PATRONYMIC.search(one) and count > 2 and place > 0 and not (place == count - 1 and count == 2):
        # "Roman Arkadyevich Abramovich": the last one is the surname.
        return "patronymic" if place < count - 1 or count > 3 else "name"
    return "devout" if one in words.devout and place == 0 and count > 1 else "name"


def _vessel(text: str, kind: Kind, words: Words) -> Name:
    tokens = split_words(text)
    while len(tokens) > 1 and tokens[0] in words.vessel_prefixes:
        tokens.pop(0)
    parts = tuple(Part(one, "number" if _numeral(one) else "name") for one in tokens)
    return Name(text, kind, parts, frozenset(), _compact(tokens), "", frozenset(), "")


def _numeral(one: str) -> bool:
    return one.isdigit() or len(one) == 1 or one in {"ii", "iii", "iv", "vi", "vii", "viii", "ix"}


def _organisation(text: str, kind: Kind, words: Words) -> Name:
    dotless = _ABBREVIATED.sub(lambda match: match[0].replace(".", ""), text)
    every = split_words(_STATE.sub("", dotless) if len(dotless) > 25 else dotless)
    tokens, legal = _without_forms(every, words)
    parts: list[Part] = []
    of = False
    for one in tokens:
        if one in words.small and len(tokens) > 1:
            of = of or one in {"of", "de"}
            continue
        parts.append(Part(one, _organisation_role(one, words, of=of, first=not parts), of))
        of = False
    if parts and not any(part.role in ("name", "number") for part in parts):
        parts = [Part(part.text, "name", part.of) for part in parts]
    bare = text.strip(" .\"'“”«»()")
    acronym = romanise(bare) if _PLAIN.fullmatch(bare) and bare.isupper() else ""
    compact = "".join(word(part.text).fold for part in parts)
    initials = _initials(split_words(dotless), words) if len(parts) > 1 else frozenset()
    office = all(part.text in words.offices for part in parts)
    return Name(text, kind, tuple(parts), legal, compact, acronym, initials, "", office=office)


def _organisation_role(one: str, words: Words, *, of: bool, first: bool) -> Role:
    if any(char.isdigit() for char in one):
        return "number"
    if one in words.neutral:
        return "neutral"
    if one in words.generic:
        return "generic"
    if one in words.countries and not first:
        return "country"
    if one in words.demonyms and not first and not of:
        return "demonym"
    return "name"


def _without_forms(tokens: list[str], words: Words) -> tuple[list[str], frozenset[str]]:
    """The words without legal forms at the end, and those of some kinds before the name; and the families of both."""
    found: set[str] = set()
    left = list(tokens)
    while len(left) > 1:
        form = next(
            (left[-n:] for n in (5, 4, 3, 2, 1) if n < len(left) and tuple(left[-n:]) in words.legal_forms), None
        )
        if form is None:
            break
        found.add(words.legal_forms[tuple(form)])
        del left[-len(form) :]
    for count in (5, 4, 3, 2, 1):
        form = left[:count]
        family = words.legal_forms.get(tuple(form)) if count < len(left) else None
        if family is not None and (family in _BEFORE or tuple(form) in _BEFORE_FORMS):
            found.add(family)
            del left[:count]
            break
    return left, frozenset(found)


def _initials(tokens: list[str], words: Words) -> frozenset[str]:
    """Acronyms of a name: of its words, with and without small ones and the legal form, whose letters may all stand."""
    found = set()
    core, _ = _without_forms(tokens, words)
    whole = "".join(one if len(one) <= 3 and one not in core else one[0] for one in tokens)
    for some in (tokens, core):
        found.add("".join(one[0] for one in some))
        found.add("".join(one[0] for one in some if one not in words.small))
    return frozenset({*(one for one in found if len(one) >= 3), whole})


def _compact(tokens: list[str]) -> str:
    return word("".join(tokens)).fold
