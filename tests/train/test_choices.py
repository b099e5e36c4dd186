"""Choices among candidates are learnt: what marks the right one gets a positive coefficient."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.train.choices import fit_choices


@dataclass(frozen=True)
class Choice:
    """A right candidate and others."""

    right: dict[str, float]
    others: tuple[dict[str, float], ...]


def test_what_marks_the_right_candidate_is_learnt() -> None:
    asked = [Choice({"subject": 1.0, "named": 1.0}, ({"named": 1.0}, {"titled": 1.0}))] * 4
    weights = fit_choices(asked, strength=1.0, fewest=2)
    assert weights["subject"] > 0 > weights["titled"]


def test_what_comes_with_too_few_choices_gets_no_coefficient() -> None:
    asked = [Choice({"subject": 1.0}, ({},))] * 3 + [Choice({"subject": 1.0, "rare": 1.0}, ({},))]
    assert set(fit_choices(asked, strength=1.0, fewest=2)) == {"subject"}
