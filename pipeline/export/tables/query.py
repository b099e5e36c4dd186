"""Questions in SQL, and their answers as a table, CSV or JSON lines."""

from __future__ import annotations

import csv
import sys
from contextlib import AbstractContextManager
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import orjson

from pipeline.errors import ConfigError
from pipeline.export.source import open_run
from pipeline.export.tables.store import open_file, open_tables

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


@dataclass(frozen=True, slots=True)
class Answer:
    """Columns and rows that a question gave."""

    columns: tuple[str, ...]
    rows: list[tuple[Any, ...]]


def ask(path: Path, sql: str) -> Answer:
    """Ask a run, a file of records or a database that was exported.

    Raises:
        ConfigError: it cannot be read, or the question is wrong; the message is DuckDB's.
    """
    with _opened(path) as connection:
        import duckdb  # noqa: PLC0415 - an optional extra; the connection proves that it is there

        try:
            connection.execute(sql)
            columns = tuple(column[0] for column in connection.description or ())
            return Answer(columns, connection.fetchall())
        except duckdb.Error as error:
            raise ConfigError(f"the question cannot be answered: {error}") from error


def print_answer(answer: Answer, layout: str) -> None:
    """Print an answer as a ``table``, ``csv`` or ``jsonl``."""
    if layout == "csv":
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(answer.columns)
        writer.writerows([_text(value) for value in row] for row in answer.rows)
    elif layout == "jsonl":
        for row in answer.rows:
            line = orjson.dumps(dict(zip(answer.columns, row, strict=True)), default=_text)
            sys.stdout.write(line.decode() + "\n")
    else:
        _print_table(answer)


def _opened(path: Path) -> AbstractContextManager[DuckDBPyConnection]:
    if path.suffix == ".duckdb" and path.is_file():
        return open_file(path)
    return open_tables(open_run(path))


def _print_table(answer: Answer) -> None:
    from rich.box import SIMPLE_HEAD  # noqa: PLC0415
    from rich.console import Console  # noqa: PLC0415 - takes a tenth of a second
    from rich.table import Table  # noqa: PLC0415

    table = Table(*answer.columns, box=SIMPLE_HEAD)
    for row in answer.rows:
        table.add_row(*(_text(value) for value in row))
    console = Console(highlight=False, markup=False)
    console.print(table)
    console.print(f"{len(answer.rows)} rows")


def _text(value: object) -> str:
    """A cell as text: nothing for null, a list with commas, a number without idle zeros."""
    if value is None:
        return ""
    if isinstance(value, list):
        return ", ".join(_text(one) for one in value)
    if isinstance(value, Decimal):
        plain = format(value, "f")
        return plain.rstrip("0").rstrip(".") if "." in plain else plain
    return str(value)
