"""What people see on a terminal: a record's summary, its facts with quotes, the end of a run."""

from __future__ import annotations

import sys

from rich.console import Console
from rich.table import Table

from pipeline.export.describe import describe
from pipeline.records import ArticleRecord
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
        "sanction events": [describe(event, names) for event in record.sanction_events],
        "money facts": [describe(fact, names) for fact in record.financials],
        "revenue shares": [describe(fact, names) for fact in record.revenue_shares],
        "relations": [describe(fact, names) for fact in record.relations],
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


def _names(record: ArticleRecord) -> dict[str, str]:
    return {entity.id: entity.name for entity in record.entities}
