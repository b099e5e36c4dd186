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
    app.command()(compare)
    app.command()(gate)
    app.command()(calibrate)
    app.command()(agreement)
    app.add_typer(_gold(), name="gold")
    app.add_typer(_label(), name="label")


def _gold() -> typer.Typer:
    group = typer.Typer(help="The gold set.", no_args_is_help=True, rich_markup_mode=None)
    group.command("check")(gold_check)
    group.callback()(lambda: None)  # keeps `check` a subcommand while it is the only one
    return group


def _label() -> typer.Typer:
    group = typer.Typer(help="Label articles in Label Studio.", no_args_is_help=True, rich_markup_mode=None)
    group.command("export")(label_export)
    group.command("import")(label_import)
    return group


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
    raise typer.Exit(1 if report.without_record else 0)


def compare(
    before: Annotated[Path, typer.Argument(help="Records (.jsonl), or a report of `evaluate --json`.")],
    after: Annotated[Path, typer.Argument(help="The same of the other run.")],
    gold: Annotated[Path | None, typer.Option("--gold", help="Gold set, where records are compared.")] = None,
    json_file: Annotated[Path | None, typer.Option("--json", help="Write the comparison as JSON.")] = None,
    show_test_misses: Annotated[
        bool, typer.Option("--show-test-misses", help="Show gains and losses also of a test set.")
    ] = False,
) -> None:
    """Show what one run gained and lost against another.

    Prints the difference of each figure with a paired bootstrap test, then each gain and loss with its quote.
    """
    from pipeline.evaluate.compare import to_json
    from pipeline.evaluate.files import write_text
    from pipeline.evaluate.runs import compare_paths
    from pipeline.evaluate.terminal import show_comparison

    comparison = compare_paths(before, after, gold, show_unseen=show_test_misses)
    show_comparison(comparison)
    if json_file is not None:
        write_text(json_file, to_json(comparison))


def gate(
    baseline: Annotated[Path, typer.Option("--baseline", help="Pinned floors.")] = Path("configs/baseline.json"),
    update: Annotated[bool, typer.Option("--update", help="Raise the floors to today's figures.")] = False,
    allow_regression: Annotated[
        bool, typer.Option("--allow-regression", help="With --update: also lower floors.")
    ] = False,
    config: Config = None,
) -> None:
    """Fail if a figure is below its pinned floor."""
    from pipeline.evaluate.runs import run_gate

    problems = run_gate(baseline, config, update=update, allow_regression=allow_regression)
    for problem in problems:
        typer.echo(problem)
    typer.echo("the gate is passed" if not problems else f"{len(problems)} figures are worse than pinned")
    raise typer.Exit(1 if problems and not (update and allow_regression) else 0)


def calibrate(
    gold: Annotated[list[Path], typer.Option("--gold", help="Gold set; several may be given.")],
    out: Annotated[Path, typer.Option("--out", help="Where the curves go.")] = Path("models/calibration.json"),
    config: Config = None,
) -> None:
    """Fit confidence to how often facts are right.

    Use the dev set: the error on the test set is then an honest one.
    """
    from pipeline.confidence import to_json
    from pipeline.evaluate.files import write_text
    from pipeline.evaluate.runs import fit_calibration

    calibration, fitted = fit_calibration(gold, config)
    for kind, one in fitted.items():
        typer.echo(f"{kind}: {one.facts} facts, {one.family}, calibration error {one.before:.3f} → {one.after:.3f}")
    write_text(out, to_json(calibration))


def agreement(
    first: Annotated[Path, typer.Argument(help="Labels of one person.")],
    second: Annotated[Path, typer.Argument(help="Labels of another.")],
) -> None:
    """Show how far two people's labels agree."""
    from pipeline.evaluate.agreement import agreement as measure
    from pipeline.evaluate.agreement import to_markdown

    typer.echo(to_markdown(*measure(first, second)), nl=False)


def gold_check(folders: Annotated[list[Path], typer.Argument(help="Folders of articles with labels.")]) -> None:
    """Check labels and wording."""
    from pipeline.evaluate.check import check

    count, problems = check(folders)
    for problem in problems:
        typer.echo(problem)
    typer.echo(f"{count} articles, {len(problems)} problems")
    raise typer.Exit(1 if problems else 0)


def label_export(
    records: Annotated[Path, typer.Argument(help="Records (.jsonl).")],
    out: Annotated[Path, typer.Option("--out", help="Tasks for Label Studio (.json).")],
) -> None:
    """Write records as tasks for Label Studio.

    The project's labelling configuration is configs/label_studio.xml.
    """
    from pipeline.evaluate.files import write_text
    from pipeline.evaluate.labelstudio import tasks_json
    from pipeline.evaluate.sources import read_records

    write_text(out, tasks_json(read_records(records)))


def label_import(
    tasks: Annotated[Path, typer.Argument(help="Export of Label Studio (JSON).")],
    out: Annotated[Path, typer.Option("--out", help="Records (.jsonl), a gold set for `evaluate`.")],
) -> None:
    """Read labelled tasks back as records."""
    from pipeline.evaluate.files import write_text
    from pipeline.evaluate.labelstudio import read_tasks

    records, problems = read_tasks(tasks)
    for problem in problems:
        typer.echo(f"sanctex: {tasks}: {problem}", err=True)
    write_text(out, "".join(record.model_dump_json() + "\n" for record in records))
    raise typer.Exit(1 if problems else 0)
