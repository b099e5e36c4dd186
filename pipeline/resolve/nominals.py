"""Common nouns and pronouns that stand for an entity named before: "the company", "the ministry", "its", "he".

Only safe ones are resolved: a definite noun phrase whose head is in ``tables/nominals.yml``, and personal pronouns with
one clear antecedent. A wrong antecedent puts a fact on the wrong owner, so silence wins over a guess.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.document import Chain, Mentioned
from pipeline.knowledge.world import World

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_DEFINITE = frozenset({"the", "this", "that"})
_PERSONAL = frozenset({"he", "she", "him", "his", "her"})
_NEUTER = frozenset({"it", "its"})
_SUBJECTS = frozenset({"nsubj", "nsubjpass"})
_REACH = 3
"""Sentences back in which an antecedent is looked for before the document's main entity of the type is taken."""


@dataclass(frozen=True, slots=True)
class _Seen:
    position: int
    sentence: int
    subject: bool
    chain: Chain


def add_nominals(doc: Doc, chains: list[Chain], world: World) -> None:
    """Add nominal and pronoun mentions to the chains in place."""
    sentence_of = _sentences(doc)
    taken = {i for chain in chains for m in chain.mentions for i in range(m.first, m.last)}
    seen = sorted(
        (_Seen(m.first, sentence_of[m.first], _is_subject(doc, m), chain) for chain in chains for m in chain.mentions),
        key=lambda one: one.position,
    )
    for token in doc:
        if token.i in taken:
            continue
        chosen = _noun(token, seen, sentence_of, chains, world) or _pronoun(token, seen, sentence_of)
        if chosen is None:
            continue
        first = token.i - (1 if token.i and doc[token.i - 1].lower_ in _DEFINITE else 0)
        kind = "pronoun" if token.lower_ in _PERSONAL | _NEUTER else "nominal"
        first = token.i if kind == "pronoun" else first
        chosen.mentions.append(Mentioned(first, token.i + 1, "pronoun" if kind == "pronoun" else "nominal"))
        seen.append(_Seen(token.i, sentence_of[token.i], token.dep_ in _SUBJECTS, chosen))
        seen.sort(key=lambda one: one.position)


def _sentences(doc: Doc) -> list[int]:
    number, numbers = -1, []
    for token in doc:
        number += bool(token.is_sent_start)
        numbers.append(max(number, 0))
    return numbers


def _is_subject(doc: Doc, mention: Mentioned) -> bool:
    return any(doc[i].dep_ in _SUBJECTS for i in range(mention.first, mention.last))


def _noun(token: Token, seen: list[_Seen], sentence_of: list[int], chains: list[Chain], world: World) -> Chain | None:
    row = world.nominals.get(token.lower_)
    if row is None or token.i == 0 or token.nbor(-1).lower_ not in _DEFINITE:
        return None
    following = token.nbor(1).lower_ if token.i + 1 < len(token.doc) else ""
    if following in ("of", "that", "which", "-") or token.dep_ == "compound":
        return None
    fits = [one for one in seen if one.position < token.i and one.chain.type in row.types]
    if row.named:
        fits = [one for one in fits if token.lower_ in one.chain.name.lower() or _alias_has(one.chain, token.lower_)]
        return fits[-1].chain if fits else None
    near = [one for one in fits if sentence_of[token.i] - one.sentence <= _REACH]
    return _most_salient(near, sentence_of[token.i], chains, row.types)


def _alias_has(chain: Chain, noun: str) -> bool:
    return any(noun in alias.lower() for alias in chain.aliases)


def _most_salient(near: list[_Seen], here: int, chains: list[Chain], types: tuple[str, ...]) -> Chain | None:
    """Score antecedents: nearness, being a subject, and how often the document names them."""
    counts = {chain.id: sum(m.kind == "name" for m in chain.mentions) for chain in chains if chain.type in types}
    if not near:
        ranked = sorted(counts.items(), key=lambda item: -item[1])
        clear = len(ranked) == 1 or (len(ranked) > 1 and ranked[0][1] >= 2 * ranked[1][1])
        return next(c for c in chains if c.id == ranked[0][0]) if ranked and clear else None
    scores: dict[str, float] = {}
    for one in near:
        score = (1.5 if one.subject else 0.5) / (1 + here - one.sentence) + 0.15 * min(counts.get(one.chain.id, 0), 6)
        scores[one.chain.id] = max(scores.get(one.chain.id, 0.0), score)
    best = max(sorted(scores), key=lambda chain_id: scores[chain_id])
    return next(one.chain for one in near if one.chain.id == best)


def _pronoun(token: Token, seen: list[_Seen], sentence_of: list[int]) -> Chain | None:
    word = token.lower_
    if word in _PERSONAL:
        types: tuple[str, ...] = ("Person",)
    elif word in _NEUTER:
        types = ("Company", "PublicBody", "Country", "Organization")
    else:
        return None
    here = sentence_of[token.i]
    same = [one for one in seen if one.position < token.i and one.sentence == here and one.chain.type in types]
    before = [one for one in seen if one.sentence == here - 1 and one.chain.type in types]
    if word == "it" and token.dep_ in ("expl", "nsubj") and _is_expletive(token):
        return None
    for group in ([one for one in same if one.subject], [one for one in before if one.subject]):
        if group and (word in _PERSONAL or len({one.chain.id for one in group}) == 1):
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
