"""What a fact states, as one line for people."""

from __future__ import annotations

from pipeline.records import Amount, Change, FinancialFact, Relation, RevenueShare, SanctionEvent


def describe(fact: Relation | FinancialFact | RevenueShare | SanctionEvent, names: dict[str, str]) -> str:
    """One line that says what a fact states; ``names`` maps entity ids to names."""
    if isinstance(fact, SanctionEvent):
        return _event(fact, names)
    if isinstance(fact, FinancialFact):
        return _financial(fact, names)
    return _share(fact, names) if isinstance(fact, RevenueShare) else _relation(fact, names)


def _event(event: SanctionEvent, names: dict[str, str]) -> str:
    def listed(ids: tuple[str, ...]) -> str:
        return ", ".join(names[one] for one in ids) or "?"

    targets = listed(event.targets) + (f" ({event.target_count} in all)" if event.target_count else "")
    parts = [f"{event.action} ({event.status}): {listed(event.authorities)} → {targets}"]
    if event.programs:
        parts.append(f"under {listed(event.programs)}")
    implied = tuple(f"{one.measure} (implied)" for one in event.implied_measures)
    if event.measures or implied:
        parts.append(f"measures {', '.join((*event.measures, *implied))}")
    if event.reasons:
        parts.append(f"reasons {', '.join(event.reasons)}")
    for label, period in (("announced", event.announced), ("effective", event.effective), ("expires", event.expires)):
        if period is not None:
            parts.append(f"{label} {period.start or period.text}")
    return "; ".join(parts)


def _financial(fact: FinancialFact, names: dict[str, str]) -> str:
    owner = names[fact.entity] if fact.entity else "?"
    value = " ".join(part for part in (_amount(fact.amount), _change(fact.change)) if part)
    period = f", {fact.period.text}" if fact.period else ""
    segment = f" [{fact.segment}]" if fact.segment else ""
    return f"{fact.metric} of {owner}{segment}: {value}{period} ({fact.status})"


def _amount(amount: Amount | None) -> str:
    if amount is None:
        return ""
    if amount.value is not None:
        figures = f"{amount.value:,f}"
    else:
        figures = " to ".join(f"{end:,f}" for end in (amount.low, amount.high) if end is not None)
    return f"{amount.currency} {figures}" + ("" if amount.qualifier in ("exact", "range") else f" ({amount.qualifier})")


def _change(change: Change | None) -> str:
    if change is None:
        return ""
    size = (
        f"{change.percent:f}%"
        if change.percent is not None
        else f"×{change.multiple:f}"
        if change.multiple is not None
        else _amount(change.amount)
    )
    return f"{change.direction} {size}".strip()


def _share(fact: RevenueShare, names: dict[str, str]) -> str:
    share = f"{fact.share:.1%}" if fact.share is not None else f"{fact.low or 0:.1%} to {fact.high or 1:.1%}"
    return f"{fact.segment}: {share} of {fact.basis} of {names[fact.entity] if fact.entity else '?'} ({fact.dimension})"


def _relation(fact: Relation, names: dict[str, str]) -> str:
    role = f" as {fact.role}" if fact.role else ""
    return f"{names[fact.subject]} – {fact.type}{role} ({fact.status}) – {names[fact.object]}"
