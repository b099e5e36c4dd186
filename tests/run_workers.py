"""Workers for the tests of the batch engine: no model, one line of the record per article, and ways to fail."""

from __future__ import annotations

import ctypes
import os
import signal
import time
from collections.abc import Sequence
from pathlib import Path

from pipeline.document import Article
from pipeline.errors import ConfigError
from pipeline.ingest import Piece, Reader
from pipeline.records import ArticleRecord, Issue, Provenance, Segment
from pipeline.run import remote
from pipeline.run.shards import write_shard
from pipeline.run.worker import Beat
from pipeline.settings import Settings

PROVENANCE = Provenance(version="0", model="none", config_sha256="0" * 64)


class Echo:
    """Gives the text of each article back, in records without facts."""

    def __init__(self, settings: Settings) -> None:
        self._read = Reader(settings.reading)

    def __call__(self, pieces: Sequence[Piece], target: Path, beat: Beat) -> None:
        items = remote.read(pieces, self._read)
        write_shard(target, (self._counted(item, number, beat) for number, item in enumerate(items, start=1)))

    def _counted(self, item: Article | Issue, number: int, beat: Beat) -> ArticleRecord | Issue:
        beat(number)
        return item if isinstance(item, Issue) else self.read(item)

    def read(self, article: Article) -> ArticleRecord:
        return ArticleRecord(
            doc_id=article.doc_id,
            source=article.source,
            title=None,
            published=article.published,
            language="en",
            text=article.text,
            segments=(Segment(start=0, end=len(article.text), kind="body"),),
            provenance=PROVENANCE,
        )


class Fragile(Echo):
    """Dies as by the system's out-of-memory killer on an article that says so."""

    def read(self, article: Article) -> ArticleRecord:
        if "deadly" in article.text:
            os.kill(os.getpid(), signal.SIGKILL)
        return super().read(article)


class Stuck(Echo):
    """Hangs in a call that no Python code can interrupt, on an article that says so."""

    def read(self, article: Article) -> ArticleRecord:
        if "stuck" in article.text:
            ctypes.PyDLL(None).sleep(60)  # keeps the interpreter's lock, as a stuck C extension does
        return super().read(article)


class Slow(Echo):
    """Takes its time, but never long for one article."""

    def read(self, article: Article) -> ArticleRecord:
        time.sleep(0.05)
        return super().read(article)


class Broken(Echo):
    """Has a defect."""

    def __call__(self, *_: object) -> None:
        raise ZeroDivisionError("no such thing")


class Nervous(Echo):
    """Dies on an article that says so, as many times as it says; the file that it names gets a byte for each."""

    def read(self, article: Article) -> ArticleRecord:
        if " times " in article.text:
            times, name = article.text.split(" times ")
            with Path(name.strip()).open("ab") as mark:
                if mark.tell() < int(times):
                    mark.write(b".")
                    mark.flush()
                    os.kill(os.getpid(), signal.SIGKILL)
        return super().read(article)


class Misled(Echo):
    """Cannot start."""

    def __init__(self, settings: Settings) -> None:
        raise ConfigError(f"no such model as {settings.model!r}")


class Full(Echo):
    """Finds the disk full after its first shard."""

    def __call__(self, pieces: Sequence[Piece], target: Path, beat: Beat) -> None:
        if target.name != "000000.jsonl":
            raise OSError(28, "No space left on device", str(target))
        super().__call__(pieces, target, beat)


class Interrupted(Echo):
    """Is interrupted at its third shard."""

    def __call__(self, pieces: Sequence[Piece], target: Path, beat: Beat) -> None:
        if target.name == "000002.jsonl":
            raise KeyboardInterrupt
        super().__call__(pieces, target, beat)


class Signing(Echo):
    """Signs what it reads, as the real worker does."""

    def __call__(self, pieces: Sequence[Piece], target: Path, beat: Beat) -> None:
        items = remote.read(pieces, self._read)
        results = (self._counted(item, number, beat) for number, item in enumerate(items, start=1))
        write_shard(target, results, sign=True)


class SigningInterrupted(Signing):
    """Is interrupted at its third shard."""

    def __call__(self, pieces: Sequence[Piece], target: Path, beat: Beat) -> None:
        if target.name == "000002.jsonl":
            raise KeyboardInterrupt
        super().__call__(pieces, target, beat)
