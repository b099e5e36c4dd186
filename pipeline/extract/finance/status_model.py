"""Settle how firm each amount is: the likeliest status, for which the reading of the rules is one feature.

The coefficients stand in ``models/money_status.json``, learnt by ``pipeline.train.statuses``. Without the file the
reading of the rules stands.
"""

from __future__ import annotations

from functools import cache
from math import inf
from typing import TYPE_CHECKING, get_args

from pydantic import BaseModel, ConfigDict

from pipeline.extract.finance.status_features import status_features
from pipeline.extract.weighing import Classes
from pipeline.knowledge.files import model_path, read_weights
from pipeline.records import FactStatus

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.document import Context
    from pipeline.extract.finance.draft import Draft
    from pipeline.extract.finance.status_features import Features

MODEL = "money_status.json"


class StatusWeights(BaseModel):
    """The whole of ``money_status.json``.

    Attributes:
        classes: the statuses.
        bias: one number for each class.
        weights: coefficients of each feature, one for each class; a feature not listed weighs nothing.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    classes: tuple[str, ...]
    bias: tuple[float, ...]
    weights: dict[str, tuple[float, ...]]


class StatusModel:
    """The coefficients as arrays."""

    def __init__(self, told: StatusWeights) -> None:
        self._classes = Classes(told.classes, told.bias, told.weights)

    def status(self, features: Features) -> FactStatus:
        """The likeliest status."""
        sums = self._classes.by_name(self._classes.sums(features))
        known: tuple[FactStatus, ...] = get_args(FactStatus)
        return max(known, key=lambda status: sums.get(status, -inf))


@cache
def status_model() -> StatusModel | None:
    """Read the coefficients once; None where there are none.

    Raises:
        KnowledgeError: the file is there but wrong.
    """
    weights = read_weights(model_path(MODEL), StatusWeights)
    return None if weights is None else StatusModel(weights)


def choose_statuses(context: Context, drafts: Sequence[Draft]) -> None:
    """Give each draft, in text order and with its period, the status that its features speak for; in place."""
    model = status_model()
    if model is None:
        return
    rows = status_rows(context, drafts)
    for draft, row in zip(drafts, rows, strict=True):
        if not draft.by.startswith("results."):
            draft.status = model.status(row)


def status_rows(context: Context, drafts: Sequence[Draft]) -> list[Features]:
    """Features of every draft, while all have the status that the rules give."""
    rows, last = [], None
    for draft in drafts:
        rows.append(status_features(context, draft, last))
        last = draft
    return rows
