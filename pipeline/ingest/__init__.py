"""Ingest: bytes on disk or text in memory → articles. One module per format; :data:`READERS` is the registry."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from pipeline.document import Article
from pipeline.errors import ArticleError
from pipeline.ingest import jsonl, plaintext
from pipeline.ingest.plaintext import read_text
from pipeline.records import Issue, Published

__all__ = ["READERS", "paths_under", "read_path", "read_text"]

READERS = {".txt": plaintext.read, ".text": plaintext.read, ".jsonl": jsonl.read}
"""Reader of a file by its ending: ``(path, published, max_bytes)`` → articles and issues."""


def paths_under(inputs: Iterable[Path]) -> Iterator[Path]:
    """Files to read, in stable order: a folder gives its readable files (sub-folders included), sorted by name."""
    for path in inputs:
        if path.is_dir():
            yield from sorted(item for item in path.rglob("*") if item.is_file() and item.suffix.lower() in READERS)
        else:
            yield path


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
        yield Issue(code=error.code, message=error.message, uri=str(path), stage=error.stage)
