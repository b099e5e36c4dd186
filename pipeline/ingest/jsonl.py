"""JSON Lines with ``id``, ``text``, ``title`` and ``published`` → one article a line."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import orjson

from pipeline.document import Article
from pipeline.errors import ArticleError
from pipeline.ingest.plaintext import make_article
from pipeline.records import Issue, Published


def read(path: Path, published: Published | None, max_bytes: int) -> Iterator[Article | Issue]:
    """Read a file line by line, so its size does not matter; a line that is wrong becomes an issue.

    Raises:
        ArticleError: the file is missing or cannot be read.
    """
    try:
        with path.open("rb") as lines:
            for number, line in enumerate(lines, start=1):
                if line.strip():
                    yield _article(line, f"{path}#{number}", published, max_bytes)
    except FileNotFoundError:
        raise ArticleError("missing", "there is no such file", "ingest") from None
    except OSError as error:
        raise ArticleError("unreadable", f"the file cannot be read: {error.strerror}", "ingest") from error


def _article(line: bytes, uri: str, published: Published | None, max_bytes: int) -> Article | Issue:
    def issue(code: str, message: str, doc_id: str | None = None) -> Issue:
        return Issue(code=code, message=message, uri=uri, doc_id=doc_id, stage="ingest")

    if len(line) > max_bytes:
        return issue("too_large", f"the line has {len(line):,} bytes; at most {max_bytes:,} are read")
    try:
        data = orjson.loads(line)
    except orjson.JSONDecodeError as error:
        return issue("bad_json", f"the line is not valid JSON: {error}")
    if not isinstance(data, dict) or not isinstance(data.get("text"), str):
        return issue("bad_fields", "the line is no object with a string under 'text'")
    doc_id = None if data.get("id") is None else str(data["id"])
    title = data.get("title")
    if title is not None and not isinstance(title, str):
        return issue("bad_fields", f"'title' is {type(title).__name__}, not a string", doc_id)
    try:
        day = published if data.get("published") is None else _published(data["published"])
    except ValueError:
        return issue("bad_date", f"'published' is {data['published']!r}, not a date like 2024-03-15", doc_id)
    text = data["text"]
    if not text.strip():
        return issue("empty", "the article has no text", doc_id)
    if title and not text.lstrip().startswith(title):
        # The record has one text that every offset refers to: the headline belongs to it.
        text = f"{title}\n\n{text}"
    return make_article(text, line.strip(), "utf-8", uri=uri, published=day, title=title or None, doc_id=doc_id, media_type="application/json")


def _published(value: object) -> Published:
    if not isinstance(value, str):
        raise ValueError(value)
    return Published(date=dt.date.fromisoformat(value[:10]), basis="metadata")
