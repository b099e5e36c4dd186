"""Plain text of any encoding → one article."""

from __future__ import annotations

import codecs
import io
from typing import BinaryIO

from charset_normalizer import from_bytes

from pipeline.errors import ArticleError
from pipeline.ingest.article import Document
from pipeline.ingest.streams import head_of

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
_NO_CHARSETS = frozenset({"idna", "punycode", "utf-7", "unicode-escape", "raw-unicode-escape", "undefined"})
"""Codecs of Python that no page is written in; some take quadratic time."""
_NOT_TEXT = ArticleError("not_text", "the file is binary, not text", "ingest")


def read(data: bytes, encoding: str | None = None) -> Document:
    """Plain text of any encoding.

    Args:
        data: bytes of the file.
        encoding: what someone says it is; tried first.

    Raises:
        ArticleError: the bytes are no text.
    """
    text, found = decode(data, encoding)
    return Document(text=text, encoding=found)


def decode(data: bytes, declared: str | None = None) -> tuple[str, str]:
    """Text of bytes in any encoding, and the name of the encoding.

    A byte-order mark decides; else the declared encoding if it fits; else UTF-8 if it fits; else what
    charset-normalizer finds; else UTF-8 in which single bytes of cp1252 are read as such (files glued together from two
    sources).

    Raises:
        ArticleError: the bytes are no text.
    """
    text, encoding = _declared(data, declared) or _decode(data)
    if text.count("\0") > 0.1 * len(text):
        text, encoding = _without_mark(data)
    if _is_control(text):
        raise _NOT_TEXT
    return text, encoding


def open_text(stream: BinaryIO) -> tuple[io.TextIOWrapper, str]:
    """A stream of bytes as a stream of text, its encoding settled by its first bytes.

    Raises:
        ArticleError: these are no text.
    """
    head, whole = head_of(stream, _SAMPLE)
    # The sample may end inside a character or a line.
    cut = head[: head.rfind(b"\n") + 1] or head
    _, encoding = decode(cut) if cut else ("", "utf-8")
    errors = _STRAY if encoding == "utf-8" else "replace"
    codec = "utf-8-sig" if encoding == "utf-8" else encoding
    return io.TextIOWrapper(whole, encoding=codec, errors=errors, newline=""), encoding


def _declared(data: bytes, encoding: str | None) -> tuple[str, str] | None:
    if encoding is None or data.startswith(tuple(mark for mark, _ in _MARKS)):
        return None
    name = encoding.strip().strip("\"'").lower()
    # What calls itself Latin-1 on the web is cp1252.
    name = "cp1252" if name in {"iso-8859-1", "latin-1", "latin1", "us-ascii", "ascii"} else name
    if name.replace("_", "-") in _NO_CHARSETS:
        return None
    try:
        # Pages that were converted on their way keep the old declaration: UTF-8 that fits is UTF-8.
        return (data.decode("utf-8"), "utf-8") if name == "cp1252" else (data.decode(name), name)
    except (LookupError, ValueError):  # unknown, no text encoding, or it does not fit
        return None


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
    """UTF-16 without a byte-order mark: every second byte is zero, the others are not; otherwise it is no text."""
    even, odd = data[0::2], data[1::2]
    for encoding, zeros, others in (("utf-16-le", odd, even), ("utf-16-be", even, odd)):
        if zeros.count(0) > 0.6 * len(zeros) and (others.count(0) < 0.5 * len(others) or not any(data)):
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
