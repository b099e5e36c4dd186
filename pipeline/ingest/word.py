"""Word documents (.docx): paragraphs and tables in their order."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator

import docx
from docx.document import Document as WordDocument
from docx.table import Table

from pipeline.errors import ArticleError
from pipeline.ingest.article import Document, with_title
from pipeline.reading import Reading

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def read(data: bytes, reading: Reading) -> Document:
    """The text of one document.

    Raises:
        ArticleError: no Word document, too large once unpacked, or without text.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            size = sum(member.file_size for member in archive.infolist())
        if size > reading.limits.held_bytes:
            raise ArticleError("too_large", f"the document unpacks to {size:,} bytes", "ingest")
        document = docx.Document(io.BytesIO(data))
    except (zipfile.BadZipFile, KeyError, ValueError) as error:
        raise ArticleError("unreadable", f"this is no Word document: {error}", "ingest") from error
    paragraphs = list(_paragraphs(document))
    title = next((text for style, text in paragraphs if style == "Title"), None)
    text = with_title(title, "\n\n".join(text for _, text in paragraphs))
    if not text.strip():
        raise ArticleError("empty", "the document has no text", "ingest")
    return Document(text=text, encoding="binary", title=title, media_type=MEDIA_TYPE)


def _paragraphs(document: WordDocument) -> Iterator[tuple[str, str]]:
    """Style and text of each paragraph and table row."""
    for block in document.iter_inner_content():
        if isinstance(block, Table):
            for row in block.rows:
                cells = (" ".join(cell.text.split()) for cell in row.cells)
                yield "row", " | ".join(cell for cell in cells if cell)
        elif block.text.strip():
            style = block.style.name if block.style is not None else None
            bullet = "- " if style is not None and style.startswith("List") else ""
            yield style or "", bullet + block.text.strip()
