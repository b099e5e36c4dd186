"""The file of a shard: tagged lines, and behind them their counts, which show that it is whole."""

from __future__ import annotations

import os
from base64 import b64encode
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

import orjson

from pipeline.duplicates import signature
from pipeline.errors import SanctexError
from pipeline.records import ArticleRecord, Issue

RECORD, ISSUE, SIGNATURE, END = b"R", b"I", b"S", b"E"
"""First byte of a line: a record, an issue, the signature of the record on the next line, or the counts, which end the
shard."""
FACTS = ("entities", "relations", "financials", "revenue_shares", "sanction_events")
_TAIL = 64 * 1024
"""Bytes at the end of a shard in which its counts stand: a line for every code of an issue is far less."""


@dataclass(slots=True)
class Tally:
    """Counts of one shard or one run: articles in equal records plus issues."""

    records: int = 0
    issues: int = 0
    duplicates: int = 0
    codes: Counter[str] = field(default_factory=Counter)
    facts: Counter[str] = field(default_factory=Counter)
    model: str | None = None

    @property
    def articles(self) -> int:
        """Articles that went in."""
        return self.records + self.issues

    def add(self, result: ArticleRecord | Issue) -> None:
        """Count one result."""
        if isinstance(result, Issue):
            self.issues += 1
            self.codes[result.code] += 1
            return
        self.records += 1
        self.model = self.model or result.provenance.model
        for name in FACTS:
            self.facts[name] += len(getattr(result, name))

    def merge(self, other: Tally) -> None:
        """Add the counts of another shard."""
        self.records += other.records
        self.issues += other.issues
        self.duplicates += other.duplicates
        self.codes += other.codes
        self.facts += other.facts
        self.model = self.model or other.model

    def as_dict(self) -> dict[str, object]:
        """The counts as ``run.json`` names them."""
        return {
            "model": self.model,
            "articles": self.articles,
            "records": self.records,
            "issues": self.issues,
            "duplicates": self.duplicates,
            "issue_codes": dict(sorted(self.codes.items())),
            "facts": {name: self.facts[name] for name in FACTS},
        }

    @classmethod
    def of(cls, data: dict[str, Any]) -> Tally:
        """Read what :meth:`as_dict` gave.

        Raises:
            KeyError: a count is missing.
        """
        counts = data["records"], data["issues"], data["duplicates"]
        return cls(*counts, Counter(data["issue_codes"]), Counter(data["facts"]), data["model"])


def write_shard(target: Path, results: Iterable[ArticleRecord | Issue], *, sign: bool = False) -> Tally:
    """Write results under a temporary name, sync, rename; return their counts.

    A file with the final name is therefore always whole, whenever the process is killed.

    Args:
        target: the file.
        results: records and issues in input order.
        sign: whether each record gets a signature, by which its near-duplicates are found.
    """
    tally = Tally()

    def lines() -> Iterator[bytes]:
        for result in results:
            tally.add(result)
            if sign and isinstance(result, ArticleRecord):
                yield SIGNATURE + b64encode(signature(result.text, result.segments)) + b"\n"
            yield (RECORD if isinstance(result, ArticleRecord) else ISSUE) + result.model_dump_json().encode() + b"\n"
        yield _end(tally)

    write_whole(target, lines())
    return tally


def join_parts(target: Path, parts: Iterable[Path]) -> None:
    """Make one shard of several."""
    tally = Tally()

    def lines() -> Iterator[bytes]:
        for part in parts:
            yield from read_shard(part, tally)
        yield _end(tally)

    write_whole(target, lines())


def write_whole(target: Path, chunks: Iterable[bytes]) -> None:
    """Write a file that appears under its name only when all of it is on disk."""
    temporary = target.with_name(f"{target.name}.{os.getpid()}.tmp")
    try:
        with temporary.open("wb") as out:
            out.writelines(chunks)
            out.flush()
            os.fsync(out.fileno())
        temporary.rename(target)
    except BaseException:
        # A full disk gets its space back; what a kill leaves is removed when the run goes on.
        temporary.unlink(missing_ok=True)
        raise


def read_shard(path: Path, total: Tally) -> Iterator[bytes]:
    """Tagged lines of a shard; its counts are added to ``total`` at the end.

    Raises:
        SanctexError: the shard is not whole.
    """
    count = 0
    with path.open("rb") as lines:
        for line in lines:
            if line.startswith(END):
                tally = _tally(line, path)
                if tally.articles != count:
                    break
                total.merge(tally)
                return
            count += not line.startswith(SIGNATURE)
            yield line
    raise _damaged(path)


def tally_of(path: Path) -> Tally:
    """Counts of a shard, without reading its lines.

    Raises:
        SanctexError: the shard is not whole.
    """
    with path.open("rb") as lines:
        return _tally(_last_line(lines), path)


def _last_line(lines: BinaryIO) -> bytes:
    size = lines.seek(0, os.SEEK_END)
    lines.seek(max(0, size - _TAIL))
    return lines.read().splitlines(keepends=True)[-1] if size else b""


def _end(tally: Tally) -> bytes:
    return END + orjson.dumps(tally.as_dict()) + b"\n"


def _tally(line: bytes, path: Path) -> Tally:
    try:
        if not line.startswith(END) or not line.endswith(b"\n"):
            raise _damaged(path)
        return Tally.of(orjson.loads(line[1:]))
    except (orjson.JSONDecodeError, KeyError, TypeError) as error:
        raise _damaged(path) from error


def _damaged(path: Path) -> SanctexError:
    return SanctexError(f"{path} is damaged: delete it and run again to go on")
