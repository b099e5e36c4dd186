"""From a match of a rule to the entities and kinds of relation that it states."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

from pipeline.document import Chain, Context
from pipeline.extract.leaders import led_states
from pipeline.extract.relations.holder_model import choose_holder
from pipeline.extract.relations.holders import member_titles, organization
from pipeline.extract.relations.masking import PLACEHOLDER, Masked, Named
from pipeline.extract.relations.role_words import Status
from pipeline.extract.relations.roles import Held, RoleSpan
from pipeline.extract.relations.score import Sureness
from pipeline.knowledge import Rule
from pipeline.knowledge.world import load_world
from pipeline.records import RelationType

_UNIT = re.compile(r"\b(?:of|for|at|in)\b|<[CL]\d+>'s? ")
"""What makes the words between role and organisation name a part of it."""
_NO_OWNER = re.compile(rf"{PLACEHOLDER.pattern}(?!'s | <R)")
"""An end of a relation, not whose it is or who works there: "his sister Ana", "Kaito chairman Ana Lind"."""
_WAS = re.compile(r"\bwas (?:the |its |an? )?<R")
_PLACES = ("Country", "Location")
_CLEAR = 1.5
"""How many times as often as the next a company must be named to be what "the Oslo company" is."""
_POSTS: frozenset[RelationType] = frozenset({"directorship", "employment", "founder"})
_OWNED: frozenset[RelationType] = frozenset({"ownership", "subsidiary", "investor"})


class RelationRule(Rule):
    """A pattern with groups ``s`` and ``o`` (placeholders) and the relation it states.

    ``only`` limits what a role may state there; with ``about`` the object (without a group ``s`` the subject) is the
    company that the text is about; ``without`` are words (small letters) that may not stand in the match, of ``having``
    one must.
    """

    relation: RelationType | Literal["role"]
    sure: Sureness
    status: Status | None = None
    only: tuple[RelationType, ...] = ()
    about: bool = False
    without: tuple[str, ...] = ()
    having: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Link:
    """A relation before it is written: its ends, and whether the object stands outside the match."""

    kind: RelationType
    subject: Chain
    object: Chain
    outside: bool
    unnamed: int


def links(rule: RelationRule, match: re.Match[str], masked: Masked, context: Context) -> Iterator[Link]:
    """Every relation that a match states, in text order."""
    groups = match.groupdict()
    role = masked.roles.get(groups.get("role") or "")
    if not _worded(rule, context.lower[slice(*masked.tokens(*match.span()))]):
        return
    for subject in named_in(match, masked) or _talked_of(rule, match, masked, context):
        if _shouted(subject, context):
            continue
        for target, outside in _objects(rule, match, masked, context, subject):
            if rule.relation == "located_in" and not _tells_seat(subject, target, context):
                continue
            unnamed = sum(one is not None and one.mention.kind != "name" for one in (subject, target[1]))
            for kind in _kinds(rule, role, target[0], groups):
                if subject.chain.id != target[0].id and allowed(kind, subject.chain, target[0]):
                    yield Link(kind, subject.chain, target[0], outside, unnamed)


def _worded(rule: RelationRule, words: Sequence[str]) -> bool:
    """Whether the printed words of a match are such as its rule asks for."""
    return set(rule.without).isdisjoint(words) and not (rule.having and set(rule.having).isdisjoint(words))


def _shouted(one: Named, context: Context) -> bool:
    """Whether a single word in capitals is taken for a person in a headline only: "CHAIRMAN PLAYS", a verb."""
    if one.chain.type != "Person" or len(one.chain.mentions) > 1 or one.mention.last - one.mention.first > 1:
        return False
    # The Doc's headline is in small letters: the text has what is printed.
    token = context.doc[one.mention.first]
    printed = context.text[token.idx : token.idx + len(token)]
    return printed.isupper() and context.in_title(token.idx) and not led_states(one.chain)


def _talked_of(rule: RelationRule, match: re.Match[str], masked: Masked, context: Context) -> list[Named]:
    """The company that the text is about, where a rule leaves the subject open: "the Oslo company"."""
    if not rule.about or "s" in match.re.groupindex:
        return []
    chain = organization(context, masked.tokens(match.start(), match.end())[0])
    rivals = [len(c.mentions) for c in context.chains if chain is not None and c.type == chain.type and c is not chain]
    if chain is None or len(chain.mentions) < _CLEAR * max(rivals, default=0):
        return []
    return [Named(chain, chain.mentions[0])]


def _tells_seat(subject: Named, place: tuple[Chain, Named | None], context: Context) -> bool:
    """Whether a place is a seat: what is "its" of a state need not lie in it, nor who speaks for it."""
    chain, printed = place
    owned = printed is not None and printed.mention.kind == "pronoun" and chain.type == "Country"
    return not owned and not _speaks_for(subject, chain, context)


def _speaks_for(one: Named, place: Chain, context: Context) -> bool:
    """Whether a person of a place speaks for it: a member of a parliament, a leader, "Byrd of West Virginia"."""
    if one.chain.type != "Person":
        return False
    before = context.lower[max(one.mention.first - 1, 0)].strip(".")
    return before in member_titles() or bool(led_states(one.chain)) or place.name in _states()


@cache
def _states() -> frozenset[str]:
    """Names of the states of federations."""
    return frozenset(form for row in load_world().places if row.kind == "state" for form in (row.name, *row.aliases))


def named_in(match: re.Match[str], masked: Masked) -> list[Named]:
    """The subjects of a match; a role in the singular is the nearest one's alone."""
    groups = match.groupdict()
    role = masked.roles.get(groups.get("role") or "")
    subjects = _listed(groups.get("s"), masked)
    if role is not None and role.plural and groups.get("comma") == "," and len(subjects) == 1:
        # "according to officials, Lind said": the name begins what is said.
        return []
    if role is not None and not role.plural and len(subjects) > 1:
        return subjects[:1] if match.start("role") < match.start("s") else subjects[-1:]
    return subjects


def _objects(
    rule: RelationRule, match: re.Match[str], masked: Masked, context: Context, subject: Named
) -> Iterator[tuple[tuple[Chain, Named | None], bool]]:
    groups = match.groupdict()
    role = masked.roles.get(groups.get("role") or "")
    named = _listed(groups.get("o"), masked)
    asked = asked_role(match, masked)
    if named and asked is not None and named[0].chain.type != "Person":
        chosen = choose_holder(context, asked, subject.chain)
        if chosen is not None and chosen is not named[0].chain:
            yield (chosen, None), True
            return
    for one in named:
        yield (one.chain, one), False
    if named:
        return
    found = None
    if rule.about:
        found = organization(context, subject.mention.first, without=subject.chain)
    elif role is not None and not role.kin:
        found = choose_holder(context, role, subject.chain)
    if found is not None:
        yield (found, None), True


def asked_role(match: re.Match[str], masked: Masked) -> RoleSpan | None:
    """The role of a match that does not name what it is held in: there is no such group, or it is a pronoun."""
    groups = match.groupdict()
    role = masked.roles.get(groups.get("role") or "")
    if role is None or role.kin:
        return None
    named = _listed(groups.get("o"), masked)
    open_end = not named or (len(named) == 1 and named[0].mention.kind == "pronoun")
    return role if open_end else None


def _listed(group: str | None, masked: Masked) -> list[Named]:
    """Entities of a group; a country or place in a list of others only says where the next one is."""
    keys = _NO_OWNER.findall(group or "") or PLACEHOLDER.findall(group or "")
    names = [masked.names[key] for key in keys if key in masked.names]
    others = [one for one in names if one.chain.type not in _PLACES]
    return others or names[:1]


def _kinds(
    rule: RelationRule, role: RoleSpan | None, target: Chain, groups: dict[str, str | None]
) -> Iterator[RelationType]:
    employed = {"directorship"} if _of_part(groups) else set()
    if role is not None and groups.get("at") is not None and role.in_scope("advocates"):
        # A lawyer at a firm works there; a lawyer for a firm speaks for it.
        employed.add("representation")
    if rule.relation != "role":
        yield rule.relation
    elif role is not None:
        for kind in role.relations(_held(target)):
            if rule.only and kind not in rule.only:
                continue
            # A head of a part is employed by the whole.
            yield "employment" if kind in employed else kind


def _of_part(groups: dict[str, str | None]) -> bool:
    return groups.get("part") is not None or _UNIT.search(groups.get("unit") or "") is not None


def _held(target: Chain) -> Held:
    if target.type == "Country":
        return "country"
    if target.type == "Location":
        return "place"
    if target.type == "Person":
        return "person"
    return "body" if target.type == "PublicBody" else "organization"


def allowed(kind: RelationType, subject: Chain, target: Chain) -> bool:
    """Whether things of these types can stand in the relation."""
    if kind in _POSTS:
        # "his accountant" works for a person.
        return subject.type == "Person" and (target.type != "Person" or kind == "employment")
    if kind == "representation":
        return subject.type in ("Person", "Company")
    if kind == "family":
        return subject.type == target.type == "Person"
    if kind == "located_in":
        # Whose citizen somebody is, is told in other words.
        return (
            target.type == "Location"
            if subject.type == "Person"
            else target.type in _PLACES and subject.type not in _PLACES
        )
    if kind in _OWNED:
        owners = subject.type not in ("Location", "Vessel", "Airplane", "Program")
        return owners and target.type not in ("Person", "Country", "Location", "Program")
    return True


def status(rule: RelationRule, match: re.Match[str], masked: Masked) -> Status:
    """When a relation holds: by the rule, else by the words that date it, inside the match or right before it."""
    if rule.status is not None:
        return rule.status
    before = masked.text[: match.start()].split()[-1:]
    printed = PLACEHOLDER.findall(" ".join([*before, match.group()]))
    found = {masked.statuses[key] for key in printed if key in masked.statuses}
    if "former" in found or _WAS.search(match.group()):
        return "former"
    return "future" if "future" in found else "current"
