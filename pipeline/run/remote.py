"""Input that stands in object storage or behind another URL: listed and fetched through fsspec, one file at a time.

``s3://bucket/news/*.jsonl.gz`` as a path loses a slash; that is how the rest of a run carries it.
"""

from __future__ import annotations

import dataclasses
import re
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from pipeline.document import Article
from pipeline.errors import ConfigError, SanctexError
from pipeline.ingest import Piece, uri_of, wanted
from pipeline.records import Issue

_SCHEME = re.compile(r"([a-z][a-z0-9+.-]+):/+")


def is_remote(path: Path) -> bool:
    """Whether a path is a URL."""
    return _SCHEME.match(str(path)) is not None


def url_of(path: Path) -> str:
    """The URL that a path stands for."""
    local = str(path).startswith(("file:", "local:"))
    return _SCHEME.sub(r"\1:///" if local else r"\1://", str(path), count=1)


def files_under(path: Path) -> Iterator[Path]:
    """Files of a URL, of what is below it, or of a pattern, by name.

    Raises:
        ConfigError: fsspec, or what it needs for this kind of URL, is not installed.
    """
    system, inner = _open(path)
    if any(sign in inner for sign in "*?["):
        found = system.glob(inner)
    elif system.isdir(inner):
        found = [name for name in system.find(inner) if wanted(name.rpartition("/")[2])]
    else:
        found = [inner]
    for name in sorted(found):
        yield Path(system.unstrip_protocol(name))


def state_of(path: Path) -> tuple[int, str]:
    """Size, and what changes when the file does, as far as the storage tells."""
    system, inner = _open(path)
    try:
        info = system.info(inner)
    except FileNotFoundError:
        return (-1, "")
    version = next((str(info[key]) for key in ("ETag", "etag", "md5Hash", "LastModified", "mtime") if key in info), "")
    return (int(info.get("size") or 0), version)


@contextmanager
def fetched(piece: Piece) -> Iterator[Piece]:
    """The piece with its file on this machine, as long as the context lasts.

    Raises:
        OSError: it cannot be fetched.
        SanctexError: the same, in words of the storage's own library.
    """
    system, inner = _open(piece.path)
    with tempfile.TemporaryDirectory(prefix="sanctex-") as folder:
        local = Path(folder) / piece.path.name
        try:
            system.get_file(inner, str(local))
        except OSError:
            raise
        except Exception as error:
            raise SanctexError(f"{url_of(piece.path)} cannot be fetched: {error}") from error
        yield dataclasses.replace(piece, path=local)


def read(pieces: Iterable[Piece], reader: Callable[[Piece], Iterator[Article | Issue]]) -> Iterator[Article | Issue]:
    """Articles and issues of pieces, remote or not; what is remote is named by its URL."""
    for piece in pieces:
        if not is_remote(piece.path):
            yield from reader(piece)
            continue
        try:
            with fetched(piece) as local:
                for item in reader(local):
                    yield _renamed(item, uri_of(local.path), url_of(piece.path))
        except FileNotFoundError:
            yield Issue(code="missing", message="there is no such file", uri=url_of(piece.path), stage="ingest")


def split(piece: Piece, singles: Callable[[Piece], Iterable[Piece]]) -> Iterator[Piece]:
    """The articles of a piece as pieces of their own, remote or not."""
    if not is_remote(piece.path):
        yield from singles(piece)
        return
    with fetched(piece) as local:
        for one in singles(local):
            yield dataclasses.replace(one, path=piece.path)


def _renamed(item: Article | Issue, local: str, url: str) -> Article | Issue:
    if isinstance(item, Issue):
        return item.model_copy(update={"uri": url + item.uri.removeprefix(local)})
    source = item.source.model_copy(update={"uri": url + item.source.uri.removeprefix(local)})
    return dataclasses.replace(item, source=source)


def _open(path: Path) -> tuple[Any, str]:
    try:
        import fsspec  # noqa: PLC0415 - an optional extra

        system, inner = fsspec.core.url_to_fs(url_of(path))
    except (ImportError, ValueError) as error:
        raise ConfigError(f"{url_of(path)}: {error}; URLs need fsspec: pip install 'sanctex[remote]'") from error
    return system, inner
