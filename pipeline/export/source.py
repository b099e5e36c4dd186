"""A finished run as exports read it: records and issues as streams, so that a run of any size fits into memory."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError

from pipeline.errors import ConfigError
from pipeline.records import ArticleRecord, Issue, Model

_URL = re.compile(r"https?://\S+$")

M = TypeVar("M", bound=Model)


@dataclass(frozen=True, slots=True)
class Run:
    """Where the records and the issues of a run stand; a bare file of records has no issues."""

    records_file: Path
    issues_file: Path | None

    @property
    def name(self) -> str:
        """What people call the run: its folder, or the name of the file."""
        folder = self.records_file.resolve().parent
        return folder.name if self.records_file.name == "records.jsonl" else self.records_file.stem

    def records(self) -> Iterator[ArticleRecord]:
        """The records in order.

        Raises:
            ConfigError: a line is no record; the message names the line.
        """
        return _lines(self.records_file, ArticleRecord)

    def issues(self) -> Iterator[Issue]:
        """What could not be processed, in order.

        Raises:
            ConfigError: a line is no issue; the message names the line.
        """
        return iter(()) if self.issues_file is None else _lines(self.issues_file, Issue)


def open_run(path: Path) -> Run:
    """The run in a folder that ``sanctex batch`` wrote, or a file of records.

    Raises:
        ConfigError: there is no run.
    """
    if path.is_dir():
        records = path / "records.jsonl"
        if not records.is_file():
            unfinished = " (it is unfinished: run the same `sanctex batch` again)" if (path / "shards").is_dir() else ""
            raise ConfigError(f"{path}: no records.jsonl in this folder{unfinished}")
        issues = path / "issues.jsonl"
        return Run(records, issues if issues.is_file() else None)
    if not path.is_file():
        raise ConfigError(f"{path}: no such run: give the folder that `sanctex batch --out` wrote, or a .jsonl file")
    return Run(path, None)


def source_url(record: ArticleRecord) -> str | None:
    """The address of an article that came from the web."""
    return record.source.uri if _URL.match(record.source.uri) else None


def _lines(path: Path, model: type[M]) -> Iterator[M]:
    # Lines of bytes: text would also be split at the line separators that articles contain.
    try:
        with path.open("rb") as file:
            for number, line in enumerate(file, start=1):
                if line.strip():
                    yield _parse(path, number, line, model)
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read: {error.strerror}") from error


def _parse(path: Path, number: int, line: bytes, model: type[M]) -> M:
    try:
        return model.model_validate_json(line)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(map(str, first["loc"]))
        raise ConfigError(f"{path}, line {number}: cannot be read: {place}: {first['msg']}") from error
