"""The weighing of owners: what it picks, what it leaves to the rules, and that its weights can be read."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipeline.document import Chain
from pipeline.errors import KnowledgeError
from pipeline.extract.finance import owner_model
from pipeline.extract.finance.owner_model import OwnerWeights, best, owner_weights
from pipeline.flow import Extractor

ORLO = Chain("e1", "Company", "Orlo Mills", [])
KEST = Chain("e2", "Company", "Kest Foods", [])
ROWS = [(None, {"nobody": 1.0}), (ORLO, {"in_title": 1.0}), (KEST, {"last_subject": 1.0})]


def test_the_highest_sum_wins() -> None:
    model = OwnerWeights(weights={"in_title": 1.0, "last_subject": 0.4, "nobody": -1.0})
    assert best(ROWS, model) is ORLO


def test_of_equals_the_first() -> None:
    assert best(ROWS, OwnerWeights(weights={})) is None


@pytest.fixture
def _fresh():
    owner_weights.cache_clear()
    yield
    owner_weights.cache_clear()


@pytest.mark.usefixtures("_fresh")
def test_without_weights_the_rules_stand(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(owner_model, "model_path", lambda _: None)
    assert owner_weights() is None


@pytest.mark.usefixtures("_fresh")
def test_wrong_weights_stop_the_program(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    file = tmp_path / "money_owner.json"
    file.write_text(json.dumps({"weights": {"in_title": "much"}}))
    monkeypatch.setattr(owner_model, "model_path", lambda _: file)
    with pytest.raises(KnowledgeError, match=r"money_owner\.json"):
        owner_weights()


@pytest.mark.parametrize(
    ("text", "owner"),
    [
        ("Orlo Mills, which Kest Foods bought in May, had turnover of $40 million last year.", "Orlo Mills"),
        ("Kest Foods supplies Orlo Mills, whose sales rose to $40 million last year.", "Orlo Mills"),
        (
            "Kest Foods said that it had bought Orlo Mills. It had a profit of $3 million in 2018.",
            "Kest Foods",
        ),
    ],
)
def test_who_does_what_the_clause_tells(extractor: Extractor, text: str, owner: str) -> None:
    record = extractor.extract(text)
    names = {entity.id: entity.name for entity in record.entities}
    assert [names.get(str(fact.entity)) for fact in record.financials] == [owner]
