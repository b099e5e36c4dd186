"""The registry of forms: what reads which. Readers are imported when the first file of their form comes along."""

from __future__ import annotations

import dataclasses
import io
from collections.abc import Callable, Iterator
from typing import BinaryIO

from pipeline.document import Article
from pipeline.errors import ArticleError
from pipeline.ingest import archives, delimited, json_file, jsonl, plaintext
from pipeline.ingest.article import Document, make_article
from pipeline.ingest.clock import time_limit
from pipeline.ingest.endings import DOCUMENTS, HEAD, Form, Kind, kind_of, sniff
from pipeline.ingest.items import Ask, Item, failed, guarded
from pipeline.ingest.streams import head_of, take

# The readers are imported inside functions (PLC0415): lxml, pdfium and pyarrow cost more than reading a text.
_EXTRAS = {"docx": "docx", "fastwarc": "warc", "pyarrow": "parquet"}
"""Extra of sanctex by the package that it installs."""
_WHOLE: frozenset[Form] = frozenset({"pdf", "docx", "mail"})
"""Documents whose size says little about that of their text."""


def items_of(stream: BinaryIO, uri: str, ask: Ask, kind: Kind, size: int = 0) -> Iterator[Item]:
    """All articles of a stream, each as an item that can be read; its failure is an item too.

    Args:
        stream: bytes; it need not be seekable.
        uri: what names the file.
        ask: fields, limits, date.
        kind: form and compression if they are known; otherwise the first bytes tell.
        size: number of bytes, if it is known.
    """
    return guarded(_items(stream, uri, ask, kind, size), uri, ask.limits)


def read_document(data: bytes, uri: str, form: Form, ask: Ask, encoding: str | None = None) -> Article:
    """The article of the bytes of one document.

    Args:
        data: bytes of the file.
        uri: what names it.
        form: its form.
        ask: limits, and the date that someone has set, which counts more than the document's own.
        encoding: what is known about that.

    Raises:
        ArticleError: it cannot be read.
    """
    with time_limit(ask.limits.seconds):
        try:
            document = _read(data, form, ask, encoding)
        except ImportError as error:
            raise _missing(error) from error
        if len(document.text) > ask.reading.max_bytes:
            message = f"the article has {len(document.text):,} characters; at most {ask.reading.max_bytes:,} are read"
            raise ArticleError("too_large", message, "ingest")
        if ask.published is not None:
            document = dataclasses.replace(document, published=ask.published)
        article = make_article(document, data, uri=uri)
    if not article.text.strip():
        raise ArticleError("empty", "the file is empty", "ingest")
    return article


def _read(data: bytes, form: Form, ask: Ask, encoding: str | None) -> Document:
    if form == "html":
        from pipeline.ingest import html  # noqa: PLC0415

        return html.read(data, encoding)
    if form == "markdown":
        from pipeline.ingest import markdown  # noqa: PLC0415

        return markdown.read(data)
    if form == "pdf":
        from pipeline.ingest import pdf  # noqa: PLC0415

        return pdf.read(data, ask.reading)
    if form == "docx":
        from pipeline.ingest import word  # noqa: PLC0415

        return word.read(data, ask.reading)
    if form == "mail":
        from pipeline.ingest import mail  # noqa: PLC0415

        return mail.read(data)
    return plaintext.read(data, encoding)


def _items(stream: BinaryIO, uri: str, ask: Ask, kind: Kind, size: int) -> Iterator[Item]:
    if kind.compression is not None:
        content = archives.unpacked(stream, kind.compression, ask)
        yield from _items(content, uri, ask, Kind(kind.form), 0)
        return
    if kind.form is None:
        head, stream = head_of(stream, HEAD)
        found = sniff(head)
        yield from _items(stream, uri, ask.inside() if found.compression else ask, found, size)
    elif kind.form in DOCUMENTS:
        yield _document(lambda: stream, uri, ask, kind.form, size)
    else:
        try:
            yield from _collection(stream, uri, ask, kind.form, size)
        except ImportError as error:
            raise _missing(error) from error


def _document(open_: Callable[[], BinaryIO], uri: str, ask: Ask, form: Form, size: int) -> Item:
    limit = ask.limits.held_bytes if form in _WHOLE else ask.reading.max_bytes
    return Item(uri, lambda: read_document(take(open_(), limit, size), uri, form, ask))


def _collection(stream: BinaryIO, uri: str, ask: Ask, form: Form, size: int) -> Iterator[Item]:
    if form == "tar":
        items = archives.tar_items(stream, uri, ask, _member)
    elif form == "zip":
        items = archives.zip_items(_searchable(stream, ask, size), uri, ask, _member)
    elif form == "parquet":
        from pipeline.ingest import columns  # noqa: PLC0415

        items = columns.items(_searchable(stream, ask, size), uri, ask)
    elif form == "warc":
        from pipeline.ingest import warc  # noqa: PLC0415

        items = warc.items(stream, uri, ask, read_document)
    elif form == "csv":
        items = delimited.items(stream, uri, ask)
    elif form == "json":
        items = json_file.items(stream, uri, ask)
    else:
        items = jsonl.items(stream, uri, ask)
    return items


def _member(open_: Callable[[], BinaryIO], uri: str, size: int, ask: Ask) -> Iterator[Item]:
    """Items of a member of an archive; a document is not opened before it is read."""
    kind = kind_of(uri)
    if kind.compression is None and kind.form in DOCUMENTS:
        yield _document(open_, uri, ask, kind.form, size)
        return
    try:
        stream = open_()
    except Exception as error:  # noqa: BLE001 - a damaged member: the others go on
        yield failed(uri, error)
        return
    yield from guarded(_items(stream, uri, ask, kind, size), uri, ask.limits)


def _searchable(stream: BinaryIO, ask: Ask, size: int) -> BinaryIO:
    # A member of a .zip can be searched, but only by unpacking it from its start each time.
    if ask.depth == 0 and stream.seekable():
        return stream
    return io.BytesIO(take(stream, ask.limits.held_bytes, size))


def _missing(error: ImportError) -> ArticleError:
    package = (error.name or "").partition(".")[0]
    extra = _EXTRAS.get(package)
    if extra is None:
        raise error
    return ArticleError("no_reader", f"this form needs an extra: pip install 'sanctex[{extra}]'", "ingest")
