"""Plain text of any encoding → one article."""

from __future__ import annotations

import codecs
import hashlib
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
_CANDIDATES = ("cp1252", "latin_1", "cp1250", "cp1251", "mac_roman", "utf_16")
_STRAY = "sanctex.cp1252"
"""Name of the codec error handler that reads a byte that is no UTF-8 as cp1252."""
_SAMPLE = 64_000
_NOT_TEXT = ArticleError("not_text", "the file is binary, not text", "ingest")
_NO_DATE = Published(date=None, basis="none")
_REPAIRS = ftfy.TextFixerConfig(
    unescape_html="auto", fix_latin_ligatures=True, fix_character_width=False, uncurl_quotes=False,
    fix_line_breaks=True, remove_control_chars=False, normalization=None, explain=False,
)  # fmt: skip


def read(path: Path, published: Published | None, max_bytes: int) -> Iterator[Article | Issue]:
    """Read one file as one article.

    Raises:
        ArticleError: the file is missing, unreadable, too large, empty or no text.
    """
    yield read_bytes_of(read_bytes(path, max_bytes), uri=str(path), published=published)


def read_bytes_of(data: bytes, *, uri: str, published: Published | None = None) -> Article:
    """An article of the bytes of a plain-text file.

    Raises:
        ArticleError: the bytes are empty or no text.
    """
    text, encoding = decode(data)
    article = make_article(text, data, encoding, uri=uri, published=published)
    if not article.text.strip():
        raise ArticleError("empty", "the file is empty", "ingest")
    return article


def read_bytes(path: Path, max_bytes: int) -> bytes:
    """Bytes of a file, refusing one that is larger than ``max_bytes``.

    Raises:
        ArticleError: missing, not readable, or too large.
    """
    try:
        with path.open("rb") as file:
            # Never more than that: a pipe or a device may have no end.
            data = file.read(max_bytes + 1)
            size = max(path.stat().st_size, len(data))
    except OSError as error:
        raise file_error(error) from error
    check_size(size, max_bytes)
    return data


def check_size(size: int, max_bytes: int) -> None:
    """Refuse what is larger than the settings allow.

    Raises:
        ArticleError: too large.
    """
    if size > max_bytes:
        raise ArticleError(
            "too_large", f"the article has {size:,} bytes or more; at most {max_bytes:,} are read", "ingest"
        )


def file_error(error: OSError) -> ArticleError:
    """What an article's issue says about a failure of the file system."""
    if isinstance(error, FileNotFoundError):
        return ArticleError("missing", "there is no such file", "ingest")
    return ArticleError("unreadable", f"the file cannot be read: {error.strerror}", "ingest")


def decode(data: bytes) -> tuple[str, str]:
    """Text of bytes in any encoding, and the name of the encoding.

    A byte-order mark decides; else UTF-8 if it fits; else what charset-normalizer finds; else UTF-8 in which single
    bytes of cp1252 are read as such (files glued together from two sources).

    Raises:
        ArticleError: the bytes are no text.
    """
    text, encoding = _decode(data)
    if text.count("\0") > 0.1 * len(text):
        text, encoding = _without_mark(data)
    if _is_control(text):
        raise _NOT_TEXT
    return text, encoding


def _decode(data: bytes) -> tuple[str, str]:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data.decode(encoding, "replace"), encoding.removesuffix("-sig")
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        if _is_binary(data):
            raise _NOT_TEXT from None
        return _guess(data)


def _without_mark(data: bytes) -> tuple[str, str]:
    """UTF-16 without a byte-order mark: every second byte is zero; otherwise it is no text."""
    for encoding, zeros in (("utf-16-le", data[1::2]), ("utf-16-be", data[0::2])):
        if zeros.count(0) > 0.6 * len(zeros):
            return data.decode(encoding, "replace"), encoding
    raise _NOT_TEXT


def _is_binary(data: bytes) -> bool:
    sample = data[:_SAMPLE]
    if sample.startswith((b"%PDF", b"PK\x03\x04", b"\x89PNG", b"\xff\xd8\xff", b"\x1f\x8b", b"\x7fELF", b"GIF8")):
        return True
    control = sum(byte < 9 or 13 < byte < 32 for byte in sample)
    wide = max(sample[0::2].count(0), sample[1::2].count(0)) > 0.3 * len(sample)
    return control > 0.02 * len(sample) and not wide


def _is_control(text: str) -> bool:
    sample = text[:_SAMPLE]
    control = sum(char < " " and char not in "\t\n\r\f\v\0\x1b" for char in sample) + sample.count("\ufffd")
    return control > 0.05 * len(sample)


def _guess(data: bytes) -> tuple[str, str]:
    # Some valid UTF-8 with stray single bytes: one other encoding for the whole would break the valid part.
    if any(ord(char) > 127 for char in data.decode("utf-8", "ignore")):
        return data.decode("utf-8", _STRAY), "utf-8"
    letters = sum(chr(byte).isalpha() for byte in data[:_SAMPLE] if byte < 128)
    if letters > 0.85 * sum(byte > 127 or chr(byte).isalpha() for byte in data[:_SAMPLE]):
        # Text with few letters beyond ASCII is English or close to it; statistics over so few bytes would only guess.
        return data.decode("cp1252", "replace"), "cp1252"
    best = from_bytes(data[:_SAMPLE], cp_isolation=list(_CANDIDATES)).best()
    encoding = "cp1252" if best is None or best.encoding in ("latin_1", "ascii") else best.encoding
    return data.decode(encoding, "replace"), encoding.replace("_", "-")


def _read_stray(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("cp1252", "replace"), error.end


codecs.register_error(_STRAY, _read_stray)


def repair(text: str) -> str:
    """Undo mojibake and ligatures, unify line ends, and drop characters that are no text (NUL, direction marks)."""
    fixed = ftfy.fix_text(text, _REPAIRS)
    return fixed.translate(_DROPPED)


_DROPPED = dict.fromkeys(
    map(ord, "\0\ufeff\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\x1b")
)


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
