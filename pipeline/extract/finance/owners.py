"""Whose amount it is, and who else takes part: roles of the words around a metric cue."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pipeline.extract.finance.lexicon import PARTIES, words
from pipeline.extract.finance.syntax import (
    ancestors,
    conjuncts,
    is_say,
    is_verb,
    subject,
)

if TYPE_CHECKING:
    from typing import Literal

    from spacy.tokens import Token

    from pipeline.document import Chain, Context
    from pipeline.extract.finance.lexicon import Role
    from pipeline.records import CounterpartyRole

    Basis = Literal["frame", "part", "climb", "near", "topic", "none"]

_ORGANISED = frozenset({"Company", "Organization", "PublicBody", "Country"})
_COUNTRY_METRICS = frozenset(
    {"trade_value", "aid", "debt", "frozen_assets", "other", "assets", "funding_raised", "contract_value"}
)
_ALLOWED = {
    "Person": frozenset({"penalty", "other", "aid", "investment", "frozen_assets", "contract_value"}),
    "Location": frozenset({"trade_value", "debt", "funding_raised"}),
    "Vessel": frozenset({"acquisition_price", "valuation", "unit_price", "other", "penalty"}),
}
"""The metrics that can be of what is neither a company, a body nor a state."""
_COMPANY_FIRST = frozenset({"revenue", "operating_income", "pretax_profit", "ebitda", "net_income", "net_loss",
    "earnings_per_share", "dividend", "orders", "valuation", "market_capitalization", "enterprise_value"})  # fmt: skip


@dataclass(slots=True)
class Cast:
    """Who plays which part in an amount's clause."""

    owners: list[tuple[Chain, Basis]] = field(default_factory=list)
    parties: list[tuple[Chain, CounterpartyRole]] = field(default_factory=list)
    segment: Token | None = None
    amounts: frozenset[int] = frozenset()

    def add(self, context: Context, token: Token, role: Role, metric: str, basis: Basis = "frame") -> None:
        """Give the entity at ``token`` (and what is coordinated with it) a role."""
        for one in conjuncts(token):
            if one.i in self.amounts:
                continue
            chain = entity_at(context, one)
            if chain is None and metric != "acquisition_price":
                chain = _possessor(context, one)
            if role in ("owner_or_segment", "segment_or_country", "segment_only"):
                if chain is not None and _owns_as(chain, role, metric):
                    self._own(chain, basis)
                elif self.segment is None and one.tag_ in ("NN", "NNS", "NNP", "NNPS") and not one.like_num:
                    self.segment = one
            elif chain is None:
                continue
            elif (
                role == "owner"
                and (may_own(chain, metric) or _may_be_company(chain, metric))
                and not is_observer(context, one)
            ):
                self._own(chain, basis)
            elif role == "authority" and metric == "penalty" and chain.type in ("Company", "Person"):
                self._own(chain, basis)  # "announced a settlement with the bank"
            elif role in PARTIES and all(chain is not known for known, _ in self.parties):
                self.parties.append((chain, role))  # type: ignore[arg-type]

    def _own(self, chain: Chain, basis: Basis) -> None:
        if all(chain is not known for known, _ in self.owners):
            self.owners.append((chain, basis))


def _possessor(context: Context, token: Token) -> Chain | None:
    """The entity that a common noun belongs to: "Orlo's products", "its board"."""
    for child in token.children:
        if child.dep_ == "poss":
            chain = context.chain_at(child.i)
            return None if chain is not None and _epithet(token, chain) else chain
    return None


def _epithet(token: Token, chain: Chain) -> bool:
    """Whether a place only tells which company a common noun means: "Europe's biggest airline group"."""
    return chain.type in ("Country", "Location", "PublicBody") and token.lower_ in words().anaphors


def _may_be_company(chain: Chain, metric: str) -> bool:
    """Whether an entity taken for a person or place may be a company, since a company's metric is said of it."""
    if metric not in _COMPANY_FIRST:
        return False
    return chain.type in ("Location", "Organization") or (
        chain.type == "Person" and (" " not in chain.name or "&" in chain.name)
    )


def _owns_as(chain: Chain, role: Role, metric: str) -> bool:
    if role == "segment_or_country":
        return chain.type == "Country"
    return role == "owner_or_segment" and may_own(chain, metric)


def may_own(chain: Chain, metric: str) -> bool:
    """Whether an entity of this type can be what a metric measures."""
    if chain.type == "Country":
        return metric in _COUNTRY_METRICS
    if metric == "unit_price" and chain.name.endswith("Exchange"):
        return False
    if chain.type in _ALLOWED:
        return metric in _ALLOWED[chain.type]
    if chain.key == "eu":
        return metric in _COUNTRY_METRICS
    return chain.type in _ORGANISED and not (metric == "trade_value" and chain.type == "PublicBody")


def reports(chain: Chain) -> bool:
    """Whether the name is that of a newspaper, an agency of news or ratings, a broker."""
    return chain.type not in ("Country", "Person") and any(part in chain.name for part in words().watchers)


def is_observer(context: Context, token: Token) -> bool:
    """Whether a name looks on only: "broker X", "analysts at X", "X poll", a newspaper, a rating agency."""
    book = words()
    chain = context.chain_at(token.i)
    if chain is not None and reports(chain):
        return True
    if (
        token.dep_ == "pobj"
        and token.head.lower_ in ("at", "with", "of", "by", "for")
        and token.head.head.lower_ in book.observers
    ):
        return True
    if any(child.lower_ in book.observers for child in token.lefts):
        return True
    return token.dep_ in ("compound", "nmod", "poss", "appos") and token.head.lower_ in book.observers


def entity_at(context: Context, token: Token) -> Chain | None:
    """Entity of a token, or of the noun phrase it heads where that is a name ("Orlo unit" has none)."""
    return context.chain_at(token.i)


def trades(chain: Chain, metric: str) -> bool:
    """Whether a speaker can be whose trade it is: of a country's exports others speak too."""
    return metric != "trade_value" or chain.type == "Country" or chain.key == "eu"


def climb(context: Context, start: Token, metric: str) -> Chain | None:
    """The nearest entity above a token in the parse: a noun that it belongs to, or the subject of a verb above."""
    for one in ancestors(start):
        nouns = [] if one.i == start.i else [one]
        for token in (*nouns, *(child for child in one.children if child.dep_ == "poss")):
            chain = context.chain_at(token.i)
            if chain is not None and token.i != one.i and _epithet(one, chain):
                continue
            if chain is not None and may_own(chain, metric) and chain.type != "Person":
                return chain
        actor = subject(one) if is_verb(one) else None
        chain = context.chain_at(actor.i) if actor is not None and not is_observer(context, actor) else None
        speaks = (
            is_say(one) and chain is not None and (chain.type in ("Person", "PublicBody") or not trades(chain, metric))
        )
        if chain is not None and may_own(chain, metric) and not speaks:
            return chain
    return None
