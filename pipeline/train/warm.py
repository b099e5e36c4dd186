"""Start the entity model from the stock one: its reading weights, and for each of our labels the rows of its kin."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pipeline.annotate.loading import entity_component
from pipeline.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.language import Language
    from spacy.pipeline import EntityRecognizer

KIN: dict[str, str] = {
    "Person": "PERSON",
    "Company": "ORG",
    "PublicBody": "ORG",
    "Organization": "ORG",
    "Country": "GPE",
    "Location": "GPE",
    "Vessel": "PRODUCT",
    "Airplane": "PRODUCT",
    "Program": "LAW",
}
"""The stock (OntoNotes) label whose weights each of our labels starts from."""


def warm_component(nlp: Language, labels: Sequence[str]) -> EntityRecognizer:
    """Replace the recogniser of a pipeline by one for our labels that starts with what the stock one knows.

    Raises:
        ConfigError: the base has no recogniser of the known form (transition-based, with labels of OntoNotes).
    """
    stock: Any = nlp.get_pipe("ner")
    rows = {name: row for row, name in enumerate(_actions(stock))}
    missing = sorted({KIN.get(label, label) for label in labels} - set(stock.labels))
    if missing or stock.model.attrs.get("has_upper") is not True:
        raise ConfigError(f"the base model has no labels {missing} to start from")
    ours: Any = entity_component(nlp, labels)
    for part in ("tok2vec", "lower"):
        ours.model.get_ref(part).from_bytes(stock.model.get_ref(part).to_bytes())
    old, new = stock.model.get_ref("upper"), ours.model.get_ref("upper")
    weights, bias = new.get_param("W").copy(), new.get_param("b").copy()
    for row, name in enumerate(_actions(ours)):
        action, _, label = name.partition("-")
        source = rows[f"{action}-{KIN.get(label, label)}" if label else name]
        weights[row], bias[row] = old.get_param("W")[source], old.get_param("b")[source]
    new.set_param("W", weights)
    new.set_param("b", bias)
    return ours


def _actions(component: EntityRecognizer) -> list[str]:
    """The action of each row of the output layer; ``move_names`` leaves out the one that blocks entities ("U-")."""
    moves = component.moves
    return [moves.get_class_name(row) for row in range(moves.n_moves)]
