"""A run made by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from export import articles
from pipeline.export.source import Run, open_run


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The folder of a run of two articles and an issue."""
    path = tmp_path / "news"
    path.mkdir()
    lines = "".join(record.model_dump_json() + "\n" for record in articles.records())
    (path / "records.jsonl").write_text(lines, encoding="utf-8")
    (path / "issues.jsonl").write_text(articles.issue().model_dump_json() + "\n", encoding="utf-8")
    return path


@pytest.fixture
def run(folder: Path) -> Run:
    return open_run(folder)
