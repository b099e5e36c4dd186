"""Status and confidence of merged mentions, on mentions made by hand."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Sequence

import pytest
import spacy

from pipeline.document import NO_DATE
from pipeline.extract.events import read_mentions
from pipeline.extract.events.candidate import Candidate
from pipeline.extract.events.features import Features
from pipeline.extract.events.merge import Decision, Merger
from pipeline.extract.events.retold import fold_retold
from pipeline.extract.events.score import combined, raw_score
from pipeline.records import EventStatus, Period
from pipeline.train.contexts import read_contexts


def mention(status: EventStatus, *, bare: bool = False, conditional: bool = False, score: float = 0.5) -> Candidate:
    doc = spacy.blank("en")("They imposed sanctions .")
    return Candidate(
        rule="event.impose",
        action="designate",
        sentence=doc[:],
        predicate=doc[1],
        status=status,
        bare=bare,
        conditional=conditional,
        score=score,
    )


@pytest.mark.parametrize(
    ("statuses", "strongest"),
    [
        (("considered", "enacted"), "enacted"),
        (("threatened", "proposed", "considered"), "proposed"),
        (("requested",), "requested"),
        (("rejected",), "rejected"),
    ],
)
def test_the_strongest_form_told_counts(statuses: tuple[EventStatus, ...], strongest: EventStatus) -> None:
    assert Decision([mention(one) for one in statuses]).status == strongest


def test_a_mere_mention_does_not_make_a_threat_a_deed() -> None:
    assert Decision([mention("threatened"), mention("enacted", bare=True)]).status == "threatened"


def test_a_condition_does_not_outweigh_what_is_told_outright() -> None:
    assert Decision([mention("considered"), mention("proposed", conditional=True)]).status == "considered"


def test_a_plain_mention_with_parties_scores_higher() -> None:
    plain, poor = mention("enacted"), mention("enacted", bare=True)
    plain.authorities, plain.targets = ["e1"], ["e2"]
    assert 0 < raw_score(poor) < raw_score(plain) < 1


def test_more_mentions_raise_confidence_up_to_a_ceiling() -> None:
    one = combined([mention("enacted", score=0.8)])
    many = combined([mention("enacted", score=0.8)] * 9)
    assert one < many <= 0.97


def test_a_decision_told_very_often_is_read_fast() -> None:
    """A long notice says "was added" hundreds of times: the work must not grow with the cube of that."""
    many = [mention("enacted", score=0.9 if number == 6 else 0.5) for number in range(400)]
    for number, one in enumerate(many):
        one.targets = [f"e{number}"]
    begin = time.process_time()
    found = Decision(many).union("targets")
    assert found[:3] == ["e6", "e0", "e1"]
    assert len(found) == len(many)
    assert time.process_time() - begin < 2


def decision(authority: str, target: str, day: str | None = None, chance: float = 0.5) -> Decision:
    one = mention("enacted")
    one.authorities, one.targets = [authority], [target]
    if day is not None:
        date = dt.date.fromisoformat(day)
        one.announced = Period(start=date, end=date, kind="instant", text=day)
    return Decision([one], chance)


def test_decisions_with_the_same_parties_are_one_told_twice() -> None:
    (one,) = fold_retold([decision("e1", "e2", chance=0.6), decision("e1", "e2", "2024-03-01", chance=0.9)])
    assert len(one.mentions) == 2
    assert one.chance == 0.9


def test_a_step_ahead_is_one_however_its_stage_is_worded() -> None:
    planned, threatened, taken = (decision("e1", "e2") for _ in range(3))
    for one, status in ((planned, "proposed"), (threatened, "threatened"), (taken, "enacted")):
        one.best.status = status  # type: ignore[assignment]
    threatened.best.authorities = ["e1", "e3"]
    assert sorted(len(one.mentions) for one in fold_retold([planned, threatened, taken])) == [1, 2]


@pytest.mark.parametrize(
    "other",
    [decision("e1", "e3"), decision("e4", "e2"), decision("e1", "e2", "2019-05-07")],
    ids=["target", "authority", "day"],
)
def test_another_party_or_another_day_is_another_decision(other: Decision) -> None:
    assert len(fold_retold([decision("e1", "e2", "2024-03-01"), other])) == 2


class Fixed:
    """Gives every pair the same chance."""

    same = 0.5

    def __init__(self, chance: float) -> None:
        self.chance = chance
        self.asked: list[Features] = []

    def pair_chances(self, rows: Sequence[Features]) -> list[float]:
        self.asked.extend(rows)
        return [self.chance] * len(rows)


@pytest.mark.model
@pytest.mark.parametrize(("chance", "decisions"), [(0.9, 1), (0.1, 2)])
def test_what_is_learnt_about_pairs_decides_what_is_one_decision(chance: float, decisions: int) -> None:
    text = (
        "Round-up\n\nNorway imposed sanctions on Aldor Robotics on May 3. Sales of fish rose.\n\n"
        "Norway imposed sanctions on the shipping line Vesterhav in June."
    )
    (context,) = read_contexts([("one", text, NO_DATE)])
    model = Fixed(chance)
    found = Merger(context, model).merge(read_mentions(context, ()))
    assert len(found) == decisions
    assert {"gap=2", "targets=apart", "rule=apart"} <= set(model.asked[0])
