"""Write a trained network as the arrays that ``pipeline.reader`` reads: matrices in eight bits, one scale a row."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from pipeline.reader.model import LABELS, SCALE, VOCABULARY, WEIGHTS

if TYPE_CHECKING:
    import torch

    from pipeline.reader.heads import Labels
    from pipeline.train.reader.network import Network

    Array = np.ndarray[tuple[int, ...], np.dtype[np.float32]]

SHIPPED = ("event_status", "amount_metric")
"""Heads that are read. The others (measures, reasons, stage and change of amounts) are learnt beside and left out: as
facts they were right less often than what the rules read."""
_LEAST = 4_096
"""Numbers of a matrix from which it is stored in eight bits."""


def arrays(network: Network) -> dict[str, Array]:
    """Weights by the names that the reader knows; matrices are (inputs, outputs)."""
    found: dict[str, Array] = {}

    def put(name: str, weight: torch.Tensor, bias: torch.Tensor) -> None:
        found[name], found[f"{name}_bias"] = _array(weight), _array(bias)

    def linear(name: str, module: torch.nn.Module) -> None:
        put(name, module.weight.T, module.bias)

    encoder = network.encoder
    embed = encoder.embeddings
    found["embed.words"] = _array(embed.word_embeddings.weight)
    found["embed.places"] = _array(embed.position_embeddings.weight + embed.token_type_embeddings.weight[0])
    put("embed.norm", embed.LayerNorm.weight, embed.LayerNorm.bias)
    for number, layer in enumerate(encoder.encoder.layer):
        own, name = layer.attention.self, f"layer{number}"
        parts = [own.query, own.key, own.value]
        found[f"{name}.attend"] = np.concatenate([_array(one.weight.T) for one in parts], axis=1)
        found[f"{name}.attend_bias"] = np.concatenate([_array(one.bias) for one in parts])
        linear(f"{name}.out", layer.attention.output.dense)
        put(f"{name}.out_norm", layer.attention.output.LayerNorm.weight, layer.attention.output.LayerNorm.bias)
        linear(f"{name}.up", layer.intermediate.dense)
        linear(f"{name}.down", layer.output.dense)
        put(f"{name}.down_norm", layer.output.LayerNorm.weight, layer.output.LayerNorm.bias)
    linear("trigger", network.trigger)
    for family in network.state:
        linear(f"{family}.state", network.state[family])
        linear(f"{family}.asks", network.asks[family])
        linear(f"{family}.answers", network.answers[family])
        linear(f"{family}.roles", network.roles[family])
        found[f"{family}.kinds"] = _array(network.kinds[family].weight)
    for name in SHIPPED:
        linear(name.replace("_", ".", 1), network.heads[name])
    return found


def _array(tensor: torch.Tensor) -> Array:
    return tensor.detach().float().numpy()


def write(folder: Path, network: Network, labels: Labels, vocabulary: Sequence[str]) -> None:
    """Write weights, labels and vocabulary into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    stored: dict[str, np.ndarray[tuple[int, ...], np.dtype[np.generic]]] = {}
    for name, array in arrays(network).items():
        if array.ndim < 2 or array.size < _LEAST:
            stored[name] = array
            continue
        # Matrices act on rows of vectors, so each output (column) has its scale; a table of vectors one a row.
        axis = 1 if name.startswith("embed.") else 0
        scale = np.maximum(np.abs(array).max(axis=axis, keepdims=True) / 127, 1e-8).astype(np.float32)
        stored[name] = np.round(array / scale).astype(np.int8)
        stored[name + SCALE] = scale
    np.savez(folder / WEIGHTS, allow_pickle=False, **stored)
    (folder / LABELS).write_text(labels.model_dump_json(indent=1) + "\n", encoding="utf-8")
    (folder / VOCABULARY).write_text("\n".join(vocabulary) + "\n", encoding="utf-8")
