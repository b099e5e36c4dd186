"""Watch-lists as streams of rows: the form is told by the first line; a row that cannot be read is an issue."""

from __future__ import annotations

import csv
import gzip
import io
import json
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import BinaryIO, Literal, TextIO, cast

from pipeline.errors import ConfigError
from pipeline.link import formats
from pipeline.link.formats import ListRow
from pipeline.records import Issue

ListForm = Literal["simple", "ftm", "csl", "sdn", "table", "lines"]
"""OpenSanctions' targets.simple.csv, FollowTheMoney JSON lines, US Consolidated Screening List, OFAC SDN, a CSV with a
column ``name``, one name a line."""

_LONGEST_CELL = 4_000_000
"""Characters of a cell; a quote that is never closed would otherwise take the rest of the file."""
_DAMAGED = "\ufffd"


def read_list(path: Path, name: str | None = None, form: ListForm | None = None) -> Iterator[ListRow | Issue]:
    """The rows of a watch-list in order; what cannot be read is an issue that names the line.

    Args:
        path: the file, which may be compressed by gzip.
        name: what matches call the list; the name of the file by default.
        form: of the file; its first line tells.

    Raises:
        ConfigError: there is no such file, or it is no list in a known form.
    """
    called = name or path.name.removesuffix(".gz").rsplit(".", 1)[0]
    try:
        with _open(path) as file:
            yield from _rows(file, path, called, form or _form_of(path))
    except (OSError, EOFError) as error:
        raise ConfigError(f"{path}: cannot be read: {error}") from error


@contextmanager
def _open(path: Path) -> Iterator[TextIO]:
    # Damaged bytes are replaced, and the rows that have some become issues: one must not end the whole list.
    with _bytes(path) as raw, io.TextIOWrapper(raw, encoding=_encoding(path), errors="replace", newline="") as file:
        yield file


@contextmanager
def _bytes(path: Path) -> Iterator[BinaryIO]:
    with path.open("rb") as file:
        if path.suffix == ".gz":
            with gzip.open(file) as unpacked:
                yield cast(BinaryIO, unpacked)
        else:
            yield file


def _encoding(path: Path) -> str:
    with _bytes(path) as file:
        start = file.read(65_536)
    if start[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "utf-16"
    try:
        start.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.start < len(start) - 4 and _form(start.decode("cp1252", errors="replace")) == "sdn":
            return "cp1252"
    return "utf-8-sig"


def _form_of(path: Path) -> ListForm:
    with _open(path) as file:
        start = file.read(65_536)
    form = _form(start)
    if form is None and path.name.removesuffix(".gz").endswith((".csv", ".tsv")):
        raise ConfigError(
            f"{path}: no watch-list in a known form: a CSV needs a column 'name', unless it is OFAC's SDN.CSV"
        )
    return form or "lines"


def _form(start: str) -> ListForm | None:
    first = next((line for line in start.splitlines() if line.strip()), "")
    if first.lstrip().startswith("{"):
        return "ftm"
    cells = next(csv.reader([first]), [])
    head = {cell.strip().lower() for cell in cells}
    if {"id", "schema", "name"} <= head:
        return "simple"
    if "name" in head and head & {"alt_names", "source_list_url", "entity_number"}:
        return "csl"
    if "name" in head:
        return "table"
    if len(cells) == formats.SDN_COLUMNS and cells[0].strip().isdigit():
        return "sdn"
    return None


def _rows(file: TextIO, path: Path, name: str, form: ListForm) -> Iterator[ListRow | Issue]:
    if form == "lines":
        for number, line in enumerate(file, start=1):
            yield from _parsed(partial(formats.from_line, line, name, number), path, number, _DAMAGED in line)
    elif form == "ftm":
        for number, line in enumerate(file, start=1):
            if line.strip():
                yield from _parsed(partial(_from_json, line, name), path, number, _DAMAGED in line)
    elif form == "sdn":
        aliases = _aliases_beside(path)
        for number, row in _csv(file):
            if isinstance(row, str) or row != ["\x1a"]:  # the file ends with the end mark of DOS
                yield from _parsed(partial(_from_cells, row, name, aliases), path, number, _damaged(row))
    else:
        yield from _with_head(file, path, name, form)


def _with_head(file: TextIO, path: Path, name: str, form: ListForm) -> Iterator[ListRow | Issue]:
    rows = _csv(file)
    head: list[str] = []
    while not any(head):
        _, first = next(rows)
        head = [] if isinstance(first, str) else [cell.strip().lower() for cell in first]
    parse: Mapping[str, Callable[[Mapping[str, str], str], ListRow | None]] = {
        "simple": formats.from_simple,
        "csl": formats.from_csl,
    }
    for number, row in rows:
        with_line = partial(formats.from_table, line=number)
        read = partial(_from_row, row, head, name, parse.get(form, with_line))
        yield from _parsed(read, path, number, _damaged(row))


def _from_json(line: str, name: str) -> ListRow | None:
    return formats.from_ftm(json.loads(line), name)


def _from_cells(row: list[str] | str, name: str, aliases: Mapping[str, list[str]]) -> ListRow | None:
    if isinstance(row, str):
        raise ValueError(row)  # noqa: TRY004 - what the CSV reader says of the row
    return formats.from_sdn(row, name, aliases)


def _from_row(
    row: list[str] | str, head: list[str], name: str, parse: Callable[[Mapping[str, str], str], ListRow | None]
) -> ListRow | None:
    if isinstance(row, str):
        raise ValueError(row)  # noqa: TRY004 - what the CSV reader says of the row
    if len(row) != len(head):
        raise ValueError(f"{len(row)} columns instead of {len(head)}")
    return parse(dict(zip(head, row, strict=True)), name)


def _parsed(read: Callable[[], ListRow | None], path: Path, line: int, damaged: bool) -> Iterator[ListRow | Issue]:
    if damaged:
        yield _issue(path, line, "damaged_row", "some bytes are no text of the file's encoding; the rest was used")
    try:
        row = read()
    except ValueError as error:  # also what the JSON reader raises
        yield _issue(path, line, "bad_row", str(error))
        return
    if row is not None:
        yield row


def _issue(path: Path, line: int, code: str, message: str) -> Issue:
    return Issue(code=code, message=f"line {line}: {message}", uri=f"{path.name}#{line}", stage="link")


def _csv(file: TextIO) -> Iterator[tuple[int, list[str] | str]]:
    """Line and cells of each row that is not empty, or what is wrong with it."""
    limit = csv.field_size_limit(_LONGEST_CELL)
    try:
        reader = csv.reader(file)
        while True:
            try:
                row = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                yield reader.line_num, str(error)
            else:
                if row:
                    yield reader.line_num, row
    finally:
        csv.field_size_limit(limit)


def _damaged(row: list[str] | str) -> bool:
    return any(_DAMAGED in cell for cell in row)


def _aliases_beside(path: Path) -> Mapping[str, list[str]]:
    """The names of ``ALT.CSV`` beside ``SDN.CSV``, by the number of the row; none if there is no such file."""
    found: dict[str, list[str]] = defaultdict(list)
    names = {path.name.replace("sdn", "alt").replace("SDN", "ALT")} - {path.name}
    for beside in (path.with_name(name) for name in names):
        if beside.is_file():
            with _open(beside) as file:
                for _, row in _csv(file):
                    if not isinstance(row, str) and len(row) > 3:
                        found[row[0].strip()].append(row[3].strip())
    return found
