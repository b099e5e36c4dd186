"""How firm an amount is: what the weighing picks in sentences of each kind."""

from __future__ import annotations

import pytest

from pipeline.extract.finance import status_model
from pipeline.extract.finance.status_model import StatusModel, StatusWeights
from pipeline.flow import Extractor

WEIGHTS = StatusWeights(classes=("actual", "estimate"), bias=(0.5, 0.0), weights={"meets": (0.0, 1.0)})


def test_the_likeliest_status() -> None:
    assert StatusModel(WEIGHTS).status({}) == "actual"
    assert StatusModel(WEIGHTS).status({"meets": 1.0}) == "estimate"


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Norda Lines Inc said revenue was $40 million last year.", "actual"),
        ("Norda Lines Inc said it expects revenue of $40 million next year.", "forecast"),
        ("Norda Lines Inc plans to spend $40 million on a new dock.", "target"),
        ("Norda Lines Inc will pay a fine of $40 million to settle the charges, it said.", "actual"),
        ("Analysts at Kest Bank estimated that Norda Lines Inc was worth $40 million.", "estimate"),
    ],
)
def test_how_firm_it_is(extractor: Extractor, text: str, status: str) -> None:
    assert [fact.status for fact in extractor.extract(text).financials] == [status]


def test_without_weights_the_rules_stand(monkeypatch: pytest.MonkeyPatch) -> None:
    status_model.status_model.cache_clear()
    monkeypatch.setattr(status_model, "model_path", lambda _: None)
    assert status_model.status_model() is None
    status_model.status_model.cache_clear()
