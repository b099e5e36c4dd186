"""Names that a user gives (files, folders, patterns, lists of files) → the files to read, in stable order."""

from __future__ import annotations

import difflib
import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from pipeline.errors import ConfigError
from pipeline.ingest.endings import wanted


def paths_under(inputs: Iterable[Path]) -> Iterator[Path]:
    """Files to read, each once, in stable order.

    A folder gives its readable files (sub-folders included, hidden ones not, linked folders not), a pattern such as
    ``news/*.txt`` what it matches, both sorted by name. ``@list`` is a file with one name a line (or names ended by NUL
    characters, as ``find -print0`` writes them), ``@-`` the same from standard input. A name that leads nowhere is
    passed on: reading it gives an issue.

    Raises:
        ConfigError: a list cannot be read.
    """
    inputs = list(inputs)
    if len(inputs) == 1 and inputs[0].is_dir():
        # Nothing can come twice, and a million paths need not be held.
        yield from _walk(str(inputs[0]))
        return
    seen: set[Path] = set()
    for path in inputs:
        for file in _expand(path):
            if file not in seen:
                seen.add(file)
                yield file


def _expand(path: Path) -> Iterable[Path]:
    name = str(path)
    if path.is_dir():
        return _walk(name)
    if os.path.lexists(path):
        return [path]
    if name.startswith("@") and len(name) > 1:
        return (file for one in _listed(name[1:]) for file in _expand_listed(one))
    if any(sign in name for sign in "*?["):
        pattern = str(path.relative_to(path.anchor))
        return sorted(file for file in Path(path.anchor).glob(pattern) if file.is_file()) or [path]
    return [path]


def _expand_listed(path: Path) -> Iterable[Path]:
    """A line of a list: a file or a folder; signs of a pattern in it are part of the name."""
    return _walk(str(path)) if path.is_dir() else [path]


def _listed(name: str) -> Iterator[Path]:
    try:
        data = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
    except OSError as error:
        raise ConfigError(f"the list {name!r} cannot be read: {error.strerror}") from error
    lines = data.split(b"\0") if b"\0" in data else data.splitlines()
    return (Path(os.fsdecode(line)) for line in lines if line.strip())


def _walk(folder: str) -> Iterator[Path]:
    """Readable files of a folder in the order of their paths; a folder that may not be read stands for itself."""
    open_ = [_entries(folder)]  # a stack, not recursion: folders may nest deeper than Python calls
    while open_:
        entry = next(open_[-1], None)
        if entry is None:
            open_.pop()
        elif isinstance(entry, Path):
            yield entry
        else:
            open_.append(_entries(entry.path))


def _entries(folder: str) -> Iterator[Path | os.DirEntry[str]]:
    """Files to read, and folders to look into, by name."""
    try:
        with os.scandir(folder) as entries:
            found = sorted((entry for entry in entries if entry.name[0] != "."), key=lambda entry: entry.name)
    except OSError:
        yield Path(folder)
        return
    for entry in found:
        if entry.is_dir(follow_symlinks=False):
            yield entry
        elif wanted(entry.name) and not _is_linked_folder(entry):
            yield Path(entry.path)


def _is_linked_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_symlink() and entry.is_dir()
    except OSError:  # a link to itself: reading it says so
        return False


def nearest(path: Path) -> str:
    """A hint at the file of the same folder whose name is closest, or at what a link promises."""
    if path.is_symlink():
        return f"; the link leads to {str(path.readlink())!r}"
    if not path.parent.is_dir():
        return f"; there is no folder {str(path.parent)!r} either"
    names = sorted(item.name for item in path.parent.iterdir())
    near = difflib.get_close_matches(path.name, names, n=1)
    return f"; did you mean {str(path.parent / near[0])!r}?" if near else ""
