"""Plain text of any encoding → one article."""

from __future__ import annotations

import codecs
import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

import ftfy
from charset_normalizer import from_bytes

from pipeline.document import Article
from pipeline.errors import ArticleError
from pipeline.records import Issue, Published, Source

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SAMPLE = 64_000
_NO_DATE = Published(date=None, basis="none")
_REPAIRS = ftfy.TextFixerConfig(
    unescape_html=False, fix_latin_ligatures=True, fix_character_width=False, uncurl_quotes=False,
    fix_line_breaks=True, remove_control_chars=False, normalization=None, explain=False,
)  # fmt: skip


def read(path: Path, published: Published | None, max_bytes: int) -> Iterator[Article | Issue]:
    """Read one file as one article.

    Raises:
        ArticleError: the file is missing, unreadable, too large, empty or no text.
    """
    data = read_bytes(path, max_bytes)
    text, encoding = decode(data)
    yield make_article(text, data, encoding, uri=str(path), published=published)


def read_bytes(path: Path, max_bytes: int) -> bytes:
    """Bytes of a file, refusing one that is larger than ``max_bytes`` before reading it.

    Raises:
        ArticleError: missing, not readable, or too large.
    """
    try:
        size = os.stat(path).st_size
        if size > max_bytes:
            raise ArticleError("too_large", f"the file has {size:,} bytes; at most {max_bytes:,} are read", "ingest")
        return path.read_bytes()
    except FileNotFoundError:
        raise ArticleError("missing", "there is no such file", "ingest") from None
    except OSError as error:
        raise ArticleError("unreadable", f"the file cannot be read: {error.strerror}", "ingest") from error


def decode(data: bytes) -> tuple[str, str]:
    """Text of bytes in any encoding, and the name of the encoding.

    A byte-order mark decides; else UTF-8 if it fits; else what charset-normalizer finds; else UTF-8 in which single
    bytes of cp1252 are read as such (files glued together from two sources).

    Raises:
        ArticleError: the bytes are no text.
    """
    if not data.strip():
        raise ArticleError("empty", "the file is empty", "ingest")
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data.decode(encoding, "replace"), encoding.removesuffix("-sig")
    try:
        text = data.decode("utf-8")
        encoding = "utf-8"
    except UnicodeDecodeError:
        if _is_binary(data):
            raise ArticleError("not_text", "the file is binary, not text", "ingest") from None
        text, encoding = _guess(data)
    if text.count("\0") > 0.1 * len(text):
        return _without_mark(data)
    if _is_control(text):
        raise ArticleError("not_text", "the file is binary, not text", "ingest")
    return text, encoding


def _without_mark(data: bytes) -> tuple[str, str]:
    """UTF-16 without a byte-order mark: every second byte is zero; otherwise it is no text."""
    for encoding, zeros in (("utf-16-le", data[1::2]), ("utf-16-be", data[0::2])):
        if zeros.count(0) > 0.6 * len(zeros):
            text = data.decode(encoding, "replace")
            if not _is_control(text):
                return text, encoding
    raise ArticleError("not_text", "the file is binary, not text", "ingest")


def _is_binary(data: bytes) -> bool:
    sample = data[:_SAMPLE]
    if sample.startswith((b"%PDF", b"PK\x03\x04", b"\x89PNG", b"\xff\xd8\xff", b"\x1f\x8b", b"\x7fELF", b"GIF8")):
        return True
    control = sum(byte < 9 or 13 < byte < 32 for byte in sample)
    return control > 0.02 * len(sample) and sample[1::2].count(0) < 0.3 * len(sample)


def _is_control(text: str) -> bool:
    sample = text[:_SAMPLE]
    control = sum(char < " " and char not in "\t\n\r\f\v\0\x1b" for char in sample) + sample.count("\ufffd")
    return control > 0.05 * len(sample)


def _guess(data: bytes) -> tuple[str, str]:
    mixed = "".join(_utf8_pieces(data))
    # Mostly valid UTF-8 with stray single bytes: one encoding for the whole would break the valid part.
    if _multibyte(data) > 0:
        return mixed, "utf-8"
    best = from_bytes(data[:_SAMPLE], cp_isolation=["cp1252", "latin_1", "cp1250", "cp1251", "mac_roman", "utf_16"]).best()
    encoding = "cp1252" if best is None or best.encoding in ("latin_1", "cp1252", "ascii") else best.encoding
    return data.decode(encoding, "replace"), encoding.replace("_", "-")


def _multibyte(data: bytes) -> int:
    """Number of characters beyond ASCII that are valid UTF-8."""
    return sum(ord(char) > 127 for char in data.decode("utf-8", "ignore"))


def _utf8_pieces(data: bytes) -> Iterator[str]:
    rest = data
    while rest:
        try:
            yield rest.decode("utf-8")
            return
        except UnicodeDecodeError as error:
            yield rest[: error.start].decode("utf-8")
            yield rest[error.start : error.end].decode("cp1252", "replace")
            rest = rest[error.end :]


def repair(text: str) -> str:
    """Undo mojibake and ligatures, unify line ends, and drop characters that are no text (NUL, direction marks)."""
    fixed = ftfy.fix_text(text, _REPAIRS)
    return fixed.translate(_DROPPED)


_DROPPED = dict.fromkeys(map(ord, "\0\ufeff\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\x1b"))


def make_article(
    text: str,
    data: bytes,
    encoding: str,
    *,
    uri: str,
    published: Published | None = None,
    title: str | None = None,
    doc_id: str | None = None,
    media_type: str = "text/plain",
) -> Article:
    """An article of decoded text. From here on the text never changes.

    Args:
        text: decoded text; it is repaired here.
        data: the source bytes, for digest and size.
        encoding: name of the encoding that ``data`` had.
        uri: path or URL.
        published: publication date, if the source gives one.
        title: headline, if the source gives one apart from the text.
        doc_id: the caller's id; without one the first 16 hex digits of the digest.
        media_type: media type of the source.
    """
    sha = hashlib.sha256(data).hexdigest()
    source = Source(uri=uri, media_type=media_type, encoding=encoding, sha256=sha, bytes=len(data))
    return Article(doc_id or sha[:16], repair(text), source, title, published or _NO_DATE)


def read_text(text: str, *, title: str | None = None, published: Published | None = None, uri: str = "-") -> Article:
    """An article of text that is already in memory."""
    data = text.encode("utf-8", "replace")
    return make_article(text, data, "utf-8", uri=uri, published=published, title=title)
