"""Who else takes part in a money fact: what the weighing picks, and that other metrics have other roles."""

from __future__ import annotations

import pytest

from pipeline.extract.finance import party_model
from pipeline.extract.finance.party_model import PartyModel, PartyWeights
from pipeline.flow import Extractor

WEIGHTS = PartyWeights(
    least=0.4, classes=("buyer", "lender", "none"), bias=(0.0, 0.0, 0.0), weights={"by": (3.0, 2.0, -1.0)}
)


def test_only_roles_of_the_metric_count() -> None:
    model = PartyModel(WEIGHTS)
    assert model.role({"by": 1.0}, "acquisition_price") == "buyer"
    assert model.role({"by": 2.0}, "penalty") is None


def test_a_role_must_be_likely_enough() -> None:
    assert PartyModel(WEIGHTS).role({}, "acquisition_price") is None


@pytest.mark.parametrize(
    ("text", "parties"),
    [
        ("Orlo Mills was fined $4 million by the Securities Commission.", {"Securities Commission": "authority"}),
        ("Orlo Mills borrowed $4 million from Kest Bank last year.", {"Kest Bank": "lender"}),
        ("Kest Foods bought Orlo Mills for $4 million in 2017.", {"Kest Foods": "buyer"}),
    ],
)
def test_who_takes_part(extractor: Extractor, text: str, parties: dict[str, str]) -> None:
    record = extractor.extract(text)
    names = {entity.id: entity.name for entity in record.entities}
    told = {names[one.entity]: one.role for fact in record.financials for one in fact.counterparties}
    assert told == parties


def test_without_weights_the_rules_stand(monkeypatch: pytest.MonkeyPatch) -> None:
    party_model.party_model.cache_clear()
    monkeypatch.setattr(party_model, "model_path", lambda _: None)
    assert party_model.party_model() is None
    party_model.party_model.cache_clear()
