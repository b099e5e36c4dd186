"""What becomes of a shard whose worker is lost: played through without processes."""

from __future__ import annotations

import pickle
import zlib
from pathlib import Path

import pytest

from pipeline.ingest import Piece
from pipeline.records import Issue
from pipeline.run.ledger import Ledger, Outcome, Task
from pipeline.run.plan import Shard
from pipeline.run.shards import Tally, read_shard, write_shard

DONE, DIED, STUCK = Outcome.DONE, Outcome.DIED, Outcome.STUCK


def ledger(tmp_path: Path, *shards: str) -> Ledger:
    """Shards that are named by their articles: ``"abc"`` has three."""
    todo = [
        Shard(number, tmp_path, zlib.compress(pickle.dumps(tuple(Piece(Path(name)) for name in names))))
        for number, names in enumerate(shards)
    ]
    return Ledger(todo, lambda piece: iter([piece]), 9.0)


def play(book: Ledger, *outcomes: Outcome) -> list[str]:
    """Take tasks as a single worker would; gives what each task was. What is not said is done."""
    said, seen = list(outcomes), []
    while (task := book.next()) is not None:
        seen.append("".join(str(piece.path) for piece in task.pieces) + ("!" if task.alone else ""))
        outcome = said.pop(0) if said else DONE
        if outcome is DONE:
            write(task)
        book.note(task, outcome)
    return seen


def write(task: Task) -> None:
    kind = "alone" if task.alone else "together"
    issues = [Issue(code=kind, message="", uri=str(piece.path), stage="run") for piece in task.pieces]
    write_shard(task.target, issues)


@pytest.mark.parametrize(
    ("outcomes", "tasks", "codes"),
    [
        pytest.param([], ["abc", "d"], {"together": 4}, id="nothing happens"),
        pytest.param([DIED], ["abc", "abc", "d"], {"together": 4}, id="one death is no fault"),
        pytest.param(
            [DIED, DIED, DONE, DIED, DIED],
            ["abc", "abc", "a!", "b!", "b!", "c!", "d"],
            {"alone": 2, "worker_died": 1, "together": 1},
            id="two deaths alone are",
        ),
        pytest.param(
            [DIED, DIED, DONE, DIED, DONE],
            ["abc", "abc", "a!", "b!", "b!", "c!", "abc", "d"],
            {"together": 4},
            id="nobody was guilty: as if nothing had happened",
        ),
        pytest.param(
            [DIED, DIED, DONE, DONE, DONE, DIED],
            ["abc", "abc", "a!", "b!", "c!", "abc", "d"],
            {"alone": 3, "together": 1},
            id="deadly only together",
        ),
        pytest.param(
            [STUCK, DONE, STUCK],
            ["abc", "a!", "b!", "c!", "d"],
            {"alone": 2, "timeout": 1, "together": 1},
            id="stuck is tried alone at once",
        ),
        pytest.param(
            [DIED, STUCK, DIED, DIED, STUCK, DIED, DIED],
            ["abc", "abc", "a!", "a!", "b!", "c!", "c!", "d"],
            {"worker_died": 2, "timeout": 1, "together": 1},
            id="all of them",
        ),
    ],
)
def test_a_shard_is_done_in_the_end(
    tmp_path: Path, outcomes: list[Outcome], tasks: list[str], codes: dict[str, int]
) -> None:
    book = ledger(tmp_path, "abc", "d")
    assert play(book, *outcomes) == tasks
    total = Tally()
    for number in range(2):
        list(read_shard(tmp_path / f"{number:06d}.jsonl", total))
    assert total.codes == codes
    assert (book.finished, book.articles) == (2, 4)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["000000.jsonl", "000001.jsonl"]


def test_articles_keep_their_order(tmp_path: Path) -> None:
    play(ledger(tmp_path, "abc"), DIED, DIED, DIED, DIED)
    lines = list(read_shard(tmp_path / "000000.jsonl", Tally()))
    assert [line.split(b'"uri":"')[1][:1] for line in lines] == [b"a", b"b", b"c"]
