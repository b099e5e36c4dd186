"""Batches of lessons: their pieces, and the vectors that the network gives their words."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence

import torch
from torch import nn

from pipeline.reader.pieces import Speller, lay
from pipeline.train.reader.choices import ReaderSettings
from pipeline.train.reader.lesson import PassageLesson
from pipeline.train.reader.network import Network

Laid = tuple[PassageLesson, list[int], list[tuple[int, int]]]
"""A lesson with the pieces of its passage and where each word's pieces stand."""


class Cutter:
    """Makes batches of passages, and the pieces of each.

    Args:
        speller: of the vocabulary that is kept.
        settings: how long passages and batches are.
    """

    def __init__(self, speller: Speller, settings: ReaderSettings) -> None:
        self.pad = speller.pad
        self._speller, self._settings = speller, settings

    def lay(self, words: Sequence[str]) -> tuple[list[int], list[tuple[int, int]]]:
        """Pieces of a passage and where each word's pieces stand, as the reader lays them."""
        return lay(self._speller, words, self._settings.longest)

    def batches(self, lessons: Sequence[PassageLesson], chance: random.Random) -> Iterator[list[Laid]]:
        """Passages of about the same length with their pieces, in random order."""
        laid = [(one, *self.lay(one.words)) for one in lessons]
        laid.sort(key=lambda row: len(row[1]) + chance.random() * 8)
        batches: list[list[Laid]] = [[]]
        for row in laid:
            if batches[-1] and (len(batches[-1]) + 1) * len(row[1]) > self._settings.batch_pieces:
                batches.append([])
            batches[-1].append(row)
        chance.shuffle(batches)
        yield from batches


class Batch:
    """The vectors of the words of a batch."""

    def __init__(self, network: Network, rows: Sequence[Laid], pad: int) -> None:
        self.lessons = [one for one, _, _ in rows]
        self.places = [places for _, _, places in rows]
        width = max(len(pieces) for _, pieces, _ in rows)
        ids = torch.tensor([pieces + [pad] * (width - len(pieces)) for _, pieces, _ in rows])
        mask = torch.tensor([[1] * len(pieces) + [0] * (width - len(pieces)) for _, pieces, _ in rows])
        hidden = network.read(ids, mask)
        flat = hidden.reshape(-1, hidden.shape[-1])
        spans = [(number * width + a, number * width + b) for number, row in enumerate(self.places) for a, b in row]
        self.words = _means(flat, spans)
        self.starts = [0]
        for row in self.places:
            self.starts.append(self.starts[-1] + len(row))

    def means(self, spans: Sequence[tuple[int, int, int]]) -> torch.Tensor:
        """Mean vectors of words: (passage, first, last) each."""
        return _means(self.words, [(self.starts[i] + first, self.starts[i] + last) for i, first, last in spans])

    def reached(self, number: int, word: int) -> bool:
        """Whether a word of a passage is within the encoder's reach."""
        return self.places[number][word][0] > 0


def _means(rows: torch.Tensor, spans: Sequence[tuple[int, int]]) -> torch.Tensor:
    """Mean of the rows of each span (half-open)."""
    at = [row for first, last in spans for row in range(first, last)]
    offsets = [0]
    for first, last in spans[:-1]:
        offsets.append(offsets[-1] + last - first)
    return nn.functional.embedding_bag(torch.tensor(at), rows, torch.tensor(offsets), mode="mean")
