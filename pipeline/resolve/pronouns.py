"""Whom a pronoun stands for, by the parse: "Orlo and its unit", "Kest said it would sell its mill".

A possessive in a list or an apposition is of the name that the list begins with or that stands right before it;
elsewhere a pronoun is of the subject of its clause, else of the clause over it, else of the sentence before.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.document import Chain
from pipeline.knowledge.world import World

if TYPE_CHECKING:
    from spacy.tokens import Token

PERSONAL = frozenset({"he", "she", "him", "his", "her"})
NEUTER = frozenset({"it", "its"})
_OWNERS = frozenset({"his", "her", "its"})
_SUBJECTS = frozenset({"nsubj", "nsubjpass"})
_OBJECTS = frozenset({"dobj", "pobj", "dative"})
_RELATIVES = frozenset({"WDT", "WP"})
_JOINED = frozenset({"conj", "appos"})
_PERSONS = ("Person",)
_SEATS = ("Location",)
_THINGS = ("Company", "PublicBody", "Country", "Organization")
_FIRMS = ("Company", "Organization")


@dataclass(frozen=True, slots=True)
class Seen:
    """A mention before the pronoun: its tokens, the number of its sentence, whether it is a subject, and its entity."""

    position: int
    last: int
    sentence: int
    subject: bool
    chain: Chain


class Antecedents:
    """The mentions of a text, to which resolved pronouns and nouns are added as they are found."""

    def __init__(self, seen: Sequence[Seen], world: World) -> None:
        self._owned = world.company_words["company_owned"]
        self._at: dict[int, Chain] = {}
        for one in seen:
            self.add(one)

    def add(self, one: Seen) -> None:
        """Take a mention in."""
        for position in range(one.position, one.last):
            self._at.setdefault(position, one.chain)

    def types(self, token: Token) -> tuple[str, ...]:
        """What a pronoun can stand for: "its profit" is a company's."""
        if token.lower_ in PERSONAL:
            return _PERSONS
        owned = token.dep_ == "poss" and token.head.lower_ in self._owned
        return _FIRMS if owned else _THINGS

    def of(self, token: Token) -> Chain | None:
        """The entity that the parse makes the antecedent of a pronoun, or None where it does not tell."""
        types = self.types(token)
        owner = token.lower_ in _OWNERS and token.dep_ == "poss"
        if owner:
            joined = self._joined(token, types)
            if joined is not None:
                return joined
        barred = self.barred(token)
        subjects = self._subjects(token.head if owner else token, token, types)
        return next((chain for chain in subjects if chain is not barred), None)

    def barred(self, token: Token) -> Chain | None:
        """What an object cannot stand for, the subject of its own clause: "Kest, which owns a tenth of it"."""
        if token.dep_ not in _OBJECTS:
            return None
        return next(self._subjects(token, token, self.types(token)), None)

    def _joined(self, token: Token, types: Sequence[str]) -> Chain | None:
        """What a list or apposition begins with in which the owned noun stands: "Orlo, its chairman and its unit"."""
        noun = token.head
        names = self._names_next(noun)
        while (above := _before(noun)) is not None and above.i < token.i:
            # "Kest sold Orlo, its unit": the noun tells what Orlo is.
            tells = noun.dep_ == "appos" and not names
            noun = above
            chain = None if tells else self._named(noun, types)
            if chain is not None:
                return chain
        return self._right_before(token, types, named=names)

    def _names_next(self, noun: Token) -> bool:
        """Whether a name follows a noun at once: "its chairman, Ana Lind"."""
        doc = noun.doc
        following = noun.i + 1 + (noun.i + 1 < len(doc) and doc[noun.i + 1].text == ",")
        return following in self._at

    def _right_before(self, token: Token, types: Sequence[str], *, named: bool) -> Chain | None:
        """The name right before "and its": "to Orlo of Oslo and to its owner"."""
        doc, position = token.doc, token.i - 1
        position -= position > 0 and doc[position].tag_ in ("IN", "TO")
        joint = doc[position].lower_ if position > 0 else ""
        if joint != "and" and not (joint == "," and named):
            return None
        position -= 1
        chain = self._at.get(position)
        while chain is not None and chain.type in _SEATS and position > 1:
            while self._at.get(position) is chain:
                position -= 1
            if position < 0 or doc[position].lower_ not in ("of", "in"):
                return None
            position -= 1
            chain = self._at.get(position)
        return chain if chain is not None and chain.type in types else None

    def _named(self, noun: Token, types: Sequence[str]) -> Chain | None:
        """The entity of a noun: its own, or that of a name in apposition to it."""
        found = [self._at.get(noun.i), *(self._at.get(kid.i) for kid in noun.children if kid.dep_ == "appos")]
        return next((chain for chain in found if chain is not None and chain.type in types), None)

    def _subjects(self, inside: Token, token: Token, types: Sequence[str]) -> Iterator[Chain]:
        """Subjects of the clauses over a token, the nearest first."""
        below = inside
        for verb in inside.ancestors:
            if verb.tag_[0] not in "VM" and verb.pos_ != "AUX":
                continue
            for kid in verb.children:
                if kid.dep_ in _SUBJECTS and kid.i < token.i and not kid.is_ancestor(token) and kid.i != below.i:
                    chain = self._told(kid, verb, types)
                    if chain is not None:
                        yield chain
            below = verb

    def _told(self, subject: Token, verb: Token, types: Sequence[str]) -> Chain | None:
        """The entity of a subject; of "which" that of the noun it stands for, of "Orlo's profit" that of the owner."""
        if subject.tag_ in _RELATIVES and verb.dep_ == "relcl":
            return self._named(verb.head, types)
        chain = self._named(subject, types)
        if chain is None:
            owners = (self._at.get(kid.i) for kid in subject.children if kid.dep_ == "poss")
            chain = next((one for one in owners if one is not None and one.type in types), None)
        return chain


def _before(noun: Token) -> Token | None:
    """The noun that another is joined to: by "and", in apposition, by a second preposition ("to Orlo and to its")."""
    head = noun.head
    if noun.dep_ in _JOINED and head.i < noun.i:
        return head
    if noun.dep_ == "pobj" and head.dep_ == "conj" and head.head.tag_ in ("IN", "TO"):
        return next((kid for kid in head.head.children if kid.dep_ == "pobj"), None)
    return None
