"""Archives and compressed files: members are read one by one, in memory, without unpacking anything to disk."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import tarfile
import zipfile
from collections.abc import Callable, Iterator
from typing import BinaryIO, Self, cast

from pipeline.errors import ArticleError
from pipeline.ingest.endings import wanted
from pipeline.ingest.items import Ask, Item, failed

Walk = Callable[[Callable[[], BinaryIO], str, int, Ask], Iterator[Item]]
"""How a member is read: ``(open, uri, size, ask)`` → items. Given by the caller, as any form may stand inside."""

_BLOCK = 64 * 1024
_FREE = 10_000_000
"""Unpacked bytes below which the ratio does not matter: a page of blanks packs well, too."""
_LZMA_MEMORY = 256 * 1024 * 1024


class _Metered(io.RawIOBase):
    """Counts what is unpacked, in blocks of fixed size, so that a limit is met at the same place in every run."""

    def __init__(self, source: BinaryIO, ask: Ask) -> None:
        self._source = source
        self._ask = ask
        self._block = b""
        self._total = 0

    def readable(self) -> bool:
        return True

    def tell(self) -> int:
        # The reader of WARC asks where it starts.
        return self._total - len(self._block)

    def readinto(self, buffer: bytearray | memoryview, /) -> int:  # type: ignore[override]  # a writable buffer
        if not self._block:
            self._block = self._source.read(_BLOCK)
            self._total += len(self._block)
            check_unpacked(self._total, self._ask)
        piece = self._block[: len(buffer)]
        buffer[: len(piece)] = piece
        self._block = self._block[len(piece) :]
        return len(piece)

    def close(self) -> None:
        self._source.close()
        super().close()


def check_unpacked(total: int, ask: Ask) -> None:
    """Refuse what unpacks to more than the limits allow.

    Raises:
        ArticleError: it does.
    """
    limits = ask.limits
    if total > limits.unpacked_bytes:
        raise ArticleError(
            "too_large", f"unpacks to more than {limits.unpacked_bytes:,} bytes; the rest is not read", "ingest"
        )
    if total > _FREE and total > limits.ratio * max(ask.packed, 1):
        message = f"unpacks to more than {limits.ratio} times its {ask.packed:,} bytes; the rest is not read"
        raise ArticleError("too_large", message, "ingest")


def unpacked(stream: BinaryIO, compression: str, ask: Ask) -> BinaryIO:
    """A compressed stream as a stream of its content, metered."""
    if compression == "gz":
        source: object = gzip.GzipFile(fileobj=stream)
    elif compression == "bz2":
        source = bz2.BZ2File(stream)
    else:
        source = _Xz(stream)
    return cast("BinaryIO", io.BufferedReader(_Metered(cast("BinaryIO", source), ask), _BLOCK))


class _Xz:
    """Reads .xz with a ceiling on the memory that its header may ask for."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._open = lzma.LZMADecompressor(memlimit=_LZMA_MEMORY)

    def read(self, size: int) -> bytes:
        while True:
            if self._open.eof:
                rest = self._open.unused_data or self._stream.read(_BLOCK)
                if not rest.strip(b"\0"):
                    return b""
                self._open = lzma.LZMADecompressor(memlimit=_LZMA_MEMORY)
                data = self._open.decompress(rest, size)
            else:
                packed = self._stream.read(_BLOCK) if self._open.needs_input else b""
                if not packed and self._open.needs_input:
                    raise EOFError("the file ends before the end of its data")
                data = self._open.decompress(packed, size)
            if data:
                return data

    def close(self) -> None:
        self._stream.close()


def zip_items(stream: BinaryIO, uri: str, ask: Ask, walk: Walk) -> Iterator[Item]:
    """Members of a .zip in the order of its directory.

    Raises:
        ArticleError: encrypted, or what it says about its size is too much.
    """
    inner = ask.inside()
    with zipfile.ZipFile(stream) as archive:
        members = [member for member in archive.infolist() if not member.is_dir() and wanted(member.filename)]
        check_unpacked(sum(member.file_size for member in members), ask)
        for member in members:
            name = f"{uri}!/{_clean(member.filename)}"
            if member.flag_bits & 1:
                yield failed(name, ArticleError("unreadable", "the member is encrypted", "ingest"))
                continue
            yield from walk(_opener(archive.open, member), name, member.file_size, inner)


def tar_items(stream: BinaryIO, uri: str, ask: Ask, walk: Walk) -> Iterator[Item]:
    """Members of a .tar in order, read as a stream; links and devices are not followed.

    Raises:
        ArticleError: one archive too deep.
    """
    inner = ask.inside()
    with tarfile.open(fileobj=stream, mode="r|", tarinfo=_Header) as archive:
        for member in archive:
            name = f"{uri}!/{_clean(member.name)}"
            # A stream keeps every header it has read: a million of them are not needed again.
            archive.members = []  # type: ignore[attr-defined]  # no part of its documented face
            if member.isdir() or not wanted(member.name):
                continue
            if member.isfile():
                yield from walk(_opener(archive.extractfile, member), name, member.size, inner)
            else:
                yield failed(name, ArticleError("unreadable", "links and devices in an archive are not read", "ingest"))


class _Header(tarfile.TarInfo):
    """A header whose extension (a long name) cannot be made to fill the memory: tarfile reads it whole."""

    @classmethod
    def frombuf(cls, buf: bytes | bytearray, encoding: str, errors: str) -> Self:
        header = super().frombuf(buf, encoding, errors)
        if header.type in _EXTENSIONS and header.size > _LONGEST_EXTENSION:
            raise ArticleError("too_large", f"a header of {header.size:,} bytes in the archive", "ingest")
        return header


_EXTENSIONS = {
    tarfile.XHDTYPE, tarfile.XGLTYPE, tarfile.SOLARIS_XHDTYPE, tarfile.GNUTYPE_LONGNAME, tarfile.GNUTYPE_LONGLINK,
}  # fmt: skip
_LONGEST_EXTENSION = 1_000_000


def _opener(opens: Callable[..., object], member: object) -> Callable[[], BinaryIO]:
    return lambda: cast("BinaryIO", opens(member))


def _clean(name: str) -> str:
    return name.encode("utf-8", "backslashreplace").decode().lstrip("/")
