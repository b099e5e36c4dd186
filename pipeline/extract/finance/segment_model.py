"""Settle which part of its owner each amount measures: a weighted sum of features picks a stretch of the sentence.

The coefficients stand in ``models/money_segment.json``, learnt by ``pipeline.train.segments``. Without the file the
reading of the rules stands.
"""

from __future__ import annotations

from functools import cache
from math import inf
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict

from pipeline.extract.finance.periods import compared_with
from pipeline.extract.finance.segment_features import candidates
from pipeline.extract.finance.segments import dimension_of
from pipeline.extract.weighing import total
from pipeline.knowledge.files import model_path, read_weights

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.document import Context
    from pipeline.extract.finance.draft import Draft
    from pipeline.extract.finance.segment_features import Candidate, Features, Range

MODEL = "money_segment.json"


class SegmentWeights(BaseModel):
    """The whole of ``money_segment.json``.

    Attributes:
        lead: what is added to the sum of every part, since labels that leave a part out make the whole too likely.
        weights: coefficient of each feature; a feature not listed weighs nothing.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    lead: float
    weights: dict[str, float]

    def best(self, rows: Sequence[Candidate]) -> Range | None:
        """The stretch with the highest sum, or None for the whole; of equals the first."""
        most, found = -inf, None
        shared: Features | None = None
        base = 0.0
        for one in rows:
            if one.shared is not shared:
                shared = one.shared
                base = total(shared, self.weights) + self.lead * (one.stretch is not None)
            own = base + total(one.own, self.weights)
            if own > most:
                most, found = own, one.stretch
        return found


@cache
def segment_weights() -> SegmentWeights | None:
    """Read the coefficients once; None where there are none.

    Raises:
        KnowledgeError: the file is there but wrong.
    """
    return read_weights(model_path(MODEL), SegmentWeights)


def choose_segments(context: Context, drafts: Sequence[Draft]) -> None:
    """Give each draft, in text order and with its final owner, the part it measures; drafts change in place."""
    model = segment_weights()
    if model is None:
        return
    for draft in drafts:
        if not draft.previous and not draft.by.startswith("results."):
            draft.segment = model.best(candidates(context, draft))
    for number, draft in enumerate(drafts):
        if draft.previous:
            base = compared_with(drafts, number)
            draft.segment = None if base is None else base.segment
    for draft in drafts:
        words = None if draft.segment is None else context.doc[draft.segment[0] : draft.segment[1]]
        draft.dimension = None if words is None else dimension_of(context, words.start_char, words.end_char)
