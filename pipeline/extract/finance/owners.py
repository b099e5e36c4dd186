"""Whose amount it is, and who else takes part: roles of the words around a metric cue."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pipeline.extract.finance.lexicon import PARTIES, words
from pipeline.extract.finance.syntax import (
    OBJECTS,
    ancestors,
    conjuncts,
    is_say,
    is_verb,
    passive,
    prepositions,
    subject,
    verb_above,
)

if TYPE_CHECKING:
    from typing import Literal

    from spacy.tokens import Token

    from pipeline.document import Chain, Context
    from pipeline.extract.finance.cues import Cue
    from pipeline.extract.finance.draft import Slot
    from pipeline.extract.finance.lexicon import Role
    from pipeline.records import CounterpartyRole

    Basis = Literal["frame", "climb", "near", "topic", "none"]

_ORGANISED = frozenset({"Company", "Organization", "PublicBody", "Country"})
_COUNTRY_METRICS = frozenset(
    {"trade_value", "aid", "debt", "frozen_assets", "other", "assets", "funding_raised", "contract_value"}
)
_PERSON_METRICS = frozenset({"penalty", "other", "aid", "investment", "frozen_assets", "contract_value"})
_COMPANY_FIRST = frozenset({"revenue", "operating_income", "pretax_profit", "ebitda", "net_income", "net_loss",
    "earnings_per_share", "dividend", "orders", "valuation", "market_capitalization", "enterprise_value"})  # fmt: skip


@dataclass(slots=True)
class Cast:
    """Who plays which part in an amount's clause."""

    owners: list[tuple[Chain, Basis]] = field(default_factory=list)
    parties: list[tuple[Chain, CounterpartyRole]] = field(default_factory=list)
    segment: Token | None = None

    def add(self, context: Context, token: Token, role: Role, metric: str, basis: Basis = "frame") -> None:
        """Give the entity at ``token`` (and what is coordinated with it) a role."""
        for one in conjuncts(token):
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
            elif role in PARTIES and all(chain is not known for known, _ in self.parties):
                self.parties.append((chain, role))  # type: ignore[arg-type]

    def _own(self, chain: Chain, basis: Basis) -> None:
        if all(chain is not known for known, _ in self.owners):
            self.owners.append((chain, basis))


def _possessor(context: Context, token: Token) -> Chain | None:
    """ "Orlo's products", "its board": the entity that a common noun belongs to."""
    for child in token.children:
        if child.dep_ == "poss":
            return context.chain_at(child.i)
    return None


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
    if chain.type == "Person":
        return metric in _PERSON_METRICS
    if chain.type == "Location":
        return metric in ("trade_value", "debt", "funding_raised")
    return chain.type in _ORGANISED and not (metric == "trade_value" and chain.type == "PublicBody")


_BROKING = frozenset(
    {"unit_price", "revenue", "ebitda", "net_income", "pretax_profit", "operating_income", "earnings_per_share"}
)


def is_observer(context: Context, token: Token) -> bool:
    """Whether a name looks on only: "broker X", "analysts at X", "X poll", a newspaper, a rating agency."""
    book = words()
    chain = context.chain_at(token.i)
    if chain is not None and chain.type != "Country" and any(part in chain.name for part in book.watchers):
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


def cast_of(context: Context, cue: Cue, slot: Slot | None) -> Cast:
    """Roles of the words around a cue, its governing verb and their prepositional phrases."""
    cast = Cast()
    if is_verb(cue.head):
        _verb_roles(context, cue, cue.head, cast)
    else:
        _noun_roles(context, cue, slot, cast)
    return cast


def _noun_roles(context: Context, cue: Cue, slot: Slot | None, cast: Cast) -> None:
    rule, metric = cue.rule, cue.rule.metric
    for token in (context.doc[i] for i in range(cue.first, cue.last)):
        if context.chain_at(token.i) is not None:
            cast.add(context, token, rule.poss, metric)
        for child in token.children:
            if child.dep_ in ("poss", "compound", "amod", "nmod") and not cue.first <= child.i < cue.last:
                cast.add(context, child, rule.poss if child.dep_ == "poss" else rule.compound, metric)
        for word, item in prepositions(token):
            _by_preposition(context, rule.preps, word, item, metric, cast)
    if slot is not None:
        _amount_roles(context, cue, slot, cast)
    verb = verb_above(cue.head)
    if verb is None or is_say(verb):
        return
    giving = rule.giving is not None and verb.lower_ in words().giving and cue.head.dep_ not in ("nsubj", "nsubjpass")
    for word, item in prepositions(verb):
        preps = {**rule.preps, **({"to": "owner", "on": "owner", "for": "owner", "against": "owner"} if giving else {})}
        _by_preposition(context, {k: v for k, v in preps.items() if v != "segment_only"}, word, item, metric, cast)  # type: ignore[misc]
    actor = subject(verb)
    if giving and rule.giving is not None and not passive(verb):
        for child in verb.children:
            if child.dep_ in ("dative", "dobj") and child.i != cue.head.i:
                cast.add(context, child, "owner", metric)
        if actor is not None:
            cast.add(context, actor, rule.giving, metric)
    elif actor is not None and actor.i != cue.head.i:
        gets = rule.subject in ("buyer", "owner_passive") and verb.lower_ in words().receiving
        cast.add(context, actor, "owner" if gets or rule.subject == "owner_passive" else rule.subject, metric)


def _amount_roles(context: Context, cue: Cue, slot: Slot, cast: Cast) -> None:
    """ "¤ of Chrysler debt", "¤ belonging to the bank", "¤ in aid to Kenya": what hangs on the amount itself."""
    inside = range(cue.first, cue.last)
    for word, item in prepositions(slot.head):
        if word in ("of", "in", "to", "for", "from"):
            if item.i not in inside and word in cue.rule.preps:
                _by_preposition(context, cue.rule.preps, word, item, cue.rule.metric, cast)
            for child in item.children:
                if child.dep_ in ("compound", "poss", "nmod", "amod") and context.chain_at(child.i) is not None:
                    cast.add(context, child, cue.rule.poss, cue.rule.metric)
    for child in slot.head.children:
        if child.dep_ == "acl" and child.lower_ in ("belonging", "owned", "held", "owed"):
            for word, item in prepositions(child):
                if word in ("to", "by"):
                    cast.add(context, item, "owner", cue.rule.metric)


def _verb_roles(context: Context, cue: Cue, verb: Token, cast: Cast) -> None:
    rule, metric = cue.rule, cue.rule.metric
    actor = subject(verb)
    turned = passive(verb)
    if actor is not None:
        active: Role = "owner" if rule.subject == "owner_passive" else rule.subject
        role: Role = (rule.object if rule.object != "none" else "owner") if turned else active
        if not (rule.subject == "owner_passive" and not turned):
            cast.add(context, actor, role, metric)
    for child in verb.children:
        if child.dep_ in (*OBJECTS, "dative"):
            _object_roles(context, child, cue, cast)
        if child.dep_ in ("xcomp", "oprd"):
            for deep in child.children:
                if deep.dep_ in OBJECTS:
                    _object_roles(context, deep, cue, cast)
    for word, item in prepositions(verb):
        _by_preposition(context, rule.preps, word, item, metric, cast)


def _object_roles(context: Context, child: Token, cue: Cue, cast: Cast) -> None:
    rule, metric = cue.rule, cue.rule.metric
    if rule.object != "none":
        cast.add(context, child, rule.object, metric)
        for deep in child.children:
            if deep.dep_ in ("compound", "poss", "nmod", "appos") and context.chain_at(child.i) is None:
                cast.add(
                    context,
                    deep,
                    "seller"
                    if deep.dep_ == "poss"
                    and rule.object == "owner"
                    and "seller" in (rule.subject, *rule.preps.values())
                    else rule.object,
                    metric,
                )
            if deep.dep_ == "appos":
                cast.add(context, deep, rule.object, metric)
    for word, item in prepositions(child):
        _by_preposition(context, rule.preps, word, item, metric, cast)


def _by_preposition(context: Context, preps: dict[str, Role], word: str, item: Token, metric: str, cast: Cast) -> None:
    role = preps.get(word)
    if role is None or role == "none":
        return
    cast.add(context, item, role, metric)
    if context.chain_at(item.i) is None:  # "in the shares of Orlo", "exports of Swiss watches"
        for deep, under in prepositions(item):
            if deep == "of" and role not in ("segment_only",):
                cast.add(context, under, role, metric)
        for child in item.children:
            if child.dep_ in ("compound", "poss", "nmod", "appos", "amod") and context.chain_at(child.i) is not None:
                cast.add(context, child, role, metric)


def climb(context: Context, start: Token, metric: str) -> Chain | None:
    """The nearest entity above a token in the parse: a noun that it belongs to, or the subject of a verb above."""
    for one in ancestors(start):
        if one.i != start.i:
            chain = context.chain_at(one.i)
            if chain is not None and may_own(chain, metric) and chain.type != "Person":
                return chain
        for child in one.children:
            if child.dep_ == "poss" and (chain := context.chain_at(child.i)) is not None and may_own(chain, metric):
                return chain
        if is_verb(one):
            actor = subject(one)
            chain = context.chain_at(actor.i) if actor is not None and not is_observer(context, actor) else None
            if chain is None or not may_own(chain, metric) or (is_say(one) and chain.type in ("Person", "PublicBody")):
                continue
            if (
                one.lower_ in words().observing
                and metric in _BROKING
                and chain.type == "Company"
                and is_observer(context, actor or one)
            ):
                continue
            return chain
    return None
