"""A row of named values (an object of JSON, a line of CSV, a row of Parquet) → an article."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from email.utils import parsedate_to_datetime

from pipeline.document import Article
from pipeline.errors import ArticleError
from pipeline.ingest.article import Document, make_article, with_title
from pipeline.ingest.items import Ask
from pipeline.records import Issue, Published

_TAGS = re.compile(r"</(?:p|div|span|a|b|i|em|strong|h[1-6]|ul|li|body)\s*>|<(?:br|p)\s*/?>", re.IGNORECASE)
"""Marks of a text that is HTML: wire copy writes codes in angle brackets, but none of these."""


def read_row(row: Mapping[str, object], data: bytes, uri: str, ask: Ask, media_type: str) -> Article | Issue:
    """The article of one row, or an issue that carries the row's id.

    Args:
        row: values by name.
        data: the row's bytes.
        uri: where it stands; the row's own URL goes into the article instead.
        ask: names of the fields and limits.
        media_type: of the file.
    """
    doc_id: str | None = None
    try:
        found = _first(row, ask.reading.fields.id)
        doc_id = None if found is None else str(found) or None
        return _read(row, data, uri, ask, (doc_id, media_type))
    except ArticleError as error:
        return Issue(code=error.code, message=error.message, uri=uri, doc_id=doc_id, stage=error.stage)


def has_text(row: object, ask: Ask) -> bool:
    """Whether something is a row with an article in it."""
    return isinstance(row, dict) and isinstance(_first(row, ask.reading.fields.text), str)


def metadata_date(value: object) -> dt.date | None:
    """The day of a date or time stamp: ``2024-03-15``, ``2024-03-15T08:00:00Z``, ``Fri, 15 Mar 2024 08:00:00 GMT``."""
    if isinstance(value, dt.date):
        return value.date() if isinstance(value, dt.datetime) else value
    text = value.strip() if isinstance(value, str) else ""
    try:
        if len(text) == 10 or text[10:11] in ("T", " "):
            return dt.date.fromisoformat(text[:10])
        if re.match(r"(?:[A-Z][a-z]{2}, )?\d{1,2} [A-Z][a-z]{2} \d{4} \d\d:\d\d", text):
            return parsedate_to_datetime(text).date()
    except ValueError:
        pass  # the caller says that it is no date
    return None


def published_of(value: object) -> Published | None:
    """The same as a publication date with its basis."""
    day = metadata_date(value)
    return None if day is None else Published(date=day, basis="metadata")


def _read(row: Mapping[str, object], data: bytes, uri: str, ask: Ask, told: tuple[str | None, str]) -> Article:
    fields, (doc_id, media_type) = ask.reading.fields, told
    text = _string(row, fields.text)
    if text is None:
        raise ArticleError("bad_fields", f"no text under {' or '.join(map(repr, fields.text))}", "ingest")
    if len(data) > ask.reading.max_bytes:
        message = f"the article has {len(data):,} bytes; at most {ask.reading.max_bytes:,} are read"
        raise ArticleError("too_large", message, "ingest")
    title, url = _string(row, fields.title), _string(row, fields.url)
    if _TAGS.search(text):
        from pipeline.ingest.html import plain  # noqa: PLC0415 - lxml is loaded only for those who need it

        text = plain(text)
    if not text.strip():
        raise ArticleError("empty", "the article has no text", "ingest")
    title = title.strip() if title else None
    document = Document(
        text=with_title(title, text),
        encoding="utf-8",
        title=title or None,
        published=_published(row, ask),
        media_type=media_type,
    )
    return make_article(document, data, uri=url or uri, doc_id=doc_id)


def _published(row: Mapping[str, object], ask: Ask) -> Published | None:
    value = _first(row, ask.reading.fields.date)
    if value is None:
        return ask.published
    found = published_of(value)
    if found is None:
        raise ArticleError("bad_date", f"the publication date is {value!r}, not a date like 2024-03-15", "ingest")
    return found


def _first(row: Mapping[str, object], names: tuple[str, ...]) -> object:
    """The first value that is there and not empty."""
    return next((value for name in names if (value := _value(row, name)) not in (None, "")), None)


def _value(row: Mapping[str, object], name: str) -> object:
    if name in row:
        return row[name]
    head, dot, rest = name.partition(".")
    inner = row.get(head) if dot else None
    return _value(inner, rest) if isinstance(inner, dict) else None


def _string(row: Mapping[str, object], names: tuple[str, ...]) -> str | None:
    value = _first(row, names)
    if value is not None and not isinstance(value, str):
        raise ArticleError("bad_fields", f"{names[0]!r} is {type(value).__name__}, not a string", "ingest")
    return value
