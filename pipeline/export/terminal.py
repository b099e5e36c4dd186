"""What people see on a terminal: a record's summary, its facts with quotes, the end of a run."""

from __future__ import annotations

import sys

from rich.console import Console
from rich.table import Table

from pipeline.records import Amount, ArticleRecord, Change, FinancialFact, Relation, RevenueShare, SanctionEvent
from pipeline.run import RunSummary

_NAMES = {
    "entities": "entities",
    "relations": "relations",
    "financials": "money facts",
    "revenue_shares": "revenue shares",
    "sanction_events": "sanction events",
}


def show_run(summary: RunSummary) -> None:
    """Print the counts of a run and where its files are."""
    codes = ", ".join(f"{code} {count}" for code, count in sorted(summary.codes.items()))
    issues = f"{summary.issues} issues" + (f" ({codes})" if codes else "")
    copies = f" ({summary.duplicates} of them near-duplicates)" if summary.duplicates else ""
    lines = [
        f"{summary.articles} articles: {summary.records} records{copies}, {issues}",
        "found: " + ", ".join(f"{summary.facts[key]} {name}" for key, name in _NAMES.items()),
        f"records: {summary.folder / 'records.jsonl'}",
        f"issues:  {summary.folder / 'issues.jsonl'}",
        f"run:     {summary.folder / 'run.json'}",
    ]
    sys.stdout.write("\n".join(lines) + "\n")


def show_record(record: ArticleRecord) -> None:
    """Print a record as tables: events, money, shares, relations, entities."""
    console = Console(highlight=False)
    names = _names(record)
    console.print(record.title or record.doc_id, style="bold", markup=False)
    console.print(f"published {record.published.date or 'unknown'} ({record.published.basis})")
    rows = {
        "sanction events": [_event(event, names) for event in record.sanction_events],
        "money facts": [_financial(fact, names) for fact in record.financials],
        "revenue shares": [_share(fact, names) for fact in record.revenue_shares],
        "relations": [_relation(fact, names) for fact in record.relations],
        "entities": [
            f"{e.name} ({e.type}){' = ' + ', '.join(e.aliases) if e.aliases else ''}" for e in record.entities
        ],
    }
    for heading, lines in rows.items():
        if lines:
            console.print(f"\n{heading}", style="bold")
            for line in lines:
                console.print(f"  {line}", markup=False)
    for warning in record.warnings:
        console.print(f"warning {warning.code}: {warning.message}", style="yellow", markup=False)


def explain_record(record: ArticleRecord) -> None:
    """Print each fact with rule, confidence and quotes."""
    names = _names(record)
    table = Table(show_lines=True)
    for column in ("fact", "rule", "confidence", "quote"):
        table.add_column(column, overflow="fold")
    for fact in record.facts():
        quotes = "\n".join(f"“{' '.join(span.text.split())}” [{span.start}:{span.end}]" for span in fact.evidence)
        table.add_row(describe(fact, names), fact.by, f"{fact.confidence:.2f}", quotes)
    Console(highlight=False, markup=False, width=None if sys.stdout.isatty() else 160).print(table)


def describe(fact: Relation | FinancialFact | RevenueShare | SanctionEvent, names: dict[str, str]) -> str:
    """One line that says what a fact states; ``names`` maps entity ids to names."""
    if isinstance(fact, SanctionEvent):
        return _event(fact, names)
    if isinstance(fact, FinancialFact):
        return _financial(fact, names)
    return _share(fact, names) if isinstance(fact, RevenueShare) else _relation(fact, names)


def _names(record: ArticleRecord) -> dict[str, str]:
    return {entity.id: entity.name for entity in record.entities}


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
