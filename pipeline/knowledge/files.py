"""The files of the knowledge folder: parsed YAML, the digest of them all, and where learnt weights stand."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib import resources
from pathlib import Path

import yaml

from pipeline.errors import KnowledgeError

_FOLDER = resources.files("pipeline.knowledge")
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@cache
def read_yaml(path: str) -> object:
    """Parse one YAML file of the knowledge folder once; callers must not change what they get.

    Args:
        path: relative to the folder, such as ``tables/countries.yml``.

    Raises:
        KnowledgeError: the file is missing or no YAML.
    """
    try:
        return yaml.load(_FOLDER.joinpath(path).read_text(encoding="utf-8"), Loader=_LOADER)
    except (OSError, yaml.YAMLError) as error:
        raise KnowledgeError(f"pipeline/knowledge/{path}: {error}") from error


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


def digest() -> str:
    """SHA-256 over every table and rule file, names included: the version of the knowledge."""
    sha = hashlib.sha256()
    for folder in ("rules", "tables"):
        for file in sorted(_FOLDER.joinpath(folder).iterdir(), key=lambda item: item.name):
            if file.name.endswith(".yml"):
                sha.update(f"{folder}/{file.name}\0".encode())
                sha.update(file.read_bytes())
    return sha.hexdigest()
