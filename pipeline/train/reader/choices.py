"""What a training of the reader may choose, and the names of what it learns."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

from pydantic import BaseModel, ConfigDict, Field

from pipeline.reader.heads import Labels
from pipeline.records import EntityType, Measure, Reason
from pipeline.train.reader.lesson import NONE
from pipeline.train.reader.marked import (
    ACTIONS,
    EVENT_ROLES,
    METRICS,
    MONEY_ROLES,
    STATUSES,
)

REASONS = get_args(Reason)
"""What one of the heads learns that is not shipped."""
LABELS = Labels(
    actions=(NONE, *ACTIONS),
    statuses=STATUSES,
    measures=get_args(Measure),
    event_roles=(NONE, *EVENT_ROLES),
    metrics=METRICS,
    money_roles=(NONE, *MONEY_ROLES),
    kinds=(*get_args(EntityType), "date", "pronoun", "other"),
)


class ReaderSettings(BaseModel):
    """The choices of one training, as in ``configs/reader.yml``."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    base: str = Field(description="package that carries the weights training starts from, in its folder model")
    gold: Path = Field(description="folder of labelled articles")
    mentions: Path = Field(description="folder with train.jsonl and phrasings.jsonl")
    marked: Path = Field(description="folder of marked passages")
    drills: Path = Field(description="file of money drills")
    layers: int = Field(ge=1, description="layers of the base that are kept, from the bottom")
    pieces: int = Field(
        ge=1, description="commonest pieces of the base's vocabulary that are kept beside those of the lessons"
    )
    longest: int = Field(ge=16, description="pieces of a passage that are read")
    epochs: int = Field(ge=1)
    learn_rate: float = Field(gt=0, description="of the encoder; it rises over the first tenth and falls to zero")
    head_rate: float = Field(gt=0, description="the same, of the heads")
    dropout: float = Field(ge=0, lt=1)
    batch_pieces: int = Field(ge=1, description="pieces per update, about")
    quiet: float = Field(ge=0, le=1, description="share of the passages without trigger and amount that an epoch shows")
    runs: int = Field(ge=1, description="trainings from the same start in another order, whose weights are averaged")
    seed: int = 0
    out: Path
