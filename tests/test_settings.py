"""Settings: what is wrong stops the program at once and says what to do."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from pipeline.errors import ConfigError
from pipeline.settings import Settings, read_settings, to_yaml


def test_the_default_file_says_what_the_code_says() -> None:
    assert read_settings() == Settings()


def test_options_win_over_the_file(tmp_path: Path) -> None:
    file = tmp_path / "c.yml"
    file.write_text("batch_size: 8\nmodel: other\n")
    assert read_settings(file, model=None).model == "other"
    assert read_settings(file, model="third").model == "third"
    assert read_settings(file).batch_size == 8


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("batchsize: 8", "unknown setting 'batchsize'; did you mean 'batch_size'"),
        ("colour: red", "unknown setting 'colour'"),
        ("batch_size: 0", "batch_size"),
        ("batch_size: many", "got 'many'"),
        ("- a list", "expected a mapping"),
        ("a: [", "not valid YAML"),
    ],
)
def test_a_wrong_file_is_named_with_the_mistake(tmp_path: Path, content: str, message: str) -> None:
    file = tmp_path / "c.yml"
    file.write_text(content)
    with pytest.raises(ConfigError) as caught:
        read_settings(file)
    assert message in str(caught.value)
    assert str(file) in str(caught.value)


def test_a_missing_or_binary_file_is_a_configuration_error(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="cannot read the configuration"):
        read_settings(tmp_path / "none.yml")
    (tmp_path / "b.yml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ConfigError, match="cannot read the configuration"):
        read_settings(tmp_path / "b.yml")


def test_an_empty_file_means_the_defaults(tmp_path: Path) -> None:
    (tmp_path / "c.yml").write_text("# nothing\n")
    assert read_settings(tmp_path / "c.yml") == Settings()


def test_the_digest_follows_what_shapes_records() -> None:
    assert Settings(batch_size=1, shard_size=2).digest() == Settings().digest()
    assert Settings(model="x").digest() != Settings().digest()


def test_printed_settings_are_a_configuration(tmp_path: Path) -> None:
    chosen = Settings(batch_size=3, languages=("en", "de"))
    (tmp_path / "c.yml").write_text(to_yaml(chosen))
    assert read_settings(tmp_path / "c.yml") == chosen
    assert yaml.safe_load(to_yaml(chosen))["batch_size"] == 3
