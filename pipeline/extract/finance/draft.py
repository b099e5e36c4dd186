"""What the money extractor builds up: amounts in place, and facts in the making."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pipeline.records import CounterpartyRole, Dimension, FactStatus, Metric, Period

if TYPE_CHECKING:
    from decimal import Decimal
    from typing import Literal

    from spacy.tokens import Span, Token

    from pipeline.document import Chain
    from pipeline.extract.finance.cues import Cue
    from pipeline.values import Money

    Direction = Literal["increase", "decrease", "unchanged"]


@dataclass(slots=True)
class Slot:
    """An amount with its place in the parse.

    Attributes:
        money: the amount; offsets are those of the text.
        first: first token.
        last: token behind the last one.
        head: the token through which the amount hangs in the parse.
        sent: its sentence.
        number: its place among the amounts of the sentence.
    """

    money: Money
    first: int
    last: int
    head: Token
    sent: Span
    number: int

    @property
    def tail(self) -> int:
        """Token behind the amount and its repetition in other currencies."""
        doc, index = self.sent.doc, self.last
        while index < self.sent.end and doc[index].idx < self.end:
            index += 1
        closed = bool(self.money.secondary) and index < self.sent.end and doc[index].text in (")", "]")
        return index + closed

    @property
    def end(self) -> int:
        """Offset behind the amount and its repetition in other currencies."""
        return self.money.secondary[-1].end if self.money.secondary else self.money.end


@dataclass(slots=True)
class Growth:
    """A change in the making; ``money`` where it is told in money."""

    direction: Direction
    percent: Decimal | None = None
    multiple: Decimal | None = None
    money: Money | None = None


@dataclass(slots=True)
class Draft:
    """A money fact before dates, duplicates and ids are settled.

    Attributes:
        at: offset of the amount or change, which orders the facts.
        cost: how far the metric's words stand from the amount; 0 is best.
        cue: the words that name the metric.
        previous: the value of an earlier period, told for comparison.
        owner_basis: how the owner was found, for the confidence.
    """

    at: int
    sent: Span
    metric: Metric
    by: str
    cost: float
    slot: Slot | None = None
    cue: Cue | None = None
    owner: Chain | None = None
    owner_basis: Literal["frame", "part", "climb", "near", "topic", "none"] = "none"
    growth: Growth | None = None
    segment: tuple[int, int] | None = None
    dimension: Dimension | None = None
    parties: list[tuple[Chain, CounterpartyRole]] = field(default_factory=list)
    period: Period | None = None
    status: FactStatus = "actual"
    attributed_to: str | None = None
    previous: bool = False
    evidence: list[tuple[int, int]] = field(default_factory=list)
