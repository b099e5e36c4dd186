"""Relations on sentences of our own, through the whole pipeline."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from pipeline.extract.relations.score import confidence
from pipeline.flow import Extractor
from pipeline.records import ArticleRecord, Relation
from tests.conftest import cases


def _told(record: ArticleRecord) -> list[dict[str, Any]]:
    # A legal form that ends the sentence keeps its full stop.
    names = {entity.id: entity.name.rstrip(".") for entity in record.entities}
    return [
        {
            "type": relation.type,
            "subject": names[relation.subject],
            "object": names[relation.object],
            "role": relation.role,
            "share": None if relation.share is None else str(relation.share.normalize()),
            "status": relation.status,
        }
        for relation in record.relations
    ]


@pytest.mark.parametrize("row", cases("relations_find"))
def test_a_stated_relation_is_found(extractor: Extractor, row: dict[str, Any]) -> None:
    told = _told(extractor.extract(row["text"]))
    for want in row["want"]:
        assert any(want.items() <= one.items() for one in told), told


@pytest.mark.parametrize("row", cases("relations_none"))
def test_what_is_not_stated_makes_no_relation(extractor: Extractor, row: dict[str, Any]) -> None:
    told = _told(extractor.extract(row["text"]))
    assert [one for one in told if one["type"] in row["types"]] == []


def test_evidence_quotes_the_words_of_the_relation(extractor: Extractor) -> None:
    text = "Orlo Robotics Inc said on Monday that Anna Berg, chairman of Kaito Precision Corp, had bought no shares."
    record = extractor.extract(text)
    found: list[Relation] = [one for one in record.relations if one.role == "chairman"]
    assert [one.evidence[0].text for one in found] == ["Anna Berg, chairman of Kaito Precision Corp"]


def test_a_share_lies_between_nought_and_one(extractor: Extractor) -> None:
    record = extractor.extract("Orlo Robotics Inc owns 12.5 pct of Kaito Precision Corp.")
    assert [one.share for one in record.relations] == [Decimal("0.125")]


def test_a_guessed_or_unnamed_end_makes_it_less_sure() -> None:
    plain = confidence("high", outside=False, unnamed=0)
    assert confidence("high", outside=True, unnamed=0) < plain
    assert confidence("high", outside=False, unnamed=1) < plain
    assert confidence("low", outside=True, unnamed=2) > 0
