"""Extract: Doc and entities → relations, money facts, revenue shares and sanction events.

An extractor is a function of one :class:`~pipeline.document.Context`; this module is the registry.
"""

from __future__ import annotations

from pipeline.document import Context, Facts
from pipeline.extract.events import extract_events, prepare_events
from pipeline.extract.finance import extract_money, prepare_money
from pipeline.extract.relations import extract_relations, prepare_relations
from pipeline.reader import reader


def extract(context: Context) -> Facts:
    """Run every extractor; events come last because a penalty names its money fact."""
    financials, shares = extract_money(context)
    return Facts(
        relations=extract_relations(context),
        financials=financials,
        revenue_shares=shares,
        sanction_events=extract_events(context, financials),
    )


def prepare() -> None:
    """Load and compile all that the extractors read with."""
    prepare_money()
    prepare_relations()
    prepare_events()
    reader()
