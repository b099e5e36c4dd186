"""Ingest: bytes on disk or text in memory → articles. :mod:`~pipeline.ingest.forms` is the registry of forms."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import BinaryIO

from pipeline.document import Article
from pipeline.errors import ArticleError
from pipeline.ingest.article import read_text
from pipeline.ingest.endings import ENDINGS, Form, Kind, wanted
from pipeline.ingest.forms import items_of
from pipeline.ingest.items import Ask, issue_of, uri_of
from pipeline.ingest.paths import paths_under
from pipeline.ingest.pieces import Piece, Reader, holds_many, pieces, read_path, singles
from pipeline.ingest.streams import take
from pipeline.reading import Reading
from pipeline.records import Issue, Published

__all__ = [
    "ENDINGS", "Form", "Piece", "Reader", "holds_many", "paths_under", "pieces", "read_path", "read_stream",
    "read_text", "singles", "uri_of", "wanted",
]  # fmt: skip


def read_stream(
    stream: BinaryIO, reading: Reading, *, published: Published | None = None, form: Form | None = None
) -> Iterator[Article | Issue]:
    """Read a stream such as standard input; its URI is ``-``. What cannot be read becomes an issue.

    Args:
        stream: read whole, as far as the limits allow.
        reading: fields and limits.
        published: as in :func:`read_path`.
        form: what it is; without it the first bytes tell.
    """
    try:
        data = take(stream, reading.limits.held_bytes)
    except (ArticleError, OSError) as error:
        yield issue_of(error, "-")
        return
    ask = Ask(reading, published, packed=len(data))
    for item in items_of(io.BytesIO(data), "-", ask, Kind(form), len(data)):
        yield item.read()
