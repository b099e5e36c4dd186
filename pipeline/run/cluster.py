"""Workers on a Ray cluster: the same worker process on each of its cores, whose shards come back through Ray.

Only the process that runs the batch writes to the run's folder; the nodes need to read the input.
"""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Iterable
from pathlib import Path
from types import ModuleType
from typing import Any

from pipeline import __version__, knowledge
from pipeline.errors import ConfigError
from pipeline.ingest import Piece
from pipeline.run.crew import Crew
from pipeline.run.ledger import Outcome, Task
from pipeline.run.process import WorkerProcess
from pipeline.run.shards import write_whole
from pipeline.run.worker import MakeWork
from pipeline.settings import Settings

_Reference = Any
"""What Ray promises a result by; it has no type without Ray."""


def cluster(settings: Settings, make: MakeWork, workers: int | None) -> Crew:
    """Workers on the Ray cluster that ``RAY_ADDRESS`` names, or on one that is started on this machine.

    Args:
        settings: the run's settings.
        make: makes the worker; its module must be installed on the nodes.
        workers: number of them; None is one for each core of the cluster.

    Raises:
        ConfigError: Ray is not installed, or a node has another version of sanctex.
    """
    try:
        import ray  # noqa: PLC0415 - an optional extra, and heavy
    except ImportError as error:
        raise ConfigError("--engine ray needs Ray: python -m pip install 'sanctex[ray]'") from error
    return _Cluster(ray, settings, make, workers)


class _Actor:
    """What runs on a node: it watches over a worker process as a local run does, and hands its files over."""

    def __init__(self, settings: Settings, make: MakeWork, folder: str) -> None:
        with contextlib.suppress(OSError):
            os.chdir(folder)  # where names of input files that are not absolute start
        self._process = WorkerProcess(settings, make)
        self._files = tempfile.TemporaryDirectory(prefix="sanctex-")

    def state(self) -> tuple[str, str]:
        """Versions of code and knowledge on this node."""
        return _state()

    def run(self, pieces: tuple[Piece, ...], name: str, alone: bool) -> tuple[Outcome, bytes]:
        """Do a task; gives the file's content."""
        target = Path(self._files.name) / name
        outcome = self._process.run(Task(pieces, target, alone))
        if outcome is not Outcome.DONE:
            return outcome, b""
        data = target.read_bytes()
        target.unlink()
        return outcome, data


def _state() -> tuple[str, str]:
    return __version__, knowledge.digest()


class _Cluster(Crew):
    def __init__(self, ray: ModuleType, settings: Settings, make: MakeWork, workers: int | None) -> None:
        self._ray = ray
        self._ours = not ray.is_initialized()
        if self._ours:
            # Nothing is sent anywhere.
            os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
            local = {} if "RAY_ADDRESS" in os.environ else {"include_dashboard": False}
            ray.init(log_to_driver=False, logging_level="warning", **local)
        number = workers or int(ray.cluster_resources().get("CPU", 1))
        actor = ray.remote(num_cpus=1, max_restarts=-1)(_Actor)
        self._actors = [actor.remote(settings, make, str(Path.cwd())) for _ in range(number)]
        self._idle = list(self._actors)
        self._busy: dict[Any, tuple[Task, Any]] = {}

    @property
    def free(self) -> bool:
        return bool(self._idle)

    @property
    def busy(self) -> bool:
        return bool(self._busy)

    def start(self, task: Task) -> None:
        actor = self._idle.pop()
        self._busy[actor.run.remote(task.pieces, task.target.name, task.alone)] = (task, actor)

    def wait(self, seconds: float) -> Iterable[tuple[Task, Outcome]]:
        for done in self._ray.wait(list(self._busy), timeout=seconds)[0]:
            task, actor = self._busy.pop(done)
            self._idle.append(actor)
            yield task, self._outcome(task, done)

    def _outcome(self, task: Task, done: _Reference) -> Outcome:
        try:
            outcome, data = self._ray.get(done)
        except self._ray.exceptions.RayTaskError as error:
            raise error.cause from None
        except self._ray.exceptions.RayError:
            return Outcome.DIED  # the actor or its node; Ray starts another
        if outcome is Outcome.DONE:
            write_whole(task.target, [data])
        return Outcome(outcome)

    def in_hand(self) -> int:
        return 0

    def __enter__(self) -> _Cluster:
        for state in self._ray.get([actor.state.remote() for actor in self._actors]):
            if state != _state():
                raise ConfigError(f"a node of the cluster has another sanctex: {state[0]}, rules {state[1][:8]}")
        return self

    def __exit__(self, *_: object) -> None:
        for actor in self._actors:
            self._ray.kill(actor)
        if self._ours:
            self._ray.shutdown()
