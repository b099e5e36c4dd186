"""The batch engine: shards of the input go to workers, come back as files, and are joined in input order.

A run that is killed at any moment goes on where it was: finished shards are kept, and the joined files are the same
bytes as those of an undisturbed run.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from pipeline.errors import ConfigError
from pipeline.run.join import RunSummary, join, read_summary
from pipeline.run.plan import Plan, Shard, make_plan
from pipeline.run.pool import run_parallel
from pipeline.run.worker import MakeWork, Worker
from pipeline.settings import Settings

Progress = Callable[[int, int], None]
"""Called with the number of finished and of all shards."""


def batch(
    inputs: Sequence[Path],
    out: Path,
    settings: Settings,
    *,
    workers: int = 1,
    overwrite: bool = False,
    progress: Progress | None = None,
    make_worker: MakeWork = Worker,
) -> RunSummary:
    """Process files, folders and patterns into the folder ``out``.

    Args:
        inputs: files (.txt, .jsonl, any other text), folders of them, patterns such as ``news/*.txt``.
        out: the run's folder; a run that was interrupted there is resumed, a finished one is only reported.
        settings: the run's settings.
        workers: processes; 1 runs in this one.
        overwrite: throw away a run in ``out``.
        progress: called after each shard.
        make_worker: makes the callable that turns pieces into a file; called in the process where it works.

    Raises:
        ConfigError: nothing to read, or ``out`` holds a run of other inputs, settings or rules.
        OSError: the folder cannot be written; run again to go on.
    """
    started = time.monotonic()
    plan = make_plan(inputs, out, settings)
    if overwrite:
        _remove(out)
    elif (out / "run.json").exists():
        return _finished(out, plan)
    _prepare(out, plan)
    todo = [shard for shard in plan.shards if not shard.target.exists()]
    done, total = len(plan.shards) - len(todo), len(plan.shards)
    for step in _steps(todo, settings, workers, make_worker):
        if progress is not None:
            progress(done + step, total)
    return join(out, plan, settings, workers=workers, started=started)


def _remove(out: Path) -> None:
    for name in ("run.json", "records.jsonl", "issues.jsonl"):
        (out / name).unlink(missing_ok=True)
    if (out / "shards").exists():
        shutil.rmtree(out / "shards")


def _finished(out: Path, plan: Plan) -> RunSummary:
    key, summary = read_summary(out)
    if key != plan.key:
        raise ConfigError(f"{out} holds a finished run of other inputs, settings or rules: {_CHOICE}")
    return summary


_CHOICE = "name another folder, or replace it (--overwrite)"


def _prepare(out: Path, plan: Plan) -> None:
    """Make or find the shard folder; its file ``plan`` says which run it belongs to."""
    shards = out / "shards"
    mark = shards / "plan"
    foreign = mark.exists() and mark.read_text(encoding="utf-8") != plan.key
    if foreign and any(shards.glob("*.jsonl")):
        raise ConfigError(f"{out} holds an unfinished run of other inputs, settings or rules: {_CHOICE}")
    shards.mkdir(parents=True, exist_ok=True)
    mark.write_text(plan.key, encoding="utf-8")


def _steps(todo: Sequence[Shard], settings: Settings, workers: int, make_worker: MakeWork) -> Iterator[int]:
    """Work through the shards; yields the number finished so far, 0 first."""
    yield 0
    if workers > 1 and len(todo) > 1:
        yield from (number for number, _ in enumerate(run_parallel(todo, settings, workers, make_worker), start=1))
    elif todo:
        work = make_worker(settings)
        for number, shard in enumerate(todo, start=1):
            work(shard.pieces, shard.target)
            yield number
