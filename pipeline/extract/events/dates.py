"""Settle when each decision was announced, works and ends: weighted features of the dates in its sentences.

The coefficients stand in ``models/event_dates.json``, learnt by ``pipeline.train.dates``; what the rules read is one of
the features. Without the file the reading of the rules stands.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict

from pipeline.extract.events.date_features import OPENS, Dated
from pipeline.extract.events.slots import COUNTED, move_ahead
from pipeline.extract.weighing import Classes
from pipeline.knowledge.files import model_path, read_weights
from pipeline.records import Period

if TYPE_CHECKING:
    from pipeline.document import Context
    from pipeline.extract.events.features import Features
    from pipeline.extract.events.merge import Decision
    from pipeline.values import DateSpan

MODEL = "event_dates.json"
NONE = "none"


class DateWeights(BaseModel):
    """The whole of ``event_dates.json``.

    Attributes:
        least: chance from which a date is a time of a decision, for each time.
        classes: the times, and none.
        bias: one number for each class.
        weights: coefficients of each feature, one for each class; a feature not listed weighs nothing.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    least: dict[str, float]
    classes: tuple[str, ...]
    bias: tuple[float, ...]
    weights: dict[str, tuple[float, ...]]


class DateModel:
    """The coefficients as arrays."""

    def __init__(self, told: DateWeights) -> None:
        self._least = told.least
        self._classes = Classes(told.classes, told.bias, told.weights)

    def choose(self, rows: Sequence[tuple[DateSpan, Features]]) -> Mapping[str, DateSpan]:
        """The date of each time of a decision, the likeliest first; what opens an entry of a chronicle is its day."""
        opening = next((one for one, row in rows if OPENS in row), None)
        found: dict[str, DateSpan] = {} if opening is None else {"announced": opening}
        ranked = [
            (chance, name, one)
            for one, row in rows
            for name, chance in self._classes.chances(self._classes.sums(row)).items()
            if chance >= self._least.get(name, math.inf)
        ]
        for _, name, one in sorted(ranked, key=lambda row: -row[0]):
            if name not in found and one not in found.values():
                found[name] = one
        return found


@cache
def date_model() -> DateModel | None:
    """Read the coefficients once; None where there are none.

    Raises:
        KnowledgeError: the file is there but wrong.
    """
    weights = read_weights(model_path(MODEL), DateWeights)
    return None if weights is None else DateModel(weights)


def choose_dates(context: Context, decisions: Sequence[Decision]) -> None:
    """Give each decision the dates that are likely its own; decisions change in place.

    An end that is counted ("for six months") is no date of the text and stays.
    """
    model = date_model()
    if model is None or not decisions:
        return
    dated = Dated(context, decisions)
    chosen = [model.choose(dated.rows(one)) for one in decisions]
    for decision, found in zip(decisions, chosen, strict=True):
        ends = [m.expires for m in decision.mentions if m.expires is not None]
        counted = next((one for one in ends if one.text.lower().startswith(COUNTED)), None)
        for mention in decision.mentions:
            mention.announced = mention.effective = mention.expires = None
        for name, one in found.items():
            setattr(decision.best, name, as_period(context, one, name))
        move_ahead(decision.best)
        decision.best.expires = decision.best.expires or counted


def as_period(context: Context, one: DateSpan, name: str) -> Period:
    """A date as the record tells it: what ends "until 10 January" ends on that day."""
    period = Period(start=one.first, end=one.last, kind=one.kind, text=context.span(one.start, one.end).text)
    if name == "expires" and period.start is None and period.end is not None:
        return period.model_copy(update={"start": period.end, "kind": "instant"})
    return period
