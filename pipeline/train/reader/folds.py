"""Readers that have not seen an article: what the linear models behind the reader learn from.

A model that is taught on what the reader says of its own lessons would trust it too much. So one reader is trained for
each fold, on everything but the articles, phrasings and drills of that fold.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from zlib import crc32

from pipeline.reader import Reader
from pipeline.reader.model import read_folder
from pipeline.train.reader.lesson import MARKED, PassageLesson

FOLDS = 2


def fold_of(group: str) -> int:
    """The fold that an article, phrasing or drill belongs to."""
    return crc32(group.encode()) % FOLDS


def without(lessons: Sequence[PassageLesson], fold: int) -> list[PassageLesson]:
    """The lessons of all other folds; marked passages teach the reader alone and are in every fold."""
    return [one for one in lessons if one.group.startswith(MARKED) or fold_of(one.group) != fold]


class FoldReaders:
    """The readers of all folds.

    Args:
        folder: holds one reader a fold, in ``fold0``, ``fold1`` ….

    Raises:
        KnowledgeError: one is missing or wrong.
    """

    def __init__(self, folder: Path) -> None:
        self._readers = [read_folder(folder / f"fold{number}") for number in range(FOLDS)]

    def of(self, group: str) -> Reader:
        """The reader that has not seen an article, phrasing or drill."""
        return self._readers[fold_of(group)]
