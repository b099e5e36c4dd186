"""Money facts and revenue shares."""

from __future__ import annotations

from pipeline.document import Context
from pipeline.records import FinancialFact, RevenueShare


def extract_financials(context: Context) -> tuple[FinancialFact, ...]:
    """Find the money facts of an article, ordered by position."""
    del context
    return ()


def extract_shares(context: Context) -> tuple[RevenueShare, ...]:
    """Find the revenue shares of an article, ordered by position."""
    del context
    return ()
