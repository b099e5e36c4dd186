"""Whose money a story's bare words mean: dateline, main company, places, countries named, day."""

from __future__ import annotations

import datetime as dt

import pytest

from pipeline.flow import Extractor


@pytest.mark.parametrize(
    ("text", "day", "currency"),
    [
        ("TAIPEI, Jan 8 - Taiwan's trade surplus rose to 19 billion dlrs last year.", "1988-01-08", "USD"),
        ("ANKARA, Sept 17 - Norda Insaat AS had a loss of 48 billion lira in 1991.", "1992-09-17", "TRL"),
        (
            "Norda Bank of Zurich fell deeper into loss. It lost 40 million francs in 2008, it said.",
            "2009-02-12",
            "CHF",
        ),
        ("Danish brewer Norda had revenue of 400 million kroner last year, it said in Denmark.", "2022-02-12", "DKK"),
        ("JOHANNESBURG, Feb 8 - Norda Lines had a loss per share of 188 cents in 2023.", "2024-02-08", "ZAR"),
        ("Norda Lines, a Canadian ferry firm, had revenue of $40 million in 2023. Canada paid.", "2024-02-08", "CAD"),
        ("Norda Lines had revenue of $40 million in 2023, said its chief in Boston.", "2024-02-08", "USD"),
    ],
)
def test_whose_money_it_is(extractor: Extractor, text: str, day: str, currency: str) -> None:
    record = extractor.extract(text, published=dt.date.fromisoformat(day))
    assert [fact.amount.currency for fact in record.financials if fact.amount] == [currency]
