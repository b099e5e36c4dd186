"""Revenue shares in the making."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import re

    from spacy.tokens import Span

    from pipeline.document import Chain, Context
    from pipeline.extract.finance.masked import Masked
    from pipeline.extract.finance.topic import Topic
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
        owned: the sentence says whose whole it is.
        refers: the whole is one told before ("of that").
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
    by: str = ""
    confidence: float = 0.0
    group: int = 0
    period: Period | None = None
    status: FactStatus = "actual"
    earlier: bool = False
    owned: bool = False
    refers: bool = False


@dataclass(slots=True)
class ShareScene:
    """A sentence while its shares are read.

    Attributes:
        context: the article.
        sent: the sentence.
        masked: its text with signs.
        topic: main entities of the article.
        group: number of the list that begins here.
        last: shares of the sentence before in the same paragraph.
        found: shares of this sentence so far.
        used: places in ``masked.text`` of the signs that are taken.
    """

    context: Context
    sent: Span
    masked: Masked
    topic: Topic
    group: int
    last: list[ShareDraft]
    found: list[ShareDraft] = field(default_factory=list)
    used: set[int] = field(default_factory=set)

    def words_at(self, match: re.Match[str], shift: int = 0) -> tuple[int, int]:
        """Offsets in the article of the group ``seg`` of a match that begins ``shift`` places into the text."""
        return self.masked.offset(shift + match.start("seg")), self.masked.offset(shift + match.end("seg"))

    def add(self, draft: ShareDraft, place: int) -> None:
        """Take a sign for a share."""
        self.used.add(place)
        self.found.append(draft)
        self.found.sort(key=lambda one: one.at)


def share_of(percent: Percent) -> tuple[Decimal | None, Decimal | None, Decimal | None] | None:
    """Share, low and high from 0 to 1; None for multiples, differences and figures over 100."""
    if percent.points or percent.kind == "multiple":
        return None
    part = Decimal(1) if percent.kind == "fraction" else Decimal("0.01")
    values = [None if one is None else one * part for one in (percent.value, percent.low, percent.high)]
    if any(one is not None and not 0 <= one <= 1 for one in values):
        return None
    return values[0], values[1], values[2]
