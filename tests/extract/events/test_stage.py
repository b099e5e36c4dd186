"""How far a decision has gone: the words that govern a measure, read in whole sentences."""

from __future__ import annotations

import datetime as dt

import pytest

from pipeline.flow import Extractor

LEAD = "Sanctions row\n\n"


@pytest.mark.model
@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("Washington will impose sanctions on Belarus if it does not free the men.", "designate/threatened"),
        ("The United States would impose tariffs on Norway unless it opened its market.", "designate/threatened"),
        ("Norway may lift the embargo on Belarus if the men are freed.", "delist/considered"),
        ("The Community has a proposal under which it could raise tariffs on Japanese goods.", "designate/proposed"),
        ("A House subcommittee agreed to bar imports of Japanese recorders.", "designate/proposed"),
        ("The Senate approved sanctions on Belarus on Tuesday.", "designate/proposed"),
        ("The White House imposed sanctions on Belarus.", "designate/enacted"),
        ("The Security Council is divided over an arms embargo on South Sudan.", "designate/considered"),
        ("EU ministers disagree on sanctions against Belarus.", "designate/considered"),
    ],
)
def test_the_words_above_a_measure_tell_its_stage(extractor: Extractor, sentence: str, told: str) -> None:
    record = extractor.extract(LEAD + sentence, published=dt.date(2024, 3, 15))
    assert [f"{event.action}/{event.status}" for event in record.sanction_events] == [told]
