"""Sanction events: who put whom under which measure, and whether it happened."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.document import Context
from pipeline.records import FinancialFact, SanctionEvent


def extract_events(context: Context, financials: Sequence[FinancialFact]) -> tuple[SanctionEvent, ...]:
    """Find the sanction events of an article, ordered by trigger, one per decision."""
    del context, financials
    return ()
