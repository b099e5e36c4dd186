"""What turns one shard into one file, in this process or another one."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from pipeline.document import Article
from pipeline.errors import SanctexError
from pipeline.ingest import Piece, Reader
from pipeline.records import ArticleRecord, Issue
from pipeline.settings import Settings

if TYPE_CHECKING:
    from pipeline.flow import Extractor

RECORD, ISSUE, END = b"R", b"I", b"E"
"""First byte of a line of a shard: a record, an issue, or the number of lines, which ends the shard."""


class Work(Protocol):
    """A loaded worker: one call turns pieces of input into the file ``target``."""

    def __call__(self, pieces: Sequence[Piece], target: Path) -> None:
        """Process the pieces and write ``target`` with :func:`write_shard`."""
        ...


class MakeWork(Protocol):
    """What makes a worker, in the process where it works."""

    def __call__(self, settings: Settings) -> Work:
        """Load whatever the work needs."""
        ...


class Worker:
    """One loaded pipeline; the same class serves local processes and cluster actors.

    Args:
        settings: the run's settings.
        extractor: a pipeline that is loaded already.
    """

    def __init__(self, settings: Settings, extractor: Extractor | None = None) -> None:
        # Imported where it runs: the parent process of a parallel run never loads the model.
        from pipeline.flow import Extractor  # noqa: PLC0415

        self._extractor = Extractor(settings) if extractor is None else extractor
        self._read = Reader(settings.reading)

    def __call__(self, pieces: Sequence[Piece], target: Path) -> None:
        """Process the pieces and write ``target``.

        Raises:
            SanctexError: an article went in and neither a record nor an issue came out.
        """
        counted = _Counted(item for piece in pieces for item in self._read(piece))
        written = write_shard(target, map(_line, self._extractor.process(counted)))
        if written != counted.count:
            raise SanctexError(f"{target}: {counted.count} articles went in, {written} records and issues came out")


class _Counted:
    """Counts what passes through."""

    def __init__(self, items: Iterable[Article | Issue]) -> None:
        self._items = items
        self.count = 0

    def __iter__(self) -> Iterator[Article | Issue]:
        for item in self._items:
            self.count += 1
            yield item


def write_shard(target: Path, lines: Iterable[bytes]) -> int:
    """Write tagged lines under a temporary name, sync, rename; return their number.

    A file with the final name is therefore always whole, whenever the process is killed.
    """
    temporary = target.with_suffix(f".{os.getpid()}.tmp")
    count = 0
    with temporary.open("wb") as out:
        for line in lines:
            out.write(line)
            count += 1
        out.write(END + b"%d\n" % count)
        out.flush()
        os.fsync(out.fileno())
    temporary.rename(target)
    return count


def write_issue(target: Path, issue: Issue) -> None:
    """Write a shard that holds one issue."""
    write_shard(target, [_line(issue)])


def read_shard(path: Path) -> Iterator[bytes]:
    """Tagged lines of a shard.

    Raises:
        SanctexError: the shard is not whole.
    """
    count = 0
    with path.open("rb") as lines:
        for line in lines:
            if line.startswith(END):
                if int(line[1:]) == count:
                    return
                break
            count += 1
            yield line
    raise SanctexError(f"{path} is damaged: delete it and run again to go on")


def _line(result: ArticleRecord | Issue) -> bytes:
    tag = RECORD if isinstance(result, ArticleRecord) else ISSUE
    return tag + result.model_dump_json().encode() + b"\n"
