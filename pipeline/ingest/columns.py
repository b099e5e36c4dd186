"""Parquet: one article a row, only the columns that are asked for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

import orjson
import pyarrow.parquet as pq

from pipeline.errors import ArticleError
from pipeline.ingest.archives import check_unpacked
from pipeline.ingest.items import Ask, Item
from pipeline.ingest.rows import read_row

_ROWS = 16
"""Rows held at once: a value that is stored once and repeated unpacks for each of them."""


def items(stream: BinaryIO, uri: str, ask: Ask) -> Iterator[Item]:
    """Rows of the file.

    Raises:
        ArticleError: no column with the article, or too much to unpack.
    """
    fields = ask.reading.fields
    names = {name for field in (fields.text, fields.title, fields.date, fields.url, fields.id) for name in field}
    file = pq.ParquetFile(stream)
    meta = file.metadata
    check_unpacked(sum(meta.row_group(at).total_byte_size for at in range(meta.num_row_groups)), ask)
    heads = {name.partition(".")[0] for name in names}
    columns = [name for name in file.schema_arrow.names if name in heads]
    if not {name.partition(".")[0] for name in fields.text} & set(columns):
        message = f"no column {' or '.join(map(repr, fields.text))}; name it under fields.text"
        raise ArticleError("bad_fields", message, "ingest")
    number = 0
    for batch in file.iter_batches(batch_size=_ROWS, columns=columns, use_threads=False):
        for row in batch.to_pylist():
            number += 1
            yield _item(row, f"{uri}#{number}", ask)


def _item(row: dict[str, object], uri: str, ask: Ask) -> Item:
    return Item(uri, lambda: read_row(row, _bytes(row), uri, ask, "application/vnd.apache.parquet"))


def _bytes(row: dict[str, object]) -> bytes:
    return orjson.dumps(row, default=str)
