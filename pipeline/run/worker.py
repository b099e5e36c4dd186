"""What turns one shard into one file, in this process or another one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from threadpoolctl import ThreadpoolController

from pipeline.document import Article
from pipeline.errors import SanctexError
from pipeline.ingest import Piece, Reader
from pipeline.records import ArticleRecord, Issue
from pipeline.run import remote
from pipeline.run.shards import write_shard
from pipeline.settings import Settings

if TYPE_CHECKING:
    from pipeline.flow import Extractor

Beat = Callable[[int], None]
"""Called while a worker gets on, with the number of articles of the shard that are finished."""


class Work(Protocol):
    """A loaded worker: one call turns pieces of input into the file ``target``."""

    def __call__(self, pieces: Sequence[Piece], target: Path, beat: Beat) -> None:
        """Process the pieces, write ``target`` with :func:`~pipeline.run.shards.write_shard`, and beat at each step."""
        ...


class MakeWork(Protocol):
    """What makes a worker, in the process where it works."""

    def __call__(self, settings: Settings) -> Work:
        """Load whatever the work needs."""
        ...


class Worker:
    """One loaded pipeline; the same class serves this process, worker processes and clusters.

    Args:
        settings: the run's settings.
        extractor: a pipeline that is loaded already.
    """

    def __init__(self, settings: Settings, extractor: Extractor | None = None) -> None:
        # Imported where it runs: the parent process of a parallel run never loads the model.
        from pipeline.flow import Extractor  # noqa: PLC0415

        if extractor is None:
            extractor = Extractor(settings)
            extractor.prepare()
        self._extractor = extractor
        self._read = Reader(settings.reading)
        self._sign = settings.duplicates != "off"
        self._threads = ThreadpoolController()

    def __call__(self, pieces: Sequence[Piece], target: Path, beat: Beat) -> None:
        """Process the pieces and write ``target``.

        Raises:
            SanctexError: an article went in and neither a record nor an issue came out.
        """
        counted = _Counted(beat)
        read = remote.read(pieces, self._read)
        # One thread for matrix products: workers that take each other's cores are slower, and another number of
        # threads may round differently.
        with self._threads.limit(limits=1):
            tally = write_shard(target, counted.out(self._extractor.process(counted.into(read))), sign=self._sign)
        if tally.articles != counted.read:
            raise SanctexError(
                f"{target}: {counted.read} articles went in, {tally.articles} records and issues came out"
            )


class _Counted:
    """Counts what goes in and what comes out, and beats for each."""

    def __init__(self, beat: Beat) -> None:
        self._beat = beat
        self.read = 0
        self.written = 0

    def into(self, items: Iterable[Article | Issue]) -> Iterator[Article | Issue]:
        for item in items:
            self.read += 1
            self._beat(self.written)
            yield item

    def out(self, results: Iterable[ArticleRecord | Issue]) -> Iterator[ArticleRecord | Issue]:
        for result in results:
            self.written += 1
            self._beat(self.written)
            yield result
