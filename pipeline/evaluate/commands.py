"""Commands that measure: thin functions that the command line mounts. Imports are lazy, so that help is quick."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Gold = Annotated[Path, typer.Option("--gold", help="Gold set: folder, label file, or .jsonl of records.")]
Config = Annotated[Path | None, typer.Option("--config", help="YAML configuration; see `sanctex config`.")]


def mount(app: typer.Typer) -> None:
    """Add the commands of this module to the command line."""
    app.command()(evaluate)


def evaluate(
    gold: Gold,
    predictions: Annotated[
        Path | None, typer.Option("--predictions", help="Records to judge; without it the articles are read now.")
    ] = None,
    config: Config = None,
    json_file: Annotated[Path | None, typer.Option("--json", help="Write the report as JSON.")] = None,
    html_file: Annotated[Path | None, typer.Option("--html", help="Write it as a page with every miss.")] = None,
    misses: Annotated[bool, typer.Option("--misses", help="Print every miss and false alarm, a line each.")] = False,
    show_test_misses: Annotated[
        bool, typer.Option("--show-test-misses", help="Show misses also where the gold set is called test.")
    ] = False,
) -> None:
    """Compare records with a gold set.

    Prints precision, recall and F1 per kind of fact with 95% intervals, by group, and how far confidence can be
    trusted. Of a folder called test only figures are shown.
    """
    from pipeline.evaluate.files import write_text
    from pipeline.evaluate.html import to_html
    from pipeline.evaluate.report import is_unseen, to_json
    from pipeline.evaluate.runs import evaluate_path
    from pipeline.evaluate.terminal import show_outcomes, show_report

    report = evaluate_path(gold, predictions, config, hidden=is_unseen(gold) and not show_test_misses)
    show_report(report)
    if misses:
        show_outcomes(report.outcomes())
    for file, render in ((json_file, to_json), (html_file, to_html)):
        if file is not None:
            write_text(file, render(report))
