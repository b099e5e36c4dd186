"""A .json file: one article, a list of them, or an object that holds a list of them."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import BinaryIO

import orjson

from pipeline.errors import ArticleError
from pipeline.ingest import jsonl
from pipeline.ingest.items import Ask, Item, failed
from pipeline.ingest.rows import has_text, read_row
from pipeline.ingest.streams import take


def items(stream: BinaryIO, uri: str, ask: Ask) -> Iterator[Item]:
    """Articles of the file; it is read whole.

    Raises:
        ArticleError: it is too large for that, or no JSON.
    """
    data = take(stream, ask.limits.held_bytes)
    if not data.strip():
        raise ArticleError("empty", "the file is empty", "ingest")
    try:
        found = jsonl.parse(data, "the file")
    except ArticleError:
        if b"}\n" not in data:
            raise
        # Many a file of JSON lines is called .json.
        yield from jsonl.items(io.BytesIO(data), uri, ask)
        return
    if has_text(found, ask):
        yield _item(found, data, uri, ask)
        return
    rows = _rows(found, ask)
    for number, row in enumerate(rows, start=1):
        yield _item(row, orjson.dumps(row), f"{uri}#{number}", ask)


def _rows(found: object, ask: Ask) -> list[object]:
    if isinstance(found, list):
        return found
    fields = ask.reading.fields
    named = [found.get(name) for name in fields.articles] if isinstance(found, dict) else []
    rows = next((value for value in named if isinstance(value, list)), None)
    if rows is None:
        names = " or ".join(map(repr, fields.text))
        raise ArticleError("bad_fields", f"no text under {names} and no list of articles", "ingest")
    return rows


def _item(row: object, data: bytes, uri: str, ask: Ask) -> Item:
    if not isinstance(row, dict):
        return failed(uri, ArticleError("bad_fields", "it is no object", "ingest"))
    return Item(uri, lambda: read_row(row, data, uri, ask, jsonl.MEDIA_TYPE))
