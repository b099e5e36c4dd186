"""Which reader reads an article that the linear models learn from: one that was not taught it."""

from __future__ import annotations

from pathlib import Path

from pipeline.train.reader.folds import FOLDS, FoldReaders, installed
from tests.conftest import ROOT


def test_an_article_is_read_by_a_reader_that_was_not_taught_it(tmp_path: Path) -> None:
    for number in range(FOLDS):
        (tmp_path / f"fold{number}").symlink_to(ROOT / "models" / "reader")
    readers = FoldReaders(tmp_path)
    _, left_out = installed()
    assert left_out, "the shipped reader was taught every article: nothing to tell apart"
    taught = {id(readers.of(f"{letter}{number:03}")) for letter in "abc" for number in range(20)}
    assert len(taught) == FOLDS
    assert {id(readers.of(f"{letter}001")) for letter in left_out}.isdisjoint(taught)
