"""The encoder as an ONNX graph whose products run in eight bits.

Vectors are rounded to whole numbers of eight bits and weights to seven. The steps are fixed, measured once on
passages, so that what a passage reads as does not hang on the passages beside it. Channels that reach far would make
the steps of all others coarse, so a part of their reach is moved into the weights (SmoothQuant, Xiao et al. 2023).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from pipeline.reader.encoder import LONGEST, PIECES, VECTORS, Floats

PRODUCTS = ("attend", "out", "up", "down")
"""Matrices of a layer: query, key and value as one; what attention found; the two of the perceptron."""
HEADS = 12
"""Attention heads of a layer."""
_MOVED = 0.85
"""Share of a channel's reach that moves into the weights. Of 0.6 to 1 it kept the vectors nearest the true ones."""
_SPARE = 1.05
"""How far beyond what was measured a channel may reach before it is cut."""
_MIDDLE, _WEIGHT = 128, 63
"""Zero, in whole numbers without sign; the largest weight: in seven bits, because processors that add products in pairs
of sixteen bits would overflow with eight, silently."""
_EPSILON = 1e-12
_FUSED = "com.microsoft"
"""Domain of ONNX Runtime's own operators."""


def encoder_graph(weights: Mapping[str, Floats], reach: Mapping[str, Floats]) -> bytes:
    """The graph: numbers of pieces (passages, longest) in, vectors (passages, longest, width) out.

    Args:
        weights: arrays by name: ``embed.words``, ``embed.places``, ``embed.norm``, and of each layer ``attend``,
            ``out``, ``out_norm``, ``up``, ``down``, ``down_norm``, each with its ``…_bias``; matrices are (inputs,
            outputs).
        reach: largest absolute number that each input channel of a product takes, by ``layer0.attend`` and so on.
    """
    graph = _Graph()
    x = graph.embed(weights)
    for number in range(sum(name.endswith(".attend") for name in weights)):
        x = graph.layer(f"layer{number}", x, weights, reach)
    graph.node("Identity", [x], output=VECTORS)
    width = weights["embed.words"].shape[1]
    body = helper.make_graph(
        graph.nodes,
        "encoder",
        [helper.make_tensor_value_info(PIECES, TensorProto.INT64, ["sentences", "longest"])],
        [helper.make_tensor_value_info(VECTORS, TensorProto.FLOAT, ["sentences", "longest", width])],
        graph.constants,
    )
    versions = [helper.make_opsetid("", 17), helper.make_opsetid(_FUSED, 1)]
    model = helper.make_model(body, opset_imports=versions, ir_version=9)
    helper.set_model_props(model, {LONGEST: str(len(weights["embed.places"]))})
    return bytes(model.SerializeToString())


class _Graph:
    """Nodes and constants as they are added; every method gives the name of what it computes."""

    def __init__(self) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.constants: list[onnx.TensorProto] = []

    def node(self, kind: str, inputs: list[str], output: str = "", domain: str = "", **choices: Any) -> str:  # noqa: ANN401
        name = output or f"{kind.lower()}{len(self.nodes)}"
        self.nodes.append(helper.make_node(kind, inputs, [name], domain=domain, **choices))
        return name

    def constant(self, array: np.ndarray[Any, Any]) -> str:
        name = f"constant{len(self.constants)}"
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(array), name))
        return name

    def whole(self, *numbers: int) -> str:
        return self.constant(np.array(numbers, dtype=np.int64))

    def embed(self, weights: Mapping[str, Floats]) -> str:
        """Vectors of pieces and of their places; the table is kept in eight bits, each row with its step."""
        table = weights["embed.words"]
        step = np.maximum(np.abs(table).max(axis=1, keepdims=True) / 127, 1e-8).astype(np.float32)
        rows = self.node("Gather", [self.constant(np.round(table / step).astype(np.int8)), PIECES])
        steps = self.node("Gather", [self.constant(step), PIECES])
        words = self.node("Mul", [self.node("Cast", [rows], to=TensorProto.FLOAT), steps])
        length = self.node("Shape", [PIECES], start=1, end=2)
        places = self.node("Slice", [self.constant(weights["embed.places"]), self.whole(0), length, self.whole(0)])
        return self.added("embed.norm", words, places, weights)

    def layer(self, name: str, x: str, weights: Mapping[str, Floats], reach: Mapping[str, Floats]) -> str:
        """One layer: attention, then a perceptron, each added to what it read."""

        def product(part: str, vectors: str) -> str:
            key = f"{name}.{part}"
            return self.product(vectors, weights[key], weights[f"{key}_bias"], reach[key])

        width = len(weights[f"{name}.out_bias"])
        parts = [f"{name}.{part}" for part in ("query", "key", "value")]
        split = helper.make_node("Split", [product("attend", x), self.whole(width, width, width)], parts, axis=-1)
        self.nodes.append(split)
        mixed = self.node("MultiHeadAttention", parts, domain=_FUSED, num_heads=HEADS)
        x = self.added(f"{name}.out_norm", x, product("out", mixed), weights)
        raised = self.node("FastGelu", [product("up", x)], domain=_FUSED)
        return self.added(f"{name}.down_norm", x, product("down", raised), weights)

    def product(self, vectors: str, matrix: Floats, bias: Floats, reach: Floats) -> str:
        """Vectors times a matrix, both rounded to eight bits, plus a bias."""
        reach = np.maximum(reach * _SPARE, 1e-4)
        ease = reach**_MOVED / np.maximum(np.abs(matrix).max(axis=1), 1e-4) ** (1 - _MOVED)
        steps = (ease * (reach / ease).max() / 127).astype(np.float32)
        scaled = matrix * steps[:, None]
        scale = np.maximum(np.abs(scaled).max(axis=0) / _WEIGHT, 1e-12).astype(np.float32)
        whole = self.constant(np.round(scaled / scale).astype(np.int8))
        one, middle = self.constant(np.array(1, dtype=np.float32)), self.constant(np.array(_MIDDLE, dtype=np.uint8))
        rounded = self.node("QuantizeLinear", [self.node("Mul", [vectors, self.constant(1 / steps)]), one, middle])
        inputs = [rounded, whole, one, self.constant(scale), middle, "", self.constant(bias)]
        return self.node("MatMulIntegerToFloat", inputs, domain=_FUSED)

    def added(self, norm: str, before: str, gained: str, weights: Mapping[str, Floats]) -> str:
        """The sum of two, normalised. The operator that does both at once takes four times as long."""
        scale, shift = self.constant(weights[norm]), self.constant(weights[f"{norm}_bias"])
        return self.node("LayerNormalization", [self.node("Add", [before, gained]), scale, shift], epsilon=_EPSILON)
