"""The file of a shard: whole or noticed."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.errors import SanctexError
from pipeline.records import Issue
from pipeline.run.shards import Tally, join_parts, read_shard, tally_of, write_shard, write_whole


def issue(code: str) -> Issue:
    return Issue(code=code, message="said", uri="a.txt", stage="ingest")


@pytest.fixture
def shard(tmp_path: Path) -> Path:
    write_shard(tmp_path / "s.jsonl", [issue("empty"), issue("missing"), issue("empty")])
    return tmp_path / "s.jsonl"


def test_what_is_written_is_read(shard: Path) -> None:
    total = Tally(records=1)
    lines = list(read_shard(shard, total))
    assert [line[:1] for line in lines] == [b"I"] * 3
    assert (total.articles, total.issues, total.codes) == (4, 3, {"empty": 2, "missing": 1})
    assert tally_of(shard) == Tally(issues=3, codes=total.codes)
    assert [path.name for path in shard.parent.iterdir()] == ["s.jsonl"]


@pytest.mark.parametrize("keep", [0, 1, 100, -1, -2, -40])
def test_a_shard_that_was_cut_is_noticed(shard: Path, keep: int) -> None:
    shard.write_bytes(shard.read_bytes()[:keep])
    with pytest.raises(SanctexError, match="damaged"):
        list(read_shard(shard, Tally()))
    with pytest.raises(SanctexError, match="damaged"):
        tally_of(shard)


def test_a_shard_that_lost_a_line_is_noticed(shard: Path) -> None:
    shard.write_bytes(b"".join(shard.read_bytes().splitlines(keepends=True)[1:]))
    with pytest.raises(SanctexError, match="damaged"):
        list(read_shard(shard, Tally()))


def test_shards_are_joined(shard: Path, tmp_path: Path) -> None:
    write_shard(tmp_path / "t.jsonl", [issue("language")])
    join_parts(tmp_path / "both.jsonl", [shard, tmp_path / "t.jsonl"])
    total = Tally()
    assert len(list(read_shard(tmp_path / "both.jsonl", total))) == 4
    assert total.codes == {"empty": 2, "missing": 1, "language": 1}


def test_what_fails_leaves_nothing_behind(tmp_path: Path) -> None:
    def chunks() -> object:
        yield b"one"
        raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space"):
        write_whole(tmp_path / "file", chunks())  # type: ignore[arg-type]
    assert list(tmp_path.iterdir()) == []
