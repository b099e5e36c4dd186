"""The gate of ``--only``: it must let through what matters; what it costs is measured by `make bench`."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from conftest import ROOT

from pipeline.clean.relevance import check_relevance
from pipeline.errors import ArticleError
from pipeline.flow import Extractor
from pipeline.ingest import read_text
from pipeline.reading import Only
from pipeline.records import ArticleRecord, Issue
from pipeline.settings import Settings


def passes(text: str, only: Only) -> bool:
    try:
        check_relevance(text, only)
    except ArticleError as error:
        assert error.code == "not_relevant"
        return False
    return True


@pytest.mark.parametrize(
    ("text", "relevant", "sanctions"),
    [
        ("The minister spoke of SANCTIONS.", True, True),
        ("The firm is on the Entity\nList.", True, True),
        ("It was put under the Magnitsky Act.", True, True),
        ("They banned the ships.", True, True),
        ("He seized the chance.", False, False),
        ("They seized the ship and froze his accounts.", True, True),
        ("The urban planner met the band.", False, False),
        ("It paid $5.", True, False),
        ("It paid 5 million for it.", True, False),
        ("It cost 30 won.", True, False),
        ("Thirty years ago, the team won again.", False, False),
        ("Exports make up half of its sales.", True, False),
        ("Half of the team was ill.", False, False),
        ("Rain is expected on Monday.", False, False),
        ("", False, False),
    ],
)
def test_what_it_lets_through(text: str, relevant: bool, sanctions: bool) -> None:
    assert (passes(text, "relevant"), passes(text, "sanctions")) == (relevant, sanctions)
    assert passes(text, "all")


def labelled() -> Iterator[tuple[str, bool, bool]]:
    """Texts of the gold set, whether they surely hold an event, and whether they hold a fact of any other kind."""
    for path in sorted((ROOT / "corpus" / "gold").glob("*/*.json")):
        text = path.with_suffix(".txt")
        if text.exists():
            labels = json.loads(path.read_text(encoding="utf-8"))
            money = bool(labels["financials"] or labels["revenue_shares"])
            events = [one for one in labels["sanction_events"] if not one.get("optional")]
            yield text.read_text(encoding="utf-8"), bool(events), money


def test_it_misses_at_most_one_of_two_hundred() -> None:
    rows = list(labelled())
    events = [passes(text, "sanctions") for text, event, _ in rows if event]
    facts = [passes(text, "relevant") for text, event, money in rows if event or money]
    assert min(len(events), len(facts)) > 100
    assert sum(events) >= 0.995 * len(events)
    assert sum(facts) >= 0.995 * len(facts)


@pytest.mark.model
def test_a_record_is_the_same_and_a_skipped_article_is_an_issue(extractor: Extractor) -> None:
    texts = ["Rain is expected on Monday in Oslo.", "The ministry banned imports of ore from Ruritania on Monday."]
    articles = [read_text(text) for text in texts]
    everything = list(extractor.process(articles))
    before, extractor.settings = extractor.settings, Settings(only="sanctions")
    try:
        skipped, kept = extractor.process(articles)
    finally:
        extractor.settings = before
    assert isinstance(skipped, Issue)
    assert (skipped.code, skipped.stage) == ("not_relevant", "clean")
    assert isinstance(kept, ArticleRecord)
    assert kept == everything[1]
    assert Settings(only="sanctions").digest() == Settings().digest()
