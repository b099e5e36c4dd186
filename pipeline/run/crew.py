"""Who does the tasks of a run: this process, or worker processes on this machine. Clusters: :mod:`.cluster`."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import AbstractContextManager
from typing import Protocol

from pipeline.run.ledger import Ledger, Outcome, Task
from pipeline.run.process import WorkerProcess
from pipeline.run.stop import StopRequest
from pipeline.run.worker import MakeWork, Work
from pipeline.settings import Settings

_LOOK = 0.5
"""Seconds after which a run that waits for its workers looks whether it was asked to stop, and shows its progress."""


class Crew(AbstractContextManager["Crew"], Protocol):
    """Workers that take tasks. Leaving the context ends them at once."""

    @property
    def free(self) -> bool:
        """Whether one more task can be given."""
        ...

    @property
    def busy(self) -> bool:
        """Whether a task is in hand."""
        ...

    def start(self, task: Task) -> None:
        """Give a task to a free worker."""
        ...

    def wait(self, seconds: float) -> Iterable[tuple[Task, Outcome]]:
        """Tasks that have ended; none if that takes longer than ``seconds``."""
        ...

    def in_hand(self) -> int:
        """Articles that are finished in the tasks in hand."""
        ...


def drive(ledger: Ledger, crew: Crew, stop: StopRequest, report: Callable[[], None]) -> None:
    """Give tasks to the crew until all are done or the run is asked to stop; never more than it has hands for."""
    while True:
        while crew.free and not stop.asked and (task := ledger.next()) is not None:
            crew.start(task)
        report()
        if not crew.busy:
            return
        for task, outcome in crew.wait(_LOOK):
            ledger.note(task, outcome)


def processes(settings: Settings, make: MakeWork, workers: int) -> Crew:
    """Worker processes on this machine."""
    return _Processes(settings, make, workers)


def inline(settings: Settings, make: MakeWork) -> Crew:
    """This process: an article that kills it ends the run, and no time is limited. For tests and debugging."""
    return _Inline(settings, make)


class _Processes(Crew):
    """Each process is followed by a thread."""

    def __init__(self, settings: Settings, make: MakeWork, workers: int) -> None:
        self._workers = [WorkerProcess(settings, make) for _ in range(workers)]
        self._idle = list(self._workers)
        self._threads = ThreadPoolExecutor(workers)
        self._busy: dict[Future[Outcome], tuple[Task, WorkerProcess]] = {}

    @property
    def free(self) -> bool:
        return bool(self._idle)

    @property
    def busy(self) -> bool:
        return bool(self._busy)

    def start(self, task: Task) -> None:
        worker = self._idle.pop()
        self._busy[self._threads.submit(worker.run, task)] = (task, worker)

    def wait(self, seconds: float) -> Iterable[tuple[Task, Outcome]]:
        for future in wait(self._busy, timeout=seconds, return_when=FIRST_COMPLETED).done:
            task, worker = self._busy.pop(future)
            self._idle.append(worker)
            outcome = future.result()
            yield task, outcome

    def in_hand(self) -> int:
        return sum(worker.finished for _, worker in self._busy.values())

    def __exit__(self, *_: object) -> None:
        for worker in self._workers:
            worker.close()
        self._threads.shutdown()


class _Inline(Crew):
    def __init__(self, settings: Settings, make: MakeWork) -> None:
        self._settings = settings
        self._make = make
        self._work: Work | None = None
        self._task: Task | None = None
        self._finished = 0

    @property
    def free(self) -> bool:
        return self._task is None

    @property
    def busy(self) -> bool:
        return self._task is not None

    def start(self, task: Task) -> None:
        self._task = task

    def wait(self, seconds: float) -> Iterable[tuple[Task, Outcome]]:  # noqa: ARG002 - nothing to wait for
        if self._task is None:
            return
        if self._work is None:
            self._work = self._make(self._settings)
        self._work(self._task.pieces, self._task.target, self._note)
        task, self._task = self._task, None
        yield task, Outcome.DONE

    def _note(self, finished: int) -> None:
        self._finished = finished

    def in_hand(self) -> int:
        return self._finished if self.busy else 0

    def __exit__(self, *_: object) -> None:
        return None
