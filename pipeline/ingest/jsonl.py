"""JSON Lines: one object with an article a line."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import orjson

from pipeline.document import Article
from pipeline.errors import ArticleError
from pipeline.ingest.items import Ask, Item
from pipeline.ingest.rows import read_row
from pipeline.records import Issue

MEDIA_TYPE = "application/json"
_SLACK = 64 * 1024
"""How much longer than the longest article a line may be before the rest of it is passed over unread."""


def items(stream: BinaryIO, uri: str, ask: Ask, *, first: int = 1, length: int | None = None) -> Iterator[Item]:
    """Lines of a stream, from where it stands; blank lines are passed over.

    Args:
        stream: bytes at the start of a line.
        uri: name of the file.
        ask: names of the fields and limits.
        first: number of the first line.
        length: bytes to read; None is the rest.
    """
    longest, at = ask.reading.max_bytes + _SLACK, 0
    number = first
    while length is None or at < length:
        line = stream.readline(longest)
        if not line:
            return
        at += len(line)
        size = len(line)
        while not line.endswith(b"\n") and (rest := stream.readline(longest)):
            # A line beyond the limit is not held in memory: only its size is counted.
            size += len(rest)
            at += len(rest)
            if rest.endswith(b"\n"):
                break
        text = line.removeprefix(codecs.BOM_UTF8) if number == 1 else line
        if text.strip():
            yield _item(text.strip(), size, f"{uri}#{number}", ask)
        number += 1


def cut(path: Path, size: int) -> Iterator[tuple[int, int, int]]:
    """Cut a file after every ``size`` lines: byte offsets of the part and the number of its first line.

    Raises:
        OSError: the file cannot be read.
    """
    start = at = 0
    first = number = 1
    with path.open("rb") as lines:
        while data := lines.readline(_CHUNK):
            at += len(data)
            number += data.endswith(b"\n")
            if number - first == size:
                yield start, at, first
                start, first = at, number
    if at > start or at == 0:
        yield start, at, first


_CHUNK = 1024 * 1024


def _item(line: bytes, size: int, uri: str, ask: Ask) -> Item:
    return Item(uri, lambda: _read(line, size, uri, ask))


def _read(line: bytes, size: int, uri: str, ask: Ask) -> Article | Issue:
    limit = ask.reading.max_bytes
    if size > limit:
        raise ArticleError("too_large", f"the line has {size:,} bytes; at most {limit:,} are read", "ingest")
    row = parse(line, "the line")
    if not isinstance(row, dict):
        raise ArticleError("bad_fields", "the line is no object", "ingest")
    return read_row(row, line, uri, ask, MEDIA_TYPE)


def parse(data: bytes, what: str) -> object:
    """The value of JSON text.

    Raises:
        ArticleError: it is none.
    """
    try:
        return orjson.loads(data)
    except orjson.JSONDecodeError as error:
        raise ArticleError("bad_json", f"{what} is not valid JSON: {error}", "ingest") from error
