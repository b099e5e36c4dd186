"""Words beside roles and groups of roles, by ``tables/titles.yml`` and the sections of ``rules/relations.yml``."""

from __future__ import annotations

from functools import cache
from typing import Literal

from pipeline.knowledge import Row, load_section, load_table

Status = Literal["current", "former", "future"]


class StatusRow(Row):
    """Words beside a role that date it."""

    id: Status
    words: tuple[str, ...]


class ScopeRow(Row):
    """Ids of role rows that are treated alike."""

    id: str
    roles: tuple[str, ...]


class HeadRow(Row):
    """Words before a role."""

    id: str
    words: tuple[str, ...]


@cache
def scope(name: str) -> frozenset[str]:
    """Ids of the role rows under a name of ``scopes``."""
    return next(frozenset(row.roles) for row in load_section("relations", "scopes", ScopeRow) if row.id == name)


@cache
def status_words() -> dict[str, Status]:
    """Status of each word that dates a role, lower case, without hyphens."""
    return {
        word.lower().strip("-"): row.id for row in load_table("titles", StatusRow, key="status") for word in row.words
    }


@cache
def whole_words() -> frozenset[str]:
    """Words before the head of a whole: what others stand there say of which part it is ("sales director")."""
    return next(frozenset(row.words) for row in load_section("relations", "heads", HeadRow) if row.id == "whole")
