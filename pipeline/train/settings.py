"""What a training configuration may say."""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from pipeline.errors import ConfigError


class TrainingSettings(BaseModel):
    """The choices of one training, as in ``configs/entities.yml``; paths are relative to the working directory."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    base: str = Field(description="pipeline whose weights training starts from")
    gold: tuple[Path, ...] = Field(description="folders of labelled articles")
    hold_out: int = Field(default=0, ge=0, description="every n-th article is left out; 0: none")
    swapped_copies: int = Field(ge=0, description="copies of each article with other names, anew in every epoch")
    made_texts: int = Field(ge=0, description="texts of our own sentence patterns, anew in every epoch")
    open_data: Path | None = Field(default=None, description="folder of open corpora; null: none")
    open_texts: int = Field(default=0, ge=0, description="texts drawn from the open corpora in every epoch")
    seeds: tuple[int, ...] = Field(min_length=1, description="one training for each; the model is their mean")
    epochs: int = Field(ge=1)
    dropout: float = Field(ge=0, lt=1)
    learn_rate: float = Field(gt=0, description="highest; it rises over the first 50 updates and falls to zero")
    average_from: float = Field(
        default=1.0, ge=0, le=1, description="share of updates after which weights count in the mean"
    )
    batch_words: int = Field(ge=1, description="words per update, about")
    out: Path = Field(description="folder that is written")


Choices = TypeVar("Choices", bound=BaseModel)


def read_training_settings(path: Path, kind: type[Choices]) -> Choices:
    """Read a training configuration of a kind.

    Raises:
        ConfigError: the file is missing or wrong.
    """
    try:
        return kind.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    except (OSError, yaml.YAMLError, ValidationError) as error:
        raise ConfigError(f"{path}: {error}") from error
