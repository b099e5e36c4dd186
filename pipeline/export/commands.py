"""Commands that hand a run on: thin functions that the command line mounts. Imports are lazy, so that help is quick."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from pipeline.export.source import Run

RunPath = Annotated[Path, typer.Argument(metavar="RUN", help="Folder of `sanctex batch`, or a file of records.")]


class Form(StrEnum):
    """Forms that a run can be exported to."""

    FTM = "ftm"
    PARQUET = "parquet"
    DUCKDB = "duckdb"
    CSV = "csv"


class Layout(StrEnum):
    """How answers of `query` are printed."""

    TABLE = "table"
    CSV = "csv"
    JSONL = "jsonl"


def mount(app: typer.Typer) -> None:
    """Add the commands of this module to the command line."""
    app.command()(export)
    app.command()(query)
    app.command()(report)


def export(
    run: RunPath,
    to: Annotated[Form, typer.Option("--to", help="ftm is FollowTheMoney.")],
    out: Annotated[
        Path | None, typer.Option("--out", help="Where it goes; without it into the folder of the run.")
    ] = None,
) -> None:
    """Write a run in a form that other tools load.

    duckdb is one file; parquet and csv are a folder with a file for each table; ftm is a folder with entities,
    statements, the words behind each statement, and a report of what FollowTheMoney cannot hold.
    """
    from pipeline.export import tables
    from pipeline.export.source import open_run

    source = open_run(run)
    target = out or source.records_file.parent / ("tables.duckdb" if to is Form.DUCKDB else to.value)
    writers = {Form.PARQUET: tables.write_parquet, Form.DUCKDB: tables.write_duckdb, Form.CSV: tables.write_csv}
    try:
        if to is Form.FTM:
            _export_ftm(source, target)
            return
        for path in writers[to](source, target):
            typer.echo(path)
    except OSError as error:
        raise typer.BadParameter(f"{error.filename or target}: {error.strerror}", param_hint="--out") from None


def _export_ftm(run: Run, target: Path) -> None:
    from pipeline.export.ftm import write_ftm

    outcome = write_ftm(run, target)
    for path in outcome.paths:
        typer.echo(path)
    lost = sum(outcome.losses.values())
    typer.echo(
        f"{outcome.articles} articles: {outcome.schemata.total()} entities, {outcome.statements} statements, "
        f"{len(outcome.problems)} problems; {lost} notes of {len(outcome.losses)} kinds on what has no place there"
    )
    for problem in outcome.problems[:20]:
        typer.echo(f"sanctex: {problem}", err=True)
    raise typer.Exit(1 if outcome.problems else 0)


def query(
    run: Annotated[Path, typer.Argument(metavar="RUN", help="Folder of `sanctex batch`, file of records, or .duckdb.")],
    sql: Annotated[str | None, typer.Argument(metavar="SQL", help="Question, or - for standard input.")] = None,
    show_tables: Annotated[bool, typer.Option("--tables", help="List tables and columns with their meanings.")] = False,
    layout: Annotated[
        Layout | None, typer.Option("--format", help="table (on a terminal), csv (into a pipe) or jsonl.")
    ] = None,
) -> None:
    """Ask a run in SQL.

    The SQL is DuckDB's. The tables are made afresh each time; for many questions write them once with
    `sanctex export RUN --to duckdb` and ask that file.
    """
    from pipeline.export.tables.catalogue import describe
    from pipeline.export.tables.query import ask, print_answer

    if show_tables:
        typer.echo(describe(), nl=False)
        return
    if sql is None:
        raise typer.BadParameter("give a question, or --tables to see what can be asked", param_hint="SQL")
    answer = ask(run, sys.stdin.read() if sql == "-" else sql)
    print_answer(answer, layout.value if layout else "table" if sys.stdout.isatty() else "csv")


def report(
    run: RunPath,
    out: Annotated[
        Path | None, typer.Option("--out", help="Folder for the pages; without it `report` in the folder of the run.")
    ] = None,
) -> None:
    """Write a run as web pages.

    They open from disk, without a server or network: an overview, tables to search and filter, and each article with
    its facts beside the words that state them.
    """
    from pipeline.export.report import write_report
    from pipeline.export.source import open_run

    source = open_run(run)
    target = out or source.records_file.parent / "report"
    try:
        page = write_report(source, target)
    except OSError as error:
        raise typer.BadParameter(f"{error.filename or target}: {error.strerror}", param_hint="--out") from None
    typer.echo(page)
