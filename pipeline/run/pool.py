"""Worker processes, and what happens when one dies: its shard is tried again, then its articles one by one."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context, parent_process
from pathlib import Path

from pipeline.errors import SanctexError
from pipeline.ingest import Piece, singles
from pipeline.records import Issue
from pipeline.run.plan import Shard
from pipeline.run.worker import MakeWork, Work, read_shard, write_issue, write_shard
from pipeline.settings import Settings

_make: tuple[MakeWork, Settings] | None = None
_work: Work | None = None


def _start(make: MakeWork, settings: Settings) -> None:
    """Prepare a worker process; the model is loaded with the first shard, so that its errors reach the caller."""
    global _make  # noqa: PLW0603 - the pool gives its processes no other place to keep things
    _make = (make, settings)
    # One matrix thread per process: two processes with two threads each fight for the cores.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    # Ctrl-C reaches the whole process group; the parent decides what it means.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_leave_with_parent, daemon=True).start()


def _leave_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _call(parts: Sequence[Piece], target: Path) -> None:
    global _work  # noqa: PLW0603 - see _start
    if _make is None:
        raise SanctexError("the worker process was not started")
    if _work is None:
        make, settings = _make
        _work = make(settings)
    _work(parts, target)


def run_parallel(todo: Sequence[Shard], settings: Settings, workers: int, make: MakeWork) -> Iterator[None]:
    """Work through the shards in several processes; yields once per finished shard.

    An interrupt lets the shards in hand be finished and starts no more.
    """
    left = list(todo)
    while left:
        yielded = 0
        try:
            for _ in _run(left, settings, workers, make):
                yielded += 1
                yield
        except BrokenProcessPool:
            pass
        before, left = len(left), [shard for shard in left if not shard.target.exists()]
        yield from [None] * (before - len(left) - yielded)
        # Reached with something left only if a process died. Which of the shards in hand was the killer is unknown:
        # each is tried again by itself, then the rest goes on together.
        suspects, left = left[: 2 * workers], left[2 * workers :]
        with _Single(settings, make) as single:
            for shard in suspects:
                if not single(shard.pieces, shard.target):
                    _isolate(shard, single, settings)
                yield


def _run(todo: Sequence[Shard], settings: Settings, workers: int, make: MakeWork) -> Iterator[None]:
    pool = _pool(workers, settings, make)
    waiting: set[Future[None]] = set()
    try:
        for shard in todo:
            waiting.add(pool.submit(_call, shard.pieces, shard.target))
            if len(waiting) >= 2 * workers:
                # Bounded: a million files must not become a million pending tasks.
                done, waiting = wait(waiting, return_when=FIRST_COMPLETED)
                yield from _results(done)
        yield from _results(waiting)
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _results(futures: set[Future[None]]) -> Iterator[None]:
    for future in futures:
        future.result()
        yield


def _pool(workers: int, settings: Settings, make: MakeWork) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(workers, mp_context=get_context("spawn"), initializer=_start, initargs=(make, settings))


class _Single:
    """One worker process at a time; a call says whether the process survived it."""

    def __init__(self, settings: Settings, make: MakeWork) -> None:
        self._settings = settings
        self._make = make
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> _Single:
        return self

    def __exit__(self, *_: object) -> None:
        if self._pool is not None:
            self._pool.shutdown()

    def __call__(self, parts: Sequence[Piece], target: Path) -> bool:
        if self._pool is None:
            self._pool = _pool(1, self._settings, self._make)
        try:
            self._pool.submit(_call, parts, target).result()
        except BrokenProcessPool:
            self._pool.shutdown()
            self._pool = None
            return False
        return True


def _isolate(shard: Shard, single: _Single, settings: Settings) -> None:
    """One article at a time; the one that kills its process becomes an issue."""
    articles = [one for piece in shard.pieces for one in singles(piece, settings.reading)]
    parts = [shard.target.with_suffix(f".{number:05d}.part") for number in range(len(articles))]
    for piece, part in zip(articles, parts, strict=True):
        if not single([piece], part):
            write_issue(part, _died(piece))
    write_shard(shard.target, (line for part in parts for line in read_shard(part)))
    for part in parts:
        part.unlink()


def _died(piece: Piece) -> Issue:
    message = "the worker process died on this article (out of memory, or a fault in a library)"
    return Issue(code="worker_died", message=message, uri=piece.uri, stage="run")
