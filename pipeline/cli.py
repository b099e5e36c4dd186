"""The command ``sanctex``: each command calls one plain function; progress and complaints go to stderr."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, NamedTuple, NoReturn

import typer

from pipeline import __version__
from pipeline.errors import SanctexError
from pipeline.evaluate import commands
from pipeline.export import commands as exports
from pipeline.link import commands as linking
from pipeline.timeline import commands as timelines
from pipeline.train import commands as training

if TYPE_CHECKING:
    from pipeline.document import Article
    from pipeline.ingest import Form
    from pipeline.reading import Reading
    from pipeline.records import ArticleRecord, Issue, Published
    from pipeline.settings import Settings

EXIT_CODES = """Exit codes: 0 fine; 1 an article could not be processed, or a check failed; 2 wrong usage or
configuration, or the output cannot be written; 130 interrupted."""

app = typer.Typer(
    help="Read sanctions news and write what each article states, every fact with its quote.",
    epilog=EXIT_CODES,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,  # plain help: importing rich would double the time that --help takes
    context_settings={"help_option_names": ["-h", "--help"]},
)
rules_app = typer.Typer(help="The rules that sanctex works by.", no_args_is_help=True, rich_markup_mode=None)
app.add_typer(rules_app, name="rules")

Files = Annotated[
    list[str], typer.Argument(help="Files, folders, archives, patterns, @list (a file of names), - for standard input.")
]
FormName = Annotated[
    str | None, typer.Option("--form", metavar="FORM", help="What - is: text, html, csv … (by default its bytes tell).")
]
Config = Annotated[Path | None, typer.Option("--config", help="YAML configuration; see `sanctex config`.")]
ModelName = Annotated[str | None, typer.Option("--model", help="Installed spaCy pipeline, or the path of one.")]
PublishedDate = Annotated[str | None, typer.Option("--published", metavar="DATE", help="Publication date, YYYY-MM-DD.")]


def main() -> None:
    """Run the command line; a known error is one line on stderr and exit code 2."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            # Records are UTF-8 wherever they go; a terminal that cannot show a character shows a question mark.
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        app()
    except SanctexError as error:
        _fail(str(error), 2)


def _fail(message: str, code: int) -> NoReturn:
    typer.echo(f"sanctex: {message}", err=True)
    raise SystemExit(code)


def _show_version(asked: bool) -> None:
    if asked:
        typer.echo(f"sanctex {__version__}")
        raise typer.Exit


@app.callback()
def options(
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Read sanctions news and write what each article states, every fact with its quote."""


@app.command()
def extract(
    files: Files,
    jsonl: Annotated[bool, typer.Option("--jsonl", help="JSON lines, also on a terminal.")] = False,
    published: PublishedDate = None,
    form: FormName = None,
    model: ModelName = None,
    config: Config = None,
) -> None:
    """Print the records of a few articles.

    On a terminal a readable summary, otherwise one JSON line each.
    """
    results = _results(files, _Input(_day(published), _form(form)), model, config)
    if jsonl or not sys.stdout.isatty():
        for record in results:
            typer.echo(record.model_dump_json())
    else:
        from pipeline.export.terminal import show_record

        for record in results:
            show_record(record)


@app.command()
def explain(
    files: Files,
    published: PublishedDate = None,
    form: FormName = None,
    model: ModelName = None,
    config: Config = None,
) -> None:
    """Print each fact with its quote and rule."""
    from pipeline.export.terminal import explain_record

    for record in _results(files, _Input(_day(published), _form(form)), model, config):
        explain_record(record)


@app.command()
def batch(
    paths: Annotated[
        list[Path], typer.Argument(help="Files, folders, archives, patterns ('news/*.txt'), @list (a file of names).")
    ],
    out: Annotated[Path, typer.Option("--out", help="Folder for records.jsonl, issues.jsonl and run.json.")],
    workers: Annotated[
        int | None, typer.Option("--workers", min=1, help="Worker processes.", show_default="one a core")
    ] = None,
    engine: Annotated[
        Literal["processes", "ray", "inline"],
        typer.Option("--engine", help="Where: processes of this machine, a Ray cluster, or here (for debugging)."),
    ] = "processes",
    only: Annotated[
        Literal["all", "relevant", "sanctions"] | None,
        typer.Option("--only", help="Skip articles without a word of sanctions or money, or without one of sanctions."),
    ] = None,
    duplicates: Annotated[
        Literal["keep", "skip", "off"] | None,
        typer.Option("--duplicates", help="Near-duplicates: keep and mark (the default), skip, or do not look."),
    ] = None,
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace a run that is already in --out.")] = False,
    model: ModelName = None,
    config: Config = None,
) -> None:
    """Read many articles into a folder.

    The folder gets records.jsonl, issues.jsonl (what could not be processed, and why) and run.json (versions, counts).
    An interrupted run goes on where it was when the same command is run again.
    """
    from pipeline import run
    from pipeline.export.progress import progress_for
    from pipeline.export.terminal import show_run
    from pipeline.settings import read_settings

    settings = read_settings(config, model=model, only=only, duplicates=duplicates)
    try:
        with progress_for(sys.stderr) as progress:
            summary = run.batch(
                paths, out, settings, workers=workers, engine=engine, overwrite=overwrite, report=progress
            )
    except KeyboardInterrupt:
        _fail(f"interrupted; finished articles are kept in {out}: run the same command again to go on", 130)
    except OSError as error:
        _fail(f"{error.filename or out}: {error.strerror}; mend that and run the same command again to go on", 2)
    show_run(summary)
    raise typer.Exit(1 if summary.failed else 0)


@app.command()
def schema() -> None:
    """Print the JSON Schema of a record."""
    from pipeline.export.schema import record_schema

    typer.echo(record_schema(), nl=False)


@app.command("config")
def show_config(config: Config = None, model: ModelName = None) -> None:
    """Print the effective settings as YAML."""
    from pipeline.settings import read_settings, to_yaml

    typer.echo(to_yaml(read_settings(config, model=model)), nl=False)


@rules_app.command("list")
def rules_list() -> None:
    """List every rule: file, id, pattern."""
    from pipeline.knowledge.check import all_rules

    for name, rule in all_rules():
        typer.echo(f"{name}\t{rule.id}\t{rule.pattern}")


@rules_app.command("test")
def rules_test() -> None:
    """Run the examples of every rule."""
    from pipeline.knowledge.check import all_rules, failures

    failed = failures()
    for failure in failed:
        typer.echo(failure)
    examples = [len(rule.matches) + len(rule.rejects) for _, rule in all_rules()]
    typer.echo(f"{len(examples)} rules, {sum(examples)} examples, {len(failed)} failed")
    raise typer.Exit(1 if failed else 0)


class _Input(NamedTuple):
    """What the options say about all files."""

    published: Published | None
    form: Form | None


def _results(files: list[str], told: _Input, model: str | None, config: Path | None) -> Iterator[ArticleRecord]:
    """Records of the files in order; an article that fails is a line on stderr, and exit code 1 at the end."""
    from pipeline.records import Issue
    from pipeline.settings import read_settings

    failed = False
    for result in _process(files, told, read_settings(config, model=model)):
        if isinstance(result, Issue):
            failed = True
            typer.echo(f"sanctex: {result.uri}: {result.message} [{result.code}]", err=True)
        else:
            yield result
    if failed:
        raise typer.Exit(1)


def _process(files: list[str], told: _Input, settings: Settings) -> Iterator[ArticleRecord | Issue]:
    from pipeline import load
    from pipeline.records import Issue

    articles = chain.from_iterable(_read(file, told, settings.reading) for file in files)
    for article in articles:
        if isinstance(article, Issue):
            yield article
        else:
            # The model is loaded for the first article that needs it, not to say that a file is missing.
            yield from load(settings).process(chain([article], articles))


def _read(file: str, told: _Input, reading: Reading) -> Iterator[Article | Issue]:
    from pipeline.ingest import paths_under, read_path, read_stream

    if file == "-":
        yield from read_stream(sys.stdin.buffer, reading, published=told.published, form=told.form)
        return
    for path in paths_under([Path(file)]):
        yield from read_path(path, reading, published=told.published)


def _form(value: str | None) -> Form | None:
    from pipeline.ingest import ENDINGS

    found = next((form for form in ENDINGS.values() if form == value), None)
    if value is not None and found is None:
        known = ", ".join(sorted(set(ENDINGS.values())))
        raise typer.BadParameter(f"{value!r} is none of {known}", param_hint="--form")
    return found


def _day(value: str | None) -> Published | None:
    from pipeline.records import Published

    try:
        return None if value is None else Published(date=dt.date.fromisoformat(value), basis="option")
    except ValueError:
        raise typer.BadParameter(f"{value!r} is not a date like 2024-03-15", param_hint="--published") from None


commands.mount(app)
exports.mount(app)
timelines.mount(app)
linking.mount(app)
training.mount(app)

if __name__ == "__main__":
    main()
