"""Which date an amount has, where its verb or a comparison says so."""

from __future__ import annotations

import datetime as dt

import pytest

from pipeline.flow import Extractor

DAY = dt.date(2019, 8, 20)
Days = tuple[str, str] | None


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("Norda Lines Inc sold tickets worth $40 million in Chile last year.", [("2018-01-01", "2018-12-31")]),
        (
            "Norda Lines Inc had a net profit of $4 million in the quarter to June, against $3 million a year earlier.",
            [("2019-04-01", "2019-06-30"), ("2018-04-01", "2018-06-30")],
        ),
        (
            "Norda Lines Inc had revenue of $9 million in 2018. EBITDA fell to $2 million from $3 million.",
            [("2018-01-01", "2018-12-31"), ("2018-01-01", "2018-12-31"), ("2017-01-01", "2017-12-31")],
        ),
        ("Norda Lines Inc said last month that it had debt of $4 million.", [None]),
        (
            "Norda Lines Inc had revenue of $9 million in 2018 (2017: $8 million).",
            [("2018-01-01", "2018-12-31"), ("2017-01-01", "2017-12-31")],
        ),
    ],
)
def test_the_days_of_an_amount(extractor: Extractor, text: str, days: list[Days]) -> None:
    periods = [fact.period for fact in extractor.extract(text, published=DAY).financials]
    assert [None if one is None or one.start is None else (str(one.start), str(one.end)) for one in periods] == days
