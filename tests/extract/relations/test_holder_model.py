"""The weighing of holders of roles: what it picks, when nothing, and that its weights can be read and learnt."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipeline.document import Chain
from pipeline.errors import KnowledgeError
from pipeline.extract.relations import holder_model
from pipeline.extract.relations.holder_model import HolderWeights, best, holder_weights
from pipeline.train.holders import Question, check, fit

ORLO = Chain("e1", "Company", "Orlo Mills", [])
KEST = Chain("e2", "Company", "Kest Foods", [])
ROWS = [(ORLO, {"title": 1.0}), (KEST, {"gap.0": 1.0})]


def test_the_most_probable_wins() -> None:
    assert best(ROWS, HolderWeights(least=0.4, bias=-1.0, weights={"title": 2.0, "gap.0": 3.0})) is KEST


def test_where_none_is_likelier_there_is_no_holder() -> None:
    assert best(ROWS, HolderWeights(least=0.4, bias=-4.0, weights={"title": 2.0, "gap.0": 3.0})) is None


def test_what_marks_the_right_ones_is_learnt() -> None:
    seen = [Question(str(number), (({"near": 1.0}, True), ({"far": 1.0}, False))) for number in range(9)]
    weights = fit(seen)
    assert weights.weights["near"] > 0 > weights.weights["far"]
    assert check(weights, seen)["both"] == (1.0, 1.0)
    assert check(weights, seen)["rules alone"] == (0.0, 0.0)


@pytest.fixture
def _fresh():
    holder_weights.cache_clear()
    yield
    holder_weights.cache_clear()


@pytest.mark.usefixtures("_fresh")
def test_without_weights_the_rules_stand(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(holder_model, "model_path", lambda _: None)
    assert holder_weights() is None


@pytest.mark.usefixtures("_fresh")
def test_wrong_weights_stop_the_program(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    file = tmp_path / "relation_holder.json"
    file.write_text(json.dumps({"weights": {"title": "much"}}))
    monkeypatch.setattr(holder_model, "model_path", lambda _: file)
    with pytest.raises(KnowledgeError, match=r"relation_holder\.json"):
        holder_weights()
