"""One line in words for an item, the same for labels and predictions."""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.evaluate.names import Name
from pipeline.evaluate.views import EntityView, EventView, ItemView, MoneyView, RelationView, ShareView, ValueView


def describe(item: ItemView | None) -> str:
    """What an item says; empty for None."""
    said = ""
    match item:
        case EntityView():
            said = f"{item.type} {item.name.printed}"
        case RelationView():
            said = f"{item.subject.printed} – {item.type} – {item.object.printed}"
        case EventView():
            under = f" under {names(item.programs)}" if item.programs else ""
            count = f" ({item.target_count})" if item.target_count else ""
            parties = f"{names(item.authorities)} → {names(item.targets)}"
            said = f"{item.action}/{item.status}: {parties}{count}{under} “{item.trigger}”"
        case MoneyView():
            said = f"{item.metric} of {_owner(item.entity)}: {_sum(item)}{_change(item)} ({item.status})"
        case ShareView():
            share = f"{item.share:.1%}" if item.share is not None else f"{item.low}–{item.high}"
            said = f"{item.segment}: {share} of {item.basis} of {_owner(item.entity)} ({item.dimension})"
        case ValueView():
            said = f"{item.kind} “{' '.join(item.quote.split())}”"
    return said


def names(listed: Iterable[Name]) -> str:
    """Printed names, or a question mark for none."""
    return ", ".join(name.printed for name in listed) or "?"


def words(listed: Iterable[str]) -> str:
    """Words of a vocabulary in order, or ``none``."""
    return ", ".join(sorted(listed)) or "none"


def _owner(entity: Name | None) -> str:
    return "?" if entity is None else entity.printed


def _sum(fact: MoneyView) -> str:
    if fact.value is not None:
        return f"{fact.currency or '?'} {fact.value:,.10g}"
    ends = [f"{end:,.10g}" for end in (fact.low, fact.high) if end is not None]
    return f"{fact.currency or '?'} {' to '.join(ends)}" if ends else ""


def _change(fact: MoneyView) -> str:
    if fact.direction is None:
        return ""
    size = (
        f"{fact.percent:g}%"
        if fact.percent is not None
        else f"×{fact.multiple:g}"
        if fact.multiple is not None
        else f"{fact.change_sum:,.10g}"
        if fact.change_sum is not None
        else ""
    )
    return f" {fact.direction} {size}".rstrip()
