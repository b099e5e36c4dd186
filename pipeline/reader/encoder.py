"""The encoder: a transformer as an ONNX graph, run by ONNX Runtime in products of eight bits."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from onnxruntime.capi.onnxruntime_pybind11_state import Fail, InvalidArgument, InvalidGraph, InvalidProtobuf

Floats = NDArray[np.float32]
PIECES, VECTORS, LONGEST = "pieces", "vectors", "longest"
"""What goes into the graph and comes out of it, and what it tells beside its weights."""


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
        self.longest = int(self._session.get_modelmeta().custom_metadata_map[LONGEST])

    def encode(self, pieces: Sequence[int]) -> Floats:
        """Vectors of a passage, one row a piece.

        Passages go through one by one: filled up to the length of others beside them they take a tenth longer.

        Args:
            pieces: their numbers, at most ``longest``.
        """
        (vectors,) = self._session.run([VECTORS], {PIECES: np.array([pieces], dtype=np.int64)})
        found: Floats = vectors[0]
        return found
