"""A transformer encoder (BERT's arithmetic) in numpy: what it computes is a few matrix products a layer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
HEADS = 12
"""Attention heads of a layer."""
_TINY = 1e-12


@dataclass(frozen=True, slots=True)
class _Layer:
    """Weights of one layer, as (inputs, outputs) matrices; query, key and value are one matrix."""

    attend: Floats
    attend_bias: Floats
    out: Floats
    out_bias: Floats
    out_norm: tuple[Floats, Floats]
    up: Floats
    up_bias: Floats
    down: Floats
    down_bias: Floats
    down_norm: tuple[Floats, Floats]


class Encoder:
    """Turns the pieces of sentences into vectors that know their sentence.

    Args:
        weights: arrays by name, as ``pipeline.train.reader`` writes them; of the table of pieces each row has a scale.
    """

    def __init__(self, weights: Mapping[str, Floats]) -> None:
        self._words, self._scale = weights["embed.words"], weights["embed.words.scale"]
        self._places = weights["embed.places"]
        self._norm = weights["embed.norm"], weights["embed.norm_bias"]
        self.width = self._words.shape[1]
        self.longest = len(self._places)
        count = sum(name.endswith(".attend") for name in weights)
        self._layers = [_layer(weights, f"layer{number}") for number in range(count)]

    def encode(self, sentences: Sequence[Sequence[int]], pad: int) -> list[Floats]:
        """Vectors of each sentence, one row a piece.

        Args:
            sentences: numbers of pieces, each at most ``longest`` long, of about the same length.
            pad: number of the piece that fills shorter ones.
        """
        longest = max(map(len, sentences))
        pieces = np.full((len(sentences), longest), pad, dtype=np.int64)
        for row, one in enumerate(sentences):
            pieces[row, : len(one)] = one
        # The table stays in eight bits: only the rows that are used become numbers.
        hidden = _normed(self._words[pieces] * self._scale[pieces] + self._places[:longest], *self._norm)
        lengths = np.array([len(one) for one in sentences])
        masked = np.where(np.arange(longest) < lengths[:, None], np.float32(0), np.float32(-1e9))[:, None, None, :]
        for layer in self._layers:
            hidden = _forward(layer, hidden, masked)
        return [hidden[row, : len(one)] for row, one in enumerate(sentences)]


def _layer(weights: Mapping[str, Floats], name: str) -> _Layer:
    def get(part: str) -> Floats:
        return weights[f"{name}.{part}"]

    return _Layer(
        attend=get("attend"), attend_bias=get("attend_bias"), out=get("out"), out_bias=get("out_bias"),
        out_norm=(get("out_norm"), get("out_norm_bias")), up=get("up"), up_bias=get("up_bias"), down=get("down"),
        down_bias=get("down_bias"), down_norm=(get("down_norm"), get("down_norm_bias")),
    )  # fmt: skip


def _forward(layer: _Layer, hidden: Floats, masked: Floats) -> Floats:
    count, length, width = hidden.shape
    size = width // HEADS
    flat = hidden.reshape(-1, width)
    parts = (flat @ layer.attend + layer.attend_bias).reshape(count, length, 3, HEADS, size)
    query, key, value = (parts[:, :, i].transpose(0, 2, 1, 3) for i in range(3))
    scores = query @ key.transpose(0, 1, 3, 2) * np.float32(size**-0.5) + masked
    np.exp(scores - scores.max(axis=-1, keepdims=True), out=scores)
    scores /= scores.sum(axis=-1, keepdims=True)
    mixed: Floats = (scores @ value).transpose(0, 2, 1, 3).reshape(-1, width)
    flat = _normed(flat + mixed @ layer.out + layer.out_bias, *layer.out_norm)
    raised = gelu(flat @ layer.up + layer.up_bias)
    flat = _normed(flat + raised @ layer.down + layer.down_bias, *layer.down_norm)
    return flat.reshape(count, length, width)


def gelu(x: Floats) -> Floats:
    """Gaussian error linear unit, by its tanh form (within 0.001 of the exact one)."""
    inner = x * x
    inner *= np.float32(0.044715)
    inner += np.float32(1)
    inner *= x
    inner *= np.float32(0.7978845608)
    np.tanh(inner, out=inner)
    inner += np.float32(1)
    inner *= x
    inner *= np.float32(0.5)
    return inner


def _normed(x: Floats, scale: Floats, shift: Floats) -> Floats:
    centred = x - x.mean(axis=-1, keepdims=True)
    spread = np.sqrt((centred * centred).mean(axis=-1, keepdims=True) + np.float32(_TINY))
    normed: Floats = centred / spread * scale + shift
    return normed
