"""The command ``sanctex``: each command calls one plain function; progress goes to stderr.

Exit codes: 0 fine · 1 an article could not be processed, or a check failed · 2 wrong usage or configuration.
"""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from pipeline.errors import ArticleError, SanctexError

app = typer.Typer(
    help="Read sanctions news and write what each article states, every fact with its quote.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
rules_app = typer.Typer(help="The rules that sanctex works by.", no_args_is_help=True)
app.add_typer(rules_app, name="rules")

Config = Annotated[Path | None, typer.Option("--config", help="YAML configuration; see `sanctex config`.")]
ModelName = Annotated[str | None, typer.Option("--model", help="Installed spaCy pipeline, or the path of one.")]
PublishedDate = Annotated[str | None, typer.Option("--published", metavar="DATE", help="Publication date, YYYY-MM-DD.")]


def main() -> None:
    """Run the command line; a known error is one line on stderr and exit code 2."""
    try:
        app()
    except SanctexError as error:
        _fail(str(error), 2)
    except BrokenPipeError:
        sys.stderr.close()
        raise SystemExit(0) from None


def _fail(message: str, code: int) -> NoReturn:
    typer.echo(f"sanctex: {message}", err=True)
    raise SystemExit(code)


@app.command()
def extract(
    file: Annotated[str, typer.Argument(help="A text file, or - for standard input.")],
    jsonl: Annotated[bool, typer.Option("--jsonl", help="One JSON line, also on a terminal.")] = False,
    published: PublishedDate = None,
    model: ModelName = None,
    config: Config = None,
) -> None:
    """Read one article and print its record: a summary on a terminal, else a JSON line."""
    record = _record(file, published, model, config)
    if jsonl or not sys.stdout.isatty():
        typer.echo(record.model_dump_json())
    else:
        from pipeline.export.terminal import show_record

        show_record(record)


@app.command()
def explain(
    file: Annotated[str, typer.Argument(help="A text file, or - for standard input.")],
    published: PublishedDate = None,
    model: ModelName = None,
    config: Config = None,
) -> None:
    """Show each fact of an article with its quote and the rule that found it."""
    from pipeline.export.terminal import explain_record

    explain_record(_record(file, published, model, config))


@app.command()
def batch(
    paths: Annotated[list[Path], typer.Argument(help="Files (.txt, .jsonl) and folders of them.")],
    out: Annotated[Path, typer.Option("--out", help="Folder for records.jsonl, issues.jsonl and run.json.")],
    workers: Annotated[int, typer.Option("--workers", min=1, help="Processes.")] = 1,
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace a run that is already in --out.")] = False,
    model: ModelName = None,
    config: Config = None,
) -> None:
    """Read many articles into a run's folder; an interrupted run goes on where it was."""
    from pipeline import run
    from pipeline.export.terminal import ShardProgress, show_run
    from pipeline.settings import read_settings

    try:
        with ShardProgress() as progress:
            settings = read_settings(config, model=model)
            summary = run.batch(paths, out, settings, workers=workers, overwrite=overwrite, progress=progress)
    except OSError as error:
        _fail(f"{error.filename or out}: {error.strerror}; run again to go on", 2)
    show_run(summary)
    raise SystemExit(1 if summary.issues else 0)


@app.command()
def schema() -> None:
    """Print the JSON Schema of a record."""
    from pipeline.export.schema import record_schema

    typer.echo(record_schema(), nl=False)


@app.command("config")
def show_config(config: Config = None, model: ModelName = None) -> None:
    """Print the effective settings as YAML."""
    import yaml

    from pipeline.settings import read_settings

    typer.echo(yaml.safe_dump(read_settings(config, model=model).model_dump(mode="json"), sort_keys=False), nl=False)


@rules_app.command("list")
def rules_list() -> None:
    """List every rule: file, id, pattern."""
    from pipeline.knowledge.check import all_rules

    for name, rule in all_rules():
        typer.echo(f"{name}\t{rule.id}\t{rule.pattern}")


@rules_app.command("test")
def rules_test() -> None:
    """Run the examples of every rule; exit code 1 if one fails."""
    from pipeline.knowledge.check import failures

    failed = failures()
    for failure in failed:
        typer.echo(failure)
    raise SystemExit(1 if failed else 0)


def _record(file: str, published: str | None, model: str | None, config: Path | None):  # type: ignore[no-untyped-def]
    from pipeline import load
    from pipeline.ingest import read_path
    from pipeline.ingest.plaintext import decode, make_article
    from pipeline.records import Issue, Published
    from pipeline.settings import read_settings

    settings = read_settings(config, model=model)
    day = None if published is None else Published(date=_day(published), basis="option")
    try:
        if file == "-":
            data = sys.stdin.buffer.read(settings.max_bytes + 1)
            text, encoding = decode(data)
            article = make_article(text, data, encoding, uri="-", published=day)
        else:
            article = next(read_path(Path(file), published=day, max_bytes=settings.max_bytes))
        result = article if isinstance(article, Issue) else next(load(settings).process([article]))
    except ArticleError as error:
        _fail(f"{file}: {error.message} [{error.code}]", 1)
    if isinstance(result, Issue):
        _fail(f"{file}: {result.message} [{result.code}]", 1)
    return result


def _day(value: str) -> dt.date:
    try:
        return dt.date.fromisoformat(value)
    except ValueError:
        raise typer.BadParameter(f"{value!r} is not a date like 2024-03-15", param_hint="--published") from None


if __name__ == "__main__":
    main()
