"""The command ``timeline``. Imports are lazy, so that help is quick."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Annotated

import typer

from pipeline.errors import ConfigError


def mount(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command()(timeline)


def timeline(
    run: Annotated[Path, typer.Argument(metavar="RUN", help="Folder of `sanctex batch`, or a file of records.")],
    out: Annotated[Path | None, typer.Option("--out", help="Folder for the files (default: RUN/timeline).")] = None,
    window: Annotated[
        int, typer.Option("--window", min=0, help="Days by which reports may date a decision apart.")
    ] = 5,
    as_of: Annotated[
        str | None,
        typer.Option("--as-of", metavar="DATE", help="Day for which states hold; the end of the run by default."),
    ] = None,
    target: Annotated[str | None, typer.Option("--target", help="Show only targets whose name holds this.")] = None,
) -> None:
    """Merge reports of one decision across a run.

    Writes decisions.jsonl (each with all its reports), targets.jsonl (history and derived state per programme) and
    parties.jsonl, and prints the targets.
    """
    from pipeline.export.source import open_run
    from pipeline.timeline.build import build_timeline
    from pipeline.timeline.output import show, write

    source = open_run(run)
    folder = out or (run if run.is_dir() else run.parent) / "timeline"
    result = build_timeline(source.records(), window=window, day=_day(as_of))
    try:
        write(result, folder)
    except OSError as error:
        raise ConfigError(f"{error.filename or folder}: cannot be written: {error.strerror}") from error
    show(result, folder, target)


def _day(value: str | None) -> dt.date | None:
    if value is None:
        return None
    try:
        return dt.date.fromisoformat(value)
    except ValueError as error:
        raise ConfigError(f"--as-of {value!r}: expected a date, YYYY-MM-DD") from error
