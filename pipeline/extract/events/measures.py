"""Settle the measures of each decision: weighted features of every measure.

The coefficients stand in ``models/event_measures.json``, learnt by ``pipeline.train.measures``; what the rules read is
one of the features. Without the file the reading of the rules stands.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict

from pipeline.extract.events.measure_features import Told
from pipeline.knowledge.files import model_path, read_weights

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pipeline.document import Context
    from pipeline.extract.events.features import Features
    from pipeline.extract.events.merge import Decision
    from pipeline.records import Measure

MODEL = "event_measures.json"


class MeasureWeights(BaseModel):
    """The whole of ``event_measures.json``.

    Attributes:
        least: chance from which a measure is told.
        bias: sum to start from.
        weights: coefficient of each feature; a feature not listed weighs nothing.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    least: float
    bias: float
    weights: dict[str, float]

    def choose(self, rows: Mapping[Measure, Features]) -> list[Measure]:
        """The measures that are likely enough, the likeliest first."""
        weights = self.weights
        sums = {one: self.bias + sum([weights.get(name, 0.0) for name in row]) for one, row in rows.items()}
        level = math.log(self.least / (1 - self.least))
        return sorted((one for one in sums if sums[one] >= level), key=lambda one: -sums[one])


@cache
def measure_weights() -> MeasureWeights | None:
    """Read the coefficients once; None where there are none.

    Raises:
        KnowledgeError: the file is there but wrong.
    """
    return read_weights(model_path(MODEL), MeasureWeights)


def choose_measures(context: Context, decisions: Sequence[Decision]) -> None:
    """Give each decision the measures that are likely told; decisions change in place."""
    weights = measure_weights()
    if weights is None or not decisions:
        return
    told = Told(context)
    chosen = [weights.choose(told.rows(one)) for one in decisions]
    for one, measures in zip(decisions, chosen, strict=True):
        for mention in one.mentions:
            mention.measures = []
        one.best.measures = measures
