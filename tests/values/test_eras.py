"""Which money a word meant on a day."""

from __future__ import annotations

from datetime import date

import pytest

from pipeline.values import code_on


@pytest.mark.parametrize(
    ("code", "day", "expected"),
    [
        ("TRY", date(1991, 8, 12), "TRL"),
        ("TRY", date(2005, 1, 1), "TRY"),
        ("VES", date(1994, 11, 15), "VEB"),
        ("VES", date(2010, 1, 1), "VEF"),
        ("FRF", date(1990, 1, 1), "FRF"),
        ("FRF", date(2014, 7, 1), "CHF"),
        ("USD", date(1990, 1, 1), "USD"),
    ],
)
def test_the_money_of_the_day(code: str, day: date, expected: str) -> None:
    assert code_on(code, day) == expected


def test_named_money_may_be_gone() -> None:
    assert code_on("FRF", date(2014, 7, 1), guessed=False) == "FRF"
    assert code_on("TRY", date(1991, 8, 12), guessed=False) == "TRL"
