"""Status and confidence of merged mentions, on mentions made by hand."""

from __future__ import annotations

import time

import pytest
import spacy

from pipeline.extract.events.candidate import Candidate
from pipeline.extract.events.merge import Decision
from pipeline.extract.events.score import combined, raw_score
from pipeline.records import EventStatus


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
