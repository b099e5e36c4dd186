"""The batch engine: nothing is lost, whatever happens, and the bytes are always the same."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
import run_workers
from conftest import ARTICLE

from pipeline import run
from pipeline.errors import ConfigError, SanctexError
from pipeline.flow import Extractor
from pipeline.ingest import Piece
from pipeline.records import Issue
from pipeline.run.folder import hold
from pipeline.run.worker import MakeWork, Worker
from pipeline.settings import Settings

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


def batch(
    folder: Path, out: Path, make: MakeWork = run_workers.Echo, settings: Settings = SMALL, **more: Any
) -> run.RunSummary:
    """In this process, or in as many as ``workers`` says."""
    engine = "processes" if "workers" in more else "inline"
    return run.batch([folder], out, settings, engine=engine, make_worker=make, **more)


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
        "entities": 0,
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


@pytest.mark.parametrize("how", [{}, {"workers": 1}, {"workers": 2}], ids=str)
def test_progress_goes_from_nothing_to_all(folder: Path, tmp_path: Path, how: dict[str, int]) -> None:
    seen: list[run.Progress] = []
    batch(folder, tmp_path / "out", report=seen.append, **how)
    shards = [one.shards for one in seen]
    assert (shards[0], shards[-1]) == (0, 8)
    assert shards == sorted(shards)
    assert (seen[-1].total, seen[-1].kept, seen[-1].articles, seen[-1].stopping) == (8, 0, 30, False)


@pytest.mark.parametrize("make", [run_workers.Interrupted, run_workers.Full])
def test_a_run_that_was_stopped_goes_on(folder: Path, tmp_path: Path, make: MakeWork) -> None:
    with pytest.raises((KeyboardInterrupt, OSError)):
        batch(folder, tmp_path / "out", make)
    finished = sorted((tmp_path / "out" / "shards").glob("*.jsonl"))
    before = [path.stat().st_mtime_ns for path in finished]
    assert finished
    seen: list[tuple[int, list[int]]] = []
    batch(
        folder,
        tmp_path / "out",
        report=lambda now: seen.append((now.kept, [path.stat().st_mtime_ns for path in finished])),
    )
    assert seen[0] == seen[-1] == (len(before), before)
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


@pytest.mark.parametrize("how", [{}, {"workers": 2}], ids=str)
def test_a_wrong_configuration_leaves_the_folder_free(folder: Path, tmp_path: Path, how: dict[str, int]) -> None:
    with pytest.raises(ConfigError, match="no such model as"):
        batch(folder, tmp_path / "out", run_workers.Misled, **how)
    (folder / "03.txt").write_text("changed since")
    assert batch(folder, tmp_path / "out").articles == 30


def test_a_defect_of_a_worker_is_said_with_its_traceback(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(SanctexError, match=r"(?s)a worker failed.*run_workers\.py.*ZeroDivisionError: no such thing"):
        batch(folder, tmp_path / "out", run_workers.Broken, workers=1)


def test_a_full_disk_in_a_worker_stops_the_run(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(OSError, match="No space left on device") as caught:
        batch(folder, tmp_path / "out", run_workers.Full, workers=2)
    assert caught.value.filename
    assert batch(folder, tmp_path / "out").articles == 30


@pytest.mark.parametrize(
    ("make", "code", "uri"),
    [(run_workers.Fragile, "worker_died", "09.txt"), (run_workers.Stuck, "timeout", "more.jsonl#4")],
)
def test_an_article_that_a_worker_does_not_survive_becomes_an_issue(
    folder: Path, tmp_path: Path, make: MakeWork, code: str, uri: str
) -> None:
    if code == "worker_died":
        (folder / "09.txt").write_text("deadly")
    else:
        lines = (folder / "more.jsonl").read_text().splitlines()
        lines[3] = json.dumps({"id": "j3", "text": "stuck"})
        (folder / "more.jsonl").write_text("\n".join(lines))
    summary = batch(folder, tmp_path / "out", make, Settings(shard_size=4, time_limit=1.0), workers=2)
    assert (summary.articles, summary.records) == (30, 27)
    assert summary.codes == {"empty": 1, "bad_json": 1, code: 1}
    issues = [json.loads(line) for line in (tmp_path / "out" / "issues.jsonl").read_text().splitlines()]
    assert [item["uri"] for item in issues if item["code"] == code] == [str(folder / uri)]


def test_a_long_shard_is_not_a_long_article(folder: Path, tmp_path: Path) -> None:
    """18 articles of 0.1 s in one shard, at most 1 s for each."""
    summary = batch(folder, tmp_path / "out", run_workers.Slow, Settings(time_limit=1.0), workers=1)
    assert summary.codes == {"empty": 1, "bad_json": 1}


@pytest.mark.parametrize("times", [1, 2])
def test_a_process_that_dies_by_chance_costs_nothing(folder: Path, tmp_path: Path, times: int) -> None:
    (folder / "09.txt").write_text(f"{times} times {tmp_path / 'mark'}")
    summary = batch(folder, tmp_path / "out", run_workers.Nervous, workers=2)
    assert len((tmp_path / "mark").read_bytes()) == times
    assert (summary.articles, summary.records) == (30, 28)
    batch(folder, tmp_path / "undisturbed")
    assert output(tmp_path / "out") == output(tmp_path / "undisturbed")


def test_nothing_to_read_is_said(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="no articles under"):
        batch(tmp_path, tmp_path / "out")


def test_two_runs_do_not_write_to_one_folder(folder: Path, tmp_path: Path) -> None:
    with hold(tmp_path / "out"), pytest.raises(ConfigError, match="another run is writing to"):
        batch(folder, tmp_path / "out")
    assert batch(folder, tmp_path / "out").articles == 30


@pytest.mark.parametrize("name", ["records.jsonl", "issues.jsonl", "run.json"])
def test_killed_while_it_joins_it_goes_on(folder: Path, tmp_path: Path, name: str) -> None:
    """Dies just after the file has got its name."""
    out = tmp_path / "out"
    code = (
        "import os, sys, pathlib, run_workers\n"
        "from pipeline import run\n"
        "from pipeline.settings import Settings\n"
        "real = pathlib.Path.rename\n"
        "def rename(self, target):\n"
        "    real(self, target)\n"
        f"    if pathlib.Path(target).name == {name!r}: os._exit(9)\n"
        "pathlib.Path.rename = rename\n"
        "run.batch([pathlib.Path(sys.argv[1])], pathlib.Path(sys.argv[2]), Settings(shard_size=4), engine='inline',\n"
        "          make_worker=run_workers.Echo)\n"
    )
    where = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    died = subprocess.run([sys.executable, "-c", code, str(folder), str(out)], env=where, check=False)
    assert died.returncode == 9
    assert batch(folder, out).articles == 30
    assert sorted(path.name for path in out.iterdir()) == ["issues.jsonl", "records.jsonl", "run.json"]
    batch(folder, tmp_path / "undisturbed")
    assert output(out) == output(tmp_path / "undisturbed")


def test_asked_to_stop_it_finishes_what_it_has_begun(folder: Path, tmp_path: Path) -> None:
    seen: list[run.Progress] = []

    def ask(now: run.Progress) -> None:
        seen.append(now)
        if now.articles and not now.stopping:
            os.kill(os.getpid(), signal.SIGINT)

    with pytest.raises(KeyboardInterrupt):
        batch(folder, tmp_path / "out", run_workers.Slow, report=ask, workers=2)
    assert 0 < seen[-1].shards < 8
    assert len(list((tmp_path / "out" / "shards").glob("*.jsonl"))) == seen[-1].shards
    assert batch(folder, tmp_path / "out").articles == 30


def test_asked_twice_it_stops_at_once(folder: Path, tmp_path: Path) -> None:
    def ask(_: run.Progress) -> None:
        os.kill(os.getpid(), signal.SIGINT)

    before = signal.getsignal(signal.SIGINT)  # a job in the background is started with it ignored
    with pytest.raises(KeyboardInterrupt):
        batch(folder, tmp_path / "out", run_workers.Stuck, report=ask, workers=2)
    assert signal.getsignal(signal.SIGINT) is before


RUN = (
    "import sys, pathlib, run_workers\n"
    "from pipeline import run\n"
    "from pipeline.settings import Settings\n"
    "run.batch([pathlib.Path(sys.argv[1])], pathlib.Path(sys.argv[2]), Settings(shard_size=2), workers=2,\n"
    "          make_worker=run_workers.Slow)\n"
)
"""A run in a process of its own, of two workers and about a second."""


def children(parent: int) -> list[int]:
    listed = subprocess.run(["ps", "-o", "pid=", "--ppid", str(parent)], capture_output=True, text=True, check=False)
    return [int(pid) for pid in listed.stdout.split()]


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return "Z" not in Path(f"/proc/{pid}/status").read_text().split("State:")[1].split()[0]


def start_slow(folder: Path, out: Path) -> subprocess.Popen[bytes]:
    """Start a run and wait until its first shard is there."""
    where = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    process = subprocess.Popen([sys.executable, "-c", RUN, str(folder), str(out)], env=where)
    wait_for(lambda: process.poll() is not None or any((out / "shards").glob("*.jsonl")))
    return process


def wait_for(what: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 60
    while not what():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_killed_in_mid_run_it_goes_on_to_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    """kill -9 of the parent at three moments; its workers leave with it."""
    out = tmp_path / "out"
    for pause in (0.0, 0.1, 0.2):
        process = start_slow(folder, out)
        time.sleep(pause)
        workers = children(process.pid)
        process.kill()
        assert process.wait() == -signal.SIGKILL
        wait_for(lambda gone=workers: not any(alive(pid) for pid in gone))
        assert not (out / "records.jsonl").exists()
    assert start_slow(folder, out).wait() == 0
    run.batch([folder], tmp_path / "undisturbed", Settings(shard_size=2), engine="inline", make_worker=run_workers.Slow)
    assert output(out) == output(tmp_path / "undisturbed")
    assert manifest(out) == manifest(tmp_path / "undisturbed")


def test_killed_workers_are_replaced(folder: Path, tmp_path: Path) -> None:
    """kill -9 of every worker there is, twice in a run."""
    process = start_slow(folder, tmp_path / "out")
    shards = tmp_path / "out" / "shards"
    for _ in range(2):
        before = len(list(shards.glob("*.jsonl")))
        for pid in children(process.pid):
            with contextlib.suppress(ProcessLookupError):  # gone between the listing and the kill
                os.kill(pid, signal.SIGKILL)
        wait_for(lambda least=before: process.poll() is not None or len(list(shards.glob("*.jsonl"))) > least)
    assert process.wait() == 0
    batch(folder, tmp_path / "undisturbed")
    assert output(tmp_path / "out") == output(tmp_path / "undisturbed")


@pytest.mark.model
def test_the_real_worker_counts_what_went_in(tmp_path: Path, extractor: Extractor) -> None:
    (tmp_path / "a.jsonl").write_text(json.dumps({"id": "a", "text": ARTICLE}) + "\n{\n")
    make = lambda settings: Worker(settings, extractor)  # noqa: E731
    summary = run.batch([tmp_path / "a.jsonl"], tmp_path / "out", Settings(), engine="inline", make_worker=make)
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
        worker([Piece(tmp_path / "a.jsonl")], tmp_path / "shard.jsonl", lambda _: None)
