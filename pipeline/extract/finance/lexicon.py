"""Word lists and metric rules of the money extractor, read once."""

from __future__ import annotations

import re
from functools import cache
from typing import Literal

from pydantic import Field, ValidationError

from pipeline.errors import KnowledgeError
from pipeline.knowledge import Row, Rule, RuleSet, load_rules, read_yaml
from pipeline.records import Basis, CounterpartyRole, Dimension, FactStatus, Metric

Role = Literal[
    "owner",
    "owner_passive",
    "owner_or_segment",
    "segment_or_country",
    "segment_only",
    "none",
    "investor",
    "buyer",
    "seller",
    "lender",
    "customer",
    "authority",
]
PARTIES: frozenset[str] = frozenset({"investor", "buyer", "seller", "lender", "customer", "authority"})


class MetricRule(Rule):
    """Words that say what an amount measures; the head of metrics.yml explains the fields."""

    metric: Metric | Literal["none"]
    kind: Literal["noun", "verb"]
    weight: float = 0.0
    per: tuple[str, ...] = ()
    sharewise: Metric | Literal["none"] | None = None
    needs: Literal["company", "country", "bought", "earner", "asset", "goods", "product"] | None = None
    plain: bool = False
    subject: Role = "owner"
    object: Role = "none"
    poss: Role = "owner"
    compound: Role = "owner"
    preps: dict[str, Role] = Field(default_factory=dict)
    giving: CounterpartyRole | None = None


class ResultRule(Rule):
    """Heading of a results line; the head of results.yml explains the fields."""

    metric: Metric
    loss: Metric | None = None


class StatusRule(Rule):
    """Words ahead of an amount that say how firm it is."""

    status: FactStatus


class ShareRule(Rule):
    """A form in which news tells a revenue share; the head of shares.yml explains the fields."""

    segment: Literal["ahead", "behind", "possessor", "object", "before_comma"]
    open: bool = False


class SegmentRule(Rule):
    """Words that tell what kind of part a segment is; None: no part of revenue."""

    dimension: Dimension | None


class BaseRule(Rule):
    """Words of the whole that a share is part of."""

    basis: Basis


class Words(Row):
    """The whole of ``finance_words.yml``."""

    giving: frozenset[str]
    anaphors: frozenset[str]
    states: frozenset[str]
    increase: frozenset[str]
    decrease: frozenset[str]
    unchanged: frozenset[str]
    day_of_speech: frozenset[str]
    observers: frozenset[str]
    receiving: frozenset[str]
    bought: frozenset[str]
    goods: frozenset[str]
    wares: frozenset[str]
    paying: frozenset[str]
    watchers: tuple[str, ...]
    saying: frozenset[str]
    between: frozenset[str]
    direct: frozenset[str]
    fiscal_years: dict[str, int]


@cache
def words() -> Words:
    """Read ``finance_words.yml``.

    Raises:
        KnowledgeError: the file does not fit the model.
    """
    try:
        return Words.model_validate(read_yaml("tables/finance_words.yml"))
    except ValidationError as error:
        first = error.errors()[0]
        raise KnowledgeError(
            f"pipeline/knowledge/tables/finance_words.yml: {first['msg']} at {first['loc']}"
        ) from error


@cache
def phrases(name: str) -> dict[str, re.Pattern[str]]:
    """Patterns of a rule file that code asks for one by one, by rule id."""
    return {rule.id: pattern for rule, pattern in load_rules(name, Rule)}


def metric_rules() -> RuleSet[MetricRule]:
    """Rules of ``metrics.yml`` with their patterns."""
    return load_rules("metrics", MetricRule)


def result_rules() -> RuleSet[ResultRule]:
    """Rules of ``results.yml`` with their patterns."""
    return load_rules("results", ResultRule)


def status_rules() -> RuleSet[StatusRule]:
    """Rules of ``finance_status.yml`` with their patterns."""
    return load_rules("finance_status", StatusRule)


def share_rules() -> RuleSet[ShareRule]:
    """Rules of ``shares.yml`` with their patterns."""
    return load_rules("shares", ShareRule)


def segment_rules() -> RuleSet[SegmentRule]:
    """Rules of ``segments.yml`` with their patterns."""
    return load_rules("segments", SegmentRule)


def base_rules() -> RuleSet[BaseRule]:
    """Rules of ``bases.yml`` with their patterns."""
    return load_rules("bases", BaseRule)
