"""One sentence with all that its amounts are read against."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from pipeline.extract.finance.cues import rank

if TYPE_CHECKING:
    from spacy.tokens import Span

    from pipeline.document import Context
    from pipeline.extract.finance.cues import Cue
    from pipeline.extract.finance.draft import Draft, Slot
    from pipeline.extract.finance.metric_features import Describer
    from pipeline.extract.finance.topic import Topic


@dataclass
class Scene:
    """A sentence while it is read.

    Attributes:
        context: the article.
        sent: the sentence.
        slots: its amounts, in order.
        cues: words in it that name metrics.
        topic: main entities of the article.
        last: the draft read before, of this sentence or an earlier one.
        describer: makes the features of the article's amounts; None where the rules decide alone.
    """

    context: Context
    sent: Span
    slots: list[Slot]
    cues: list[Cue]
    topic: Topic
    last: Draft | None = None
    describer: Describer | None = None

    @cached_property
    def ranked(self) -> list[list[tuple[Cue, float]]]:
        """The cues that can speak for each of its amounts with their costs, cheapest first."""
        return [rank(self.context, slot, self.cues, self.slots) for slot in self.slots]
