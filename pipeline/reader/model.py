"""Load the reader's weights and read sentences in batches."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from pipeline.errors import KnowledgeError
from pipeline.knowledge.files import model_path
from pipeline.reader.encoder import Encoder, Floats
from pipeline.reader.heads import Heads, Labels, SentenceReading
from pipeline.reader.pieces import Speller, lay

WEIGHTS, LABELS, VOCABULARY = "weights.npz", "labels.json", "pieces.txt"
PIECES = "embed.words"
SCALE = ".scale"
"""Suffix of the scales of a matrix that is stored in whole numbers of eight bits, one scale a row."""
_BATCH = 1_500
"""Pieces that are encoded at once, about: enough for large products, few enough for flat memory."""


class Reader:
    """The encoder with its heads and its vocabulary."""

    def __init__(self, weights: dict[str, Floats], labels: Labels, vocabulary: Sequence[str]) -> None:
        self.labels = labels
        self._speller = Speller({piece: number for number, piece in enumerate(vocabulary)})
        self._encoder = Encoder(weights)
        self._heads = Heads(weights, labels)

    def read(self, sentences: Sequence[Sequence[str]]) -> list[SentenceReading]:
        """Read sentences given as words; words beyond the encoder's reach get the vector of the whole sentence."""
        laid = [lay(self._speller, words, self._encoder.longest) for words in sentences]
        found: list[SentenceReading] = []
        for group in _groups(laid):
            for (_, places), rows in zip(group, self._encoder.encode([pieces for pieces, _ in group]), strict=True):
                found.append(SentenceReading(_means(rows, places), rows[0], self._heads))
        return found


def _means(rows: Floats, places: Sequence[tuple[int, int]]) -> Floats:
    """Mean vector of each word's pieces."""
    if not places:
        return rows[:0]
    first, last = np.array(places).T
    sums = np.concatenate([np.zeros((1, rows.shape[1]), dtype=np.float32), rows.cumsum(axis=0)])
    means: Floats = (sums[last] - sums[first]) / (last - first)[:, None].astype(np.float32)
    return means


_Laid = tuple[list[int], list[tuple[int, int]]]
"""The pieces of a sentence, and where those of each word stand."""


def _groups(laid: Sequence[_Laid]) -> Iterator[list[_Laid]]:
    """Sentences that are encoded together."""
    group: list[_Laid] = []
    size = 0
    for one in laid:
        if group and size + len(one[0]) > _BATCH:
            yield group
            group, size = [], 0
        group.append(one)
        size += len(one[0])
    if group:
        yield group


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
            return Reader(_whole(dict(stored)), labels, vocabulary)
    except (OSError, ValueError, KeyError) as error:
        raise KnowledgeError(f"{folder}: the reader cannot be loaded: {error}") from error


def _whole(stored: dict[str, Any]) -> dict[str, Floats]:
    """All matrices as numbers of 32 bits, but for the table of pieces, of which few rows are used at a time."""
    return {
        name: np.multiply(array, stored[name + SCALE], dtype=np.float32)
        if name + SCALE in stored and name != PIECES
        else array
        for name, array in stored.items()
        if not name.endswith(SCALE) or name == PIECES + SCALE
    }
