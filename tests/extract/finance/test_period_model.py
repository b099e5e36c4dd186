"""Of what time an amount is: what the weighing picks, and the stretches that only custom dates."""

from __future__ import annotations

import datetime as dt

import pytest

from pipeline.extract.finance import period_model
from pipeline.extract.finance.period_features import Time
from pipeline.extract.finance.period_model import PeriodWeights, period_weights
from pipeline.extract.finance.stretches import fiscal, reported
from pipeline.flow import Extractor
from pipeline.records import Period

DAY = dt.date(2024, 8, 20)
YEAR = Period(start=dt.date(2023, 1, 1), end=dt.date(2023, 12, 31), kind="duration", text="2023")
ROWS = [Time(None, {"none": 1.0}), Time(YEAR, {"printed": 1.0})]


def test_a_time_has_a_lead() -> None:
    assert PeriodWeights(lead=0.0, weights={}).best(ROWS) is None
    assert PeriodWeights(lead=0.5, weights={}).best(ROWS) == YEAR
    assert PeriodWeights(lead=0.5, weights={"none": 1.0}).best(ROWS) is None


@pytest.mark.parametrize(
    ("printed", "first", "last"),
    [
        ("half", (2024, 1, 1), (2024, 6, 30)),
        ("the quarter", (2024, 4, 1), (2024, 6, 30)),
        ("in six months", (2024, 1, 1), (2024, 6, 30)),
        ("nine\nmonths", (2023, 1, 1), (2023, 9, 30)),
        ("full-year", (2023, 1, 1), (2023, 12, 31)),
    ],
)
def test_results_are_told_of_what_is_over(
    printed: str, first: tuple[int, int, int], last: tuple[int, int, int]
) -> None:
    assert reported(printed, DAY) == (dt.date(*first), dt.date(*last))


def test_other_stretches_are_not_guessed() -> None:
    assert reported("eleven weeks", DAY) is None
    assert reported("half", None) is None


def test_fiscal_years_are_those_of_the_country() -> None:
    printed = Period(start=dt.date(2023, 1, 1), end=dt.date(2023, 12, 31), kind="duration", text="FY23")
    indian = fiscal(printed, "IN")
    assert indian is not None and (indian.start, indian.end) == (dt.date(2022, 4, 1), dt.date(2023, 3, 31))
    pair = Period(start=dt.date(2017, 1, 1), end=dt.date(2018, 12, 31), kind="duration", text="2017-18")
    pakistani = fiscal(pair, "PK")
    assert pakistani is not None and (pakistani.start, pakistani.end) == (dt.date(2017, 7, 1), dt.date(2018, 6, 30))
    assert fiscal(YEAR, "IN") is None and fiscal(printed, "DE") is None


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        (
            "Norda Lines Inc made a net profit of $12 million in the year to June. Revenue was $140 million.",
            ["2023-07-01", "2023-07-01"],
        ),
        (
            "Norda Lines Inc made a net profit of $12 million in the first half, against $9 million a year earlier.",
            ["2024-01-01", "2023-01-01"],
        ),
    ],
)
def test_when_it_was(extractor: Extractor, text: str, spans: list[str]) -> None:
    record = extractor.extract(text, published=DAY)
    assert [str(fact.period.start) if fact.period else None for fact in record.financials] == spans


def test_without_weights_the_rules_stand(monkeypatch: pytest.MonkeyPatch) -> None:
    period_weights.cache_clear()
    monkeypatch.setattr(period_model, "model_path", lambda _: None)
    assert period_weights() is None
    period_weights.cache_clear()
