"""Encode words two by two, in blocks that stay in the processor's cache: what thinc computes, in fewer products.

What two neighbours gain from the four words in and around them takes four products of matrices instead of six
(Winograd's minimal filtering). The numbers differ in the last bits, and are nearer the true ones.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from thinc.api import Model

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from spacy.language import Language

    Floats = NDArray[np.float32]

_LAYER = "residual(expand_window>>maxout>>layernorm>>dropout)"
_ROWS = 512
"""Words of a block. Of 128 to 4,096 the quickest; a whole batch is a quarter slower."""


@dataclass(frozen=True, slots=True)
class _Layer:
    """What a word gains from its neighbours: the best of several pieces, normalised.

    Attributes:
        weights: of four mixtures of the words in and around a pair (4, width, pieces x width).
        bias: (pieces x width).
        scale: (width).
        shift: (width).
    """

    weights: Floats
    bias: Floats
    scale: Floats
    shift: Floats

    def gain(self, before_and_behind: Floats) -> Floats:
        """What the inner rows gain (pairs, 2, width); their number is even."""
        width = len(self.scale)
        one, two = before_and_behind[::2], before_and_behind[1::2]
        mixed = np.empty((4, len(one) - 1, width), dtype=np.float32)
        np.subtract(one[:-1], one[1:], out=mixed[0])
        np.add(two[:-1], one[1:], out=mixed[1])
        np.subtract(one[1:], two[:-1], out=mixed[2])
        np.subtract(two[1:], two[:-1], out=mixed[3])
        products = mixed @ self.weights
        products[1] += self.bias
        first, second, other, last = products
        first += second
        first += other
        second -= other
        second += last
        pieces = products[:2]
        best: Floats = pieces[..., :width].copy()
        for start in range(width, len(self.bias), width):
            np.maximum(best, pieces[..., start : start + width], out=best)
        best -= best @ np.full((width, 1), 1 / width, dtype=np.float32)
        variance = np.einsum("...i,...i->...", best, best) / width + 1e-08
        best *= variance[..., None] ** (-1.0 / 2.0)
        best *= self.scale
        best += self.shift
        return best.swapaxes(0, 1)


def encode_in_blocks(nlp: Language) -> None:
    """Let every window encoder of a pipeline run in blocks; encoders of other kinds are left as they are."""
    for _, component in nlp.components:
        model = getattr(component, "model", None)
        for node in model.walk() if isinstance(model, Model) else ():
            if node.has_ref("embed") and node.has_ref("encode"):
                encode = node.get_ref("encode")
                layers = list(_layers(encode))
                if layers and encode in node.layers:
                    node.layers[node.layers.index(encode)] = _in_blocks(encode, layers)


def _layers(encode: Model[Any, Any]) -> Iterator[_Layer]:
    """The layers of an encoder; none if one of them is of another kind."""
    parts = encode.layers[0].layers if encode.name.startswith("with_array") else []
    if any(part.name != _LAYER for part in parts):
        return
    for part in parts:
        found: dict[str, Any] = {node.name: node for node in part.walk()}
        if found["expand_window"].attrs["window_size"] != 1:
            return
        weights, bias, norm = found["maxout"].get_param("W"), found["maxout"].get_param("b"), found["layernorm"]
        width, pieces, _ = weights.shape
        before, itself, behind = weights.astype(np.float64).transpose(2, 1, 0).reshape(3, width, pieces * width)
        halves = (before + itself + behind) / 2, (before - itself + behind) / 2
        yield _Layer(
            weights=np.stack([before, *halves, behind]).astype(np.float32),
            bias=np.ascontiguousarray(bias.T).reshape(-1),
            scale=norm.get_param("G"),
            shift=norm.get_param("b"),
        )


def _in_blocks(encode: Model[Any, Any], layers: Sequence[_Layer]) -> Model[Any, Any]:
    pad: int = encode.attrs["pad"]

    def forward(_: Model[Any, Any], texts: Sequence[Floats], is_train: bool) -> tuple[list[Floats], Any]:
        if is_train or not texts:
            return encode(texts, is_train)
        # Blank rows between the texts, and one more at either end for the windows of the outermost; two, where words
        # would not come in pairs: it gains as well, but so far from any text that nothing of it gets there.
        starts = np.cumsum([1 + pad, *(len(text) + pad for text in texts)])
        size = starts[-1] + 1
        words = np.zeros((size + size % 2, texts[0].shape[1]), dtype=np.float32)
        for start, text in zip(starts, texts, strict=False):
            words[start : start + len(text)] = text
        for layer in layers:
            gained = words.copy()
            for first in range(1, len(words) - 1, _ROWS):
                last = min(first + _ROWS, len(words) - 1)
                pairs = gained[first:last].reshape(-1, 2, words.shape[1])
                pairs += layer.gain(words[first - 1 : last + 1])
            words = gained
        return [words[start : start + len(text)] for start, text in zip(starts, texts, strict=False)], None

    return Model("encode_in_blocks", forward, layers=[encode])
