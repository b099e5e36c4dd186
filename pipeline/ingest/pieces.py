"""Units of work: a run cuts its input into pieces that workers read on their own."""

from __future__ import annotations

import dataclasses
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from pipeline.document import Article
from pipeline.errors import ArticleError
from pipeline.ingest import jsonl
from pipeline.ingest.endings import DOCUMENTS, Kind, kind_of
from pipeline.ingest.forms import items_of
from pipeline.ingest.items import Ask, Item, issue_of, uri_of
from pipeline.ingest.paths import nearest
from pipeline.reading import Reading
from pipeline.records import Issue, Published

_LINES = Kind("jsonl")
_SMALL = 64 * 1024
"""Bytes up to which a file of many articles stays one piece: counting them would be to read them twice."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A whole file, or some articles of one (half-open).

    Attributes:
        path: the file.
        start: the first article, counted from 0; with ``line``, the byte at which its line starts.
        end: behind the last; None is all of the file.
        line: number of the first line (from 1) of a file whose lines can be found by their bytes, else 0.
    """

    path: Path
    start: int = 0
    end: int | None = None
    line: int = 0

    @property
    def uri(self) -> str:
        """What an issue about this piece names."""
        return uri_of(self.path) if self.end is None else f"{uri_of(self.path)}#{self.line or self.start + 1}"


def pieces(path: Path, size: int, reading: Reading) -> Iterator[Piece]:
    """Cut a file into units of at most ``size`` articles; a small file, or one of one article, is one unit.

    The cut depends on nothing but the file: another process finds the same articles under the same numbers.
    """
    kind = kind_of(path.name)
    try:
        state = path.stat()
    except OSError:
        yield Piece(path)  # reading it says in an issue what is wrong
        return
    if holds_many(path.name) and stat.S_ISREG(state.st_mode) and (kind == _LINES or state.st_size > _SMALL):
        yield from _cut(path, size, reading)
    else:
        yield Piece(path)


def holds_many(name: str) -> bool:
    """Whether a file of this name may hold more than one article."""
    kind = kind_of(name)
    return kind.form not in DOCUMENTS and kind != Kind(None)


def singles(piece: Piece, reading: Reading) -> Iterator[Piece]:
    """The articles of a piece as pieces of their own."""
    if piece.end is None:
        kind = kind_of(piece.path.name)
        parts = [Piece(piece.path)] if kind.form in DOCUMENTS else list(_cut(piece.path, 1, reading))
        yield from parts if len(parts) > 1 else [piece]
    elif piece.line:
        for one in _cut(piece.path, 1, reading):
            if one.end is not None and piece.start <= one.start and one.end <= piece.end:
                yield one
    else:
        for at in range(piece.start, piece.end):
            yield dataclasses.replace(piece, start=at, end=at + 1)


def _cut(path: Path, size: int, reading: Reading) -> Iterator[Piece]:
    try:
        if kind_of(path.name) == _LINES:
            yield from (Piece(path, start, end, line) for start, end, line in jsonl.cut(path, size))
            return
        count = sum(1 for _ in _open(path, Ask(reading)))
    except OSError:
        yield Piece(path)  # as in pieces
        return
    for start in range(0, count, size):
        yield Piece(path, start, min(start + size, count))


class Reader:
    """Reads pieces. The file it has read last stays open: the next piece of an archive goes on where the last ended.

    Args:
        reading: fields and limits.
    """

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._path: Path | None = None
        self._items: Iterator[Item] = iter(())
        self._at = 0

    def __call__(self, piece: Piece) -> Iterator[Article | Issue]:
        """Articles and issues of one piece; nothing is raised."""
        if piece.end is None:
            yield from read_path(piece.path, self._reading, special=False)
            return
        try:
            if piece.line:
                yield from self._lines(piece)
                return
            if self._path != piece.path or self._at > piece.start:
                self._items, self._path, self._at = _open(piece.path, Ask(self._reading)), piece.path, 0
            for item in islice(self._items, piece.start - self._at, piece.end - self._at):
                self._at = max(self._at, piece.start) + 1
                yield item.read()
        except (ArticleError, OSError) as error:
            yield issue_of(error, piece.uri)

    def _lines(self, piece: Piece) -> Iterator[Article | Issue]:
        length = None if piece.end is None else piece.end - piece.start
        with piece.path.open("rb") as stream:
            stream.seek(piece.start)
            uri, ask = uri_of(piece.path), Ask(self._reading)
            for item in jsonl.items(stream, uri, ask, first=piece.line, length=length):
                yield item.read()


def read_path(
    path: Path, reading: Reading, *, published: Published | None = None, special: bool = True
) -> Iterator[Article | Issue]:
    """Read one file. What cannot be read becomes an issue; nothing is raised.

    Args:
        path: a file; its ending decides the reader, or its first bytes where that is unknown.
        reading: fields and limits.
        published: publication date; for rows and lines that bring none, for a document in any case.
        special: whether pipes and devices are read: they may never end, and cannot be read again.
    """
    uri = uri_of(path)
    try:
        if not special:
            _refuse_special(path)
        for item in _open(path, Ask(reading, published)):
            yield item.read()
    except (ArticleError, OSError) as error:
        issue = issue_of(error, uri)
        if issue.code == "missing":
            issue = issue.model_copy(update={"message": issue.message + uri_of(nearest(path))})
        yield issue


def _refuse_special(path: Path) -> None:
    if path.is_dir():
        readable = os.access(path, os.R_OK | os.X_OK)
        message = "this is a folder, not a file" if readable else "the folder may not be read"
        raise ArticleError("unreadable", message, "ingest")
    if not stat.S_ISREG(path.stat().st_mode):
        raise ArticleError("unreadable", "this is a pipe or a device, not a file", "ingest")


def _open(path: Path, ask: Ask) -> Iterator[Item]:
    """The items of a file.

    Raises:
        OSError: it cannot be opened.
    """
    stream: BinaryIO = path.open("rb")
    size = os.fstat(stream.fileno()).st_size
    ask = dataclasses.replace(ask, packed=size)
    return _closing(stream, items_of(stream, uri_of(path), ask, kind_of(path.name), size))


def _closing(stream: BinaryIO, items: Iterator[Item]) -> Iterator[Item]:
    with stream:
        yield from items
