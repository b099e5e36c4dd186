"""The organisation or state that a role is held in where its clause does not say: "chief executive Ana Lind said".

A role of states belongs to the state of the leader by the tables, else the one the sentence or the story is about; any
other to the organisation named last, where the text names few.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.document import Chain, Context
from pipeline.extract.relations.roles import RoleSpan
from pipeline.knowledge.world import load_world
from pipeline.resolve.context import story_country

if TYPE_CHECKING:
    from collections.abc import Iterable

import os
W0,W1,W2,W3=map(float,os.environ.get('W','0.5,2,2,2').split(','))
NEAR=float(os.environ.get('N1',2)); NEAR2=float(os.environ.get('N2',2))
_REACH = 3
"""Sentences back in which the organisation of a bare role is looked for."""


def holder(context: Context, role: RoleSpan, person: Chain) -> Chain | None:
    """Whom the role of ``person`` is held in, or None where that is not clear."""
    if context.doc[max(role.first - 1, 0)].lower_ in ("its", "their", "our"):
        return _before(context, role.first, ("Company", "Organization", "PublicBody"))
    if not role.in_scope("bare"):
        return None
    office = _inside(context, role) or _office(context, role)
    if office is not None:
        return office
    if role.of_state or (_may_be_state(role) and (_led(context, person) or not _about_company(context, role.first))):
        return _led(context, person) or _state(context, role.first)
    return organization(context, role.first) if role.of_company else _state(context, role.first)


def _inside(context: Context, role: RoleSpan) -> Chain | None:
    """A state or body inside the role: "Deputy U.S. Trade Representative"."""
    return next((c for _, c in context.chains_in(role.first, role.last) if c.type in ("Country", "PublicBody")), None)


def _may_be_state(role: RoleSpan) -> bool:
    return any(row.object == "country" for row in role.rows)


def _office(context: Context, role: RoleSpan) -> Chain | None:
    """The body that a title names: "Secretary of State" is held in the State Department, if the text names it."""
    if not any(row.object == "body" for row in role.rows):
        return None
    words = {token.text for token in context.doc[role.first : role.last] if token.text[0].isupper() and token.tag_ != "IN"}
    bodies = (chain for chain in context.chains if chain.type == "PublicBody")
    return next((c for c in bodies if any(w in form.split() for w in words for form in (c.name, *c.aliases))), None)


def _led(context: Context, person: Chain) -> Chain | None:
    """The state whose government the tables call after the person."""
    surnames = {form.split()[-1] for form in (person.name, *person.aliases)}
    codes = {row.iso for row in load_world().countries if surnames & set(row.administrations)}
    return next((c for c in context.chains if c.type == "Country" and set(c.countries) & codes), None)


def _about_company(context: Context, position: int) -> bool:
    """Whether the last organisation or state named before is a company, or the text is mostly about one."""
    companies = [c for c in context.chains if c.type == "Company"]
    states = [c for c in context.chains if c.type == "Country"]
    return _weight(companies, position) > _weight(states, position)


def _weight(chains: Iterable[Chain], position: int) -> int:
    return max((sum(m.first < position for m in chain.mentions) for chain in chains), default=0)


def _state(context: Context, position: int) -> Chain | None:
    """The state that the text is about there: named often, in the dateline or the sentence."""
    sentence = context.doc[position].sent
    code = story_country(context.clean, context.doc, context.chains)
    best: tuple[float, Chain] | None = None
    for chain in context.chains:
        if chain.type != "Country":
            continue
        before = [m.first for m in chain.mentions if m.first < position]
        weight = W0*min(len(chain.mentions), 8) + W1 * (code in chain.countries) + 0.5*bool(before)
        weight += W2 * any(m >= sentence.start for m in before) + W3 * any(m >= sentence.start - 40 for m in before)
        if best is None or weight > best[0]:
            best = (weight, chain)
    return None if best is None else best[1]


def organization(context: Context, position: int, *, without: Chain | None = None) -> Chain | None:
    """The company or organisation that the text is about there: named often and last, a title counting as three."""
    sentence = context.doc[position].sent
    best: tuple[float, Chain] | None = None
    for chain in context.chains:
        if chain.type not in ("Company", "Organization") or chain is without:
            continue
        before = [m.first for m in chain.mentions if m.first < position]
        if not before:
            continue
        last = before[-1]
        weight = min(len(chain.mentions), 8) + 3 * context.in_title(context.doc[before[0]].idx)
        weight += NEAR * (last >= sentence.start) + NEAR2 * (last >= sentence.start - 40)
        if best is None or weight > best[0]:
            best = (weight, chain)
    return None if best is None else best[1]


def _before(context: Context, position: int, types: tuple[str, ...]) -> Chain | None:
    """The thing of these types named last before a token, a few sentences back at most."""
    floor = context.doc[position].sent.start
    for _ in range(_REACH):
        if floor:
            floor = context.doc[floor - 1].sent.start
    found = [
        (m.first, chain)
        for chain in context.chains
        if chain.type in types
        for m in chain.mentions
        if floor <= m.first < position
    ]
    return max(found, key=lambda pair: pair[0])[1] if found else None
