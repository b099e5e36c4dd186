"""Recognise entities with the weights of spaCy's recogniser, all tokens of a batch at once.

spaCy walks token by token through every document. What its greedy search may ask is known beforehand, though: the
score of each token as one outside an entity, and, where an entity may begin, of the tokens that would continue it.
Both are matrix products over the whole batch; the walk is then a look at the results. Same scores, same entities.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np
from spacy.tokens import Span
from thinc.api import Model

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from spacy.language import Language
    from spacy.tokens import Doc

    Floats = NDArray[np.float32]
    Ints = NDArray[np.int64]

_FEATURES = 3
"""What the known form of the recogniser looks at: the token, the first of the open entity, the last of it."""


@dataclass(frozen=True, slots=True)
class _Scorer:
    """Scores of the moves of a batch: token vectors, what they add in each slot, and the two layers above them.

    Every token is asked about by itself, few as the first or last of an entity: only these are multiplied.
    """

    vectors: Floats
    """(tokens, width)"""
    itself: Floats
    """(tokens, hidden x pieces): what each token adds by itself."""
    slots: Floats
    """(slots, width, hidden x pieces): what a token adds in each slot."""
    padding: Floats
    """(slots, hidden x pieces): what an empty slot adds."""
    bias: Floats
    pieces: int
    weights: Floats
    """(moves, hidden)"""
    offsets: Floats
    """(moves,)"""

    def outside(self) -> Floats:
        """Hidden values of every token where no entity is open."""
        return self._hidden(self.itself + self.padding[1] + self.padding[2])

    def inside(self, token: Ints, first: Ints) -> Floats:
        """Hidden values of tokens that stand in entities that began at ``first``."""
        begun, before = self.vectors[first] @ self.slots[1], self.vectors[token - 1] @ self.slots[2]
        return self._hidden(self.itself[token] + begun + before)

    def _hidden(self, summed: Floats) -> Floats:
        values = (summed + self.bias).reshape(len(summed), -1, self.pieces)
        best: Floats = values[:, :, 0]
        for piece in range(1, self.pieces):
            best = np.maximum(best, values[:, :, piece])
        return best


class Recogniser:
    """Finds entities as ``nlp.get_pipe("ner")`` would.

    Attributes:
        known: whether the recogniser is of the form that is read here; if not, spaCy's own search runs.
    """

    def __init__(self, nlp: Language) -> None:
        self._component: Any = nlp.get_pipe("ner")
        self._labels: list[str] = []
        self.known = _is_known(self._component)
        if self.known:
            self._read_moves()

    def mark(self, docs: Sequence[Doc]) -> None:
        """Set the entities of documents that are parsed already: none crosses a sentence boundary."""
        docs = [doc for doc in docs if len(doc)]
        if not self.known:
            for _ in self._component.pipe(docs):
                pass
            return
        if docs:
            bounds = np.cumsum([0, *(len(doc) for doc in docs)])
            found = self._find(docs, bounds)
            for doc, start, spans in zip(docs, bounds[:-1], _by_doc(found, bounds), strict=True):
                doc.set_ents([Span(doc, a - start, b - start, self._labels[label]) for a, b, label in spans])

    def _read_moves(self) -> None:
        moves = self._component.moves
        names = [moves.get_class_name(row).partition("-")[::2] for row in range(moves.n_moves)]
        self._labels = sorted({label for _, label in names if label})
        place = {label: i for i, label in enumerate(self._labels)}
        self._label = np.array([place.get(label, -1) for _, label in names])
        self._begins = np.array([move == "B" and bool(label) for move, label in names])
        self._units = np.array([move == "U" and bool(label) for move, label in names])
        self._stays = np.array([move == "O" for move, _ in names])
        self._in = np.array([names.index(("I", label)) for label in self._labels])
        self._last = np.array([names.index(("L", label)) for label in self._labels])

    def _find(self, docs: Sequence[Doc], bounds: Ints) -> list[tuple[int, int, int]]:
        """Entities as (first, behind the last, label) in positions of the batch, in order."""
        scorer = self._scorer(docs)
        starts = np.concatenate([doc.to_array("SENT_START") for doc in docs]).astype(np.int64) == 1
        space = np.concatenate([doc.to_array("IS_SPACE") for doc in docs]).astype(bool)
        # An entity goes on into the next token unless that begins a sentence or a document.
        closed = np.append(starts[1:], True)
        closed[bounds[1:] - 1] = True
        best = self._best_outside(scorer, closed, space)
        opened = np.flatnonzero(self._begins[best])
        ends = dict(zip(opened.tolist(), self._ends(scorer, opened, self._label[best[opened]], closed), strict=True))
        found: list[tuple[int, int, int]] = []
        free = 0
        for position in np.flatnonzero(~self._stays[best]).tolist():
            if position >= free:
                free = ends.get(position, position + 1)
                found.append((position, free, int(self._label[best[position]])))
        return found

    def _best_outside(self, scorer: _Scorer, closed: NDArray[np.bool_], space: NDArray[np.bool_]) -> Ints:
        scores = scorer.outside() @ scorer.weights.T + scorer.offsets
        valid = self._stays | (~space[:, None] & (self._units | (self._begins & ~closed[:, None])))
        best: Ints = np.where(valid, scores, -np.inf).argmax(axis=1)
        return best

    def _ends(self, scorer: _Scorer, first: Ints, label: Ints, closed: NDArray[np.bool_]) -> list[int]:
        """Where entities end that would begin at the tokens ``first``, behind their last token."""
        ends = first + 1
        open_ = np.arange(len(first))
        while len(open_):
            token = ends[open_]
            hidden = scorer.inside(token, first[open_])
            go_on, stop = self._in[label[open_]], self._last[label[open_]]
            gain = np.einsum("ij,ij->i", hidden, scorer.weights[go_on]) + scorer.offsets[go_on]
            loss = np.einsum("ij,ij->i", hidden, scorer.weights[stop]) + scorer.offsets[stop]
            ends[open_] += 1
            open_ = open_[(gain >= loss) & ~closed[token]]
        return ends.tolist()  # type: ignore[no-any-return]

    def _scorer(self, docs: Sequence[Doc]) -> _Scorer:
        model = self._component.model
        lower, upper = model.get_ref("lower"), model.get_ref("upper")
        vectors = model.get_ref("tok2vec").predict(docs)
        slots = lower.get_param("W").reshape(_FEATURES, -1, vectors.shape[1]).transpose(0, 2, 1)
        return _Scorer(
            vectors=vectors,
            itself=vectors @ slots[0],
            slots=slots,
            padding=lower.get_param("pad").reshape(_FEATURES, -1),
            bias=lower.get_param("b").reshape(-1),
            pieces=lower.get_dim("nP"),
            weights=upper.get_param("W"),
            offsets=upper.get_param("b"),
        )


@lru_cache(maxsize=4)
def recogniser_of(nlp: Language) -> Recogniser:
    """The recogniser of a pipeline, prepared once."""
    return Recogniser(nlp)


def _is_known(component: object) -> bool:
    model = getattr(component, "model", None)
    if not isinstance(model, Model) or getattr(component, "cfg", {}).get("beam_width") != 1:
        return False
    if model.attrs.get("has_upper") is not True or model.attrs.get("unseen_classes"):
        return False
    return bool(model.get_ref("lower").get_dim("nF") == _FEATURES)


def _by_doc(found: list[tuple[int, int, int]], bounds: Ints) -> Iterator[list[tuple[int, int, int]]]:
    at = 0
    for end in bounds[1:]:
        first = at
        while at < len(found) and found[at][0] < end:
            at += 1
        yield found[first:at]
