"""The sums that the small linear models have in common."""

from __future__ import annotations

import pytest

from pipeline.extract.weighing import Classes, total

CLASSES = Classes(("yes", "no"), (0.5, 0.0), {"near": (1.0, -1.0), "far": (-2.0, 0.25)})


def test_what_a_model_does_not_know_weighs_nothing() -> None:
    assert total({"near": 2.0, "new": 9.0}, {"near": 1.5, "far": 1.0}) == 3.0
    assert total({}, {"near": 1.5}) == 0
    assert CLASSES.sums({"new": 9.0}).tolist() == [0.5, 0.0]


def test_each_answer_has_its_sum() -> None:
    assert CLASSES.by_name(CLASSES.sums({"near": 2.0, "far": 1.0})) == {"yes": 0.5, "no": -1.75}


def test_chances_sum_to_one() -> None:
    chances = CLASSES.chances(CLASSES.sums({"near": 1.0}))
    assert sum(chances.values()) == pytest.approx(1)
    assert chances["yes"] > 0.9
