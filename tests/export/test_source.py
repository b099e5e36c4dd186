"""Reading a run back."""

from __future__ import annotations

from pathlib import Path

import pytest

from export import articles
from pipeline.errors import ConfigError
from pipeline.export.source import Run, open_run


def test_a_run_and_a_bare_file(folder: Path, run: Run) -> None:
    assert [record.doc_id for record in run.records()] == ["a1", "a2"]
    assert list(run.issues()) == [articles.issue()]
    bare = open_run(folder / "records.jsonl")
    assert (len(list(bare.records())), list(bare.issues())) == (2, [])


def test_a_line_separator_inside_an_article_does_not_split_it(tmp_path: Path) -> None:
    record = articles.record("a", "One\n\nTwo\u2028three\x85.\n", "2024-01-01", [], {})
    (tmp_path / "r.jsonl").write_text(record.model_dump_json() + "\n", encoding="utf-8")
    assert list(open_run(tmp_path / "r.jsonl").records()) == [record]


def test_what_is_no_run(tmp_path: Path, folder: Path) -> None:
    with pytest.raises(ConfigError, match="no such run"):
        open_run(tmp_path / "none")
    with pytest.raises(ConfigError, match=r"no records\.jsonl"):
        open_run(tmp_path)
    (tmp_path / "shards").mkdir()
    with pytest.raises(ConfigError, match="unfinished"):
        open_run(tmp_path)
    path = folder / "records.jsonl"
    path.write_text(path.read_text().replace('"a2"', "7"))
    with pytest.raises(ConfigError, match=r"records\.jsonl, line 2: cannot be read: doc_id"):
        list(open_run(folder).records())
