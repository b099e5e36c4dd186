"""Embed each distinct word once: what the embedding layer gives depends on nothing but the word."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from spacy.attrs import NORM, ORTH, intify_attr
from thinc.api import Model

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from spacy.language import Language
    from spacy.tokens import Doc
    from spacy.vocab import Vocab

    Floats = NDArray[np.float32]

_FACTOR = 0x9E3779B97F4A7C15
"""The golden ratio as an odd number of 64 bits: its powers spread what they multiply."""
_REMEMBERED = 30_000
"""Words whose vectors are kept from batch to batch, in 12 MB a layer; then all are forgotten."""


class _Words:
    """Distinct words in the place of a Doc: all that an embedding layer asks of one."""

    def __init__(self, vocab: Vocab, table: NDArray[np.uint64], columns: dict[int, int]) -> None:
        self.vocab = vocab
        self._table = table
        self._columns = columns

    def __len__(self) -> int:
        return len(self._table)

    def to_array(self, attributes: int | str | Sequence[int | str]) -> NDArray[np.uint64]:
        """Values of lexical attributes, as ``Doc.to_array`` gives them: one row a word, flat for a single attribute."""
        if isinstance(attributes, int | str):
            return np.ascontiguousarray(self._table[:, self._columns[intify_attr(attributes)]])
        return np.ascontiguousarray(self._table[:, [self._columns[intify_attr(one)] for one in attributes]])


def embed_words_once(nlp: Language) -> None:
    """Let every embedding layer of a trained pipeline read words that are new instead of all tokens.

    A third of the arithmetic of the model goes there, and of the tokens of a batch of news a quarter are distinct.
    Pipelines with other kinds of embedding (transformers) are left as they are.
    """
    for _, component in nlp.components:
        model = getattr(component, "model", None)
        for node in model.walk() if isinstance(model, Model) else ():
            if node.has_ref("embed") and node.has_ref("encode"):
                embed = node.get_ref("embed")
                columns = [n.attrs["columns"] for n in embed.walk() if n.name == "extract_features"]
                if len(columns) == 1:
                    node.layers[node.layers.index(embed)] = _once(embed, columns[0])


class _Known:
    """Vectors of words that an embedding layer has read, by a number of the word."""

    def __init__(self, embed: Model[Any, Any]) -> None:
        self._embed = embed
        self._places: dict[int, int] = {}
        self._rows: Floats = np.empty((0, embed.get_dim("nO")), dtype=np.float32)

    def rows(self, vocab: Vocab, keys: Sequence[int], table: NDArray[np.uint64], columns: dict[int, int]) -> Floats:
        """Vectors of distinct words.

        Args:
            vocab: of the pipeline.
            keys: their numbers.
            table: their attributes, a row a word.
            columns: where each attribute stands in a row.
        """
        places = self._places
        new = [number for number, key in enumerate(keys) if key not in places]
        if len(places) + len(new) > len(self._rows):
            places.clear()
            self._rows = np.empty((max(len(keys), _REMEMBERED), self._rows.shape[1]), dtype=np.float32)
            new = list(range(len(keys)))
        if new:
            known = len(places)
            places.update((keys[number], known + step) for step, number in enumerate(new))
            self._rows[known : len(places)] = self._embed.predict([_Words(vocab, table[new], columns)])[0]
        found: Floats = self._rows[[places[key] for key in keys]]
        return found


def _once(embed: Model[Any, Any], attributes: Sequence[int | str]) -> Model[Any, Any]:
    # A token's attributes follow from its spelling, but for the norm (tokenizer exceptions) and what position gives.
    wanted = list(dict.fromkeys([ORTH, NORM, *(intify_attr(one) for one in attributes)]))
    columns = {attribute: place for place, attribute in enumerate(wanted)}
    known = _Known(embed)
    factors = np.array([pow(_FACTOR, power + 1, 2**64) for power in range(len(wanted))], dtype=np.uint64)

    def forward(_: Model[Any, Any], docs: Sequence[Doc], is_train: bool) -> tuple[list[Any], Any]:
        if is_train or not any(len(doc) for doc in docs):
            return embed(docs, is_train)
        table = np.concatenate([doc.to_array(wanted) for doc in docs])
        # One number for a row: sorting whole rows takes ten times as long. Attributes are hashes of 64 bits already.
        keys, first, place = np.unique(table @ factors, return_index=True, return_inverse=True)
        rows = known.rows(docs[0].vocab, keys.tolist(), table[first], columns)[place]
        ends = np.cumsum([len(doc) for doc in docs])[:-1]
        return np.split(rows, ends), None

    return Model("embed_words_once", forward, layers=[embed])
