"""A transformer encoder (BERT's arithmetic) in numpy: what it computes is a few matrix products a layer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

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

    def encode(self, sentences: Sequence[Sequence[int]]) -> list[Floats]:
        """Vectors of each sentence, one row a piece.

        The pieces of all sentences are one matrix, so that nothing is filled up; only attention looks at each alone.

        Args:
            sentences: numbers of pieces, each at most ``longest`` long.
        """
        pieces = np.concatenate([np.asarray(one, dtype=np.int64) for one in sentences])
        places = np.concatenate([np.arange(len(one)) for one in sentences])
        ends = np.cumsum([len(one) for one in sentences]).tolist()
        bounds = [slice(first, last) for first, last in pairwise([0, *ends])]
        # The table stays in eight bits: only the rows that are used become numbers.
        hidden = self._words[pieces] * self._scale[pieces]
        hidden += self._places[places]
        _norm(hidden, *self._norm)
        for layer in self._layers:
            _forward(layer, hidden, bounds)
        return [hidden[one] for one in bounds]


def _layer(weights: Mapping[str, Floats], name: str) -> _Layer:
    def get(part: str) -> Floats:
        return weights[f"{name}.{part}"]

    return _Layer(
        attend=get("attend"), attend_bias=get("attend_bias"), out=get("out"), out_bias=get("out_bias"),
        out_norm=(get("out_norm"), get("out_norm_bias")), up=get("up"), up_bias=get("up_bias"), down=get("down"),
        down_bias=get("down_bias"), down_norm=(get("down_norm"), get("down_norm_bias")),
    )  # fmt: skip


def _forward(layer: _Layer, hidden: Floats, bounds: Sequence[slice]) -> None:
    """Replace the vectors of all pieces by those of the next layer."""
    width = hidden.shape[1]
    parts = hidden @ layer.attend
    parts += layer.attend_bias
    mixed = np.empty_like(hidden)
    for one in bounds:
        _attend(parts[one], width, mixed[one])
    hidden += mixed @ layer.out
    hidden += layer.out_bias
    _norm(hidden, *layer.out_norm)
    raised = hidden @ layer.up
    raised += layer.up_bias
    hidden += gelu(raised) @ layer.down
    hidden += layer.down_bias
    _norm(hidden, *layer.down_norm)


def _attend(parts: Floats, width: int, mixed: Floats) -> None:
    """Fill ``mixed`` with what the pieces of one sentence take from one another."""
    size = width // HEADS
    query, key, value = parts.reshape(len(parts), 3, HEADS, size).transpose(1, 2, 0, 3)
    scores: Floats = query @ key.transpose(0, 2, 1)
    scores *= np.float32(size**-0.5)
    scores -= scores.max(axis=-1, keepdims=True)
    np.exp(scores, out=scores)
    scores /= scores.sum(axis=-1, keepdims=True)
    np.matmul(scores, value, out=mixed.reshape(len(parts), HEADS, size).transpose(1, 0, 2))


def gelu(x: Floats) -> Floats:
    """Gaussian error linear unit, by its tanh form (within 0.001 of the exact one)."""
    inner = x * x
    inner *= np.float32(0.7978845608 * 0.044715)
    inner += np.float32(0.7978845608)
    inner *= x
    np.tanh(inner, out=inner)
    inner += np.float32(1)
    inner *= x
    inner *= np.float32(0.5)
    return inner


def _norm(x: Floats, scale: Floats, shift: Floats) -> None:
    """Bring each row to mean 0 and variance 1, in place, then scale and shift it."""
    width = x.shape[1]
    # Products with a vector are many times as quick as sums along rows.
    x -= (x @ np.full(width, 1 / width, dtype=np.float32))[:, None]
    spread = np.einsum("ij,ij->i", x, x) / np.float32(width)
    x *= (1 / np.sqrt(spread + np.float32(_TINY)))[:, None]
    x *= scale
    x += shift
