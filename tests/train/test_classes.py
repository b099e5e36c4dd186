"""Fit one of several answers."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.train.classes import fit_classes


@dataclass(frozen=True, slots=True)
class Example:
    features: dict[str, float]
    right: str


def test_the_answer_that_a_feature_goes_with_gets_its_weight() -> None:
    seen = [Example({"bank": 1.0}, "lender"), Example({"shop": 1.0}, "seller"), Example({"fund": 1.0}, "investor")] * 4
    fitted = fit_classes(seen, 1.0, 3)
    assert fitted["classes"] == ("investor", "lender", "seller")
    for name, answer in (("bank", "lender"), ("shop", "seller"), ("fund", "investor")):
        row = fitted["weights"][name]
        assert fitted["classes"][row.index(max(row))] == answer


def test_a_rare_feature_gets_no_weight() -> None:
    seen = [*[Example({"bank": 1.0}, "lender"), Example({"shop": 1.0}, "seller")] * 4, Example({"rare": 1.0}, "seller")]
    assert set(fit_classes(seen, 1.0, 3)["weights"]) <= {"bank", "shop"}
