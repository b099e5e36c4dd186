"""The plan of a run: its input cut into shards, and the key that says which run a folder belongs to."""

from __future__ import annotations

import hashlib
import os
import pickle
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from pathlib import Path

import orjson

from pipeline import __version__, knowledge
from pipeline.errors import ConfigError
from pipeline.ingest import ENDINGS, Piece, holds_many, paths_under, pieces, uri_of
from pipeline.reading import Reading
from pipeline.run import remote
from pipeline.settings import Settings

_SPARSE = 8


@dataclass(frozen=True, slots=True)
class Shard:
    """Pieces of the input that one call of a worker turns into one file.

    A plan of a million files has to stay small in memory: the pieces are kept packed.
    """

    number: int
    folder: Path
    packed: bytes

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """What to read."""
        pieces: tuple[Piece, ...] = pickle.loads(zlib.decompress(self.packed))
        return pieces

    @property
    def target(self) -> Path:
        """The file to write."""
        return self.folder / f"{self.number:06d}.jsonl"


@dataclass(frozen=True, slots=True)
class Plan:
    """All shards of a run in input order, and its key."""

    shards: tuple[Shard, ...]
    key: str


def make_plan(inputs: Sequence[Path], out: Path, settings: Settings) -> Plan:
    """Cut the input into shards.

    Args:
        inputs: files, folders and patterns.
        out: the run's folder; shards go to its sub-folder ``shards``.
        settings: ``shard_size`` is the number of articles per shard, as far as the formats can be cut.

    Raises:
        ConfigError: there is nothing to read.
    """
    digest = _key_of(settings)
    folder = out / "shards"
    groups = _groups(_noted(_inputs(inputs, out), digest), _shard_size(settings), settings.reading)
    shards = tuple(Shard(number, folder, zlib.compress(pickle.dumps(group), 1)) for number, group in enumerate(groups))
    if not shards:
        endings = " ".join(sorted(ENDINGS))
        raise ConfigError(f"no articles under {', '.join(map(uri_of, inputs))}: folders are searched for {endings}")
    return Plan(shards, digest.hexdigest())


def _inputs(inputs: Sequence[Path], out: Path) -> Iterator[Path]:
    """Files to read; a run's folder inside an input folder is output, not input."""
    own = os.path.realpath(out)
    real = lru_cache(maxsize=64)(os.path.realpath)  # a look at every folder on the way, for each of a million files
    for are_remote, group in groupby(inputs, remote.is_remote):
        if are_remote:
            yield from (file for url in group for file in remote.files_under(url))
            continue
        for path in paths_under(list(group)):
            if not f"{real(path.parent)}{os.sep}".startswith(own + os.sep):
                yield path


def _shard_size(settings: Settings) -> int:
    """Where most articles are skipped, a shard takes more of them, so that the model still reads many at once."""
    return settings.shard_size * (1 if settings.only == "all" else _SPARSE)


def _groups(paths: Iterable[Path], size: int, reading: Reading) -> Iterator[tuple[Piece, ...]]:
    """Pieces gathered until they hold ``size`` articles; a file that was not cut counts as one."""
    group: list[Piece] = []
    count = 0
    for piece in (piece for path in paths for piece in pieces(path, size, reading)):
        # Where lines are found by their bytes the piece does not say how many: mostly as many as fit.
        articles = size if piece.line or _may_be_many(piece) else 1 if piece.end is None else piece.end - piece.start
        if group and count + articles > size:
            yield tuple(group)
            group, count = [], 0
        group.append(piece)
        count += articles
    if group:
        yield tuple(group)


def _may_be_many(piece: Piece) -> bool:
    """A remote file is not cut, since that would be to fetch all of them here."""
    return remote.is_remote(piece.path) and holds_many(piece.path.name)


def _key_of(settings: Settings) -> hashlib._Hash:
    """Digest of what the records depend on beside the input: settings, knowledge, version."""
    facts = [settings.digest(), settings.shard_size, settings.only, knowledge.digest(), __version__]
    return hashlib.sha256(orjson.dumps(facts))


def _noted(paths: Iterable[Path], digest: hashlib._Hash) -> Iterator[Path]:
    """The paths as they come, each taken into the digest by name, size and time of change."""
    for path in paths:
        digest.update(orjson.dumps([uri_of(path), *_state(path)]))
        yield path


def _state(path: Path) -> tuple[int, int | str]:
    if remote.is_remote(path):
        return remote.state_of(path)
    try:
        stat = path.stat()
    except OSError:
        return (-1, -1)
    return (stat.st_size, stat.st_mtime_ns)
