"""Rows → DuckDB, and from there Parquet and CSV. DuckDB is an optional extra and imported only here."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import orjson

from pipeline.errors import ConfigError
from pipeline.export.source import Run
from pipeline.export.tables.catalogue import Table, read_tables
from pipeline.export.tables.rows import row_of_issue, rows_of_record

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_NUMBER = "DECIMAL(38,10)"
_SETTINGS: dict[str, str | bool | int | float | list[str]] = {
    # Nothing is fetched from anywhere, whatever a question asks for.
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
}


@contextmanager
def open_tables(run: Run) -> Iterator[DuckDBPyConnection]:
    """A database in memory that holds the run.

    Raises:
        ConfigError: DuckDB is not installed, or the run cannot be read.
    """
    connection = _connect(":memory:")
    try:
        _load(connection, run)
        yield connection
    finally:
        connection.close()


@contextmanager
def open_file(path: Path) -> Iterator[DuckDBPyConnection]:
    """A database that ``write_duckdb`` wrote, for reading.

    Raises:
        ConfigError: DuckDB is not installed, or the file is no database.
    """
    connection = _connect(str(path), read_only=True)
    try:
        yield connection
    finally:
        connection.close()


def write_duckdb(run: Run, path: Path) -> list[Path]:
    """Write the run as one DuckDB file, tables and columns with their meanings as comments.

    Raises:
        ConfigError: DuckDB is not installed, the run cannot be read, or the file cannot be written.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(path.name + ".tmp")
    temporary.unlink(missing_ok=True)
    connection = _connect(str(temporary))
    try:
        _load(connection, run)
    finally:
        connection.close()
    temporary.replace(path)
    return [path]


def write_parquet(run: Run, folder: Path) -> list[Path]:
    """Write each table as a Parquet file."""
    return _copy(run, folder, "parquet", "FORMAT parquet, COMPRESSION zstd")


def write_csv(run: Run, folder: Path) -> list[Path]:
    """Write each table as a CSV file with a header; lists are JSON arrays, an empty field is null."""
    return _copy(run, folder, "csv", "FORMAT csv, HEADER true")


def _copy(run: Run, folder: Path, suffix: str, options: str) -> list[Path]:
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    with open_tables(run) as connection:
        for table in read_tables():
            path = folder / f"{table.name}.{suffix}"
            columns = ", ".join(
                f'to_json("{column.name}") AS "{column.name}"'
                if suffix == "csv" and column.type.endswith("[]")
                else f'"{column.name}"'
                for column in table.columns
            )
            target = str(path).replace("'", "''")
            connection.execute(f"COPY (SELECT {columns} FROM {table.name}) TO '{target}' ({options})")
            paths.append(path)
    return paths


def _connect(database: str, *, read_only: bool = False) -> DuckDBPyConnection:
    try:
        import duckdb  # noqa: PLC0415 - an optional extra
    except ImportError as error:
        raise ConfigError("tables need DuckDB: pip install 'sanctex[tables]'") from error
    try:
        return duckdb.connect(database, read_only=read_only, config=_SETTINGS)
    except duckdb.Error as error:
        raise ConfigError(f"{database}: cannot be opened as a DuckDB database: {error}") from error


def _load(connection: DuckDBPyConnection, run: Run) -> None:
    """Create and fill every table; rows go through files of JSON lines, the quickest way without another library."""
    tables = {table.name: table for table in read_tables()}
    with tempfile.TemporaryDirectory(prefix="sanctex-") as folder, ExitStack() as stack:
        files = {name: stack.enter_context((Path(folder) / f"{name}.jsonl").open("wb")) for name in tables}
        for name, row in _rows(run):
            files[name].write(orjson.dumps(row, default=_plain, option=orjson.OPT_APPEND_NEWLINE))
        for file in files.values():
            file.flush()
        for table in tables.values():
            _fill(connection, table, Path(folder) / f"{table.name}.jsonl")


def _rows(run: Run) -> Iterator[tuple[str, dict[str, Any]]]:
    for article, record in enumerate(run.records(), start=1):
        warnings = len(record.warnings)
        for name, row in rows_of_record(article, record):
            for column, value in row.items():
                if isinstance(value, Decimal) and not _fits(value):
                    row[column] = None
                    warnings += 1
                    message = f"{name}.{column} of {row['fact']} is null: {value} does not fit into {_NUMBER}"
                    place = {"article": article, "position": warnings, "start_at": None, "end_at": None}
                    yield "warnings", {**place, "code": "table_number", "message": message}
            yield name, row
    for number, issue in enumerate(run.issues(), start=1):
        yield row_of_issue(number, issue)


def _fill(connection: DuckDBPyConnection, table: Table, file: Path) -> None:
    columns = ", ".join(f'"{column.name}" {column.type}' for column in table.columns)
    connection.execute(f"CREATE TABLE {table.name} ({columns})")
    if file.stat().st_size:
        types = {column.name: column.type for column in table.columns}
        connection.execute(
            f"INSERT INTO {table.name} SELECT * FROM read_json(?, format = 'newline_delimited', columns = ?, "
            "maximum_object_size = 1073741824)",
            [str(file), types],
        )
    about = f"{table.about}; key: {', '.join(table.key)}"
    connection.execute(f"COMMENT ON TABLE {table.name} IS {_quoted(about)}")
    for column in table.columns:
        connection.execute(f'COMMENT ON COLUMN {table.name}."{column.name}" IS {_quoted(column.about)}')


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _fits(value: Decimal) -> bool:
    """Whether a number has at most 28 digits before the point and 10 after it."""
    exponent = value.normalize().as_tuple().exponent
    return isinstance(exponent, int) and exponent >= -10 and value.adjusted() < 28


def _plain(value: object) -> str:
    """A decimal number as the text that DuckDB reads without a loss."""
    if not isinstance(value, Decimal):
        raise TypeError(f"{type(value).__name__} has no place in a table")
    return format(value, "f")
