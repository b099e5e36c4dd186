"""The figures that README.md shows are those that `make bench` kept."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from conftest import ROOT


@pytest.fixture
def table(monkeypatch: pytest.MonkeyPatch) -> object:
    monkeypatch.syspath_prepend(str(ROOT / "tests" / "bench"))
    import table

    yield table
    del sys.modules["table"]


def test_the_table_is_made_of_the_kept_figures(table: object, tmp_path: Path) -> None:
    results = json.loads((ROOT / "tests" / "bench" / "results.json").read_text(encoding="utf-8"))
    readme = tmp_path / "README.md"
    readme.write_text((ROOT / "README.md").read_text(encoding="utf-8"), encoding="utf-8")
    table.write(readme, results)  # type: ignore[attr-defined]
    assert readme.read_text(encoding="utf-8") == (ROOT / "README.md").read_text(encoding="utf-8")


def test_what_was_not_measured_is_left_out(table: object) -> None:
    shown = table.render({"a": {"speed": {"articles": 1200, "words": 9}}, "b": {}})  # type: ignore[attr-defined]
    assert shown.splitlines() == ["|  | a | b |", "|---|---|---|", "| articles | 1,200 | – |", "| words | 9 | – |"]
