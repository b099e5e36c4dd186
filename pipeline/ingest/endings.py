"""Which form a file has: by its ending, or by its first bytes where the ending does not say."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Literal

Form = Literal[
    "text", "markdown", "html", "pdf", "docx", "mail", "jsonl", "json", "csv", "parquet", "warc", "zip", "tar"
]
Compression = Literal["gz", "bz2", "xz"]

ENDINGS: dict[str, Form] = {
    ".txt": "text", ".text": "text", ".md": "markdown", ".markdown": "markdown",
    ".html": "html", ".htm": "html", ".xhtml": "html", ".pdf": "pdf", ".docx": "docx", ".eml": "mail",
    ".jsonl": "jsonl", ".ndjson": "jsonl", ".json": "json", ".csv": "csv", ".tsv": "csv", ".parquet": "parquet",
    ".warc": "warc", ".zip": "zip", ".tar": "tar",
}  # fmt: skip
"""Form of a file by its ending, in small letters."""
_COMPRESSED: dict[str, Compression] = {".gz": "gz", ".bz2": "bz2", ".xz": "xz"}
_TARS: dict[str, Compression] = {".tgz": "gz", ".tbz2": "bz2", ".tbz": "bz2", ".txz": "xz"}
_ABOUT = frozenset({"readme", "license", "licence", "copying", "changelog"})
DOCUMENTS: frozenset[Form] = frozenset({"text", "markdown", "html", "pdf", "docx", "mail"})
"""Forms of one article a file; the others hold many."""
HEAD = 1024
"""Bytes that :func:`sniff` wants to see."""


@dataclass(frozen=True, slots=True)
class Kind:
    """What a name says about a file: its form, None if unknown, and how it is compressed, None if it is not."""

    form: Form | None
    compression: Compression | None = None


def kind_of(name: str) -> Kind:
    """Form and compression by the ending of a name."""
    path = PurePosixPath(name)
    ending = path.suffix.lower()
    if ending in _TARS:
        return Kind("tar", _TARS[ending])
    if ending in _COMPRESSED:
        return Kind(ENDINGS.get(PurePosixPath(path.stem).suffix.lower()), _COMPRESSED[ending])
    return Kind(ENDINGS.get(ending))


def wanted(name: str) -> bool:
    """Whether a file of a folder or an archive is read.

    Its ending is known, nothing of its path is hidden, and it is not about the folder, as README.md is.
    """
    kind = kind_of(name)
    if kind.form is None and kind.compression is None:
        return False
    parts = PurePosixPath(name).parts
    if parts[-1].partition(".")[0].lower() in _ABOUT:
        return False
    return not any(part.startswith((".", "__MACOSX")) and part not in {".", ".."} for part in parts)


def sniff(head: bytes) -> Kind:
    """Form and compression by the first bytes; what is nothing else is text."""
    for mark, compression in ((b"\x1f\x8b", "gz"), (b"BZh", "bz2"), (b"\xfd7zXZ\0", "xz")):
        if head.startswith(mark):
            return Kind(None, compression)  # type: ignore[arg-type]  # the three names of Compression
    if head.startswith(b"PK\x03\x04"):
        # Word writes its own parts first; the name of the second file stands in the first bytes.
        return Kind("docx" if b"[Content_Types].xml" in head or b"word/" in head else "zip")
    for mark, form in ((b"%PDF-", "pdf"), (b"PAR1", "parquet"), (b"WARC/", "warc")):
        if head.startswith(mark):
            return Kind(form)  # type: ignore[arg-type]  # three names of Form
    if head[257:262] == b"ustar":
        return Kind("tar")
    return Kind(_sniff_text(head.removeprefix(b"\xef\xbb\xbf").lstrip()))


_MAIL = re.compile(rb"^(?:MIME-Version|Message-ID|Received): ?\S", re.IGNORECASE | re.MULTILINE)


def _sniff_text(head: bytes) -> Form:
    if re.match(rb"(?:<\?xml[^>]*>\s*|<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", head, re.I | re.S):
        return "html"
    if re.match(rb"\{\s*\"[^\"\n]{1,80}\"\s*:", head):
        # An object that ends on its line may be one of many lines.
        return "jsonl" if b"}\n" in head or b"\n" not in head else "json"
    if re.match(rb"\[\s*\{\s*\"", head):
        return "json"
    if re.match(rb"[A-Za-z-]{2,40}: ?\S.*\r?\n", head) and _MAIL.search(head):
        return "mail"
    return "text"
