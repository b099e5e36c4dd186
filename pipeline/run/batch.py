"""The batch engine: shards of the input go to worker processes, come back as files, and are joined in input order.

A shard is written under a temporary name, synced and renamed, so a run that is killed at any moment goes on where it
was: finished shards are kept, and the joined files are the same bytes as those of an undisturbed run.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from dataclasses import dataclass, field
from multiprocessing import get_context
from pathlib import Path

import orjson

from pipeline import __version__
from pipeline.errors import ConfigError, SanctexError
from pipeline.ingest import paths_under, read_path
from pipeline.records import ArticleRecord, Issue
from pipeline.settings import Settings

SHARD = 64
"""Files per shard: small enough that little is lost on a kill, large enough for full model batches."""

Progress = Callable[[int, int], None]
"""Called with the number of finished and of all shards."""


@dataclass(slots=True)
class RunSummary:
    """Counts of one run: articles in equal records plus issues."""

    articles: int = 0
    records: int = 0
    issues: int = 0
    facts: Counter[str] = field(default_factory=Counter)
    folder: Path = Path()


class Worker:
    """One loaded pipeline; a call turns one shard of paths into its files."""

    def __init__(self, settings: Settings) -> None:
        # Imported where it runs: the parent process of a parallel run never loads the model.
        from pipeline.flow import Extractor  # noqa: PLC0415

        self._extractor = Extractor(settings)

    def __call__(self, paths: Sequence[Path], target: Path) -> None:
        """Process the files and write ``target`` (one JSON line per record or issue, tagged)."""
        temporary = target.with_suffix(f".{os.getpid()}.tmp")
        with temporary.open("wb") as out:
            articles = (item for path in paths for item in read_path(path, max_bytes=self._extractor.settings.max_bytes))
            for result in self._extractor.process(articles):
                out.write(_tag(result) + result.model_dump_json().encode() + b"\n")
            out.flush()
            os.fsync(out.fileno())
        temporary.rename(target)


def _tag(result: ArticleRecord | Issue) -> bytes:
    return b"R" if isinstance(result, ArticleRecord) else b"I"


_worker: Worker | None = None


def _start(settings: Settings) -> None:
    # One matrix thread per process: two processes with two threads each fight for the cores.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    global _worker  # noqa: PLW0603 - the pool gives its processes no other place to keep the model
    _worker = Worker(settings)


def _work(paths: Sequence[Path], target: Path) -> None:
    if _worker is None:
        raise SanctexError("the worker process was not started")
    _worker(paths, target)


def batch(
    inputs: Sequence[Path],
    out: Path,
    settings: Settings,
    *,
    workers: int = 1,
    overwrite: bool = False,
    progress: Progress | None = None,
) -> RunSummary:
    """Process files and folders into the folder ``out``.

    Args:
        inputs: files (.txt, .jsonl, any other text) and folders of them.
        out: the run's folder; a run that was interrupted there is resumed.
        settings: the run's settings.
        workers: processes; 1 runs in this one.
        overwrite: throw away a finished run in ``out``.
        progress: called after each shard.

    Raises:
        ConfigError: nothing to read, or ``out`` holds a run of other inputs or settings.
        OSError: the folder cannot be written; run again to go on.
    """
    paths = list(paths_under(inputs))
    if not paths:
        raise ConfigError(f"no articles under {', '.join(map(str, inputs))}: folders are searched for .txt and .jsonl")
    shards = _prepare(out, paths, settings, overwrite=overwrite)
    todo = [(part, target) for part, target in _plan(paths, shards) if not target.exists()]
    total = (len(paths) + SHARD - 1) // SHARD
    done = total - len(todo)
    if progress is not None:
        progress(done, total)
    for _ in _run(todo, settings, workers):
        done += 1
        if progress is not None:
            progress(done, total)
    return _join(out, [target for _, target in _plan(paths, shards)], settings)


def _plan(paths: Sequence[Path], shards: Path) -> Iterator[tuple[Sequence[Path], Path]]:
    for number, start in enumerate(range(0, len(paths), SHARD)):
        yield paths[start : start + SHARD], shards / f"{number:06d}.jsonl"


def _prepare(out: Path, paths: Sequence[Path], settings: Settings, *, overwrite: bool) -> Path:
    """Make or find the shard folder; its plan file says which run it belongs to."""
    shards, plan = out / "shards", out / "shards" / "plan.json"
    key = hashlib.sha256(orjson.dumps([[str(p) for p in paths], settings.digest(), __version__])).hexdigest()
    if overwrite:
        for name in ("records.jsonl", "issues.jsonl", "run.json"):
            (out / name).unlink(missing_ok=True)
        shutil.rmtree(shards, ignore_errors=True)
    elif (out / "run.json").exists():
        raise ConfigError(f"{out} holds a finished run: name another folder, or overwrite it (--overwrite)")
    elif plan.exists() and plan.read_bytes() != key.encode():
        raise ConfigError(f"{out} holds an unfinished run of other inputs or settings: overwrite it (--overwrite)")
    shards.mkdir(parents=True, exist_ok=True)
    plan.write_bytes(key.encode())
    return shards


def _run(todo: Sequence[tuple[Sequence[Path], Path]], settings: Settings, workers: int) -> Iterator[None]:
    if workers <= 1 or len(todo) <= 1:
        worker = Worker(settings) if todo else None
        for paths, target in todo:
            if worker is not None:
                worker(paths, target)
            yield
        return
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn"), initializer=_start, initargs=(settings,)) as pool:
        waiting: set[Future[None]] = set()
        for paths, target in todo:
            waiting.add(pool.submit(_work, paths, target))
            if len(waiting) >= 2 * workers:
                # Bounded: a million files must not become a million pending tasks.
                finished, waiting = wait(waiting, return_when=FIRST_COMPLETED)
                yield from _results(finished)
        yield from _results(waiting)


def _results(futures: Iterable[Future[None]]) -> Iterator[None]:
    for future in futures:
        future.result()
        yield


def _join(out: Path, shards: Sequence[Path], settings: Settings) -> RunSummary:
    """Join the shards in input order, check that nothing was lost, and write ``run.json`` last."""
    summary = RunSummary(folder=out)
    records, issues = out / "records.jsonl", out / "issues.jsonl"
    with records.with_suffix(".tmp").open("wb") as good, issues.with_suffix(".tmp").open("wb") as bad:
        for shard in shards:
            with shard.open("rb") as lines:
                for line in lines:
                    summary.articles += 1
                    if line.startswith(b"R"):
                        good.write(line[1:])
                        summary.records += 1
                        _count(orjson.loads(line[1:]), summary.facts)
                    else:
                        bad.write(line[1:])
                        summary.issues += 1
    records.with_suffix(".tmp").rename(records)
    issues.with_suffix(".tmp").rename(issues)
    run = {
        "version": __version__,
        "settings": settings.model_dump(mode="json"),
        "articles": summary.articles,
        "records": summary.records,
        "issues": summary.issues,
        "facts": dict(sorted(summary.facts.items())),
    }
    (out / "run.json").write_bytes(orjson.dumps(run, option=orjson.OPT_INDENT_2))
    shutil.rmtree(out / "shards")
    return summary


def _count(record: dict[str, list[object]], facts: Counter[str]) -> None:
    for name in ("entities", "relations", "financials", "revenue_shares", "sanction_events"):
        facts[name] += len(record[name])
