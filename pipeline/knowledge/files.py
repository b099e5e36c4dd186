"""The files of the knowledge folder: parsed YAML, the digest of them all, and where learnt weights stand."""

from __future__ import annotations

import hashlib
import tempfile
from contextlib import suppress
from functools import cache
from importlib import resources
from pathlib import Path
from typing import TypeVar

import orjson
import yaml
from platformdirs import user_cache_path
from pydantic import BaseModel, ValidationError

from pipeline.errors import KnowledgeError

_FOLDER = resources.files("pipeline.knowledge")
Weights = TypeVar("Weights", bound=BaseModel)


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """YAML whose dates stay strings, so that all of it can be written as JSON."""


_Loader.yaml_implicit_resolvers = {
    letter: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for letter, resolvers in _Loader.yaml_implicit_resolvers.items()
}


@cache
def read_yaml(path: str) -> object:
    """Parse one YAML file of the knowledge folder once; callers must not change what they get.

    Parsing all of them takes as long as loading a third of the model, so what was parsed is kept as JSON in the user's
    cache folder, under the digest of the file's bytes.

    Args:
        path: relative to the folder, such as ``tables/countries.yml``.

    Raises:
        KnowledgeError: the file is missing, no YAML, or has a key that is no string (``no:`` is a truth value).
    """
    try:
        source = _FOLDER.joinpath(path).read_bytes()
        kept = user_cache_path("sanctex") / "knowledge" / f"{hashlib.sha256(source).hexdigest()}.json"
        return _kept(kept) or _parsed(source, kept)
    except (OSError, yaml.YAMLError, orjson.JSONEncodeError) as error:
        raise KnowledgeError(f"pipeline/knowledge/{path}: {error}") from error


def _kept(file: Path) -> object:
    try:
        return orjson.loads(file.read_bytes())
    except (OSError, orjson.JSONDecodeError):
        return None  # not parsed before, or not by a run that could keep it


def _parsed(source: bytes, kept: Path) -> object:
    data = yaml.load(source, Loader=_Loader)
    written = orjson.dumps(data)
    with suppress(OSError):  # a read-only home costs time, nothing else
        kept.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=kept.parent, delete=False) as file:
            file.write(written)
        Path(file.name).replace(kept)
    return orjson.loads(written)


def model_path(name: str) -> Path | None:
    """Where a file of learnt weights stands: inside the installed package, or beside it in a source checkout.

    Args:
        name: relative to the folder ``models``, such as ``money_owner.json``.

    Returns:
        The path, or None where there is no such file.
    """
    packaged = Path(str(resources.files("pipeline"))) / "_data" / "models"
    places = (packaged / name, Path(__file__).parents[2] / "models" / name)
    return next((place for place in places if place.is_file()), None)


def read_weights(path: Path | None, kind: type[Weights]) -> Weights | None:
    """Read learnt weights; None where there is no file of them.

    Raises:
        KnowledgeError: the file is there but wrong.
    """
    if path is None:
        return None
    try:
        return kind.model_validate(orjson.loads(path.read_bytes()))
    except (OSError, ValueError, ValidationError) as error:
        raise KnowledgeError(f"{path}: {error}") from error


def digest() -> str:
    """SHA-256 over every table and rule file, names included: the version of the knowledge."""
    sha = hashlib.sha256()
    for folder in ("rules", "tables"):
        for file in sorted(_FOLDER.joinpath(folder).iterdir(), key=lambda item: item.name):
            if file.name.endswith(".yml"):
                sha.update(f"{folder}/{file.name}\0".encode())
                sha.update(file.read_bytes())
    return sha.hexdigest()
