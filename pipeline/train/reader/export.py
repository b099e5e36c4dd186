"""Write a trained network as ``pipeline.reader`` reads it: a graph and the arrays of its heads, in eight bits."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import torch

from pipeline.reader.model import GRAPH, LABELS, SCALE, VOCABULARY, WEIGHTS
from pipeline.reader.pieces import PAD
from pipeline.train.reader.batches import Batch, Laid
from pipeline.train.reader.graph import PRODUCTS, encoder_graph

if TYPE_CHECKING:
    from transformers import BertModel

    from pipeline.reader.heads import Labels
    from pipeline.train.reader.network import Network

    Array = np.ndarray[tuple[int, ...], np.dtype[np.float32]]

SHIPPED = ("event_status", "event_measures", "amount_metric")
"""Heads that are read. The others (reasons, stage and change of amounts) are learnt beside and left out: as facts they
were right less often than what the rules read."""
_LEAST = 4_096
"""Numbers of a matrix from which it is stored in eight bits."""


def encoder_arrays(encoder: BertModel) -> dict[str, Array]:
    """Weights of the encoder by the names that the graph knows; matrices are (inputs, outputs)."""
    found: dict[str, Array] = {}
    embed = encoder.embeddings
    found["embed.words"] = _array(embed.word_embeddings.weight)
    found["embed.places"] = _array(embed.position_embeddings.weight + embed.token_type_embeddings.weight[0])
    _put(found, "embed.norm", embed.LayerNorm)
    for number, layer in enumerate(encoder.encoder.layer):
        own, name = layer.attention.self, f"layer{number}"
        parts = [own.query, own.key, own.value]
        found[f"{name}.attend"] = np.concatenate([_array(one.weight.T) for one in parts], axis=1)
        found[f"{name}.attend_bias"] = np.concatenate([_array(one.bias) for one in parts])
        _put(found, f"{name}.out", layer.attention.output.dense)
        _put(found, f"{name}.out_norm", layer.attention.output.LayerNorm)
        _put(found, f"{name}.up", layer.intermediate.dense)
        _put(found, f"{name}.down", layer.output.dense)
        _put(found, f"{name}.down_norm", layer.output.LayerNorm)
    return found


def head_arrays(network: Network) -> dict[str, Array]:
    """Weights of the heads by the names that the reader knows."""
    found: dict[str, Array] = {}
    _put(found, "trigger", network.trigger)
    for family in network.state:
        for part in ("state", "asks", "answers", "roles"):
            _put(found, f"{family}.{part}", getattr(network, part)[family])
        found[f"{family}.kinds"] = _array(network.kinds[family].weight)
        found[f"{family}.apart"] = _array(network.apart[family].weight)
    _put(found, "event.same", network.same)
    for name in SHIPPED:
        _put(found, name.replace("_", ".", 1), network.heads[name])
    return found


def reach(network: Network, batches: Iterable[Sequence[Laid]], pad: int) -> dict[str, Array]:
    """Largest absolute number that each input channel of the encoder's products takes over batches of passages."""
    found: dict[str, Array] = {}

    def watch(name: str, module: torch.nn.Module) -> torch.utils.hooks.RemovableHandle:
        def seen(_: object, inputs: tuple[torch.Tensor, ...]) -> None:
            most = _array(inputs[0].abs().amax(dim=(0, 1)))
            found[name] = np.maximum(found[name], most) if name in found else most

        return module.register_forward_pre_hook(seen)

    watched = []
    for number, layer in enumerate(network.encoder.encoder.layer):
        products = (
            layer.attention.self.query,
            layer.attention.output.dense,
            layer.intermediate.dense,
            layer.output.dense,
        )
        for part, module in zip(PRODUCTS, products, strict=True):
            watched.append(watch(f"layer{number}.{part}", module))
    with torch.no_grad():
        for rows in batches:
            Batch(network, rows, pad)
    for one in watched:
        one.remove()
    return found


def _put(found: dict[str, Array], name: str, module: torch.nn.Module) -> None:
    """Weight and bias of a map or of a normalisation."""
    weight = module.weight.T if module.weight.ndim == 2 else module.weight
    found[name], found[f"{name}_bias"] = _array(weight), _array(module.bias)


def _array(tensor: torch.Tensor) -> Array:
    return tensor.detach().float().numpy()


def write(
    folder: Path, network: Network, batches: Iterable[Sequence[Laid]], labels: Labels, vocabulary: Sequence[str]
) -> None:
    """Write graph, heads, labels and vocabulary into a folder.

    Args:
        folder: is made if need be.
        network: after training.
        batches: passages that show how far its numbers reach.
        labels: names of its columns.
        vocabulary: pieces by number.
    """
    folder.mkdir(parents=True, exist_ok=True)
    graph = encoder_graph(encoder_arrays(network.encoder), reach(network, batches, vocabulary.index(PAD)))
    (folder / GRAPH).write_bytes(graph)
    stored: dict[str, np.ndarray[tuple[int, ...], np.dtype[np.generic]]] = {}
    for name, array in head_arrays(network).items():
        if array.ndim < 2 or array.size < _LEAST:
            stored[name] = array
            continue
        # Matrices act on rows of vectors, so each output (column) has its scale.
        scale = np.maximum(np.abs(array).max(axis=0, keepdims=True) / 127, 1e-8).astype(np.float32)
        stored[name] = np.round(array / scale).astype(np.int8)
        stored[name + SCALE] = scale
    np.savez(folder / WEIGHTS, allow_pickle=False, **stored)
    (folder / LABELS).write_text(labels.model_dump_json(indent=1) + "\n", encoding="utf-8")
    (folder / VOCABULARY).write_text("\n".join(vocabulary) + "\n", encoding="utf-8")
