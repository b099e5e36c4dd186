"""A timeline as JSONL files and as a table on the terminal."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import orjson
from rich.console import Console
from rich.table import Table

from pipeline.records import Model
from pipeline.timeline.model import Decision, Standing, Timeline

_NAMES_SHOWN = 3


def write(timeline: Timeline, folder: Path) -> None:
    """Write ``decisions.jsonl``, ``targets.jsonl`` and ``parties.jsonl``; each appears whole or not at all.

    Raises:
        OSError: the folder cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("decisions", "targets", "parties"):
        _write_lines(folder / f"{name}.jsonl", getattr(timeline, name))


def _write_lines(path: Path, items: Iterable[Model]) -> None:
    unfinished = path.with_suffix(".jsonl.tmp")
    with unfinished.open("wb") as file:
        for item in items:
            file.write(orjson.dumps(item.model_dump(mode="json")) + b"\n")
    unfinished.replace(path)


def show(timeline: Timeline, folder: Path, wanted: str | None, console: Console | None = None) -> None:
    """Print the targets with what holds for each, and every decision that led there.

    Args:
        timeline: what to print.
        folder: where its files stand.
        wanted: a part of the names of the targets to print; None: all of them.
        console: where to print; None: the standard output.
    """
    names = {party.id: party.name for party in timeline.parties}
    decisions = {decision.id: decision for decision in timeline.decisions}
    table = Table("target", "under", "state", "since", "decisions (date, action, status, reports)")
    for history in timeline.targets:
        if wanted is not None and wanted.casefold() not in history.name.casefold():
            continue
        for standing in history.standings:
            regime = "not named" if standing.regime is None else names[standing.regime]
            state = standing.state.replace("_", " ") + (" (contested)" if standing.contested else "")
            since = "" if standing.since is None else standing.since.isoformat()
            table.add_row(history.name, regime, state, since, _course(standing, decisions))
    console = console or Console()
    console.print(table)
    reports = sum(len(decision.reports) for decision in timeline.decisions)
    console.print(f"{reports} reports of {len(timeline.decisions)} decisions on {len(timeline.targets)} targets")
    for decision in timeline.decisions:
        if decision.contradicted:
            console.print(_contradiction(decision, names), style="yellow")
    console.print(f"files: {folder}", soft_wrap=True)


def _course(standing: Standing, decisions: dict[str, Decision]) -> str:
    lines = (decisions[one] for one in standing.decisions)
    return "\n".join(f"{one.start or 'undated'} {one.action} {one.status} x{len(one.reports)}" for one in lines)


def _contradiction(decision: Decision, names: dict[str, str]) -> str:
    """Both sides with their articles."""
    targets = ", ".join(names[one] for one in decision.targets[:_NAMES_SHOWN])
    sides = (
        f"{status} by "
        + ", ".join(report.uri or report.doc_id for report in decision.reports if report.status == status)
        for status in decision.statuses
    )
    return f"contradiction in {decision.id} ({decision.action} {targets}): " + "; ".join(sides)
