"""Near-duplicates: the earliest is found, whatever the order of work; what is not alike is left alone."""

from __future__ import annotations

import json
import random
from pathlib import Path

import numpy as np
import pytest
import run_workers

from pipeline import run
from pipeline.duplicates import SIZE, earliest, signature
from pipeline.duplicates.signature import DIGEST
from pipeline.records import Segment
from pipeline.run.worker import MakeWork
from pipeline.settings import Settings

WORDS = [f"w{number}" for number in range(3000)]


def story(seed: int, length: int = 200) -> list[str]:
    rng = random.Random(seed)
    return [rng.choice(WORDS) for _ in range(length)]


def edited(words: list[str], changes: int, seed: int = 1) -> list[str]:
    rng, new = random.Random(seed), list(words)
    for _ in range(changes):
        new[rng.randrange(len(new))] = rng.choice(WORDS)
    return new


def found(texts: list[str], tmp_path: Path, threshold: float = 0.7) -> list[int]:
    path = tmp_path / "signatures"
    path.write_bytes(b"".join(signature(text, ()) for text in texts))
    return [int(number) for number in earliest(path, threshold)]


def test_copies_and_edited_copies_point_to_the_earliest(tmp_path: Path) -> None:
    one, two = story(1), story(2)
    texts = [" ".join(words) for words in (one, two, edited(one, 5), story(3), one, edited(two, 4), edited(one, 90))]
    assert found(texts, tmp_path) == [-1, -1, 0, -1, 0, 1, -1]


def test_case_and_punctuation_do_not_matter_but_short_texts_must_be_the_same(tmp_path: Path) -> None:
    notice = "The ministry added Norda Lines to its list, it said on Monday."
    texts = [notice, notice.upper().replace(",", " –"), notice.replace("Norda", "Fjell"), "One.", "Two.", "one"]
    assert found(texts, tmp_path) == [-1, 0, -1, -1, -1, 3]


@pytest.mark.parametrize("count", [0, 1])
def test_few_articles_have_no_duplicates(count: int, tmp_path: Path) -> None:
    assert found([" ".join(story(1))] * count, tmp_path) == [-1] * count


def test_only_the_body_counts() -> None:
    body = " ".join(story(1))
    first, second = f"Headline one\n\n{body}\n\nShare this", f"Another head\n\n{body}\n\nMore stories"

    def segments(text: str) -> list[Segment]:
        start = text.index(body)
        return [
            Segment(start=0, end=12, kind="title"),
            Segment(start=start, end=start + len(body), kind="body"),
            Segment(start=start + len(body) + 2, end=len(text), kind="boilerplate"),
        ]

    assert signature(first, segments(first)) == signature(second, segments(second))
    assert len(signature(first, segments(first))) == SIZE


def test_the_search_finds_what_comparing_all_pairs_finds(tmp_path: Path) -> None:
    rng = random.Random(5)
    bases = [story(seed, 120) for seed in range(40)]
    texts = [" ".join(edited(rng.choice(bases), rng.choice([0, 2, 6, 20]), seed)) for seed in range(400)]
    result = found(texts, tmp_path)
    rows = np.frombuffer((tmp_path / "signatures").read_bytes(), np.uint8).reshape(-1, SIZE)
    hashes = np.ascontiguousarray(rows[:, DIGEST:]).view("<u4")
    for number in range(len(texts)):
        alike = np.flatnonzero((hashes[:number] == hashes[number]).mean(axis=1) >= 0.7)
        assert result[number] == (alike[0] if len(alike) else -1)
    assert sum(one >= 0 for one in result) > 200


def test_many_copies_are_no_work(tmp_path: Path) -> None:
    rows = np.frombuffer(signature(" ".join(story(1)), ()), np.uint8)
    path = tmp_path / "signatures"
    np.tile(rows, 20_000).tofile(path)
    result = earliest(path, 0.7)
    assert (result[0], set(result[1:].tolist())) == (-1, {0})


# In a run ------------------------------------------------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Twelve lines and a file: the fourth, eighth and twelfth lines and the file repeat the first."""
    root = tmp_path / "in"
    root.mkdir()
    words = [story(0) if number % 4 == 0 else story(number) for number in range(1, 13)]
    lines = [{"id": f"a{n}", "text": " ".join(edited(one, 2 if n > 4 else 0, n))} for n, one in enumerate(words, 1)]
    lines[6]["text"] = '"duplicate_of":null ' + lines[6]["text"]
    (root / "a.jsonl").write_text("\n".join(json.dumps(line) for line in lines))
    (root / "b.txt").write_text(" ".join(edited(story(7), 3)))
    return root


def batch(
    folder: Path, out: Path, workers: int = 1, make: MakeWork = run_workers.Signing, **chosen: str
) -> run.RunSummary:
    settings = Settings(shard_size=3, **chosen)  # type: ignore[arg-type]
    engine = "inline" if workers == 1 else "processes"
    return run.batch([folder], out, settings, workers=workers, engine=engine, make_worker=make)


def pairs(out: Path) -> dict[str, str | None]:
    lines = (out / "records.jsonl").read_text().splitlines()
    return {row["doc_id"]: row["duplicate_of"] for row in map(json.loads, lines)}


def test_records_are_marked(folder: Path, tmp_path: Path) -> None:
    summary = batch(folder, tmp_path / "out")
    marked = {doc_id: other for doc_id, other in pairs(tmp_path / "out").items() if other}
    (file,) = set(marked) - {"a8", "a12"}
    assert marked == {"a8": "a4", "a12": "a4", file: "a7"}
    assert (summary.records, summary.duplicates, summary.issues) == (13, 3, 0)
    assert json.loads((tmp_path / "out" / "run.json").read_text())["duplicates"] == 3
    assert batch(folder, tmp_path / "out") == summary


def test_duplicates_are_skipped_as_issues_if_asked(folder: Path, tmp_path: Path) -> None:
    summary = batch(folder, tmp_path / "out", duplicates="skip")
    assert (summary.articles, summary.records, summary.codes) == (13, 10, {"duplicate": 3})
    issues = [json.loads(line) for line in (tmp_path / "out" / "issues.jsonl").read_text().splitlines()]
    assert [(one["doc_id"], "'a4'" in one["message"]) for one in issues[:2]] == [("a8", True), ("a12", True)]


def test_nothing_is_looked_for_if_asked(folder: Path, tmp_path: Path) -> None:
    batch(folder, tmp_path / "out", duplicates="off")
    assert set(pairs(tmp_path / "out").values()) == {None}


def test_processes_and_a_kill_change_nothing(folder: Path, tmp_path: Path) -> None:
    batch(folder, tmp_path / "one")
    batch(folder, tmp_path / "two", workers=2)
    with pytest.raises(KeyboardInterrupt):
        batch(folder, tmp_path / "three", make=run_workers.SigningInterrupted)
    batch(folder, tmp_path / "three")
    whole = [(tmp_path / name / "records.jsonl").read_bytes() for name in ("one", "two", "three")]
    assert whole[0] == whole[1] == whole[2]
