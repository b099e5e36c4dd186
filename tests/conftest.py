"""Shared fixtures: the model is loaded once per session, records are built by hand where no model is needed."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import pipeline
from pipeline.flow import Extractor
from pipeline.settings import Settings

ROOT = Path(__file__).parents[1]
SAMPLE = ROOT / "corpus" / "sample"
ARTICLE = (
    "Ministry lists two shipping firms\n\n"
    "OSLO, March 14 - The Trade Ministry said on Thursday it had put Norda Lines and Fjell Tankers on its export "
    "blacklist. Norda Lines had revenue of $40 million last year.\n"
)


@pytest.fixture(scope="session")
def extractor() -> Extractor:
    return pipeline.load()


def need(found: bool, what: str) -> None:
    """Skip a test whose means are not installed here; where everything must be (CI sets SANCTEX_TEST_ALL), fail."""
    if not found and os.environ.get("SANCTEX_TEST_ALL"):
        pytest.fail(f"{what} is not installed, and SANCTEX_TEST_ALL says that it must be")
    if not found:
        pytest.skip(f"{what} is not installed")


@pytest.fixture
def settings() -> Settings:
    return Settings()


def cases(name: str) -> list[Any]:
    """Rows of ``tests/cases/<name>.jsonl`` as pytest parameters, named by what they show (``why``)."""
    lines = (ROOT / "tests" / "cases" / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines if line.strip()]
    return [pytest.param(row, id=row["why"]) for row in rows]


@pytest.fixture
def unreadable(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[Path], None]]:
    """Make a path unreadable, also for root, who may read everything."""
    refused: set[Path] = set()
    real = Path.open

    def opened(self: Path, *args: Any, **kwargs: Any) -> Any:
        if self in refused:
            raise PermissionError(13, "Permission denied", str(self))
        return real(self, *args, **kwargs)

    monkeypatch.setattr(Path, "open", opened)
    yield refused.add
