"""Relations between entities: rules over masked sentences (``rules/relations.yml``).

What it finds: posts, founders, owners, subsidiaries, investors, family, spokesmen and seats that one sentence states.
What it leaves alone: links that only follow from several sentences, or from knowledge outside the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, Literal

from pipeline.document import Chain, Context
from pipeline.extract.relations.masking import Masked, mask
from pipeline.knowledge import Row, Rule, load_rules, load_section
from pipeline.records import Relation, RelationType

if TYPE_CHECKING:
    from spacy.tokens import Span

_PLACEHOLDER = re.compile(r"<[POCLX]\d+>")
_FORMER = re.compile(r"\b(?:former|ex|then|late|one-time|ousted|deposed|was|resigned|until)\b", re.IGNORECASE)
_FUTURE = re.compile(r"\b(?:incoming|designate|elect|president-elect|will|named|appointed|to become)\b", re.IGNORECASE)
_STATES = frozenset({"king", "queen", "emperor", "president", "premier", "prime minister", "chancellor", "leader", "ruler"})


class RelationRule(Rule):
    """A pattern with groups ``s`` and ``o`` (placeholders) and the relation it states."""

    relation: RelationType | Literal["role"]


class RoleRow(Row):
    """Words of a printed role and the relation they make."""

    relation: RelationType
    words: tuple[str, ...]


@cache
def _roles() -> tuple[tuple[RelationType, re.Pattern[str]], ...]:
    rows = load_section("relations", "roles", RoleRow)
    return tuple((row.relation, re.compile(r"\b(?:" + "|".join(map(re.escape, row.words)) + r")\b")) for row in rows)


def extract_relations(context: Context) -> tuple[Relation, ...]:
    """Find the relations of an article, each once, ordered by first evidence."""
    found: dict[tuple[str, str, str], Relation] = {}
    for sentence in context.sentences:
        masked = mask(context, sentence)
        if len(masked.chains) < 2 and not masked.chains:
            continue
        for rule, match in _matches(masked):
            for kind, subject, target in _links(rule, match, masked, context):
                key = (kind, subject.id, target.id)
                if subject.id != target.id and key not in found and _allowed(kind, subject, target):
                    found[key] = _relation(context, sentence, rule, match, (kind, subject, target), len(found) + 1)
    return tuple(found.values())


def _matches(masked: Masked) -> Iterator[tuple[RelationRule, re.Match[str]]]:
    for rule, pattern in load_rules("relations", RelationRule):
        for match in pattern.finditer(masked.text):
            yield rule, match


def _links(rule: RelationRule, match: re.Match[str], masked: Masked, context: Context) -> Iterator[tuple[RelationType, Chain, Chain]]:
    """Subject and object of a match; a group that holds a list gives one link for each placeholder in it."""
    groups = match.groupdict()
    subjects = _chains(groups.get("s"), masked)
    objects = _chains(groups.get("o"), masked) or _main_company(context, subjects)
    kind = role_relation(groups.get("role") or "") if rule.relation == "role" else rule.relation
    if kind is None:
        return
    for subject in subjects:
        for target in objects:
            if rule.relation == "role" and target.type == "Country":
                yield _state_post(groups["role"], kind), subject, target
            else:
                yield kind, subject, target


def _chains(group: str | None, masked: Masked) -> list[Chain]:
    """Entities of a group's placeholders; a list ends at the first word that is no part of one."""
    if group is None:
        return []
    listed = re.match(r"(?:(?:(?:,|and|as well as|plus|the|[A-Z]?[\w'-]+'s|<[CL]\d+>'s?)\s*)*<[POC]\d+>(?:'s)?[, ]*)+", group)
    names = _PLACEHOLDER.findall(listed.group()) if listed is not None else _PLACEHOLDER.findall(group)[:1]
    chains = [masked.chains[name] for name in names]
    # "Japan's X": the country only says where X is.
    return [c for i, c in enumerate(chains) if c.type not in ("Country", "Location") or len(chains) == 1 or i == len(chains) - 1]


def _main_company(context: Context, others: list[Chain]) -> list[Chain]:
    """The company that a sentence without one is about: the one named most, if it is clear."""
    ids = {chain.id for chain in others}
    ranked = sorted((c for c in context.chains if c.type == "Company" and c.id not in ids), key=lambda c: -len(c.mentions))
    if not ranked or (len(ranked) > 1 and len(ranked[0].mentions) < 2 * len(ranked[1].mentions)):
        return []
    return ranked[:1]


def role_relation(role: str) -> RelationType | None:
    """Relation that a printed role makes, or None for a role of no known kind.

    >>> role_relation("deputy chief executive")
    'directorship'
    """
    lower = role.lower()
    if "chief executive" in lower or lower in ("chief", "managing director"):
        return "directorship"
    return next((relation for relation, pattern in _roles() if pattern.search(lower)), None)


def _state_post(role: str, kind: RelationType) -> RelationType:
    """A head of state or government directs the country; any other post is employment by it."""
    if kind in ("representation", "founder", "ownership"):
        return kind
    return "directorship" if re.sub(r"^(?:former|then|ex-?|acting)\s+", "", role.lower()) in _STATES else "employment"


def _allowed(kind: str, subject: Chain, target: Chain) -> bool:
    if kind in ("directorship", "employment", "founder", "representation"):
        return subject.type == "Person"
    if kind == "investor":
        return subject.type in ("Person", "Company", "Organization", "PublicBody", "Country") and target.type == "Company"
    if kind in ("ownership", "subsidiary"):
        return target.type not in ("Person", "Country", "Location")
    return True


def _relation(
    context: Context, sentence: Span, rule: RelationRule, match: re.Match[str], link: tuple[RelationType, Chain, Chain], number: int
) -> Relation:
    kind, subject, target = link
    groups = match.groupdict()
    role = groups.get("role")
    return Relation(
        id=f"l{number}",
        type=kind,
        subject=subject.id,
        object=target.id,
        role=role,
        share=_share(context, sentence, groups.get("pct")),
        status=_status(match),
        by=rule.id,
        evidence=(context.quote(sentence),),
        confidence=0.75 if rule.relation == "role" else 0.65,
    )


def _share(context: Context, sentence: Span, printed: str | None):  # type: ignore[no-untyped-def]
    if not printed:
        return None
    for percent in context.inside(context.percents, sentence.start_char, sentence.end_char):
        if percent.kind == "percent" and percent.value is not None and percent.value <= 100 and printed.split()[-1] in context.doc.text[percent.start : percent.end]:
            return percent.value / 100
    return None


def _status(match: re.Match[str]) -> Literal["current", "former", "future"]:
    words = _PLACEHOLDER.sub("", match.group())
    if _FORMER.search(words):
        return "former"
    return "future" if _FUTURE.search(words) else "current"
