"""The batch engine: nothing is lost, whatever happens, and the bytes are always the same."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
import run_workers
from conftest import ARTICLE, ROOT, SAMPLE

from pipeline import run
from pipeline.errors import ConfigError, SanctexError
from pipeline.flow import Extractor
from pipeline.ingest import Piece
from pipeline.records import Issue
from pipeline.run.worker import MakeWork, Worker, read_shard, write_shard
from pipeline.settings import Settings, read_settings

SMALL = Settings(shard_size=4)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Thirty articles: files in a folder and lines of a JSON Lines file, two of which are wrong."""
    root = tmp_path / "in"
    root.mkdir()
    for number in range(18):
        (root / f"{number:02d}.txt").write_text(f"article {number}")
    (root / "05.txt").write_bytes(b"")
    lines = [json.dumps({"id": f"j{number}", "text": f"line {number}"}) for number in range(12)]
    lines[7] = "{"
    (root / "more.jsonl").write_text("\n".join(lines))
    return root


def batch(folder: Path, out: Path, make: MakeWork = run_workers.Echo, workers: int = 1, **more: bool) -> run.RunSummary:
    return run.batch([folder], out, SMALL, workers=workers, make_worker=make, **more)


def output(out: Path) -> tuple[bytes, bytes]:
    return (out / "records.jsonl").read_bytes(), (out / "issues.jsonl").read_bytes()


def manifest(out: Path) -> dict[str, object]:
    data = json.loads((out / "run.json").read_text())
    del data["timing"]
    return dict(data)


def test_every_article_comes_out_in_order(folder: Path, tmp_path: Path) -> None:
    summary = batch(folder, tmp_path / "out")
    assert (summary.articles, summary.records, summary.issues) == (30, 28, 2)
    assert summary.codes == {"empty": 1, "bad_json": 1}
    records, issues = output(tmp_path / "out")
    texts = [json.loads(line)["text"] for line in records.splitlines()]
    assert texts == [f"article {n}" for n in range(18) if n != 5] + [f"line {n}" for n in range(12) if n != 7]
    assert [json.loads(line)["code"] for line in issues.splitlines()] == ["empty", "bad_json"]
    assert not (tmp_path / "out" / "shards").exists()


def test_the_manifest_says_what_made_the_records(folder: Path, tmp_path: Path) -> None:
    batch(folder, tmp_path / "out")
    data = manifest(tmp_path / "out")
    assert data["articles"] == 30
    assert data["issue_codes"] == {"bad_json": 1, "empty": 1}
    assert data["facts"] == {
        "entities": 28,
        "relations": 0,
        "financials": 0,
        "revenue_shares": 0,
        "sanction_events": 0,
    }
    assert data["settings"] == SMALL.model_dump(mode="json")
    assert {len(str(data[key])) for key in ("settings_sha256", "knowledge_sha256", "plan_sha256")} == {64}
    assert set(data["versions"]) == {"sanctex", "schema", "spacy", "python"}  # type: ignore[call-overload]


def test_two_processes_write_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    batch(folder, tmp_path / "one")
    batch(folder, tmp_path / "two", workers=2)
    assert output(tmp_path / "one") == output(tmp_path / "two")
    assert manifest(tmp_path / "one") == manifest(tmp_path / "two")


@pytest.mark.parametrize("workers", [1, 2])
def test_progress_counts_every_shard(folder: Path, tmp_path: Path, workers: int) -> None:
    seen: list[tuple[int, int]] = []

    def progress(done: int, total: int) -> None:
        seen.append((done, total))

    run.batch([folder], tmp_path / "out", SMALL, workers=workers, progress=progress, make_worker=run_workers.Echo)
    assert seen == [(done, 8) for done in range(9)]


@pytest.mark.parametrize("make", [run_workers.Interrupted, run_workers.Full])
def test_a_run_that_was_stopped_goes_on(folder: Path, tmp_path: Path, make: MakeWork) -> None:
    with pytest.raises((KeyboardInterrupt, OSError)):
        batch(folder, tmp_path / "out", make)
    finished = sorted((tmp_path / "out" / "shards").glob("*.jsonl"))
    before = [path.stat().st_mtime_ns for path in finished]
    assert finished
    kept: list[int] = []
    run.batch(
        [folder],
        tmp_path / "out",
        SMALL,
        make_worker=run_workers.Echo,
        progress=lambda *_: kept.append(sum(path.exists() for path in finished)),
    )
    assert kept[0] == len(before)
    batch(folder, tmp_path / "undisturbed")
    assert output(tmp_path / "out") == output(tmp_path / "undisturbed")


def test_a_finished_run_is_reported_not_redone(folder: Path, tmp_path: Path) -> None:
    first = batch(folder, tmp_path / "out")
    stamp = (tmp_path / "out" / "records.jsonl").stat().st_mtime_ns
    assert batch(folder, tmp_path / "out", run_workers.Misled) == first
    assert (tmp_path / "out" / "records.jsonl").stat().st_mtime_ns == stamp


def test_a_run_of_other_inputs_is_not_overwritten_by_chance(folder: Path, tmp_path: Path) -> None:
    batch(folder, tmp_path / "out")
    (folder / "99.txt").write_text("one more")
    with pytest.raises(ConfigError, match=r"finished run of other inputs.*--overwrite"):
        batch(folder, tmp_path / "out")
    assert batch(folder, tmp_path / "out", overwrite=True).articles == 31


def test_an_unfinished_run_of_other_inputs_is_not_mixed_in(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt):
        batch(folder, tmp_path / "out", run_workers.Interrupted)
    (folder / "03.txt").write_text("changed since")
    with pytest.raises(ConfigError, match="unfinished run of other inputs"):
        batch(folder, tmp_path / "out")
    assert batch(folder, tmp_path / "out", overwrite=True).records == 28


@pytest.mark.parametrize("workers", [1, 2])
def test_a_wrong_configuration_leaves_the_folder_free(folder: Path, tmp_path: Path, workers: int) -> None:
    with pytest.raises(ConfigError, match="no such model as"):
        batch(folder, tmp_path / "out", run_workers.Misled, workers)
    (folder / "03.txt").write_text("changed since")
    assert batch(folder, tmp_path / "out").articles == 30


def test_an_article_that_kills_its_process_becomes_an_issue(folder: Path, tmp_path: Path) -> None:
    (folder / "09.txt").write_text("deadly")
    lines = (folder / "more.jsonl").read_text().splitlines()
    lines[3] = json.dumps({"id": "j3", "text": "deadly line"})
    (folder / "more.jsonl").write_text("\n".join(lines))
    summary = batch(folder, tmp_path / "out", run_workers.Fragile, workers=2)
    assert (summary.articles, summary.records) == (30, 26)
    assert summary.codes == {"empty": 1, "bad_json": 1, "worker_died": 2}
    issues = [json.loads(line) for line in (tmp_path / "out" / "issues.jsonl").read_text().splitlines()]
    died = [item["uri"] for item in issues if item["code"] == "worker_died"]
    assert died == [str(folder / "09.txt"), f"{folder / 'more.jsonl'}#4"]


def test_a_process_that_dies_once_costs_nothing(folder: Path, tmp_path: Path) -> None:
    mark = tmp_path / "mark"
    (folder / "09.txt").write_text(f"once {mark}")
    summary = batch(folder, tmp_path / "out", run_workers.Nervous, workers=2)
    assert mark.exists()
    assert (summary.articles, summary.records) == (30, 28)
    batch(folder, tmp_path / "undisturbed")
    assert output(tmp_path / "out") == output(tmp_path / "undisturbed")


def test_nothing_to_read_is_said(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="no articles under"):
        batch(tmp_path, tmp_path / "out")


def test_a_damaged_shard_is_noticed(tmp_path: Path) -> None:
    shard = tmp_path / "s.jsonl"
    write_shard(shard, [b"Ra\n", b"Ib\n"])
    assert list(read_shard(shard)) == [b"Ra\n", b"Ib\n"]
    for damage in (b"Ra\nE2\n", b"Ra\nIb\n", b""):
        shard.write_bytes(damage)
        with pytest.raises(SanctexError, match="damaged"):
            list(read_shard(shard))


@pytest.mark.model
def test_killed_in_mid_run_it_goes_on_to_the_same_bytes(tmp_path: Path, extractor: Extractor) -> None:
    """kill -9 with two workers, then the same command with one, against one undisturbed run."""
    inputs, out, config = tmp_path / "in", tmp_path / "killed", tmp_path / "c.yml"
    shutil.copytree(SAMPLE, inputs)
    (inputs / "broken.txt").write_bytes(b"\x00\x01" * 40)
    config.write_text("shard_size: 1\n")
    command = [sys.executable, "-m", "pipeline.cli", "batch", str(inputs), "--out", str(out), "--config", str(config)]

    process = subprocess.Popen(
        [*command, "--workers", "2"], cwd=ROOT, start_new_session=True, stderr=subprocess.DEVNULL
    )
    deadline = time.monotonic() + 60
    while len(list((out / "shards").glob("*.jsonl"))) < 2 and time.monotonic() < deadline:
        time.sleep(0.01)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    assert 2 <= len(list((out / "shards").glob("*.jsonl"))) < len(list(inputs.glob("*.txt")))
    assert not (out / "records.jsonl").exists()

    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 1, done.stderr
    settings = read_settings(config)
    run.batch([inputs], tmp_path / "undisturbed", settings, make_worker=lambda chosen: Worker(chosen, extractor))
    assert output(out) == output(tmp_path / "undisturbed")
    assert manifest(out) == manifest(tmp_path / "undisturbed")
    assert manifest(out)["issue_codes"] == {"not_text": 1}


@pytest.mark.model
def test_the_real_worker_counts_what_went_in(tmp_path: Path, extractor: Extractor) -> None:
    (tmp_path / "a.jsonl").write_text(json.dumps({"id": "a", "text": ARTICLE}) + "\n{\n")
    make = lambda settings: Worker(settings, extractor)  # noqa: E731
    summary = run.batch([tmp_path / "a.jsonl"], tmp_path / "out", Settings(), make_worker=make)
    assert (summary.articles, summary.records, summary.issues) == (2, 1, 1)
    assert json.loads(output(tmp_path / "out")[0])["doc_id"] == "a"


def test_an_article_that_gets_lost_stops_the_run(tmp_path: Path) -> None:
    class Forgetful:
        def process(self, articles: Iterable[object]) -> Iterator[Issue]:
            for _ in articles:
                pass
            yield Issue(code="x", message="x", uri="x", stage="x")

    (tmp_path / "a.jsonl").write_text('{"text": "one"}\n{"text": "two"}\n')
    worker = Worker(Settings(), Forgetful())  # type: ignore[arg-type]
    with pytest.raises(SanctexError, match="2 articles went in, 1 records and issues came out"):
        worker([Piece(tmp_path / "a.jsonl")], tmp_path / "shard.jsonl")
