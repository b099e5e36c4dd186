"""What was parsed once is kept, and never believed where it does not fit."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.errors import KnowledgeError
from pipeline.knowledge import files


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(files, "_FOLDER", tmp_path)
    monkeypatch.setattr(files, "user_cache_path", lambda name: tmp_path / "cache" / name)
    files.read_yaml.cache_clear()
    (tmp_path / "one.yml").write_text("- {id: a, from: 2014-07-16, of: [1, yes]}\n", encoding="utf-8")
    return tmp_path


@pytest.mark.usefixtures("folder")
def test_a_file_reads_the_same_from_the_cache(monkeypatch: pytest.MonkeyPatch) -> None:
    first = files.read_yaml("one.yml")
    files.read_yaml.cache_clear()
    monkeypatch.setattr(files, "_parsed", lambda *_: pytest.fail("parsed again"))
    assert files.read_yaml("one.yml") == first == [{"id": "a", "from": "2014-07-16", "of": [1, True]}]


def test_a_changed_file_is_read_anew(folder: Path) -> None:
    files.read_yaml("one.yml")
    files.read_yaml.cache_clear()
    (folder / "one.yml").write_text("- {id: b}\n", encoding="utf-8")
    assert files.read_yaml("one.yml") == [{"id": "b"}]


def test_a_damaged_cache_is_replaced(folder: Path) -> None:
    first = files.read_yaml("one.yml")
    for kept in (folder / "cache").rglob("*.json"):
        kept.write_text("[{", encoding="utf-8")
    files.read_yaml.cache_clear()
    assert files.read_yaml("one.yml") == first
    assert all(kept.read_text(encoding="utf-8") != "[{" for kept in (folder / "cache").rglob("*.json"))


def test_a_cache_that_cannot_be_written_is_no_error(folder: Path) -> None:
    (folder / "cache").write_text("a file where a folder should be", encoding="utf-8")
    assert files.read_yaml("one.yml") == [{"id": "a", "from": "2014-07-16", "of": [1, True]}]


def test_a_key_that_is_no_string_is_an_error(folder: Path) -> None:
    (folder / "one.yml").write_text("- {no: 1}\n", encoding="utf-8")
    with pytest.raises(KnowledgeError, match=r"one\.yml: Dict key must be str"):
        files.read_yaml("one.yml")


def test_no_yaml_is_an_error_that_names_the_file(folder: Path) -> None:
    (folder / "one.yml").write_text("a: [", encoding="utf-8")
    with pytest.raises(KnowledgeError, match=r"pipeline/knowledge/one\.yml"):
        files.read_yaml("one.yml")
