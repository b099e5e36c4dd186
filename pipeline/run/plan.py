"""The plan of a run: its input cut into shards, and the key that says which run a folder belongs to."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import orjson

from pipeline import __version__, knowledge
from pipeline.errors import ConfigError
from pipeline.ingest import Piece, paths_under, pieces
from pipeline.settings import Settings


@dataclass(frozen=True, slots=True)
class Shard:
    """Pieces of the input that one call of a worker turns into one file."""

    pieces: tuple[Piece, ...]
    target: Path


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
    # A run's folder inside an input folder is output, not input.
    paths = [path for path in paths_under(inputs) if not path.resolve().is_relative_to(out.resolve())]
    if not paths:
        raise ConfigError(f"no articles under {', '.join(map(str, inputs))}: folders are searched for .txt and .jsonl")
    groups: list[list[Piece]] = [[]]
    for piece in (piece for path in paths for piece in pieces(path, settings.shard_size)):
        # Lines of a file are a shard by themselves, single files are gathered.
        if groups[-1] and (
            piece.end is not None or groups[-1][-1].end is not None or len(groups[-1]) >= settings.shard_size
        ):
            groups.append([])
        groups[-1].append(piece)
    shards = (Shard(tuple(group), out / "shards" / f"{number:06d}.jsonl") for number, group in enumerate(groups))
    return Plan(tuple(shards), _key(paths, settings))


def _key(paths: Sequence[Path], settings: Settings) -> str:
    """Digest of what the records depend on: files (by name, size and time of change), settings, knowledge, version."""
    state = [[str(path), *_state(path)] for path in paths]
    facts = [state, settings.digest(), settings.shard_size, knowledge.digest(), __version__]
    return hashlib.sha256(orjson.dumps(facts)).hexdigest()


def _state(path: Path) -> tuple[int, int]:
    try:
        stat = path.stat()
    except OSError:
        return (-1, -1)
    return (stat.st_size, stat.st_mtime_ns)
