"""Scores of one article against tables of labels and predictions."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from conftest import cases

from evaluate.samples import value, view
from pipeline.evaluate.align import assign
from pipeline.evaluate.documents import score_article
from pipeline.evaluate.names import likeness, make_name, same


@pytest.mark.parametrize("row", cases("evaluate_names"))
def test_names(row: dict[str, Any]) -> None:
    a, b = (make_name(forms[0], forms[1:]) for forms in (row["a"], row["b"]))
    assert likeness(a, b) == likeness(b, a) == row["score"]


def test_nobody_is_the_same_as_nobody_only() -> None:
    name = make_name("Orsa Mills")
    assert same(None, None)
    assert not same(name, None)
    assert not same(None, name)


@pytest.mark.parametrize("row", cases("evaluate_scores"))
def test_counts(row: dict[str, Any]) -> None:
    tally = score_article(view(**row["gold"]), view(**row["found"])).tally
    for key, expected in row["counts"].items():
        hits, predicted, found, gold = tally.counts[key]
        assert [hits, predicted, gold] == pytest.approx(expected[:3]), key
        assert found == pytest.approx(expected[-1] if len(expected) == 4 else hits, abs=1e-3), key


def test_an_article_without_a_record_is_all_missed() -> None:
    score = score_article(view(), None)
    assert not score.found
    assert {one.verdict for one in score.outcomes} == {"missed"}


def test_assignment_is_the_best_one_in_any_order() -> None:
    scores = np.array([[3.0, 2.0], [2.5, 0.0]])
    best = assign([0, 1], [0, 1], lambda i, j: scores[i, j])
    assert best == {0: 1, 1: 0}
    assert assign([1, 0], [1, 0], lambda i, j: scores[i, j]) == {0: 1, 1: 0}


def test_outcomes_say_what_is_wrong() -> None:
    found = view(
        sanction_events=[{"action": "designate", "status": "denied", "targets": ["Orsa Mills"], "trigger": "listed"}]
    )
    outcomes = score_article(view(), found).outcomes
    wrong = next(one for one in outcomes if one.kind == "event" and one.verdict == "partly")
    assert wrong.wrong[0] == "status: enacted, not denied"
    assert "targets: Orsa Mills, Petrin Steel, not Orsa Mills" in wrong.wrong
    missed = next(one for one in outcomes if one.kind == "event" and one.verdict == "missed")
    assert missed.quote == "The board may free Petrin Steel in May"
    assert missed.span is not None
    assert view().text[missed.span[0] : missed.span[1]] == missed.quote


def test_values_are_compared_only_where_they_are_labelled() -> None:
    found = view(values=[value("date", "Monday")])
    assert not [key for key in score_article(view(), found).tally.counts if key.startswith("value")]
    assert score_article(view(values=[]), found).tally.counts["value"] == [0, 1, 0, 0]


def test_a_value_with_other_edges_is_shown_beside_its_label() -> None:
    gold = view(values=[value("date", "Monday"), value("date", "2020"), value("date", "May")])
    found = view(values=[value("date", "on Monday"), value("date", "May"), value("money", "2 million crowns")])
    shown = [
        (one.verdict, one.gold or one.predicted, one.wrong)
        for one in score_article(gold, found).outcomes
        if one.kind == "value"
    ]
    assert shown == [
        ("partly", "date “Monday”", ("read as date “on Monday”",)),
        ("missed", "date “2020”", ()),
        ("right", "date “May”", ()),
        ("false", "money “2 million crowns”", ()),
    ]
