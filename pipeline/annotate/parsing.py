"""Parse with the weights of spaCy's parser, a move of many documents at a time.

spaCy's own search gives the interpreter's lock up and takes it again several times a move, and multiplies with slow
kernels. Here the lock is kept, and every product is one of numpy over all documents of a group. Same moves, same trees.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from thinc.api import Model

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

_TOKENS = 5_000
"""Tokens of a group, about: of fewer the moves cost more, of more the memory; each has 4 kB of sums ready."""


class Parser:
    """Finds the trees that ``nlp.get_pipe("parser")`` would.

    Attributes:
        known: whether the parser is of the form that is read here; if not, spaCy's own search runs.
    """

    def __init__(self, nlp: Language) -> None:
        self._component: Any = nlp.get_pipe("parser")
        self.known = _is_known(self._component)

    def mark(self, docs: Sequence[Doc]) -> None:
        """Set heads, dependencies and sentence starts of documents whose tokens have vectors already."""
        if not self.known:
            for _ in self._component.pipe(docs):
                pass
            return
        for group in _groups(docs):
            self._component.set_annotations(group, self._states(group))

    def _states(self, docs: Sequence[Doc]) -> list[Any]:
        """The states in which the search ends."""
        component = self._component
        upper = component.model.get_ref("upper")
        weights, offsets = upper.get_param("W").T, upper.get_param("b")
        states: list[Any] = component.moves.init_batch(docs)
        step = component.model.predict(docs)
        tokens, hidden, move = step.get_token_ids, step.state2vec.predict, component.transition_states
        left = [state for state in states if not state.is_final()]
        while left:
            scores = hidden(tokens(left)) @ weights
            scores += offsets
            left = move(left, scores)
        step.clear_memory()  # it refers to itself
        return states


@lru_cache(maxsize=4)
def parser_of(nlp: Language) -> Parser:
    """The parser of a pipeline, prepared once."""
    return Parser(nlp)


def _is_known(component: object) -> bool:
    model = getattr(component, "model", None)
    if not isinstance(model, Model) or getattr(component, "cfg", {}).get("beam_width") != 1:
        return False
    return model.attrs.get("has_upper") is True and not model.attrs.get("unseen_classes")


def _groups(docs: Sequence[Doc]) -> Iterator[list[Doc]]:
    """Documents that are parsed together: of like length, so that they end with about as many moves."""
    group: list[Doc] = []
    tokens = 0
    for doc in sorted(filter(len, docs), key=len):
        if group and tokens + len(doc) > _TOKENS:
            yield group
            group, tokens = [], 0
        group.append(doc)
        tokens += len(doc)
    if group:
        yield group
