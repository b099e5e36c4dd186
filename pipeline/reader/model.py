"""Load the reader's weights and read passages."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from pipeline.errors import KnowledgeError
from pipeline.knowledge.files import model_path
from pipeline.reader.encoder import Encoder, Floats
from pipeline.reader.heads import Heads, Labels, PassageReading
from pipeline.reader.pieces import Speller, lay

GRAPH, WEIGHTS, LABELS, VOCABULARY = "encoder.onnx", "heads.npz", "labels.json", "pieces.txt"
SCALE = ".scale"
"""Suffix of the scales of a matrix that is stored in whole numbers of eight bits, one scale a row."""


class Reader:
    """The encoder with its heads and its vocabulary."""

    def __init__(self, encoder: Encoder, heads: Heads, vocabulary: Sequence[str]) -> None:
        self.labels = heads.labels
        self._speller = Speller({piece: number for number, piece in enumerate(vocabulary)})
        self._encoder, self._heads = encoder, heads

    def read(self, words: Sequence[str]) -> PassageReading:
        """Read a passage; words beyond the encoder's reach get the vector of the mark of start."""
        pieces, places = lay(self._speller, words, self._encoder.longest)
        return PassageReading(_means(self._encoder.encode(pieces), places), self._heads)


def _means(rows: Floats, places: Sequence[tuple[int, int]]) -> Floats:
    """Mean vector of each word's pieces."""
    if not places:
        return rows[:0]
    first, last = np.array(places).T
    sums = np.zeros((len(rows) + 1, rows.shape[1]), dtype=np.float32)
    # numpy's own running sum goes down column by column, which takes four times as long.
    for row, before, behind in zip(rows, sums, sums[1:], strict=False):
        np.add(before, row, out=behind)
    means: Floats = (sums[last] - sums[first]) / (last - first)[:, None].astype(np.float32)
    return means


@cache
def reader() -> Reader | None:
    """Load the reader once; None where there are no weights.

    Raises:
        KnowledgeError: the files are there but wrong.
    """
    path = model_path(f"reader/{WEIGHTS}")
    return None if path is None else read_folder(path.parent)


def read_folder(folder: Path) -> Reader:
    """Load a reader from its folder.

    Raises:
        KnowledgeError: a file is missing or wrong.
    """
    try:
        labels = Labels.model_validate_json((folder / LABELS).read_text(encoding="utf-8"))
        vocabulary = (folder / VOCABULARY).read_text(encoding="utf-8").splitlines()
        with np.load(folder / WEIGHTS, allow_pickle=False) as stored:
            heads = Heads(_whole(dict(stored)), labels)
        return Reader(Encoder((folder / GRAPH).read_bytes()), heads, vocabulary)
    except (OSError, ValueError, KeyError) as error:
        raise KnowledgeError(f"{folder}: the reader cannot be loaded: {error}") from error


def _whole(stored: dict[str, Any]) -> dict[str, Floats]:
    """All matrices as numbers of 32 bits."""
    return {
        name: np.multiply(array, stored[name + SCALE], dtype=np.float32) if name + SCALE in stored else array
        for name, array in stored.items()
        if not name.endswith(SCALE)
    }
