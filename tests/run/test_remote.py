"""Input behind URLs: the same records as from files, named by URL. Skipped where the extra is not installed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import run_workers

from pipeline import run
from pipeline.errors import ConfigError
from pipeline.run.remote import is_remote, url_of
from pipeline.settings import Settings


@pytest.fixture
def storage() -> Iterator[Any]:
    """A bucket in memory: two texts, a file of two lines, what is no article, and a hidden file."""
    fsspec = pytest.importorskip("fsspec", reason="the extra is not installed: python -m pip install 'sanctex[remote]'")
    system = fsspec.filesystem("memory")
    lines = "\n".join(json.dumps({"text": f"line {number}"}) for number in (1, 2))
    files = {"a.txt": "one", "deep/b.txt": "two", "c.jsonl": lines, "d.exe": "no", ".hidden.txt": "no"}
    for name, text in files.items():
        system.pipe_file(f"/bucket/{name}", text.encode())
    yield system
    system.rm("/bucket", recursive=True)


def batch(out: Path, *names: str) -> tuple[run.RunSummary, list[dict[str, Any]]]:
    inputs = [Path(name) for name in names]
    made = run.batch(inputs, out, Settings(), engine="inline", make_worker=run_workers.Echo)
    return made, [json.loads(line) for line in (out / "records.jsonl").read_text().splitlines()]


@pytest.mark.parametrize(
    ("name", "url"),
    [
        ("s3://bucket/a.txt", "s3://bucket/a.txt"),
        ("https://host/a.html", "https://host/a.html"),
        ("file:///tmp/a.txt", "file:///tmp/a.txt"),
    ],
)
def test_a_url_survives_being_a_path(name: str, url: str) -> None:
    assert is_remote(Path(name))
    assert url_of(Path(name)) == url


@pytest.mark.parametrize("name", ["a.txt", "/a/b:c/d.txt", "c:/a.txt", "news/*.txt", "@list", "-"])
def test_a_path_is_no_url(name: str) -> None:
    assert not is_remote(Path(name))


def test_a_folder_is_read(storage: Any, tmp_path: Path) -> None:  # noqa: ARG001
    summary, records = batch(tmp_path / "out", "memory://bucket")
    assert (summary.articles, summary.issues) == (4, 0)
    found = [(record["source"]["uri"], record["text"]) for record in records]
    assert found == [
        ("memory://bucket/a.txt", "one"),
        ("memory://bucket/c.jsonl#1", "line 1"),
        ("memory://bucket/c.jsonl#2", "line 2"),
        ("memory://bucket/deep/b.txt", "two"),
    ]


def test_a_pattern_beside_a_file(storage: Any, tmp_path: Path) -> None:  # noqa: ARG001
    (tmp_path / "z.txt").write_text("here")
    _, records = batch(tmp_path / "out", "memory://bucket/a*.txt", str(tmp_path / "z.txt"))
    assert [record["text"] for record in records] == ["one", "here"]


def test_a_missing_file_is_an_issue(storage: Any, tmp_path: Path) -> None:  # noqa: ARG001
    summary, _ = batch(tmp_path / "out", "memory://bucket/none.txt")
    assert summary.codes == {"missing": 1}
    assert "memory://bucket/none.txt" in (tmp_path / "out" / "issues.jsonl").read_text()


def test_a_change_makes_another_run(storage: Any, tmp_path: Path) -> None:
    batch(tmp_path / "out", "memory://bucket/a.txt")
    storage.pipe_file("/bucket/a.txt", b"something longer")
    with pytest.raises(ConfigError, match="finished run of other inputs"):
        batch(tmp_path / "out", "memory://bucket/a.txt")


def test_an_unknown_kind_of_url_says_what_is_needed(tmp_path: Path) -> None:
    pytest.importorskip("fsspec", reason="the extra is not installed")
    with pytest.raises(ConfigError, match=r"pip install 'sanctex\[remote\]'"):
        batch(tmp_path / "out", "nosuch://bucket/a.txt")
