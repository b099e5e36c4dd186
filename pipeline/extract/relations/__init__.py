"""Relations between entities: rules over masked sentences (``rules/relations.yml``).

What it finds: posts, founders, owners, subsidiaries, investors, family, spokesmen, seats and named ties that one
sentence states. What it leaves alone: links that only follow from several sentences, or from knowledge outside the
text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from pipeline.document import Chain, Context, Mentioned
from pipeline.extract.relations.clauses import shorter_readings
from pipeline.extract.relations.holder_model import holder_weights
from pipeline.extract.relations.links import Link, RelationRule, asked_role, links, named_in, status
from pipeline.extract.relations.masking import Masked, Masker, mask
from pipeline.extract.relations.roles import RoleSpan, find_roles
from pipeline.extract.relations.score import confidence
from pipeline.knowledge import load_rules
from pipeline.records import Relation

if TYPE_CHECKING:
    from spacy.tokens import Span

_NO_ROLE = "relation.person_of_org"
_TIED = 2
_POSTS = frozenset({"directorship", "employment", "representation", "founder"})


def extract_relations(context: Context) -> tuple[Relation, ...]:
    """Find the relations of an article, each once, in the order of the sentences that state them."""
    stated = [one for sentence in context.sentences for one in _stated(context, sentence)]
    placed = {one.link.subject.id for one in stated if one.link.kind in _POSTS and not one.weak}
    found: dict[tuple[str, str, str], _Stated] = {}
    for one in stated:
        if one.weak and one.link.kind in _POSTS and one.link.subject.id in placed:
            # A role that the text places elsewhere needs no guess here.
            continue
        found.setdefault((one.link.kind, one.link.subject.id, one.link.object.id), one)
    _prefer_towns(found)
    return tuple(_relation(context, one, number) for number, one in enumerate(found.values(), start=1))


def _prefer_towns(found: dict[tuple[str, str, str], _Stated]) -> None:
    """Drop the country of what is told to sit in a town: the town says more."""
    seats = {key: one.link.object.type for key, one in found.items() if key[0] == "located_in"}
    towns = {subject for (_, subject, _), kind in seats.items() if kind == "Location"}
    for key, kind in seats.items():
        if kind == "Country" and key[1] in towns:
            del found[key]


def prepare_relations() -> None:
    """Load and compile what relations are read with."""
    load_rules("relations", RelationRule).prepare()
    holder_weights()


@dataclass(frozen=True, slots=True)
class _Stated:
    """A link with what states it."""

    masked: Masked
    rule: RelationRule
    match: re.Match[str]
    link: Link

    @property
    def weak(self) -> bool:
        """Whether the holder of the post is a guess, or the post has no role."""
        return self.link.outside or self.rule.id == _NO_ROLE


def _stated(context: Context, sentence: Span) -> Iterator[_Stated]:
    """Links of every rule; a role that an earlier rule has placed is not read again."""
    names = context.chains_in(sentence.start, sentence.end)
    roles = find_roles(context, sentence) if names else []
    shares = context.inside(context.percents, sentence.start_char, sentence.end_char)
    if not names or (len(names) < _TIED and not roles and not shares and not _tells_which(context, names[0])):
        # A name alone is tied to what the text is about by a role, a share or "the Oslo company" only.
        return
    masker = Masker(context, sentence, roles)
    whole = masker.whole()
    used: set[int] = set()
    shorter = [
        masked
        for reading in shorter_readings(context, sentence)
        if masker.tells(reading) and _tells(masked := masker.read(reading))
    ]
    for rule, pattern, masked in _possible([whole, *shorter]):
        for match in pattern.finditer(masked.text):
            role = masked.roles.get(match.groupdict().get("role") or "")
            if role is not None and role.first in used:
                continue
            for link in links(rule, match, masked, context):
                if role is not None:
                    used.add(role.first)
                yield _Stated(masked, rule, match, link)


def _tells_which(context: Context, name: tuple[Mentioned, Chain]) -> bool:
    """Whether a place may say which company is meant."""
    mention, chain = name
    return chain.type == "Location" and context.lower[max(mention.first - 1, 0)] == "the"


def _tells(masked: Masked) -> bool:
    """Whether there is enough in a shorter reading to be tied."""
    return len(masked.names) >= _TIED or bool(masked.roles or masked.shares)


def _possible(readings: Sequence[Masked]) -> list[tuple[RelationRule, re.Pattern[str], Masked]]:
    """Rules that may match readings of a sentence, earlier rules first and within a rule the whole sentence first."""
    rules = load_rules("relations", RelationRule)
    found = [(rule, pattern, one) for one in readings for rule, pattern in rules.possible(one.text)]
    return sorted(found, key=lambda three: _places()[three[0].id]) if len(readings) > 1 else found


@cache
def _places() -> dict[str, int]:
    """Where each rule stands in its file."""
    return {rule.id: place for place, (rule, _) in enumerate(load_rules("relations", RelationRule))}


def open_roles(context: Context) -> Iterator[tuple[RoleSpan, Chain]]:
    """Roles with their persons of which no rule reads in what they are held, each once: what is to be learnt."""
    for sentence in context.sentences:
        masked = mask(context, sentence, find_roles(context, sentence))
        asked: dict[tuple[int, str], tuple[RoleSpan, Chain]] = {}
        settled: set[int] = set()
        for _, pattern in load_rules("relations", RelationRule).possible(masked.text):
            for match in pattern.finditer(masked.text):
                role = masked.roles.get(match.groupdict().get("role") or "")
                if role is None:
                    continue
                if asked_role(match, masked) is None:
                    settled.add(role.first)
                for one in named_in(match, masked):
                    asked.setdefault((role.first, one.chain.id), (role, one.chain))
        yield from (pair for (first, _), pair in asked.items() if first not in settled and pair[1].type == "Person")


def _role(context: Context, one: _Stated, role: RoleSpan | None) -> str | None:
    """The role as printed: a phrase of the table, or the words that a rule names."""
    if role is not None:
        first, last = role.first, role.last
    elif one.match.groupdict().get("role"):
        first, last = one.masked.tokens(one.match.start("role"), one.match.end("role"))
    else:
        return None
    return context.quote(context.doc[first:last]).text


def _relation(context: Context, one: _Stated, number: int) -> Relation:
    masked, match, link = one.masked, one.match, one.link
    groups = match.groupdict()
    first, last = masked.tokens(match.start(), match.end())
    role = masked.roles.get(groups.get("role") or "")
    return Relation(
        id=f"l{number}",
        type=link.kind,
        subject=link.subject.id,
        object=link.object.id,
        role=_role(context, one, role),
        share=masked.shares.get(groups.get("pct") or groups.get("pct2") or ""),
        status=status(one.rule, match, masked),
        by=one.rule.id,
        evidence=(context.quote(context.doc[first:last]),),
        confidence=confidence(one.rule.sure, outside=link.outside, unnamed=link.unnamed),
    )
