"""Write what a command was asked to write."""

from __future__ import annotations

from pathlib import Path

from pipeline.errors import ConfigError


def write_text(path: Path, text: str) -> None:
    """Write a file as UTF-8 with plain line ends, its folder too.

    Raises:
        ConfigError: it cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise ConfigError(f"{path}: cannot write: {error.strerror}") from error
