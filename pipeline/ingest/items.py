"""What every reader yields: items, each of which is one article or one issue once it is read."""

from __future__ import annotations

import csv
import lzma
import os
import tarfile
import traceback
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from pipeline.document import Article
from pipeline.errors import ArticleError
from pipeline.reading import Limits, Reading
from pipeline.records import Issue, Published

_DAMAGE = (
    OSError, EOFError, UnicodeError, NotImplementedError, zlib.error, lzma.LZMAError, zipfile.BadZipFile,
    tarfile.TarError, csv.Error,
)  # fmt: skip
"""What the readers of the standard library raise at bytes that are not what they should be."""


@dataclass(frozen=True, slots=True)
class Item:
    """One article that has not been read yet.

    Attributes:
        uri: what names it.
        make: reads it; valid until the next item of the same file is asked for. It may raise.
    """

    uri: str
    make: Callable[[], Article | Issue]

    def read(self) -> Article | Issue:
        """The article, or the issue that says why there is none; nothing is raised."""
        try:
            return self.make()
        except Exception as error:  # noqa: BLE001 - foreign parsers meet hostile bytes here: an article, not the run
            return issue_of(error, self.uri)


@dataclass(frozen=True, slots=True)
class Ask:
    """What a reader is told about the file it reads.

    Attributes:
        reading: fields and limits.
        published: publication date for articles that bring none.
        packed: size of the outermost file, against which the ratio of unpacking is measured.
        depth: how many archives stand around it.
    """

    reading: Reading
    published: Published | None = None
    packed: int = 0
    depth: int = 0

    @property
    def limits(self) -> Limits:
        """Where reading stops."""
        return self.reading.limits

    def inside(self) -> Ask:
        """The same for what stands inside an archive.

        Raises:
            ArticleError: that is one too many.
        """
        if self.depth >= self.limits.depth:
            raise ArticleError("too_deep", f"archives stand inside archives more than {self.depth} deep", "ingest")
        return replace(self, depth=self.depth + 1)


def guarded(items: Iterator[Item], uri: str, limits: Limits) -> Iterator[Item]:
    """The items of a file, its failure being one more item; an empty file, and one with too many, fail too."""
    try:
        yield from _counted(items, limits)
    except Exception as error:  # noqa: BLE001 - as in Item.read
        yield failed(uri, error)


def _counted(items: Iterator[Item], limits: Limits) -> Iterator[Item]:
    count = 0
    for item in items:
        count += 1
        if count > limits.members:
            raise ArticleError("too_large", f"more than {limits.members:,} articles; the rest is not read", "ingest")
        yield item
    if count == 0:
        raise ArticleError("empty", "there is nothing in it that can be read", "ingest")


def failed(uri: str, error: Exception) -> Item:
    """The item of something that cannot be read."""
    issue = issue_of(error, uri)
    return Item(uri, lambda: issue)


def issue_of(error: Exception, uri: str) -> Issue:
    """What an issue line says about an error: one of a foreign parser keeps its traceback."""
    if isinstance(error, ArticleError):
        return Issue(code=error.code, message=error.message, uri=uri, stage=error.stage)
    if isinstance(error, FileNotFoundError):
        return Issue(code="missing", message="there is no such file", uri=uri, stage="ingest")
    reason = getattr(error, "strerror", None) or str(error) or type(error).__name__
    message = f"the file cannot be read: {_printable(reason)}"
    if isinstance(error, _DAMAGE):
        return Issue(code="unreadable", message=message, uri=uri, stage="ingest")
    detail = _printable("".join(traceback.format_exception(error)))
    return Issue(code="unreadable", message=message, uri=uri, stage="ingest", detail=detail)


def uri_of(path: Path | str) -> str:
    """A path as text that can be written: bytes of a name that are no UTF-8 are shown by their number."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def _printable(text: str) -> str:
    return text.encode("utf-8", "backslashreplace").decode()
