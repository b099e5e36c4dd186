"""Workers for the tests of the batch engine: no model, one line of the record per article, and ways to fail."""

from __future__ import annotations

import os
import signal
from collections.abc import Sequence
from pathlib import Path

from pipeline.document import Article
from pipeline.errors import ConfigError
from pipeline.ingest import Piece, Reader
from pipeline.records import Issue
from pipeline.run.worker import write_shard
from pipeline.settings import Settings

RECORD = (
    b'R{"doc_id":"%s","text":"%s","provenance":{"model":"none"},"entities":[1],"relations":[],"financials":[],'
    b'"revenue_shares":[],"sanction_events":[]}\n'
)


class Echo:
    """Writes what it reads."""

    def __init__(self, settings: Settings) -> None:
        self._read = Reader(settings.reading)

    def __call__(self, pieces: Sequence[Piece], target: Path) -> None:
        items = [item for piece in pieces for item in self._read(piece)]
        write_shard(target, [self.line(item) for item in items])

    def line(self, item: Article | Issue) -> bytes:
        if isinstance(item, Issue):
            return b"I" + item.model_dump_json().encode() + b"\n"
        return RECORD % (item.doc_id.encode(), item.text.strip().encode())


class Fragile(Echo):
    """Dies as by the system's out-of-memory killer on an article that says so."""

    def line(self, item: Article | Issue) -> bytes:
        if isinstance(item, Article) and "deadly" in item.text:
            os.kill(os.getpid(), signal.SIGKILL)
        return super().line(item)


class Nervous(Echo):
    """Dies once: the second time it meets the same article it goes on."""

    def line(self, item: Article | Issue) -> bytes:
        if isinstance(item, Article) and item.text.startswith("once "):
            mark = Path(item.text.removeprefix("once ").strip())
            if not mark.exists():
                mark.touch()
                os.kill(os.getpid(), signal.SIGKILL)
        return super().line(item)


class Misled(Echo):
    """Cannot start."""

    def __init__(self, settings: Settings) -> None:
        raise ConfigError(f"no such model as {settings.model!r}")


class Full(Echo):
    """Finds the disk full after its first shard."""

    def __call__(self, pieces: Sequence[Piece], target: Path) -> None:
        if target.name != "000000.jsonl":
            raise OSError(28, "No space left on device", str(target))
        super().__call__(pieces, target)


class Interrupted(Echo):
    """Is interrupted at its third shard."""

    def __call__(self, pieces: Sequence[Piece], target: Path) -> None:
        if target.name == "000002.jsonl":
            raise KeyboardInterrupt
        super().__call__(pieces, target)
