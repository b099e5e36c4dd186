"""The batch engine: shards of the input go to workers, come back as files, and are joined in input order.

A run that is killed at any moment goes on where it was: finished shards are kept, and the joined files are the same
bytes as those of an undisturbed run.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Literal

from pipeline.ingest import singles
from pipeline.run import folder, remote
from pipeline.run.cluster import cluster
from pipeline.run.crew import Crew, drive, inline, processes
from pipeline.run.join import RunSummary, join, read_summary
from pipeline.run.ledger import Ledger
from pipeline.run.plan import Plan, make_plan
from pipeline.run.stop import StopRequest, stop_request
from pipeline.run.worker import MakeWork, Worker
from pipeline.settings import Settings

Engine = Literal["processes", "inline", "ray"]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is.

    Attributes:
        shards: finished shards.
        total: all shards.
        kept: shards that were finished when the run started.
        articles: articles that are finished, without those of kept shards.
        stopping: whether the run was asked to stop and only finishes what it has begun.
    """

    shards: int
    total: int
    kept: int
    articles: int
    stopping: bool


Report = Callable[[Progress], None]


def batch(
    inputs: Sequence[Path],
    out: Path,
    settings: Settings,
    *,
    workers: int | None = 1,
    engine: Engine = "processes",
    overwrite: bool = False,
    report: Report | None = None,
    make_worker: MakeWork = Worker,
) -> RunSummary:
    """Process files, folders and patterns into the folder ``out``.

    Args:
        inputs: files (.txt, .jsonl, any other text), folders of them, patterns such as ``news/*.txt``, URLs of
            these that fsspec knows.
        out: the run's folder; a run that was interrupted there is resumed, a finished one is only reported.
        settings: the run's settings.
        workers: worker processes; None is one for each core that this process, or the cluster, may use.
        engine: ``processes`` on this machine; ``ray``: those of a Ray cluster; ``inline``: this process alone.
        overwrite: throw away a run in ``out``.
        report: called now and then with the progress.
        make_worker: makes the callable that turns pieces into a file; called in the process where it works.

    Raises:
        ConfigError: nothing to read, or ``out`` holds a run of other inputs, settings or rules.
        OSError: the folder cannot be written; run again to go on.
        KeyboardInterrupt: the run was asked to stop; run again to go on.
    """
    started = time.monotonic()
    plan = make_plan(inputs, out, settings)
    with folder.hold(out):
        if overwrite:
            folder.clear(out)
        elif (out / "run.json").exists():
            key, summary = read_summary(out)
            folder.check_key(out, key, plan)
            folder.clear_shards(out)
            return summary
        folder.prepare(out, plan)
        with stop_request() as stop:
            _work(plan, settings, _crew(engine, settings, make_worker, workers), stop, report)
        timing = {"seconds": round(time.monotonic() - started, 3), "workers": workers, "engine": engine}
        summary = join(out, plan, settings, timing)
        folder.clear_shards(out)
        return summary


def usable_cores() -> int:
    """Cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _crew(engine: Engine, settings: Settings, make: MakeWork, workers: int | None) -> Crew:
    if engine == "inline":
        return inline(settings, make)
    if engine == "ray":
        return cluster(settings, make, workers)
    return processes(settings, make, workers or usable_cores())


def _work(plan: Plan, settings: Settings, crew: Crew, stop: StopRequest, report: Report | None) -> None:
    todo = [shard for shard in plan.shards if not shard.target.exists()]
    kept = len(plan.shards) - len(todo)
    split = partial(remote.split, singles=partial(singles, reading=settings.reading))
    ledger = Ledger(todo, split, settings.time_limit)

    def tell() -> None:
        if report is not None:
            articles = ledger.articles + crew.in_hand()
            report(Progress(kept + ledger.finished, len(plan.shards), kept, articles, stop.asked))

    with crew:
        drive(ledger, crew, stop, tell)
    if stop.asked and kept + ledger.finished < len(plan.shards):
        raise KeyboardInterrupt
