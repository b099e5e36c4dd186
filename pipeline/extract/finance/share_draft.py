"""Revenue shares in the making."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Span

    from pipeline.document import Chain
    from pipeline.records import Basis, Dimension, FactStatus, Period, Qualifier
    from pipeline.values import Percent


@dataclass(slots=True)
class ShareDraft:
    """A share with its segment; shares told together have one ``group``.

    Attributes:
        at: offset of the figure.
        percent: the figure; None for a remainder that is computed.
        value: share from 0 to 1, None for a range.
        segment: offsets of the segment's words.
        earlier: the value of an earlier period.
    """

    at: int
    sent: Span
    percent: Percent | None
    value: Decimal | None
    low: Decimal | None
    high: Decimal | None
    qualifier: Qualifier
    segment: tuple[int, int]
    dimension: Dimension
    basis: Basis
    owner: Chain | None
    by: str
    confidence: float
    group: int
    period: Period | None = None
    status: FactStatus = "actual"
    earlier: bool = False


def share_of(percent: Percent) -> tuple[Decimal | None, Decimal | None, Decimal | None] | None:
    """Share, low and high from 0 to 1; None for multiples, differences and figures over 100."""
    if percent.points or percent.kind == "multiple":
        return None
    part = Decimal(1) if percent.kind == "fraction" else Decimal("0.01")
    values = [None if one is None else one * part for one in (percent.value, percent.low, percent.high)]
    if any(one is not None and not 0 <= one <= 1 for one in values):
        return None
    return values[0], values[1], values[2]
