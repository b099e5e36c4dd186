"""Ingest: bytes on disk or text in memory → articles. One module per format; :data:`READERS` is the registry."""

from __future__ import annotations

import difflib
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from pipeline.document import Article
from pipeline.errors import ArticleError
from pipeline.ingest import jsonl, plaintext
from pipeline.ingest.plaintext import check_size, read_bytes_of, read_text
from pipeline.records import Issue, Published

__all__ = ["READERS", "Piece", "paths_under", "pieces", "read_path", "read_piece", "read_stream", "read_text"]

READERS = {".txt": plaintext.read, ".text": plaintext.read, ".jsonl": jsonl.read}
"""Reader of a file by its ending: ``(path, published, max_bytes)`` → articles and issues."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A unit of work: a whole file, or the lines of a JSON Lines file between two byte offsets (half-open).

    ``line`` is the number of its first line, counted from 1.
    """

    path: Path
    start: int = 0
    end: int | None = None
    line: int = 1

    @property
    def uri(self) -> str:
        """What an issue about this piece names."""
        return str(self.path) if self.end is None else f"{self.path}#{self.line}"


def paths_under(inputs: Iterable[Path]) -> Iterator[Path]:
    """Files to read, each once, in stable order.

    A folder gives its readable files (sub-folders included, hidden ones not), a pattern such as ``news/*.txt`` what it
    matches, both sorted by name. A name that leads nowhere is passed on: reading it gives an issue.
    """
    seen: set[Path] = set()
    for path in inputs:
        for file in _expand(path):
            if file not in seen:
                seen.add(file)
                yield file


def _expand(path: Path) -> Iterable[Path]:
    if path.is_dir():
        return sorted(_walk(path))
    if not path.exists() and any(sign in str(path) for sign in "*?["):
        pattern = str(path.relative_to(path.anchor))
        return sorted(file for file in Path(path.anchor).glob(pattern) if file.is_file()) or [path]
    return [path]


def _walk(folder: Path) -> Iterator[Path]:
    for root, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in files:
            if not name.startswith(".") and Path(name).suffix.lower() in READERS:
                yield Path(root, name)


def pieces(path: Path, size: int) -> Iterator[Piece]:
    """Cut a file into units of at most ``size`` articles, as far as its format allows."""
    if path.suffix.lower() != ".jsonl" or not path.is_file():
        yield Piece(path)
        return
    try:
        yield from (Piece(path, start, end, line) for start, end, line in jsonl.cut(path, size))
    except OSError:
        # Reading it as a whole says in an issue what is wrong.
        yield Piece(path)


def read_piece(piece: Piece, *, max_bytes: int) -> Iterator[Article | Issue]:
    """Read one unit of work; what cannot be read becomes an issue."""
    if piece.end is None:
        yield from read_path(piece.path, max_bytes=max_bytes)
        return
    try:
        yield from jsonl.read_lines(piece.path, None, max_bytes, (piece.start, piece.end), piece.line)
    except ArticleError as error:
        yield Issue(code=error.code, message=error.message, uri=piece.uri, stage=error.stage)


def read_path(path: Path, *, published: Published | None = None, max_bytes: int) -> Iterator[Article | Issue]:
    """Read one file. What cannot be read becomes an issue; nothing is raised.

    Args:
        path: a file; its ending decides the reader, an unknown ending is read as plain text.
        published: publication date for every article of the file that brings none.
        max_bytes: largest article.
    """
    reader = READERS.get(path.suffix.lower(), plaintext.read)
    try:
        yield from reader(path, published, max_bytes)
    except ArticleError as error:
        message = error.message + (_nearest(path) if error.code == "missing" else "")
        yield Issue(code=error.code, message=message, uri=str(path), stage=error.stage)


def read_stream(stream: BinaryIO, *, published: Published | None = None, max_bytes: int) -> Iterator[Article | Issue]:
    """Read one plain-text article from a stream such as standard input; its URI is ``-``."""
    try:
        data = stream.read(max_bytes + 1)
        check_size(len(data), max_bytes)
        yield read_bytes_of(data, uri="-", published=published)
    except ArticleError as error:
        yield Issue(code=error.code, message=error.message, uri="-", stage=error.stage)


def _nearest(path: Path) -> str:
    """A hint at the file of the same folder whose name is closest."""
    if not path.parent.is_dir():
        return f"; there is no folder {str(path.parent)!r} either"
    names = sorted(item.name for item in path.parent.iterdir())
    near = difflib.get_close_matches(path.name, names, n=1)
    return f"; did you mean {str(path.parent / near[0])!r}?" if near else ""
