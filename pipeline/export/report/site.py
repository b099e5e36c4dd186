"""Writes the pages of a run into a folder."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import orjson
import yaml
from jinja2 import Environment, PackageLoader, StrictUndefined

from pipeline import __version__
from pipeline.errors import ConfigError
from pipeline.export.report.cards import groups
from pipeline.export.report.collect import Collected, title_of
from pipeline.export.report.overview import overview
from pipeline.export.report.pieces import legend, paragraphs
from pipeline.export.report.words import plain, thousands
from pipeline.export.source import Run, source_url
from pipeline.records import ArticleRecord

_PACKAGE = "pipeline.export.report"
_MARKER = ".sanctex-report"
_ASSETS = ("report.css", "report.js", "theme.js")


@dataclass(frozen=True, slots=True)
class _Page:
    file: str
    label: str
    count: int | None


@dataclass(frozen=True, slots=True)
class _Site:
    name: str
    version: str
    articles: int
    pages: tuple[_Page, ...]


def write_report(run: Run, folder: Path) -> Path:
    """Write the report and return its first page. The run is read twice, so that memory stays small.

    Raises:
        ConfigError: the run cannot be read, or the folder holds something that is no report.
    """
    _prepare(folder)
    everything = Collected()
    for record in run.records():
        everything.add_record(record)
    for issue in run.issues():
        everything.add_issue(issue)
    everything.finish()
    tables = _layout()
    counted = [
        _Page(f"{table['key']}.html", table["label"], len(everything.rows(table["key"]).cells)) for table in tables
    ]
    pages = (_Page("index.html", "Overview", None), *counted)
    site = _Site(run.name, __version__, len(everything.titles), pages)
    for number, record in enumerate(run.records(), start=1):
        _write(
            folder / "a" / f"{number:05d}.html",
            "article.html.j2",
            site,
            up="../",
            number=number,
            article=_article(record),
        )
    for table in tables:
        _write(folder / f"{table['key']}.html", "table.html.j2", site, table=table)
        (folder / "data" / f"{table['key']}.js").write_bytes(_data(table, everything))
    labels = {table["key"]: table["tile"] for table in tables}
    _write(folder / "index.html", "index.html.j2", site, overview=overview(everything, labels))
    return folder / "index.html"


def _prepare(folder: Path) -> None:
    """An empty folder with the assets; a report that is there already is replaced, anything else is left alone."""
    if folder.is_dir() and any(folder.iterdir()) and not (folder / _MARKER).is_file():
        raise ConfigError(f"{folder}: holds something that is no report of sanctex; name another folder with --out")
    for name in ("a", "data", "assets"):
        shutil.rmtree(folder / name, ignore_errors=True)
        (folder / name).mkdir(parents=True)
    (folder / _MARKER).touch()
    for asset in _ASSETS:
        (folder / "assets" / asset).write_bytes((files(_PACKAGE) / "assets" / asset).read_bytes())


def _data(table: dict[str, Any], everything: Collected) -> bytes:
    """The rows of a table as a script, because a page from disk may load no other data."""
    rows = everything.rows(table["key"])
    data: dict[str, Any] = {"columns": table["columns"], "sort": table["sort"], "rows": rows.cells}
    if any(rows.at):
        data["at"] = rows.at
    if any(rows.more):
        data["more"] = rows.more
    if any(column["kind"] == "article" for column in table["columns"]):
        data["titles"] = everything.titles
    return b"globalThis.sanctexTable = " + orjson.dumps(data) + b";\n"


def _article(record: ArticleRecord) -> dict[str, Any]:
    day = record.published.date
    return {
        "title": title_of(record),
        "published": f"Published {day} ({record.published.basis})" if day else "Day of publication unknown",
        "about": f"same as {record.duplicate_of}" if record.duplicate_of else "",
        "uri": record.source.uri,
        "url": source_url(record),
        "language": record.language,
        "warnings": record.warnings,
        "legend": legend(record),
        "paragraphs": paragraphs(record),
        "groups": groups(record),
    }


def _write(path: Path, template: str, site: _Site, *, up: str = "", **values: Any) -> None:
    here = f"{path.parent.name}/{path.name}" if up else path.name
    text = _environment().get_template(template).render(site=site, up=up, here=here, **values)
    path.write_text(text, encoding="utf-8", newline="\n")


@cache
def _layout() -> list[dict[str, Any]]:
    """The tables, as ``layout.yml`` gives them."""
    tables: list[dict[str, Any]] = yaml.safe_load((files(_PACKAGE) / "layout.yml").read_text(encoding="utf-8"))
    return tables


@cache
def _environment() -> Environment:
    """Templates that escape whatever they are given."""
    environment = Environment(
        loader=PackageLoader(_PACKAGE),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["thousands"] = thousands
    environment.filters["words"] = plain
    return environment
