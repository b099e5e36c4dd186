"""Amounts, percentages, counts and dates read from plain text.

A grammar of its own over numerals, number words and unit words; the words are tables in ``pipeline/knowledge/tables``.
Every offset counts code points into the text given, half-open. All finders are pure, deterministic and run in time
proportional to the text.
"""

from __future__ import annotations

from pipeline.values.counts import find_counts
from pipeline.values.dates import find_dates
from pipeline.values.eras import code_on
from pipeline.values.money import find_money
from pipeline.values.percents import find_percents
from pipeline.values.spans import Count, DateSpan, Money, Percent

__all__ = [
    "Count",
    "DateSpan",
    "Money",
    "Percent",
    "code_on",
    "find_counts",
    "find_dates",
    "find_money",
    "find_percents",
]
