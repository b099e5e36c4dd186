"""What the reader says of amounts: what they measure and who in their sentence plays which part, as features."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.readings import steps

if TYPE_CHECKING:
    from pipeline.document import Context
    from pipeline.extract.finance.draft import Slot

Features = dict[str, float]
_LEAST = 0.05
"""Chance below which a metric makes no feature."""


def metric_features(context: Context, slot: Slot) -> Features:
    """What an amount may measure."""
    reading = context.readings.of(slot.sent)
    if reading is None:
        return {}
    told = reading.metric(slot.first - slot.sent.start, slot.last - slot.sent.start)
    likely = [(metric, chance) for metric, chance in told.items() if chance >= _LEAST]
    return dict.fromkeys((name for metric, chance in likely for name in steps(f"r.{metric}", chance)), 1.0)


def roles(context: Context, slot: Slot) -> dict[str, dict[str, float]]:
    """Chance of each role for each entity of the amount's sentence, by entity id."""
    first, last = slot.first - slot.sent.start, slot.last - slot.sent.start
    return context.readings.roles("amount", slot.sent, first, last)


def owner_features(told: dict[str, dict[str, float]], chain_id: str | None) -> Features:
    """What speaks for an entity, or for nobody of the sentence, as the owner."""
    if not told:
        return {"r.no_party": 1.0}
    most = max(one["owner"] for one in told.values())
    if chain_id is None:
        return dict.fromkeys(steps("r.nobody", 1 - most), 1.0)
    own = told.get(chain_id)
    if own is None:
        return dict.fromkeys(steps("r.elsewhere", 1 - most), 1.0)
    found = dict.fromkeys(steps("r.owner", own["owner"]), 1.0)
    if own["owner"] == most:
        found["r.surest"] = 1.0
    best = max(own, key=lambda role: own[role])
    found[f"r.role={best}"] = 1.0
    return found
