"""The encoder: a transformer as an ONNX graph, run by ONNX Runtime in products of eight bits."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from onnxruntime.capi.onnxruntime_pybind11_state import Fail, InvalidArgument, InvalidGraph, InvalidProtobuf

Floats = NDArray[np.float32]
PIECES, VECTORS, LONGEST, PAD = "pieces", "vectors", "longest", "pad"
"""What goes into the graph and comes out of it, and what it tells beside its weights."""
_BATCH = 500
"""Pieces that are encoded at once, about: 1,500 took a tenth longer than 300 to 600, out of the processor's cache."""


class Encoder:
    """Turns the pieces of passages into vectors that know their passage.

    Args:
        graph: the ONNX model, as ``pipeline.train.reader.graph`` makes it.

    Raises:
        ValueError: it is none.
    """

    def __init__(self, graph: bytes) -> None:
        options = onnxruntime.SessionOptions()
        # Workers share the machine, and each has one thread.
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        # Memory that grew with the longest passages would never be given back.
        options.enable_cpu_mem_arena = False
        try:
            self._session = onnxruntime.InferenceSession(graph, options, providers=["CPUExecutionProvider"])
        except (Fail, InvalidArgument, InvalidGraph, InvalidProtobuf) as error:
            raise ValueError(str(error)) from error
        told = self._session.get_modelmeta().custom_metadata_map
        self.longest, self._pad = int(told[LONGEST]), int(told[PAD])

    def encode(self, passages: Sequence[Sequence[int]]) -> list[Floats]:
        """Vectors of each passage, one row a piece.

        Args:
            passages: numbers of pieces, each at most ``longest`` long.
        """
        found: dict[int, Floats] = {}
        for group in _groups(passages):
            pieces = np.full((len(group), len(passages[group[-1]])), self._pad, dtype=np.int64)
            for row, number in enumerate(group):
                pieces[row, : len(passages[number])] = passages[number]
            (vectors,) = self._session.run([VECTORS], {PIECES: pieces})
            for rows, number in zip(vectors, group, strict=True):
                found[number] = rows[: len(passages[number])]
        return [found[number] for number in range(len(passages))]


def _groups(passages: Sequence[Sequence[int]]) -> Iterator[list[int]]:
    """Places of passages that are encoded together, the longest last: of like length, so that little is filled up."""
    group: list[int] = []
    for number in sorted(range(len(passages)), key=lambda one: len(passages[one])):
        if group and (len(group) + 1) * len(passages[number]) > _BATCH:
            yield group
            group = []
        group.append(number)
    if group:
        yield group
