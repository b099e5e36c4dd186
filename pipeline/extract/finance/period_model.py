"""Settle the time of each amount: a weighted sum of features picks among the times told around it.

What the rules read is among the features. The coefficients stand in ``models/money_period.json``, learnt by
``pipeline.train.times``. Without the file the reading of the rules stands.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict

from pipeline.extract.finance.home import home_of
from pipeline.extract.finance.period_features import RESULTS, Story, times
from pipeline.extract.finance.periods import compared_with, date_earlier
from pipeline.extract.finance.topic import find_topic
from pipeline.extract.weighing import total
from pipeline.knowledge.files import model_path, read_weights

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from pipeline.document import Context
    from pipeline.extract.finance.draft import Draft
    from pipeline.extract.finance.period_features import Time
    from pipeline.records import Period

MODEL = "money_period.json"
_SHORT = 20
"""Days up to which a stretch of time is none that results are told of."""


class PeriodWeights(BaseModel):
    """The whole of ``money_period.json``.

    Attributes:
        lead: what is added to the sum of every time, since labels that leave it out make none too likely.
        weights: coefficient of each feature; a feature not listed weighs nothing.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    lead: float
    weights: dict[str, float]

    def best(self, rows: Sequence[Time]) -> Period | None:
        """The time with the highest sum; of equals the first."""
        return max(
            rows, key=lambda row: total(row.features, self.weights) + self.lead * (row.period is not None)
        ).period


@cache
def period_weights() -> PeriodWeights | None:
    """Read the coefficients once; None where there are none.

    Raises:
        KnowledgeError: the file is there but wrong.
    """
    return read_weights(model_path(MODEL), PeriodWeights)


def choose_periods(context: Context, drafts: Sequence[Draft]) -> None:
    """Give each draft, with its final owner, its time; drafts change in place."""
    model = period_weights()
    if model is not None:
        settle(context, drafts, lambda _, rows: model.best(rows))


def settle(context: Context, drafts: Sequence[Draft], choose: Callable[[Draft, list[Time]], Period | None]) -> None:
    """Ask for the time of each draft but those of results lines: first of what is told of now, then of what is earlier.

    Args:
        context: the article.
        drafts: in text order, with the times that the rules give; they change in place.
        choose: picks a time among those that a draft may have.
    """
    main = next((one for one in drafts if _tells_stretch(one)), None)
    story = Story(context, main, home_of(context, find_topic(context)))
    for earlier in (False, True):
        last: Draft | None = None
        for number, draft in enumerate(drafts):
            if draft.previous is earlier and not draft.by.startswith("results."):
                base = compared_with(drafts, number) if earlier else None
                draft.period = choose(draft, times(story, draft, last, base))
                date_earlier(draft, base)
            if draft.period is not None:
                last = draft


def _tells_stretch(draft: Draft) -> bool:
    """Whether a draft tells results of a stretch of time."""
    period = draft.period
    if draft.metric not in RESULTS or draft.previous or period is None or period.start is None or period.end is None:
        return False
    return (period.end - period.start).days > _SHORT
