"""Common nouns and pronouns that stand for an entity named before: "the company", "the ministry", "its", "he".

Only safe ones are resolved: a definite noun phrase whose head is in ``tables/nominals.yml``, and personal pronouns with
one clear antecedent. A wrong antecedent puts a fact on the wrong owner, so silence wins over a guess.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from pipeline.document import Chain, Mentioned
from pipeline.knowledge.world import World
from pipeline.resolve.pronouns import NEUTER, PERSONAL, Antecedents, Seen

if TYPE_CHECKING:
    from spacy.strings import StringStore
    from spacy.tokens import Doc, Token

_DEFINITE = frozenset({"the", "this", "that"})
_SUBJECTS = frozenset({"nsubj", "nsubjpass"})
_CLEAR = 1.5
"""How many times as often as the next the main entity of a text is named."""
_MOST = 8
"""Names beyond this number add no weight."""
_NOT_BEHIND = frozenset({"of", "that", "which", "-"})
_OTHERS = frozenset(
    {"other", "second", "same", "new", "rival", "local", "foreign", "next", "third", "latter", "former"}
)
_MODIFIERS = 4
"""Words between an article and its noun, at most."""
_REACH = 3
"""Sentences back in which an antecedent is looked for before the document's main entity of the type is taken."""


def add_nominals(doc: Doc, chains: list[Chain], world: World) -> None:
    """Add nominal and pronoun mentions to the chains in place."""
    sentence_of, subjects = _sentences(doc), _subjects(doc)
    taken = {i for chain in chains for m in chain.mentions for i in range(m.first, m.last)}
    seen = sorted(
        (
            Seen(m.first, m.last, sentence_of[m.first], any(subjects[m.first : m.last]), chain)
            for chain in chains
            for m in chain.mentions
        ),
        key=lambda one: one.position,
    )
    antecedents = Antecedents(seen, world)
    words = _meant(doc.vocab.strings, world)
    for position, word in enumerate(doc.to_array("LOWER").tolist()):
        if word not in words or position in taken:
            continue
        token = doc[position]
        chosen = _noun(token, seen, sentence_of, chains, world) or _pronoun(token, seen, sentence_of, antecedents)
        if chosen is None:
            continue
        first = token.i - (1 if token.i and doc[token.i - 1].lower_ in _DEFINITE else 0)
        kind = "pronoun" if token.lower_ in PERSONAL | NEUTER else "nominal"
        first = token.i if kind == "pronoun" else first
        chosen.mentions.append(Mentioned(first, token.i + 1, "pronoun" if kind == "pronoun" else "nominal"))
        added = Seen(token.i, token.i + 1, sentence_of[token.i], subjects[token.i], chosen)
        antecedents.add(added)
        seen.append(added)
        seen.sort(key=lambda one: one.position)


def _sentences(doc: Doc) -> list[int]:
    """Number of the sentence of each token."""
    number, numbers = -1, []
    for opens in doc.to_array("SENT_START").tolist():
        number += opens == 1
        numbers.append(max(number, 0))
    return numbers


def _subjects(doc: Doc) -> list[bool]:
    """Whether each token is a subject."""
    names = {doc.vocab.strings[name] for name in _SUBJECTS}
    return [name in names for name in doc.to_array("DEP").tolist()]


@lru_cache(maxsize=4)
def _meant(strings: StringStore, world: World) -> frozenset[int]:
    """Numbers that spaCy gives to the words that may stand for an entity."""
    return frozenset(strings[word] for word in (*world.nominals, *PERSONAL, *NEUTER))


def _noun(token: Token, seen: list[Seen], sentence_of: list[int], chains: list[Chain], world: World) -> Chain | None:
    row = world.nominals.get(token.lower_)
    determiner = None if row is None else _determiner(token, {one.position for one in seen})
    if row is None or determiner is None or token.dep_ == "compound":
        return None
    following = token.nbor(1) if token.i + 1 < len(token.doc) else None
    if following is not None and (following.lower_ in _NOT_BEHIND or following.i in {one.position for one in seen}):
        return None
    fits = [one for one in seen if one.position < token.i and one.chain.type in row.types]
    called = [one for one in fits if _named(one.chain, token.lower_)]
    if row.named:
        return called[-1].chain if called else None
    here = sentence_of[token.i]
    near = [one for one in called or fits if here - one.sentence <= _REACH]
    if determiner < token.i - 1:
        # "the loss-making firm" says what is known already only of what the text is about.
        main = _main(chains, row.types)
        return main if any(one.chain is main for one in near) else None
    return _most_salient(near, here, chains, row.types)


def _determiner(token: Token, named: set[int]) -> int | None:
    """Position of the definite article of a noun; between them may stand words that do not set it apart from others."""
    for position in range(token.i - 1, max(token.i - 2 - _MODIFIERS, -1), -1):
        word = token.doc[position]
        if word.lower_ in _DEFINITE:
            return position
        if position in named or word.lower_ in _OTHERS or word.tag_ not in ("JJ", "NN", "NNP", "HYPH", "VBN"):
            return None
    return None


def _named(chain: Chain, noun: str) -> bool:
    """Whether a name of the entity contains the noun: "the ministry" is a Ministry."""
    return any(noun in form.lower() for form in (chain.name, *chain.aliases))


def _main(chains: list[Chain], types: tuple[str, ...]) -> Chain | None:
    """What a text names most often of some types, if clearly."""
    ranked = sorted((c for c in chains if c.type in types), key=lambda c: -_names(c))
    if not ranked or (len(ranked) > 1 and _names(ranked[0]) < _CLEAR * _names(ranked[1])):
        return None
    return ranked[0]


def _names(chain: Chain) -> int:
    return sum(m.kind == "name" for m in chain.mentions)


def _most_salient(near: list[Seen], here: int, chains: list[Chain], types: tuple[str, ...]) -> Chain | None:
    """Score antecedents: nearness, being a subject, and how often the document names them."""
    if not near:
        return _main(chains, types)
    scores: dict[str, float] = {}
    for one in near:
        score = (1.0 if one.subject else 0.5) / (1 + here - one.sentence) + 0.4 * min(_names(one.chain), _MOST)
        scores[one.chain.id] = max(scores.get(one.chain.id, 0.0), score)
    best = max(sorted(scores), key=lambda chain_id: scores[chain_id])
    return next(one.chain for one in near if one.chain.id == best)


def _pronoun(token: Token, seen: list[Seen], sentence_of: list[int], antecedents: Antecedents) -> Chain | None:
    word = token.lower_
    if word not in PERSONAL | NEUTER:
        return None
    types = antecedents.types(token)
    barred = antecedents.barred(token)
    seen = [one for one in seen if one.chain is not barred]
    here = sentence_of[token.i]
    same = [one for one in seen if one.position < token.i and one.sentence == here and one.chain.type in types]
    before = [one for one in seen if one.sentence == here - 1 and one.chain.type in types]
    if word == "it" and token.dep_ in ("expl", "nsubj") and _is_expletive(token):
        return None
    told = antecedents.of(token)
    if told is not None:
        return told
    for group in ([one for one in same if one.subject], [one for one in before if one.subject]):
        if group and (word in PERSONAL or len({one.chain.id for one in group}) == 1):
            return group[-1].chain
    rest = {one.chain.id: one.chain for one in same or before}
    return next(iter(rest.values())) if len(rest) == 1 else None


def _is_expletive(token: Token) -> bool:
    """Whether "it" has no antecedent: "It is clear that …", "it costs $5 to …"."""
    head = token.head
    return (
        token.dep_ == "expl"
        or head.lower_ in ("seems", "appears", "remains", "takes")
        or (
            head.lower_ in ("is", "was", "'s", "would", "will", "be")
            and any(c.dep_ in ("acomp", "ccomp") for c in head.children)
        )
    )
