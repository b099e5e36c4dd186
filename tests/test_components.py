"""Components for other people's spaCy pipelines, found by their entry points."""

from __future__ import annotations

import datetime as dt
import json
from importlib.metadata import entry_points
from pathlib import Path

import pytest
import spacy
from conftest import ROOT
from spacy.tokens import DocBin

from pipeline import components
from pipeline.errors import ConfigError
from pipeline.flow import Extractor

TEXT = (
    "Regulator fines Harbour Bank\n\n"
    "OSLO, March 14 - The Financial Authority said on Thursday it had fined Harbour Bank $5 million for breaching "
    "sanctions. Profit fell 12% last year."
)
NAMES = {"sanctex_values", "sanctex_entities", "sanctex_facts"}


@pytest.fixture
def quick(extractor: Extractor, monkeypatch: pytest.MonkeyPatch) -> None:
    """The session's model serves the components."""
    monkeypatch.setattr(components, "_extractor", lambda _: extractor)


def test_the_entry_points_name_what_exists() -> None:
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    assert {
        point.name for point in entry_points(group="spacy_factories") if point.module == "pipeline.components"
    } == NAMES
    assert all(f"{name} = " in project for name in NAMES)


def test_values_in_a_blank_pipeline() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("sanctex_values")
    doc = nlp.make_doc(TEXT)
    doc.user_data["published"] = dt.date(2024, 3, 14)
    doc = nlp(doc)
    found = [(span.text, span.label_, span.id_) for span in doc.spans["sanctex_values"]]
    assert ("$5 million", "MONEY", "USD 5000000") in found
    assert ("12%", "PERCENT", "12") in found
    assert ("last year", "DATE", "2023-01-01/2023-12-31") in found
    facts = doc.user_data["sanctex_values"]
    assert len(facts) == len(found)
    assert facts[[text for text, _, _ in found].index("$5 million")]["qualifier"] == "exact"


@pytest.mark.model
@pytest.mark.usefixtures("quick")
def test_entities_and_facts_in_a_blank_pipeline_share_a_record() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("sanctex_entities", config={"set_ents": True})
    nlp.add_pipe("sanctex_facts")
    docs = []
    for text in (TEXT, TEXT.replace("Harbour", "Norda")):
        doc = nlp.make_doc(text)
        doc.user_data["published"] = "2024-03-14"
        docs.append(doc)
    first, second = nlp.pipe(docs, batch_size=2)
    bank = {span.id_ for span in first.spans["sanctex_entities"] if span.text == "Harbour Bank"}
    assert len(bank) == 1
    assert "Harbour Bank" in {entity.text for entity in first.ents}
    assert "Norda Bank" in {entity.text for entity in second.ents}
    events = [span for span in first.spans["sanctex_facts"] if span.label_ == "sanction_events.penalize"]
    told = {event["id"]: event for event in first.user_data["sanctex"]["sanction_events"]}
    assert bank <= set(told[events[0].id_]["targets"])


@pytest.mark.model
@pytest.mark.usefixtures("quick")
def test_beside_the_components_of_a_trained_pipeline(extractor: Extractor) -> None:
    nlp = spacy.load(extractor.settings.model)
    nlp.add_pipe("sanctex_values", first=True)
    nlp.add_pipe("sanctex_facts")
    doc = nlp(TEXT)
    assert doc.ents
    assert doc[0].pos_
    assert {span.label_ for span in doc.spans["sanctex_values"]} >= {"MONEY", "PERCENT"}
    assert doc.spans["sanctex_facts"]


@pytest.mark.model
@pytest.mark.usefixtures("quick")
def test_documents_and_pipelines_can_be_saved(tmp_path: Path) -> None:
    nlp = spacy.blank("en")
    for name in sorted(NAMES):
        nlp.add_pipe(name)
    doc = nlp(TEXT)
    saved = DocBin(docs=[doc], store_user_data=True).to_bytes()
    (back,) = DocBin(store_user_data=True).from_bytes(saved).get_docs(nlp.vocab)
    assert json.dumps(back.user_data["sanctex"]) == json.dumps(doc.user_data["sanctex"])  # lists come back as tuples
    assert [span.id_ for span in back.spans["sanctex_values"]] == [span.id_ for span in doc.spans["sanctex_values"]]
    nlp.to_disk(tmp_path)
    again = spacy.load(tmp_path)(TEXT)
    assert [span.label_ for span in again.spans["sanctex_facts"]] == [
        span.label_ for span in doc.spans["sanctex_facts"]
    ]


@pytest.mark.model
@pytest.mark.usefixtures("quick")
def test_a_text_that_is_not_read_says_why() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("sanctex_facts")
    doc = nlp("  \n ")
    assert doc.user_data["sanctex"]["code"] == "empty"
    assert list(doc.spans["sanctex_facts"]) == []
    with_line_ends = nlp(TEXT.replace("\n", "\r\n"))
    assert with_line_ends.user_data["sanctex"]["text"] == with_line_ends.text


def test_a_wrong_date_is_an_error() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("sanctex_values")
    doc = nlp.make_doc(TEXT)
    doc.user_data["published"] = "yesterday"
    with pytest.raises(ConfigError, match="is not a date like"):
        nlp(doc)
