"""How a record is laid out in Label Studio: the names of controls, labels and links.

Every mention, trigger, sum and quote is a region of the text. A fact is a region with the fact's kind as label (an
event on its trigger, a money fact on its sum, a relation and a share on their first quote); its slots are controls of
that region, and what it names are links to other regions.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import get_args

from pipeline.records import (
    Action,
    Basis,
    CounterpartyRole,
    Dimension,
    EntityType,
    EventStatus,
    FactStatus,
    Measure,
    Metric,
    Reason,
    RelationType,
)

TEXT = "text"
ENTITY, FACT = "entity", "fact"
"""The two label controls: types of mentions, and kinds of regions that belong to facts."""

EVENT, MONEY, SHARE, RELATION, QUOTE, SUM = "SanctionEvent", "FinancialFact", "RevenueShare", "Relation", "Quote", "Sum"
FACT_LABELS = (EVENT, MONEY, SHARE, RELATION, QUOTE, SUM)
PREFIXES = {EVENT: "s", MONEY: "f", SHARE: "r", RELATION: "l"}
"""First letter of the ids of each kind of fact."""

SAME, EVIDENCE, OWNER, CHANGE_SUM, PENALTY = "same_as", "evidence", "owner", "change_sum", "penalty"
PARTIES = {"authority": "authorities", "program": "programs", "target": "targets"}
"""Links of an event to entities, and the slots they fill."""

LINKS = tuple(
    dict.fromkeys(
        (
            *(SAME, EVIDENCE, OWNER, CHANGE_SUM, PENALTY, *PARTIES, "subject", "object"),
            *get_args(CounterpartyRole),
            *get_args(RelationType),
        )
    )
)
"""Every link. Those named like a relation may be drawn straight from one mention to another."""

ENTITY_TYPES: tuple[str, ...] = get_args(EntityType)

CHOICES: Mapping[str, tuple[str, ...]] = {
    "mention_kind": ("name", "nominal", "pronoun"),
    "action": get_args(Action),
    "event_status": get_args(EventStatus),
    "measures": get_args(Measure),
    "reasons": get_args(Reason),
    "metric": get_args(Metric),
    "fact_status": get_args(FactStatus),
    "dimension": get_args(Dimension),
    "basis": get_args(Basis),
    "direction": ("increase", "decrease", "unchanged"),
    "relation_type": get_args(RelationType),
    "relation_status": ("current", "former", "future"),
}
"""Controls where one or, for measures and reasons, several words are chosen."""

SEVERAL = frozenset({"measures", "reasons"})

TEXTS: Mapping[str, str] = {
    "entity_name": "Fullest name (first mention only)",
    "aliases": "Other names, one each",
    "countries": "Countries, two-letter codes",
    "target_count": "Number of targets stated",
    "target_description": "Unnamed targets, as printed",
    "announced": "Announced: instant|duration start/end words",
    "effective": "In force from: the same",
    "expires": "Ends: the same",
    "attributed_to": "Who says so, as printed",
    "segment": "Part that is measured, as printed",
    "amount": "Sum: currency value|low..high qualifier",
    "percent": "Change in percent",
    "multiple": "Change as a multiple",
    "period": "Period: instant|duration start/end words",
    "share": "Share, 0 to 1: value|low..high qualifier",
    "role": "Role, as printed",
    "owned_share": "Share owned, 0 to 1",
}
"""Controls where words are typed, with what to type."""
