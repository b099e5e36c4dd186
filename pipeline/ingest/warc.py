"""WARC: the pages that a crawler stored; their own date counts, not that of the crawl."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import BinaryIO

from fastwarc import ArchiveIterator, WarcRecord, WarcRecordType

from pipeline.document import Article
from pipeline.errors import ArticleError
from pipeline.ingest.endings import Form
from pipeline.ingest.items import Ask, Item
from pipeline.ingest.streams import take
from pipeline.records import Issue

ReadDocument = Callable[[bytes, str, Form, Ask, str | None], Article | Issue]
"""Reads the bytes of one document: ``(data, uri, form, ask, encoding)``."""

_FORMS: dict[str, Form] = {
    "text/html": "html", "application/xhtml+xml": "html", "text/plain": "text", "application/pdf": "pdf",
    "text/markdown": "markdown",
}  # fmt: skip


def items(stream: BinaryIO, uri: str, ask: Ask, read_document: ReadDocument) -> Iterator[Item]:
    """Responses of the archive that were found and are text: pictures, styles and redirects are passed over."""
    with _no_panic():
        for record in ArchiveIterator(stream, record_types=WarcRecordType.response, auto_decode="all"):
            headers = record.http_headers
            form = _FORMS.get((record.http_content_type or "").lower())
            if headers is not None and headers.status_code == 200 and form is not None:
                yield _item(record, form, record.headers.get("WARC-Target-URI") or uri, ask, read_document)


@contextmanager
def _no_panic() -> Iterator[None]:
    """A defect in fastwarc's native code is no Exception, but it is no reason to end the run either."""
    try:
        yield
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        raise ArticleError("unreadable", f"the WARC reader failed: {error}", "ingest") from error


def _item(record: WarcRecord, form: Form, uri: str, ask: Ask, read_document: ReadDocument) -> Item:
    def make() -> Article | Issue:
        with _no_panic():
            data = take(record.reader, ask.reading.max_bytes)
        return read_document(data, uri, form, ask, record.http_charset)

    return Item(uri, make)
