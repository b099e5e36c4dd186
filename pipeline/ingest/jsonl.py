"""JSON Lines with ``id``, ``text``, ``title`` and ``published`` → one article a line."""

from __future__ import annotations

import codecs
import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import orjson

from pipeline.document import Article
from pipeline.errors import ArticleError
from pipeline.ingest.plaintext import file_error, make_article
from pipeline.records import Issue, Published


def read(path: Path, published: Published | None, max_bytes: int) -> Iterator[Article | Issue]:
    """Read a file line by line, so its size does not matter; a line that is wrong becomes an issue.

    Raises:
        ArticleError: the file is missing, cannot be read or holds no line.
    """
    empty = True
    for item in read_lines(path, published, max_bytes, (0, None), 1):
        empty = False
        yield item
    if empty:
        raise ArticleError("empty", "the file is empty", "ingest")


def read_lines(
    path: Path, published: Published | None, max_bytes: int, part: tuple[int, int | None], line: int
) -> Iterator[Article | Issue]:
    """Read the lines between two byte offsets.

    Args:
        path: the file.
        published: publication date of lines that bring none.
        max_bytes: longest line.
        part: half-open byte offsets that stand at starts of lines; None is the end of the file.
        line: number of the first line, for the articles' URIs.

    Raises:
        ArticleError: the file is missing or cannot be read.
    """
    start, end = part
    try:
        with path.open("rb") as lines:
            lines.seek(start)
            at = start
            for number, data in enumerate(lines, start=line):
                if end is not None and at >= end:
                    return
                at += len(data)
                text = data.removeprefix(codecs.BOM_UTF8) if number == 1 else data
                if text.strip():
                    yield _article(text, f"{path}#{number}", published, max_bytes)
    except OSError as error:
        raise file_error(error) from error


def cut(path: Path, size: int) -> Iterator[tuple[int, int, int]]:
    """Cut a file after every ``size`` lines: byte offsets of the part and the number of its first line.

    Raises:
        OSError: the file cannot be read.
    """
    start = at = 0
    first = number = 1
    with path.open("rb") as lines:
        for data in lines:
            at += len(data)
            number += 1
            if number - first == size:
                yield start, at, first
                start, first = at, number
    if at > start or at == 0:
        yield start, at, first


def _article(line: bytes, uri: str, published: Published | None, max_bytes: int) -> Article | Issue:
    doc_id: str | None = None
    try:
        data = _object(line, max_bytes)
        doc_id = None if data.get("id") is None else str(data["id"]) or None
        return _read(data, line, uri, published, doc_id)
    except ArticleError as error:
        return Issue(code=error.code, message=error.message, uri=uri, doc_id=doc_id, stage=error.stage)


def _object(line: bytes, max_bytes: int) -> dict[str, object]:
    if len(line) > max_bytes:
        raise ArticleError("too_large", f"the line has {len(line):,} bytes; at most {max_bytes:,} are read", "ingest")
    try:
        data = orjson.loads(line)
    except orjson.JSONDecodeError as error:
        raise ArticleError("bad_json", f"the line is not valid JSON: {error}", "ingest") from error
    if not isinstance(data, dict) or not isinstance(data.get("text"), str):
        raise ArticleError("bad_fields", "the line is no object with a string under 'text'", "ingest")
    return data


def _read(data: dict[str, object], line: bytes, uri: str, published: Published | None, doc_id: str | None) -> Article:
    text, title = str(data["text"]), data.get("title")
    if title is not None and not isinstance(title, str):
        raise ArticleError("bad_fields", f"'title' is {type(title).__name__}, not a string", "ingest")
    if not text.strip():
        raise ArticleError("empty", "the article has no text", "ingest")
    if title and not text.lstrip().startswith(title):
        # The record has one text that every offset refers to: the headline belongs to it.
        text = f"{title}\n\n{text}"
    day = published if data.get("published") is None else _published(data["published"])
    return make_article(
        text,
        line.strip(),
        "utf-8",
        uri=uri,
        published=day,
        title=title or None,
        doc_id=doc_id,
        media_type="application/json",
    )


def _published(value: object) -> Published:
    """A date, or the date of a time stamp such as ``2024-03-15T08:00:00Z``."""
    if isinstance(value, str) and (len(value) == 10 or value[10:11] in ("T", " ")):
        try:
            return Published(date=dt.date.fromisoformat(value[:10]), basis="metadata")
        except ValueError:
            pass
    raise ArticleError("bad_date", f"'published' is {value!r}, not a date like 2024-03-15", "ingest")
