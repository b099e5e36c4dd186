"""The part of its owner that an amount measures: what can be one, and what the weighing picks."""

from __future__ import annotations

import pytest

from pipeline.extract.finance import segment_model
from pipeline.extract.finance.segment_features import Candidate
from pipeline.extract.finance.segment_model import SegmentWeights, segment_weights
from pipeline.flow import Extractor

PART = {"part": 1.0}
ROWS = [
    Candidate(None, {"whole": 1.0}, {}),
    Candidate((3, 5), {"unit": 1.0}, PART),
    Candidate((4, 5), {}, PART),
    Candidate((7, 8), {}, {"part": 1.0, "far": 1.0}),
]


def test_a_part_has_a_lead() -> None:
    assert SegmentWeights(lead=0.0, weights={}).best(ROWS) is None
    assert SegmentWeights(lead=0.5, weights={}).best(ROWS) == (3, 5)
    assert SegmentWeights(lead=0.5, weights={"whole": 1.0}).best(ROWS) is None


def test_own_and_shared_features_weigh_alike() -> None:
    for weights in ({"unit": -1.0, "far": -2.0}, {"part": 3.0, "unit": -1.0, "far": -2.0}):
        assert SegmentWeights(lead=0.5, weights=weights).best(ROWS) == (4, 5)
    assert ROWS[1].features == {"part": 1.0, "unit": 1.0}


@pytest.mark.parametrize(
    ("text", "segment"),
    [
        ("Norda Lines Inc said its ferry division had revenue of $40 million last year.", "ferry division"),
        ("Kenya exported tea worth $1.2 billion last year.", "tea"),
        ("Copper closed at $8,950 a tonne in London on Monday.", "Copper"),
        ("Norda Lines Inc said revenue was $40 million last year.", None),
    ],
)
def test_the_part_that_is_measured(extractor: Extractor, text: str, segment: str | None) -> None:
    assert [fact.segment for fact in extractor.extract(text).financials] == [segment]


def test_an_earlier_value_is_of_the_same_part(extractor: Extractor) -> None:
    record = extractor.extract("Kenya exported tea worth $1.2 billion last year, compared with $1.1 billion in 2017.")
    assert [fact.segment for fact in record.financials] == ["tea", "tea"]


def test_without_weights_the_rules_stand(monkeypatch: pytest.MonkeyPatch) -> None:
    segment_weights.cache_clear()
    monkeypatch.setattr(segment_model, "model_path", lambda _: None)
    assert segment_weights() is None
    segment_weights.cache_clear()
