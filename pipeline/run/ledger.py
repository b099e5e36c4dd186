"""What is left to do in a run, and what becomes of a shard whose worker died or got stuck.

A death does not tell which article of the shard was the cause, nor whether any was: the system kills processes too.
So a lost shard is tried again; lost again, its articles are tried one by one, and one that is lost alone becomes an
issue. If none is, the shard was unlucky and is done as a whole once more: a disturbed run gives the same bytes.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path

from pipeline.ingest import Piece
from pipeline.records import Issue
from pipeline.run.plan import Shard
from pipeline.run.shards import join_parts, tally_of, write_shard

_TRIES = 2
"""How often a worker may die on the same work before it is the work's fault."""


class Outcome(Enum):
    """What became of a task."""

    DONE = "done"
    DIED = "worker_died"
    STUCK = "timeout"


@dataclass(eq=False, slots=True)
class Task:
    """What a worker gets: pieces and the file to make of them.

    Attributes:
        pieces: articles to read.
        target: file to write.
        alone: whether it is a single article, whose time is limited as a whole.
    """

    pieces: tuple[Piece, ...]
    target: Path
    alone: bool = False
    case: _Case | None = None
    losses: int = 0


@dataclass(eq=False, slots=True)
class _Case:
    """A shard whose articles are tried one by one."""

    target: Path
    pieces: tuple[Piece, ...]
    parts: list[Path] = field(default_factory=list)
    open: int = 0
    guilty: int = 0


class Ledger:
    """Hands out tasks and hears what became of them.

    Attributes:
        finished: shards that are finished.
        articles: articles in them.

    Args:
        todo: shards that have no file yet.
        split: a piece → its articles as pieces of their own.
        seconds: the time limit of an article, for the issue that says so.
    """

    def __init__(self, todo: Iterable[Shard], split: Callable[[Piece], Iterator[Piece]], seconds: float) -> None:
        self._todo = deque(todo)
        self._again: deque[Task] = deque()
        self._split = split
        self._seconds = seconds
        self.finished = 0
        self.articles = 0

    def next(self) -> Task | None:
        """The next task; None while there is none."""
        if self._again:
            return self._again.popleft()
        if not self._todo:
            return None
        shard = self._todo.popleft()
        return Task(shard.pieces, shard.target)

    def note(self, task: Task, outcome: Outcome) -> None:
        """Take down what became of a task."""
        if outcome is Outcome.DONE:
            self._done(task)
            return
        task.losses += 1
        if task.alone:
            self._lost_alone(task, outcome)
        elif task.case is not None:
            # The articles work one by one, but not together: what was made of them one by one counts.
            self._close(task.case)
        elif task.losses < _TRIES and outcome is Outcome.DIED:
            self._again.append(task)
        else:
            self._isolate(task)

    def _done(self, task: Task) -> None:
        case = task.case
        if case is None:
            self._count(task.target)
        elif task.alone:
            self._settle(case)
        else:
            self._remove(case)

    def _isolate(self, task: Task) -> None:
        case = _Case(task.target, task.pieces)
        for number, piece in enumerate(one for whole in task.pieces for one in self._split(whole)):
            part = task.target.with_suffix(f".{number:05d}.part")
            case.parts.append(part)
            self._again.append(Task((piece,), part, alone=True, case=case))
        case.open = len(case.parts)

    def _lost_alone(self, task: Task, outcome: Outcome) -> None:
        if task.losses < _TRIES and outcome is Outcome.DIED:
            self._again.appendleft(task)
            return
        (piece,) = task.pieces
        message = (
            f"the article took more than {self._seconds:g} seconds"
            if outcome is Outcome.STUCK
            else "the worker process died on this article (out of memory, or a fault in a library)"
        )
        write_shard(task.target, [Issue(code=outcome.value, message=message, uri=piece.uri, stage="run")])
        if task.case is not None:
            task.case.guilty += 1
            self._settle(task.case)

    def _settle(self, case: _Case) -> None:
        case.open -= 1
        if case.open == 0:
            if case.guilty:
                self._close(case)
            else:
                self._again.append(Task(case.pieces, case.target, case=case))

    def _close(self, case: _Case) -> None:
        join_parts(case.target, case.parts)
        self._remove(case)

    def _remove(self, case: _Case) -> None:
        for part in case.parts:
            part.unlink()
        self._count(case.target)

    def _count(self, target: Path) -> None:
        self.finished += 1
        self.articles += tally_of(target).articles
