"""Ingest: bytes on disk or text in memory → articles."""

from __future__ import annotations

import hashlib
from pathlib import Path

from pipeline.document import Article
from pipeline.records import Published, Source


def read_text(
    text: str, *, title: str | None = None, published: Published | None = None, uri: str = "-", doc_id: str | None = None
) -> Article:
    """Make an article of text that is already in memory."""
    data = text.encode("utf-8", "surrogatepass")
    sha = hashlib.sha256(data).hexdigest()
    source = Source(uri=uri, media_type="text/plain", encoding="utf-8", sha256=sha, bytes=len(data))
    return Article(
        doc_id=doc_id or sha[:16],
        text=text,
        source=source,
        title=title,
        published=published or Published(date=None, basis="none"),
    )


def read_file(path: Path, *, published: Published | None = None) -> Article:
    """Read one text file."""
    return read_text(path.read_text(encoding="utf-8"), uri=str(path), published=published)
