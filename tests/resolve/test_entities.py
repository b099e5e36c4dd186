"""Entities of sentences of our own, through the whole pipeline; and the pieces of resolution that need no model."""

from __future__ import annotations

from typing import Any

import pytest

from pipeline.clean import clean
from pipeline.flow import Extractor
from pipeline.ingest import read_text
from pipeline.knowledge.world import load_world
from pipeline.printed import Printed
from pipeline.records import RecordWarning
from pipeline.resolve import Resolver
from pipeline.resolve.codes import base58_valid, imo_valid
from pipeline.resolve.patterns import Patterns
from tests.conftest import cases


@pytest.mark.parametrize("row", cases("resolve_entities"))
def test_entities_are_told_by_evidence(extractor: Extractor, row: dict[str, Any]) -> None:
    record = extractor.extract(row["text"])
    told = [(one.type, {one.name, one.name.rstrip("."), *one.aliases}) for one in record.entities]
    for want in row["want"]:
        names = {want["name"], *want.get("aliases", ())}
        assert any(names <= forms and want.get("type", kind) == kind for kind, forms in told), told
    spurious = {name for name in row["not"] if any(name in forms for _, forms in told)}
    assert spurious == set(), told


@pytest.mark.parametrize(("number", "valid"), [("9074729", True), ("9074720", False), ("9319466", True)])
def test_ship_numbers_have_a_check_digit(number: str, valid: bool) -> None:
    assert imo_valid(number) is valid


def test_wallets_have_a_checksum() -> None:
    assert base58_valid("1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN2")
    assert not base58_valid("1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN3")


def test_a_legal_form_ends_no_hyphenated_word() -> None:
    view = "Dutch bank F. Lanschot Bankiers N.V., Co-owned by Norda B.A."
    found = [view[one.start : one.end] for one in Patterns(load_world()).companies(view)]
    assert found == ["F. Lanschot Bankiers N.V.", "Norda B.A."]


def test_a_lone_first_word_that_only_the_model_names_is_dropped_aloud(extractor: Extractor) -> None:
    doc = extractor.nlp("Zephra rose. The bank fell.")
    doc.set_ents([doc.char_span(0, 6, label="Company")])
    article = clean(read_text("Zephra rose. The bank fell."), languages=("en",))
    warnings: list[RecordWarning] = []
    assert Resolver()(Printed(doc, article.view), article, warnings) == ()
    assert [(one.code, one.span.text if one.span else "") for one in warnings] == [("doubtful_name", "Zephra")]
