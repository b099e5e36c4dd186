"""Reasons told away from the event, who contests where people speak, and one more of the same round."""

from __future__ import annotations

import datetime as dt

import pytest

from pipeline.document import NO_DATE
from pipeline.extract.events import read_mentions
from pipeline.flow import Extractor
from pipeline.records import ArticleRecord
from pipeline.train.contexts import read_contexts

ARTICLE = (
    "Trade list grows\n\n"
    "OSLO, March 14 - The Commerce Department blacklisted Norda Lines and seven other companies on Thursday.\n\n"
    "Norda Lines runs forty ships. Its founders told reporters they will seek relief from the blacklisting.\n\n"
    "Officials allege that companies like Norda Lines were used for human rights abuses in the north.\n\n"
    "Fjell Tankers, another shipper blacklisted, is pushing ahead with its share sale.\n"
)


@pytest.fixture(scope="module")
def record(extractor: Extractor) -> ArticleRecord:
    return extractor.extract(ARTICLE, published=dt.date(2024, 3, 15))


def named(record: ArticleRecord, ids: tuple[str, ...]) -> set[str]:
    return {one.name for one in record.entities if one.id in ids}


@pytest.mark.model
def test_a_sentence_that_accuses_a_target_gives_the_reason(record: ArticleRecord) -> None:
    listing = next(e for e in record.sanction_events if e.action == "designate")
    assert "human_rights" in listing.reasons


@pytest.mark.model
def test_one_more_of_a_round_is_a_target_of_the_same_event(record: ArticleRecord) -> None:
    listings = [e for e in record.sanction_events if e.action == "designate"]
    assert [named(record, e.targets) for e in listings] == [{"Norda Lines", "Fjell Tankers"}]


@pytest.mark.model
def test_a_firm_contests_where_its_people_speak() -> None:
    (context,) = read_contexts([("one", ARTICLE, NO_DATE)])
    challenges = [one for one in read_mentions(context, ()) if one.action == "challenge"]
    assert [[context.chain(id_).name for id_ in one.targets] for one in challenges] == [["Norda Lines"]]


TWICE = (
    "Norway hits tanker firms\n\n"
    "Norway put the shipper Brattvik Lines and its owner, Mads Holm, on its sanctions list on Monday. A year ago "
    "it had already blacklisted Egil Sund over oil sold to Syria.\n"
)
BULLETS = (
    "Canada acts\n\n"
    "Canada on Friday imposed sanctions on the following people over repression in Belarus:\n\n"
    "* Anton Reznik, head of the prison service\n* Larisa Pavlova\n\nTheir assets in Canada are frozen.\n"
)


@pytest.mark.model
def test_a_headline_joins_no_listings_of_different_names(extractor: Extractor) -> None:
    record = extractor.extract(TWICE, published=dt.date(2024, 3, 15))
    listings = [named(record, e.targets) for e in record.sanction_events if e.action == "designate"]
    assert sorted(map(sorted, listings)) == [["Brattvik Lines", "Mads Holm"], ["Egil Sund"]]


@pytest.mark.model
def test_lines_with_bullets_name_the_targets(extractor: Extractor) -> None:
    record = extractor.extract(BULLETS, published=dt.date(2024, 3, 15))
    (listing,) = [e for e in record.sanction_events if e.action == "designate"]
    assert named(record, listing.targets) == {"Anton Reznik", "Larisa Pavlova"}
