"""Names beside names: labelled pairs, in two halves; the weights were set on ``tune``, ``held`` measures them."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from conftest import cases

from pipeline.link.blocking import Index
from pipeline.link.compare import THRESHOLD, compare
from pipeline.link.formats import ListRow
from pipeline.link.names import Kind, read_name
from pipeline.link.sounds import alike

KINDS: dict[str, Kind] = {"Person": "person", "Organization": "organisation", "Vessel": "vessel"}
PAIRS: list[dict[str, Any]] = [row.values[0] for row in cases("link_pairs")]
FLOORS = {"tune": 0.97, "held": 0.93}


def score(a: str, b: str, kind: Kind) -> float:
    return compare(read_name(a, kind), read_name(b, kind)).score


def test_there_are_enough_pairs_and_hard_ones_of_both_sorts() -> None:
    assert len(PAIRS) >= 300
    assert Counter(pair["half"] for pair in PAIRS)["held"] >= 150
    assert min(Counter(pair["same"] for pair in PAIRS).values()) >= 100
    assert len({(pair["a"], pair["b"]) for pair in PAIRS}) == len(PAIRS)


@pytest.mark.parametrize("half", FLOORS)
def test_pairs_are_told_apart(half: str) -> None:
    told = Counter(
        (pair["same"], score(pair["a"], pair["b"], KINDS[pair["kind"]]) >= THRESHOLD)
        for pair in PAIRS
        if pair["half"] == half
    )
    right, false, missed = told[True, True], told[False, True], told[True, False]
    assert 2 * right / (2 * right + false + missed) >= FLOORS[half], told


def test_it_does_not_matter_which_name_stands_in_the_list() -> None:
    uneven = [
        (pair["a"], pair["b"])
        for pair in PAIRS
        if (score(pair["a"], pair["b"], KINDS[pair["kind"]]) >= THRESHOLD)
        != (score(pair["b"], pair["a"], KINDS[pair["kind"]]) >= THRESHOLD)
    ]
    assert uneven == []


def test_the_index_finds_nearly_every_pair_that_the_comparison_would_match() -> None:
    matching = [
        pair for pair in PAIRS if score(pair["a"], pair["b"], KINDS[pair["kind"]]) >= THRESHOLD and pair["same"]
    ]
    lost = []
    for pair in matching:
        kind = KINDS[pair["kind"]]
        index = Index([[read_name(pair["a"], kind)]], [frozenset()])
        if not index.candidates(ListRow("list", "1", kind, (pair["b"],))):
            lost.append((pair["a"], pair["b"]))
    assert len(lost) <= len(matching) * 0.02, lost


def test_the_reason_names_the_words() -> None:
    found = compare(read_name("Sergei Lavrov", "person"), read_name("LAWROW, Sergej Viktorovich", "person"))
    assert found.rule == "words"
    assert found.detail == "sergei~sergej 0.95 lavrov~lawrow 0.97 +viktorovich"


def test_a_form_of_another_country_is_said() -> None:
    found = compare(read_name("Norda Lines Ltd", "organisation"), read_name("Norda Lines GmbH", "organisation"))
    assert found.rule == "legal form"
    assert found.score < THRESHOLD


@pytest.mark.parametrize(
    ("a", "b", "strict", "low", "high"),
    [
        ("putin", "putin", False, 1.0, 1.0),
        ("khodorkovsky", "khodorkovskiy", False, 0.97, 0.97),
        ("muhammad", "mohamed", False, 0.95, 0.95),
        ("hassan", "hussein", False, 0.0, 0.0),
        ("petra", "peter", False, 0.0, 0.0),
        ("043", "43", True, 1.0, 1.0),
        ("43", "45", True, 0.0, 0.0),
        ("norda", "nordea", True, 0.0, 0.0),
        ("tankers", "tanker", True, 0.95, 0.95),
    ],
)
def test_words_sound_alike(a: str, b: str, strict: bool, low: float, high: float) -> None:
    assert low <= alike(a, b, strict=strict) <= high
    assert alike(a, b, strict=strict) == alike(b, a, strict=strict)
