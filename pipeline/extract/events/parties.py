"""Which entities a phrase names as restricted, and how many parties it counts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from pipeline.document import Chain, Context, Mentioned
from pipeline.extract.events.counting import ALONG, people
from pipeline.extract.events.name_lists import continued, preceded
from pipeline.extract.events.syntax import named, pobj
from pipeline.extract.events.vocabulary import vocabulary

if TYPE_CHECKING:
    from spacy.tokens import Token

_SKIP = frozenset(
    {
        "relcl",
        "acl",
        "advcl",
        "cc",
        "punct",
        "det",
        "neg",
        "aux",
        "mark",
        "nummod",
        "preconj",
        "predet",
        "advmod",
        "cop",
    }
)
_INCLUDING = frozenset({"including", "like", "as", "namely", "among", "notably"})
_FLOW_PREPS = frozenset({"from", "to", "with", "of", "into", "against", "between", "on", "in", "for"})
_RESTRICTED = frozenset(
    {"Company", "Person", "Organization", "PublicBody", "Vessel", "Airplane", "CryptoWallet", "Country"}
)
_NAMELY = re.compile(r"\b(?:among them|including|such as|namely|among which|notably)\b|(?<=\w) [-–—] ")


class Parties:
    """Reads target phrases of one article."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._words = vocabulary().words

    def of(self, root: Token, *, country: bool = True, adjective: bool = True) -> list[str]:
        """Entity ids named as restricted in the phrase of ``root``, in text order, lists continued by word order.

        Args:
            root: head of the phrase.
            country: whether a state can be meant.
            adjective: whether a nationality before a noun can mean the state ("Ruritanian oil").
        """
        found = {position: chain for position, chain in self._visit(root, root, 0, head=True) if self.allowed(chain)}
        found = {p: c for p, c in found.items() if c.type != "Country" or not self._citizens(p)}
        if not adjective:
            found = {p: c for p, c in found.items() if c.type != "Country" or not self._describes(p)}
        if (
            not found
            and root.dep_ == "appos"
            and (chain := self._context.chain_at(root.head.i))
            and self.allowed(chain)
        ):
            found = {root.head.i: chain}
        if not found:
            found = self._called(root)
        for mention, chain in self._listed(root):
            found.setdefault(mention.first, chain)
        if not country:
            found = {p: c for p, c in found.items() if c.type != "Country"}
        if found and any(c.type != "Country" for c in found.values()):
            for mention, chain in (*self._continued(max(found)), *self._preceded(min(found), root)):
                found.setdefault(mention.first, chain)
        return list(dict.fromkeys(found[p].id for p in sorted(found)))

    def _called(self, root: Token) -> dict[int, Chain]:
        """The name right behind a common noun that the parser parts from it: "the shipper Norda Lines"."""
        if root.tag_ not in ("NN", "NNS") or self._context.chain_at(root.i) is not None:
            return {}
        behind = self._context.chains_in(root.i + 1, root.sent.end)
        mention, chain = behind[0] if behind else (None, None)
        if mention is None or chain is None or mention.first != root.i + 1 or mention.kind != "name":
            return {}
        if not self.allowed(chain) or chain.type == "Country":
            return {}
        name = root.doc[mention.first : mention.last].root
        joined = self._visit(name, root, 0, head=True)  # "the shipper Norda Lines and its owner, Jan Lind"
        return {mention.first: chain} | {p: c for p, c in joined if self.allowed(c) and c.type != "Country"}

    def along(self, first: int, last: int) -> list[str]:
        """Names right behind "along with" in the tokens ``first:last``, as a list goes on."""
        if first >= last:
            return []
        doc, view = self._context.doc, self._context.clean.view
        match = ALONG.search(view, doc[first].idx, doc[last - 1].idx)
        if match is None:
            return []
        for mention, chain in self._context.chains_in(first, last):
            if doc[mention.first].idx < match.end() or mention.kind != "name":
                continue
            if chain.type in ("Country", "Location") and mention.last < last and doc[mention.last].text == "-":
                continue  # "Vladivostok-based"
            if not self.allowed(chain) or chain.type == "Country" or doc[mention.first].idx > match.end() + 25:
                return []
            return [chain.id, *(c.id for _, c in self._continued(mention.last - 1))]
        return []

    def _citizens(self, position: int) -> bool:
        """In "seven Norwegians" people are meant; "the Norwegians" can be their state."""
        token = self._context.doc[position]
        if token.tag_ not in ("NNS", "NNPS") or not people(token.text):
            return False
        return not any(c.lower_ == "the" for c in token.children) or any(c.dep_ == "nummod" for c in token.children)

    def _describes(self, position: int) -> bool:
        token = self._context.doc[position]
        return token.dep_ in ("amod", "compound", "nmod") or token.tag_ == "JJ"

    @staticmethod
    def allowed(chain: Chain) -> bool:
        """Whether an entity of this type can be restricted."""
        return chain.type in _RESTRICTED

    def is_party(self, token: Token) -> bool:
        """A noun for those that can be put under a measure ("firms", "tankers")."""
        return named(token, self._words.parties)

    def _visit(self, token: Token, root: Token, depth: int, *, head: bool) -> Iterator[tuple[int, Chain]]:
        if depth > 8:
            return
        chain = self._context.chain_at(token.i)
        if chain is not None and (head or self._modifies(token, chain)):
            yield token.i, chain
        party = self.is_party(token)
        routed = self._routed(token)
        for one in token.children:
            if one.dep_ in _SKIP or (routed and one.dep_ in ("amod", "compound", "nmod", "poss")):
                continue
            if one.dep_ in ("prep", "agent"):
                yield from self._behind(one, token, root, depth)
            elif one.dep_ in ("nmod", "compound") and any(c.dep_ == "cc" for c in one.children):
                yield from self._visit(one, root, depth + 1, head=True)  # "Orla and Jan Lind" read as one name
            elif one.dep_ in ("poss", "amod", "compound", "nmod", "npadvmod"):
                inside = self._context.chain_at(one.i)
                made = one.tag_ == "VBN"  # "Ruritanian-made goods"
                if not party and (made or (inside is not None and inside is not chain and chain is None)):
                    yield from self._visit(one, root, depth + 1, head=False)
            elif one.dep_ in ("conj", "appos", "dobj", "pobj", "pcomp", "attr", "dep"):
                yield from self._visit(one, root, depth + 1, head=True)

    def _routed(self, token: Token) -> bool:
        """In "Ruritanian shipping to X" the country behind the preposition is meant, not whose goods they are."""
        if not named(token, self._words.flows):
            return False
        for one in token.children:
            below = (
                pobj(one) if one.dep_ == "prep" and one.lower_ in ("to", "from", "with", "into", "against") else None
            )
            chain = None if below is None else self._context.chain_at(below.i)
            if chain is not None and chain.type in _RESTRICTED:
                return True
        return False

    def _modifies(self, token: Token, chain: Chain) -> bool:
        """Whether a name before a noun counts: "Ruritanian oil" but not "Ruritanian firms"."""
        noun = token.head
        return not named(noun, self._words.parties) and not named(noun, self._words.roles) and self.allowed(chain)

    def _behind(self, prep: Token, token: Token, root: Token, depth: int) -> Iterator[tuple[int, Chain]]:
        below = pobj(prep)
        if below is None:
            return
        low = prep.lower_
        if low in _INCLUDING or (low == "such" and depth < 3):
            yield from self._visit(below, root, depth + 1, head=True)
        elif named(token, self._words.flows) or token.tag_ == "VBG":
            if low in _FLOW_PREPS:
                yield from self._visit(below, root, depth + 1, head=True)
        elif self._context.chain_at(token.i) is None and (
            (low == "of" and not named(token, self._words.roles))
            or (low in ("from", "against") and not self.is_party(token))
        ):
            yield from self._visit(below, root, depth + 1, head=True)

    def _listed(self, root: Token) -> Iterator[tuple[Mentioned, Chain]]:
        """Names behind "among them", "including", "such as" after a phrase that only counts or describes parties."""
        doc, sentence = root.doc, root.sent
        if not self.is_party(root) and root.lower_ not in ("names", "others"):
            return
        match = _NAMELY.search(self._context.clean.view, root.idx, sentence.end_char)
        if match is None:
            yield from self._beside(root)
            return
        for mention, chain in self._context.chains_in(root.i, sentence.end):
            if (
                doc[mention.first].idx >= match.end()
                and chain.type not in ("Country", "Location")
                and self.allowed(chain)
            ):
                if len(self._context.clean.view[match.end() : doc[mention.first].idx].split()) <= 6:
                    yield mention, chain
                    yield from self._continued(mention.last - 1)
                return

    def _beside(self, root: Token) -> Iterator[tuple[Mentioned, Chain]]:
        """Names right behind the noun that counts them: "two tycoons, Jan Lind and Orla Berg"."""
        doc, place = root.doc, root.i + 2
        if place >= root.sent.end or doc[root.i + 1].text not in (",", ":") or root.tag_ not in ("NNS", "NNPS"):
            return
        if not any(c.dep_ == "nummod" for c in root.children):
            return
        for mention, chain in self._context.chains_in(place, root.sent.end):
            name = doc[mention.first : mention.last].root
            if (
                mention.first > place + 1
                or name.dep_ in ("nsubj", "nsubjpass")
                or chain.type in ("Country", "Location")
            ):
                return
            if self.allowed(chain):
                yield mention, chain
                yield from self._continued(mention.last - 1)
            return

    def _continued(self, position: int) -> Iterator[tuple[Mentioned, Chain]]:
        return continued(self._context, position, self.allowed)

    def _preceded(self, position: int, root: Token) -> Iterator[tuple[Mentioned, Chain]]:
        if root.dep_ in ("nsubj", "nsubjpass", "conj", "appos"):
            yield from preceded(self._context, position, self.allowed)
