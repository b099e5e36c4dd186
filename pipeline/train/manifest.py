"""What a shipped model was made of: digests of its files and of its data, for its MANIFEST."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path

import yaml


def digest(files: Iterable[Path]) -> str:
    """One SHA-256 over the names and contents of files, whatever their order."""
    sha = hashlib.sha256()
    for file in sorted(files):
        sha.update(file.name.encode() + b"\0" + file.read_bytes())
    return sha.hexdigest()


def write_manifest(folder: Path, names: Iterable[str], said: Mapping[str, object]) -> None:
    """Write ``MANIFEST.yml``: the digests and sizes of the files of a model, and what else is to be said.

    Args:
        folder: of the model.
        names: of its files.
        said: licence, data and choices.
    """
    made: dict[str, str | int] = {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in names}
    made["bytes"] = sum((folder / name).stat().st_size for name in names)
    text = yaml.safe_dump({"sha256": made, **said}, sort_keys=False, width=120)
    (folder / "MANIFEST.yml").write_text(text, encoding="utf-8")
