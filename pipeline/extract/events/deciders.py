"""Who decides: the authorities of a mention."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pipeline.document import Chain, Context
from pipeline.extract.events.syntax import agent, child, is_verb, named, pobj, surface_subject
from pipeline.extract.events.vocabulary import vocabulary
from pipeline.extract.leaders import led_states

if TYPE_CHECKING:
    from spacy.tokens import Token

_PRONOUNS = frozenset({"it", "he", "she", "they", "we"})
_NOT_AUTHORITIES = frozenset({"Vessel", "Airplane", "CryptoWallet", "Program", "Location"})


class Deciders:
    """Reads the deciding bodies of one article."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._words = vocabulary().words

    def acting(self, verb: Token) -> list[str]:
        """Authorities that do what the verb says."""
        found = agent(verb)
        if found is None:
            return []
        if found.lower_ in _PRONOUNS and self._context.chain_at(found.i) is None:
            speaker = self.speaker(verb)
            return self.phrase(speaker) if speaker is not None else []
        return self.phrase(found)

    def speaker(self, verb: Token) -> Token | None:
        """Subject of the verb of saying around a clause."""
        current = verb
        for _ in range(6):
            if current.dep_ == "ccomp" and is_verb(current.head):
                return surface_subject(current.head)
            if current.head.i == current.i:
                return None
            current = current.head
        return None

    def phrase(self, root: Token) -> list[str]:
        """Authorities named by a noun phrase, coordinated ones included."""
        found = [*self._one(root)]
        for one in root.children:
            if one.dep_ == "conj":
                found.extend(self.phrase(one))
        return list(dict.fromkeys(found))

    def _one(self, token: Token) -> Iterator[str]:
        chain = self._context.chain_at(token.i)
        if chain is not None:
            if chain.type == "Person":
                if self._decides(chain, self._words.heads):
                    yield chain.id
                    yield from self._state_of(token)
                elif self._decides(chain, self._words.envoys):
                    yield from self._state_of(token)
            elif self.is_authority(chain):
                yield self._narrowest(token, chain).id
            return
        if named(token, self._words.acts):
            yield from self._author(token)
            return
        if not named(token, self._words.deciders):
            return
        for one in token.children:
            inside = self._context.chain_at(one.i)
            if one.dep_ in ("poss", "amod", "compound", "nmod") and inside is not None and self.is_authority(inside):
                yield inside.id
                return
            if one.dep_ == "prep" and one.lower_ == "of" and (below := pobj(one)) is not None:
                inside = self._context.chain_at(below.i)
                if inside is not None and self.is_authority(inside):
                    yield inside.id
                    return

    def _narrowest(self, token: Token, chain: Chain) -> Chain:
        """Of "the Treasury's Office of Foreign Assets Control" the office decides."""
        doc = token.doc
        for mention in chain.mentions:
            after = mention.last
            if mention.first <= token.i < after and after + 1 < len(doc) and doc[after].tag_ == "POS":
                inner = self._context.chain_at(after + 1)
                if inner is not None and inner is not chain and inner.type == "PublicBody":
                    return self._narrowest(doc[after + 1], inner)
        return chain

    def _author(self, act: Token) -> Iterator[str]:
        """Who made a law or order: its by-phrase ("the law, enacted by X"), else a nationality before it."""
        for one in act.children:
            if one.dep_ in ("acl", "relcl", "prep", "agent"):
                for id_ in self.by(one) if one.dep_ in ("acl", "relcl") else self.by(act):
                    yield id_
                    return
        for id_ in self.of_noun(act)[0]:
            yield id_

    def _state_of(self, token: Token) -> Iterator[str]:
        """The state for which a person acts: a nationality beside the name, else the person's own country."""
        chain = self._context.chain_at(token.i)
        codes = {*chain.countries, *led_states(chain)} if chain is not None else set()
        for one in token.children:
            inside = self._context.chain_at(one.i)
            if inside is not None and inside.type == "Country":
                yield inside.id
                return
        for other in self._context.chains:
            if other.type == "Country" and other.key in codes:
                yield other.id
                return

    def is_authority(self, chain: Chain) -> bool:
        """Whether an entity can put others under a measure."""
        if chain.type in _NOT_AUTHORITIES:
            return False
        if chain.type in ("Country", "PublicBody"):
            return True
        if chain.type == "Person":
            return self._decides(chain, self._words.heads)
        return any(word in self._words.deciders for word in chain.name.lower().split())

    def _decides(self, person: Chain, titles: frozenset[str]) -> bool:
        """A person with one of these titles anywhere in the article."""
        doc = self._context.doc
        for mention in person.mentions:
            before = [t.lower_ for t in doc[max(0, mention.first - 4) : mention.first]]
            if mention.kind == "name" and any(word in titles for word in before):
                return True
        return False

    def of_noun(self, noun: Token) -> tuple[list[str], list[str]]:
        """Authorities and targets that stand before a measure noun: "U.S. sanctions", "Ruritania sanctions".

        Returns:
            Ids of authorities, ids of restricted countries.
        """
        found: list[tuple[Token, Chain]] = []
        for one in noun.children:
            if one.dep_ in ("poss", "amod", "compound", "nmod", "npadvmod") and one.i < noun.i:
                found.extend(self._chained(one))
        deciders: list[str] = []
        targets: list[str] = []
        for token, chain in found:
            if chain.type == "Country" and not self._sends(token, chain, len(found)):
                targets.append(chain.id)
            elif self.is_authority(chain):
                deciders.append(chain.id)
        if not deciders and len(found) == 1 and found[0][0].dep_ == "poss":
            return targets, []
        return deciders, targets

    def _chained(self, token: Token) -> Iterator[tuple[Token, Chain]]:
        chain = self._context.chain_at(token.i)
        if chain is not None:
            yield token, chain
            return
        if named(token, self._words.deciders):
            for one in token.children:
                inside = self._context.chain_at(one.i)
                if inside is not None:
                    yield one, inside

    def _sends(self, token: Token, chain: Chain, number: int) -> bool:
        """Whether a nationality before "sanctions" is the author's and not the target's."""
        if token.i > 1 and token.nbor(-1).text == "-" and token.nbor(-2).lower_ == "anti":
            return False
        if token.dep_ == "poss" or chain.key in self._words.senders:
            return True
        return token.tag_ == "JJ" and number == 1

    def by(self, token: Token) -> list[str]:
        """Authorities of a by-phrase."""
        found: list[str] = []
        for one in token.children:
            if one.dep_ in ("agent", "prep") and one.lower_ == "by" and (below := pobj(one)) is not None:
                found.extend(self.phrase(below))
        return found

    def possessor(self, token: Token) -> list[str]:
        """Authority that owns a noun ("Washington's blacklisting of X")."""
        owner = child(token, "poss")
        return [] if owner is None else self.phrase(owner)
