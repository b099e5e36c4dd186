"""Courts that rule on measures: who annuls, and which rulings are one."""

from __future__ import annotations

import datetime as dt

import pytest

from pipeline.extract.events.candidate import Court
from pipeline.flow import Extractor
from pipeline.records import ArticleRecord

LEAD = "Sanctions row\n\n"


def annulled(extractor: Extractor, text: str) -> list[tuple[set[str], set[str]]]:
    record: ArticleRecord = extractor.extract(LEAD + text, published=dt.date(2024, 3, 15))
    names = {entity.id: entity.name for entity in record.entities}
    return [
        ({names[i] for i in event.authorities}, {names[i] for i in event.targets})
        for event in record.sanction_events
        if event.action == "annul"
    ]


@pytest.mark.model
@pytest.mark.parametrize(
    ("sentence", "court", "targets"),
    [
        ("A tribunal in Oslo suspended Norway's sanctions on Jan Lind.", set(), {"Jan Lind"}),
        ("A federal judge in Ohio put President Berg's revised travel ban on hold on Tuesday.", set(), set()),
        ("The travel ban was suspended by a court in Lyon.", set(), set()),
        ("The tribunal has set aside Norway's sanctions on Jan Lind.", set(), {"Jan Lind"}),
        ("Judge Orla Lind granted Norda Lines an injunction against the ban.", {"Orla Lind"}, {"Norda Lines"}),
    ],
)
def test_whose_ban_is_blocked_does_not_block_it(
    extractor: Extractor, sentence: str, court: set[str], targets: set[str]
) -> None:
    assert annulled(extractor, sentence) == [(court, targets)]


@pytest.mark.model
def test_rulings_of_courts_in_different_places_are_two(extractor: Extractor) -> None:
    text = (
        "A federal judge in Ohio blocked President Berg's new travel ban on Tuesday. "
        "An earlier ban was blocked by a judge in Oregon."
    )
    assert len(annulled(extractor, text)) == 2


def test_courts_differ_by_what_is_known_of_them() -> None:
    here, there = Court((), seats=frozenset({"e1"})), Court((), seats=frozenset({"e2"}))
    named = Court(("e3",), judges=frozenset({"e3"}))
    assert here.differs(there)
    assert not here.differs(named)
    assert here.differs(Court((), another=True))
