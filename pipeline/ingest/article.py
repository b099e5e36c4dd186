"""The end of ingest: what a reader found → an article whose text never changes again."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import ftfy

from pipeline.document import NO_DATE, Article
from pipeline.records import Published, Source

_REPAIRS = ftfy.TextFixerConfig(
    unescape_html="auto", fix_latin_ligatures=True, fix_character_width=False, uncurl_quotes=False,
    fix_line_breaks=True, remove_control_chars=False, normalization=None, explain=False,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Document:
    """What the reader of a form found in the bytes of one article.

    Attributes:
        text: the article, its headline included.
        encoding: of the bytes; ``binary`` for forms that are no text.
        title: headline, if the form tells it.
        published: publication date, if the form tells it.
        language: ISO 639-1 code, if the form tells it.
        media_type: of the bytes.
    """

    text: str
    encoding: str
    title: str | None = None
    published: Published | None = None
    language: str | None = None
    media_type: str = "text/plain"


def with_title(title: str | None, text: str) -> str:
    """The record has one text that every offset refers to: the headline belongs to it."""
    return f"{title}\n\n{text}" if title and not text.lstrip().startswith(title) else text


def repair(text: str) -> str:
    """Undo mojibake and ligatures, unify line ends, and drop characters that are no text (NUL, direction marks)."""
    fixed = ftfy.fix_text(text, _REPAIRS)
    return fixed.translate(_DROPPED)


_DROPPED = dict.fromkeys(
    map(ord, "\0\ufeff\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\x1b")
)


def make_article(document: Document, data: bytes, *, uri: str, doc_id: str | None = None) -> Article:
    """An article of what a reader found. From here on the text never changes.

    Args:
        document: text (it is repaired here) and what else the source tells.
        data: the source bytes, for digest and size.
        uri: path or URL.
        doc_id: the caller's id; without one the first 16 hex digits of the digest.
    """
    sha = hashlib.sha256(data).hexdigest()
    source = Source(uri=uri, media_type=document.media_type, encoding=document.encoding, sha256=sha, bytes=len(data))
    return Article(
        doc_id=doc_id or sha[:16],
        text=repair(document.text),
        source=source,
        title=document.title,
        published=document.published or NO_DATE,
        language=document.language,
    )


def read_text(text: str, *, title: str | None = None, published: Published | None = None, uri: str = "-") -> Article:
    """An article of text that is already in memory."""
    document = Document(text=text, encoding="utf-8", title=title, published=published)
    return make_article(document, text.encode("utf-8", "replace"), uri=uri)
