"""What will become FollowTheMoney entities: plain drafts, made without that library, each value with its grounds."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from pipeline.records import ArticleRecord, Fact, Span

PREFIX = "sanctex"


@dataclass(frozen=True, slots=True)
class Grounds:
    """Why a value is there: the rule, the words, and how often such facts are right."""

    origin: str
    fact: str = ""
    spans: tuple[Span, ...] = ()
    confidence: float | None = None

    @classmethod
    def of(cls, fact: Fact, fact_id: str) -> Grounds:
        """The grounds of a fact."""
        return cls(fact.by, fact_id, fact.evidence, fact.confidence)


@dataclass(frozen=True, slots=True)
class Value:
    """One value of one property."""

    prop: str
    text: str
    grounds: Grounds


@dataclass(slots=True)
class Draft:
    """An entity to be: its id, schema and values."""

    id: str
    schema: str
    values: list[Value] = field(default_factory=list)

    def add(self, prop: str, value: str | Iterable[str] | None, grounds: Grounds) -> None:
        """Add values to a property; nothing for None and for what is there already."""
        texts = (value,) if isinstance(value, str) else value or ()
        for text in texts:
            new = Value(prop, text, grounds)
            if new not in self.values:
                self.values.append(new)


@dataclass(slots=True)
class Sheet:
    """One article on its way: drafts by id, and what could not be held."""

    record: ArticleRecord
    article: str
    drafts: dict[str, Draft] = field(default_factory=dict)
    things: dict[str, Draft] = field(default_factory=dict)
    """Drafts of the record's entities, by the record's ids; programmes have none."""
    losses: list[tuple[str, str]] = field(default_factory=list)
    """Kind of loss, and the fact or entity of the record."""

    def draft(self, schema: str, *parts: str) -> Draft:
        """A new draft, or the one that is there under the same id."""
        new = Draft(make_id(self.article, schema, *parts), schema)
        return self.drafts.setdefault(new.id, new)

    def lose(self, kind: str, what: str) -> None:
        """Note that something has no place in FollowTheMoney."""
        self.losses.append((kind, what))

    def name(self, entity: str) -> str:
        """Name of an entity of the record."""
        return next(one.name for one in self.record.entities if one.id == entity)

    def names(self, entities: Sequence[str]) -> list[str]:
        """Names of entities of the record."""
        return [self.name(entity) for entity in entities]

    def fits(self, entity: str | None, family: frozenset[str]) -> Draft | None:
        """The draft of an entity of the record if its schema is of a family."""
        draft = self.things.get(entity or "")
        return draft if draft is not None and draft.schema in family else None


LEGAL = frozenset({"Person", "Company", "PublicBody", "Organization"})
"""Schemata that are legal entities in FollowTheMoney."""
ORGANIZATION = frozenset({"Company", "PublicBody", "Organization"})
ASSET = frozenset({"Company", "Vessel", "Airplane"})
PERSON = frozenset({"Person"})


@cache
def mapping() -> dict[str, Any]:
    """What ``mapping.yml`` says."""
    data: dict[str, Any] = yaml.safe_load((files("pipeline.export.ftm") / "mapping.yml").read_text(encoding="utf-8"))
    return data


def make_id(*parts: str) -> str:
    """A stable id: the same parts give the same id on every machine and in every run."""
    return f"{PREFIX}-{hashlib.sha1(chr(0).join(parts).encode(), usedforsecurity=False).hexdigest()}"
