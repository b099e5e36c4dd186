"""The organisation or state that a role is held in where its clause does not say: "chief executive Ana Lind said".

A role of states belongs to the state whose leader the tables know, else to that of the dateline; any other to the
company that the text is about. Where that is not clear there is no holder: a wrong employer is worse than none.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from pipeline.document import Chain, Context
from pipeline.extract.leaders import led_states
from pipeline.extract.relations.nouns import kinds_of_organization
from pipeline.extract.relations.roles import RoleSpan
from pipeline.knowledge import Row, load_section
from pipeline.knowledge.world import load_world

_REACH = 60
"""Tokens back in which the organisation of "its chairman" is looked for."""
_NEAR = 40
"""Tokens back in which a mention counts as near."""
_MOST = 8
_FEW = 4
"""Mentions of the company that a text names most, up to which each paragraph may be about one of its own."""
"""Mentions beyond this number add no weight."""
_OWNERS = frozenset({"its", "their", "our"})
_OF = frozenset({"of", "for"})
_GENITIVE = frozenset({"'s", "'"})


class ChamberRow(Row):
    """Titles of the members of a body, and what the body is called."""

    id: str
    words: tuple[str, ...]
    bodies: tuple[str, ...]


@cache
def _chambers() -> tuple[ChamberRow, ...]:
    return load_section("relations", "chambers", ChamberRow)


@cache
def member_titles() -> frozenset[str]:
    """Titles of members of a parliament, small letters, without stops."""
    return frozenset(word for row in _chambers() for word in row.words)


def elsewhere(context: Context, role: RoleSpan) -> bool:
    """Whether a role is said to be held in something that no entity is: "head of the rescue agency"."""
    printed = context.lower[role.first : role.last]
    return bool(_OF & set(printed[1:])) and printed[-1] in _called()


@cache
def _called() -> frozenset[str]:
    """Common nouns that stand for an organisation or a body."""
    return kinds_of_organization() | {noun for row in load_world().nominal_rows for noun in row.nouns}


def of_leader(context: Context, role: RoleSpan) -> Chain | None:
    """The state whose leader has somebody in an office of states: "the president's foreign minister Ana Lind"."""
    if not role.of_state or context.lower[max(role.first - 1, 0)] not in _GENITIVE:
        return None
    owner = context.chain_at(role.first - 2)
    states = led_states(owner) if owner is not None and owner.type == "Person" else frozenset()
    return next((c for c in context.chains if c.type == "Country" and states & set(c.countries)), None)


def holder(context: Context, role: RoleSpan, person: Chain) -> Chain | None:
    """Whom the role of ``person`` is held in, or None where that is not clear."""
    if context.doc[max(role.first - 1, 0)].lower_ in _OWNERS:
        return _before(context, role.first, ("Company", "Organization", "PublicBody"))
    chamber = _chamber(context, role)
    if chamber is not None:
        return chamber
    states = led_states(person)
    shared = not role.plural or bool(states) or role.in_scope("shared")
    if not shared or not role.in_scope("bare") or _after_name(context, role):
        return None
    return _inside(context, role) or _office(context, role) or _by_kind(context, role, states)


def _by_kind(context: Context, role: RoleSpan, states: frozenset[str]) -> Chain | None:
    if states and any(row.object in ("country", "body") for row in role.rows):
        return next((c for c in context.chains if c.type == "Country" and states & set(c.countries)), None)
    if role.of_company and not _acts_for_state(context, role):
        return organization(context, role.first)
    return _of_dateline(context)


def _after_name(context: Context, role: RoleSpan) -> bool:
    """Whether a capitalised word that no entity has stands before: "Cable Chairman" of an unread name."""
    if role.first == context.doc[role.first].sent.start:
        return False
    before = context.doc[role.first - 1]
    return before.tag_ in ("NNP", "NNPS") and before.text[0].isupper() and not before.is_sent_start


def organization(context: Context, position: int, *, without: Chain | None = None) -> Chain | None:
    """The company or organisation that the text is about at a token: named often and near, a title counting as three.

    Args:
        context: the article.
        position: token before which it must have been named.
        without: an entity that it cannot be.
    """
    companies = [c for c in context.chains if c.type in ("Company", "Organization") and c is not without]
    local = _of_paragraph(context, companies, position)
    if local is not None:
        return local
    weights = {c.id: _weight(context, c, position) for c in companies}
    best = max(companies, key=lambda c: weights[c.id], default=None)
    if best is None or weights[best.id] == 0:
        return None
    most = max(len(c.mentions) for c in companies if c.type == best.type)
    return best if len(best.mentions) == most else None


def _of_paragraph(context: Context, companies: Sequence[Chain], position: int) -> Chain | None:
    """The company with which a paragraph begins, in a text that tells of another company in each."""
    offset = context.clean.view.rfind("\n", 0, context.starts[position]) + 1
    first = context.token_range(offset, offset + 1)[0]
    most = sorted((len(c.mentions) for c in companies), reverse=True)
    if not most or most[0] > _FEW:
        return None
    told = [c for m, c in context.chains_in(first, position) if c in companies]
    return told[0] if told else None


def _weight(context: Context, chain: Chain, position: int) -> float:
    before = [m.first for m in chain.mentions if m.first < position]
    if not before:
        return 0.0
    sentence = context.doc[position].sent.start
    weight = min(len(chain.mentions), _MOST) + 3 * context.in_title(context.doc[min(before)].idx)
    return weight + 2 * (max(before) >= sentence) + 2 * (max(before) >= sentence - _NEAR)


def _acts_for_state(context: Context, role: RoleSpan) -> bool:
    """Whether a president is a state's: no company is named before, or states are named more often."""
    if not any(row.object == "country" for row in role.rows):
        return False
    companies = _named_before(context, role.first, "Company")
    return companies == 0 or companies < _named_before(context, role.first, "Country")


def _named_before(context: Context, position: int, kind: str) -> int:
    counts = (sum(m.first < position for m in c.mentions) for c in context.chains if c.type == kind)
    return max(counts, default=0)


def _inside(context: Context, role: RoleSpan) -> Chain | None:
    """A state or body inside the role: "Deputy U.S. Trade Representative"."""
    return next((c for _, c in context.chains_in(role.first, role.last) if c.type in ("Country", "PublicBody")), None)


def _office(context: Context, role: RoleSpan) -> Chain | None:
    """The body that a title names: "Secretary of State" is held in the State Department, if the text names it."""
    if not any(row.object == "body" for row in role.rows):
        return None
    printed = context.doc[role.first : role.last]
    words = {token.text for token in printed if token.text[0].isupper() and token.tag_ != "IN"}
    bodies = (chain for chain in context.chains if chain.type == "PublicBody")
    return next((c for c in bodies if any(w in form.split() for w in words for form in (c.name, *c.aliases))), None)


def _chamber(context: Context, role: RoleSpan) -> Chain | None:
    """The body of which a title makes somebody a member, if the text names it: "Sen. X"; rows at the top win."""
    words = {word.strip(".") for word in context.lower[role.first : role.last]}
    bodies = [chain for chain in context.chains if chain.type == "PublicBody"]
    found = (
        chain
        for row in _chambers()
        if words & set(row.words)
        for chain in bodies
        if any(form.endswith(row.bodies) for form in (chain.name, *chain.aliases))
    )
    return next(found, None)


def _of_dateline(context: Context) -> Chain | None:
    """The state in which the dateline lies, if the text names it."""
    lines = [s for s in context.clean.segments if s.kind == "dateline"]
    if not lines:
        return None
    place = context.doc.text[lines[0].start : lines[0].end].split(",")[0].strip(" -")
    code = load_world().country_of_place(place)
    return next((c for c in context.chains if c.type == "Country" and code in c.countries), None)


def _before(context: Context, position: int, types: Sequence[str]) -> Chain | None:
    """The thing of these types named last before a token, not far back."""
    found = [
        (m.first, chain)
        for chain in context.chains
        if chain.type in types
        for m in chain.mentions
        if position - _REACH <= m.first < position
    ]
    return max(found, key=lambda pair: pair[0])[1] if found else None
