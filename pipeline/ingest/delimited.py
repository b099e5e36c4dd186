"""CSV with a head line: one article a row."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from typing import BinaryIO

import orjson

from pipeline.errors import ArticleError
from pipeline.ingest.items import Ask, Item, failed
from pipeline.ingest.plaintext import open_text
from pipeline.ingest.rows import read_row

_DELIMITERS = ",;\t|"


def items(stream: BinaryIO, uri: str, ask: Ask) -> Iterator[Item]:
    """Rows of the file; what separates the columns is what separates those of the head line.

    Raises:
        ArticleError: no text, no head line, no column with the article.
    """
    # A quote that is never closed would make one value of the rest of the file.
    csv.field_size_limit(ask.reading.max_bytes)
    text, _ = open_text(stream)
    with text:
        head = text.readline(_LONGEST_HEAD)
        if not head.strip():
            raise ArticleError("empty", "the file is empty", "ingest")
        delimiter = max(_DELIMITERS, key=lambda sign: (head.count(sign), -_DELIMITERS.index(sign)))
        names = [name.strip() for name in next(csv.reader([head], delimiter=delimiter))]
        wanted = ask.reading.fields.text
        if not set(wanted) & set(names):
            message = f"no column {' or '.join(map(repr, wanted))} in the head line; name it under fields.text"
            raise ArticleError("bad_fields", message, "ingest")
        for number, values in enumerate(csv.reader(text, delimiter=delimiter), start=2):
            if values:
                yield _item(names, values, f"{uri}#{number}", ask)


_LONGEST_HEAD = 100_000


def _item(names: list[str], values: list[str], uri: str, ask: Ask) -> Item:
    if len(values) > len(names):
        message = f"the row has {len(values)} values, the head line {len(names)} names"
        return failed(uri, ArticleError("bad_fields", message, "ingest"))
    row: dict[str, object] = dict(zip(names, values, strict=False))
    return Item(uri, lambda: read_row(row, orjson.dumps(values), uri, ask, "text/csv"))
