"""Reading the dependency tree: who does what to whom, for one predicate token.

The model gives tags, dependencies and entities, no lemmas; word classes come from ``token.tag_``.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pipeline.extract.events.vocabulary import vocabulary

if TYPE_CHECKING:
    from spacy.tokens import Token

_RELATIVE = frozenset({"which", "that", "who", "whom", "whose"})
_STEPS = 8


def is_verb(token: Token) -> bool:
    """Whether the token is a verb form or a modal."""
    return token.tag_.startswith("VB") or token.tag_ == "MD"


def is_noun(token: Token) -> bool:
    """Whether the token is a noun, a proper noun or a number used as one."""
    return token.tag_.startswith("NN") or token.tag_ == "CD"


def singular(word: str) -> str:
    """Rough singular of a lower-case noun, for lookups in the word lists."""
    if len(word) > 3 and word.endswith("s") and not word.endswith("ss"):
        return word[:-1]
    return word


def named(token: Token, words: frozenset[str]) -> bool:
    """Whether a noun stands in a word list, in singular or plural."""
    low = token.lower_
    return low in words or singular(low) in words


def child(token: Token, *deps: str) -> Token | None:
    """First child with one of these dependencies."""
    return next((c for c in token.children if c.dep_ in deps), None)


def pobj(prep: Token) -> Token | None:
    """Object of a preposition."""
    return child(prep, "pobj", "pcomp")


def prep_objects(token: Token, *words: str) -> Iterator[Token]:
    """Objects of the token's prepositions with these words."""
    for one in token.children:
        if one.dep_ in ("prep", "agent", "dative") and one.lower_ in words:
            found = pobj(one)
            if found is not None:
                yield found


def is_passive(token: Token) -> bool:
    """Whether a verb is passive, reduced passives included."""
    if any(c.dep_ in ("auxpass", "nsubjpass") for c in token.children):
        return True
    if token.tag_ != "VBN":
        return False
    if any(c.dep_ == "aux" for c in token.children):
        return False
    return token.dep_ in ("acl", "amod", "advcl") or (
        token.dep_ in ("ccomp", "oprd", "xcomp") and child(token, "dobj") is None
    )


def _relative(token: Token, verb: Token) -> Token:
    """What a relative pronoun stands for: the noun that the clause belongs to."""
    if token.lower_ in _RELATIVE:
        clause: Token = verb
        for _ in range(_STEPS):
            if clause.dep_ == "relcl":
                return _first_conjunct(clause.head, token)
            if clause.head.i == clause.i:
                break
            clause = clause.head
    return token


def _first_conjunct(noun: Token, pronoun: Token) -> Token:
    """In "one firm and one person that were listed" the clause is about both, unless a comma cuts it off."""
    if pronoun.i > 0 and noun.doc[pronoun.i - 1].text == ",":
        return noun
    while noun.dep_ == "conj" and is_noun(noun.head):
        noun = noun.head
    return noun


def surface_subject(verb: Token, steps: int = _STEPS) -> Token | None:
    """Grammatical subject of a verb, shared subjects of conjoined and dependent verbs included."""
    own = child(verb, "nsubj", "nsubjpass", "csubj")
    if own is not None:
        return _relative(own, verb)
    if steps == 0 or verb.head.i == verb.i:
        return None
    head = verb.head
    if verb.dep_ == "conj":
        return surface_subject(head, steps - 1) if is_verb(head) else None
    if verb.dep_ in ("xcomp", "ccomp", "advcl", "oprd"):
        return _controller(verb, head, steps)
    if verb.dep_ in ("pcomp", "acomp", "prep"):
        return _behind_preposition(verb, head, steps)
    return _noun_agent(verb, head, steps) if verb.dep_ == "acl" else None


def _controller(verb: Token, head: Token, steps: int) -> Token | None:
    """Who does what a dependent verb says: the object of "urge", else the subject of the verb above."""
    if not is_verb(head) and not head.tag_.startswith("JJ"):
        return None
    steered = verb.dep_ == "xcomp" and verb.tag_ in ("VB", "VBN") and head.lower_ in vocabulary().steers
    return (child(head, "dobj") if steered else None) or surface_subject(head, steps - 1)


def _behind_preposition(verb: Token, head: Token, steps: int) -> Token | None:
    """Read "accused X of breaking", "fined X for shipping" as done by X; else the subject of the verb above."""
    if verb.dep_ == "pcomp" and head.lower_ in ("of", "from", "for"):
        owner = child(head.head, "dobj")
        if owner is not None:
            return owner
    above = head.head if verb.dep_ == "pcomp" else head
    return surface_subject(above, steps - 1) if is_verb(above) else None


def _noun_agent(verb: Token, noun: Token, steps: int) -> Token | None:
    if verb.tag_ in ("VBG", "VBN"):
        return noun
    owner = child(noun, "poss")
    if owner is not None:
        return owner
    above = noun.head
    return surface_subject(above, steps - 1) if is_verb(above) and above.i != noun.i else None


def agent(verb: Token) -> Token | None:
    """Who does it: the subject of an active verb, the by-phrase of a passive one."""
    by = child(verb, "agent")
    if by is not None:
        return pobj(by)
    if is_passive(verb):
        return next(prep_objects(verb, "by"), None)
    found = surface_subject(verb)
    if found is not None and found.head.tag_ == "VBN" and found.dep_ == "nsubjpass" and verb.tag_ == "VBN":
        return None
    return found


def patient(verb: Token) -> Token | None:
    """To whom it is done: the object of an active verb, the subject of a passive one."""
    if is_passive(verb):
        if verb.dep_ in ("acl", "amod"):
            return verb.head
        return surface_subject(verb)
    found = child(verb, "dobj", "dative")
    if found is not None:
        return _relative(found, verb)
    if verb.dep_ == "relcl" and child(verb, "nsubj") is not None:
        return verb.head
    return child(verb, "ccomp", "oprd", "attr") if verb.tag_ != "VBN" else None


def left_edge(token: Token) -> int:
    """First token position of the phrase of a token."""
    return int(token.left_edge.i)
