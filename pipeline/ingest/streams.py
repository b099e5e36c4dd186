"""Streams of bytes: read with a limit, looked into without losing the bytes."""

from __future__ import annotations

import io
from typing import BinaryIO, Protocol, cast

from pipeline.errors import ArticleError

_BUFFER = 64 * 1024


class Readable(Protocol):
    """Anything that gives bytes."""

    def read(self, size: int, /) -> bytes:
        """At most ``size`` bytes; none at the end."""
        ...


def take(stream: Readable, limit: int, size: int = 0) -> bytes:
    """All bytes of a stream, refusing more than ``limit``; never reads more than that.

    Args:
        stream: where to read.
        limit: most bytes.
        size: number of bytes if it is known already.

    Raises:
        ArticleError: there are more.
    """
    data = b"" if size > limit else stream.read(limit + 1)
    size = max(size, len(data))
    if size > limit:
        raise ArticleError("too_large", f"the article has {size:,} bytes or more; at most {limit:,} are read", "ingest")
    return data


def head_of(stream: BinaryIO, size: int) -> tuple[bytes, BinaryIO]:
    """The first bytes of a stream, and a stream that still begins with them."""
    head = b""
    while len(head) < size and (more := stream.read(size - len(head))):
        head += more
    if stream.seekable():
        stream.seek(-len(head), io.SEEK_CUR)
        return head, stream
    return head, cast("BinaryIO", io.BufferedReader(_Rejoined(head, stream), _BUFFER))


class _Rejoined(io.RawIOBase):
    """Bytes that were read already, then the rest."""

    def __init__(self, head: bytes, rest: BinaryIO) -> None:
        self._head = head
        self._rest = rest
        self._at = 0

    def readable(self) -> bool:
        return True

    def tell(self) -> int:
        # The reader of WARC asks where it starts.
        return self._at

    def readinto(self, buffer: bytearray | memoryview, /) -> int:  # type: ignore[override]  # a writable buffer
        piece = self._head[: len(buffer)] or self._rest.read(len(buffer))
        self._head = self._head[len(piece) :]
        self._at += len(piece)
        buffer[: len(piece)] = piece
        return len(piece)
