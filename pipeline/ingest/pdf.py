"""PDF with a text layer → text; running heads and feet of the pages are left out."""

from __future__ import annotations

import re
from collections import Counter

import pypdfium2

from pipeline.errors import ArticleError
from pipeline.ingest.article import Document
from pipeline.reading import Reading

_EDGE = 2
"""Lines at the top and bottom of a page that may be a running head or foot."""
_HYPHEN = re.compile(r"[\ufffe\u0002\u00ad]\r?\n?\s*")
"""How pdfium marks a word that is cut at the end of a line."""


def read(data: bytes, reading: Reading) -> Document:
    """The text of all pages.

    Raises:
        ArticleError: damaged, encrypted, without text, or with more text than an article may have.
    """
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise ArticleError("unreadable", f"the PDF cannot be opened: {error}", "ingest") from error
    pages, size = [], 0
    try:
        for page in document:
            text = page.get_textpage().get_text_range()
            size += len(text)
            if size > reading.max_bytes:
                message = f"the PDF has more than {reading.max_bytes:,} characters of text"
                raise ArticleError("too_large", message, "ingest")
            pages.append(_HYPHEN.sub("", text).replace("\r\n", "\n").split("\n"))
    except pypdfium2.PdfiumError as error:
        raise ArticleError("unreadable", f"a page of the PDF cannot be read: {error}", "ingest") from error
    finally:
        document.close()
    text = "\n".join("\n".join(lines) for lines in _without_running(pages))
    if not text.strip():
        raise ArticleError("empty", "the PDF has no text layer: it may be a scan", "ingest")
    return Document(text=text, encoding="binary", media_type="application/pdf")


def _without_running(pages: list[list[str]]) -> list[list[str]]:
    """Pages without the lines that stand, but for their figures, at the edge of most of them."""
    if len(pages) < 3 or min(map(len, pages)) <= 3 * _EDGE:
        return pages
    counts = Counter(key for page in pages for key in {_key(line) for line in _edges(page)})
    running = {key for key, count in counts.items() if count > len(pages) / 2 and count >= 3}
    return [
        [line for at, line in enumerate(page) if _key(line) not in running or _EDGE <= at < len(page) - _EDGE]
        for page in pages
    ]


def _edges(page: list[str]) -> list[str]:
    return [line for line in (*page[:_EDGE], *page[-_EDGE:]) if line.strip()]


def _key(line: str) -> str:
    return re.sub(r"\d+", "0", " ".join(line.split()).lower())
