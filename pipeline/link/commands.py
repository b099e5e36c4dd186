"""The command ``sanctex link``. Imports are lazy, so that help is quick."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer


def mount(app: typer.Typer) -> None:
    """Add the command of this module to the command line."""
    app.command()(link)


def link(
    run: Annotated[Path, typer.Argument(metavar="RUN", help="Folder of `sanctex batch`, or a file of records.")],
    watchlist: Annotated[
        list[Path], typer.Option("--watchlist", metavar="FILE", help="A list, also .gz; may be given several times.")
    ],
    name: Annotated[
        list[str] | None, typer.Option("--name", help="What to call each list, in order; its file name by default.")
    ] = None,
    form: Annotated[
        Literal["simple", "ftm", "csl", "sdn", "table", "lines"] | None,
        typer.Option("--form", help="Form of the lists; the first line of each tells."),
    ] = None,
    threshold: Annotated[
        float | None, typer.Option("--threshold", min=0.5, max=1.0, help="Least score of a match.", show_default="0.8")
    ] = None,
    top: Annotated[int, typer.Option("--top", min=1, help="Matches of a name in a list that are kept.")] = 5,
    out: Annotated[Path | None, typer.Option("--out", help="Folder; without it that of the run.")] = None,
) -> None:
    """Look the names of a run up in watch-lists.

    Reads OpenSanctions' targets.simple.csv, FollowTheMoney JSON lines, the US Consolidated Screening List, OFAC's
    SDN.CSV (with ALT.CSV beside it), a CSV with a column "name", and one name a line. Writes records.linked.jsonl (the
    records with their matches), matches.csv and matches.jsonl (each match with its reason) and link_issues.jsonl. A
    match says that names fit, not that it is the same person: that is for a human to judge.
    """
    from pipeline.export.source import open_run
    from pipeline.link.compare import THRESHOLD
    from pipeline.link.linking import WatchList
    from pipeline.link.linking import link as link_run

    if name and len(name) != len(watchlist):
        raise typer.BadParameter(f"{len(name)} names for {len(watchlist)} lists", param_hint="--name")
    source = open_run(run)
    target = out or source.records_file.parent
    lists = [WatchList(path, name[at] if name else None, form) for at, path in enumerate(watchlist)]
    try:
        done = link_run(source, lists, target, threshold=THRESHOLD if threshold is None else threshold, top=top)
    except OSError as error:
        raise typer.BadParameter(f"{error.filename or target}: {error.strerror}", param_hint="--out") from None
    for path in done.paths:
        typer.echo(path)
    read = ", ".join(f"{count:,} rows of {called}" for called, count in done.rows.items()) or "no rows"
    typer.echo(f"{done.names:,} names, {done.matched:,} with a match; {read}")
    if done.issues:
        codes = ", ".join(f"{code} {count:,}" for code, count in sorted(done.issues.items()))
        typer.echo(f"sanctex: rows that could not be read: {codes}; see link_issues.jsonl", err=True)
    raise typer.Exit(1 if done.issues.get("bad_row") else 0)
