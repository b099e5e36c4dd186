"""Properties that hold for any text: no crash, spans in range and apart, printing and reading agree, time is linear."""

from __future__ import annotations

import time
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.values import find_counts, find_dates, find_money, find_percents
from pipeline.values.calendar import words
from pipeline.values.tables import load_tables

CODES = [row.code for row in load_tables().currencies]
NAMES = [(row.code, name) for row in load_tables().currencies for name in row.names if name.isascii()]
SCALES = [
    ("million", 10**6),
    ("mln", 10**6),
    ("bn", 10**9),
    ("billion", 10**9),
    ("trillion", 10**12),
    ("crore", 10**7),
    ("k", 10**3),
]
PIECES = st.sampled_from(
    [
        "$",
        "£",
        "€",
        "US$",
        "HK$",
        "R",
        "5",
        "1.5",
        "2,000",
        "1986",
        "10/5",
        "1-1/2",
        "million",
        "mln",
        "bn",
        "m",
        "dlrs",
        "yuan",
        "pct",
        "%",
        "half",
        "third",
        "doubled",
        "times",
        "a",
        "an",
        "one",
        "two",
        "twenty",
        "hundred",
        "of",
        "to",
        "from",
        "and",
        "or",
        "-",
        "–",
        "(",
        ")",
        ",",
        ".",
        "vs",
        "May",
        "April",
        "Tuesday",
        "last",
        "next",
        "year",
        "quarter",
        "first",
        "Q3",
        "2019",
        "since",
        "until",
        "by",
        "end",
        "early",
        "ended",
        "six",
        "months",
        "ago",
        "fiscal",
        "87",
        "'",
        "\n",
        "about",
        "more",
        "than",
        "up",
        "per",
        "share",
        "each",
        "net",
        "revs",
        "shr",
        "İ",
        "½",
        "٣",
    ]
)
SOUP = st.lists(PIECES, max_size=30).map(" ".join) | st.lists(PIECES, max_size=30).map("".join)
QUIET = settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def check(text: str) -> None:
    groups = (
        find_money(text),
        find_money(text, country="CH"),
        find_percents(text),
        find_counts(text),
        find_dates(text, date(2020, 2, 29)),
        find_dates(text, None),
    )
    for found in groups:
        edge = 0
        for one in found:
            assert edge <= one.start < one.end <= len(text)
            edge = one.end
    for one in groups[0]:
        for more in one.secondary:
            assert one.end <= more.start < more.end <= len(text)
    for one in (*groups[4], *groups[5]):
        assert one.first is None or one.last is None or one.first <= one.last


@QUIET
@given(st.text(max_size=200))
def test_any_text_is_read_without_error(text: str) -> None:
    check(text)


@QUIET
@given(SOUP)
def test_any_mix_of_known_words_is_read_without_error(text: str) -> None:
    check(text)


@QUIET
@given(st.sampled_from(CODES), st.integers(1, 999), st.sampled_from(SCALES), st.booleans())
def test_codes_and_scales_are_read_back(code: str, size: int, scale: tuple[str, int], glued: bool) -> None:
    gap = "" if glued or scale[0] == "k" else " "
    for text in (f"It paid {code} {size}{gap}{scale[0]} then.", f"It paid {size}{gap}{scale[0]} {code} then."):
        (one,) = find_money(text)
        assert (one.value, one.currency) == (Decimal(size * scale[1]), code)


@QUIET
@given(st.sampled_from(NAMES), st.integers(1, 999_999_999))
def test_grouped_figures_with_names_are_read_back(name: tuple[str, str], size: int) -> None:
    (one,) = find_money(f"It paid {size:,} {name[1]} then.")
    assert (one.value, one.currency) == (Decimal(size), name[0])


@QUIET
@given(
    st.dates(date(1900, 1, 1), date(2099, 12, 31)),
    st.sampled_from(["{m} {d}, {y}", "{d} {m} {y}", "{y}-{n:02}-{d:02}", "{m} {d} {y}"]),
)
def test_dates_are_read_back(day: date, form: str) -> None:
    month = next(name for name, number in words().months.items() if number == day.month).capitalize()
    (one,) = find_dates("It closed on " + form.format(m=month, n=day.month, d=day.day, y=day.year), None)
    assert one.first == one.last == day


@pytest.mark.parametrize(
    "piece",
    ["7", "a", "$", "1,", "1 ", "one ", "hundreds of ", "May ", "1987 ", "(5 ", " ", "\n", "5 mln ", "-", "1-", ".1",
    "last ", "a ", "5 to ", "$5 (", "half ", " 000", "one-", "Net 5 ", "$5m from ", "first quarter of ",
     "since ", "Jan 5-", "twenty hundred and ", "next three "],
)  # fmt: skip
def test_time_grows_with_length_only(piece: str) -> None:
    def run(size: int) -> float:
        text = piece * (size // len(piece))
        begin = time.process_time()  # other work on the machine does not count
        find_money(text), find_percents(text), find_dates(text, date(2020, 1, 1)), find_counts(text)
        return time.process_time() - begin

    run(1_000)
    # The better of two, for a cache that others emptied costs processor time too; the floor keeps timer noise out.
    short, long = (min(run(size), run(size)) for size in (10_000, 40_000))
    # Quadratic work would take sixteen times as long.
    assert long < 10 * max(short, 0.02)
