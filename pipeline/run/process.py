"""One worker process as its parent sees it: start, give a task, hear from it, kill."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from typing import Any

from pipeline.errors import SanctexError
from pipeline.run.ledger import Outcome, Task
from pipeline.run.serve import DONE, READY
from pipeline.run.worker import MakeWork
from pipeline.settings import Settings

_CHILD = "from pipeline.run.serve import main; main()"
_LOADING = 600.0
"""Seconds after which a worker that still loads its model is given up."""
_STARTS = 5
"""How often in a row a worker may die while it loads."""
_ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
"""On a machine of many cores, threads that never work would still take memory."""


class WorkerProcess:
    """A worker in a process of its own, started with its first task and again after it was lost.

    Used from one thread, and only :meth:`close` from others.

    Attributes:
        finished: articles of the task in hand that are finished.

    Args:
        settings: the run's settings.
        make: makes the worker there; found by its name, so no lambda.
    """

    def __init__(self, settings: Settings, make: MakeWork) -> None:
        self._first = (settings, make)
        self._seconds = settings.time_limit
        self._child: subprocess.Popen[bytes] | None = None
        self._connection: Connection[Any, Any] | None = None
        self._closing = threading.Lock()
        self._closed = False
        self.finished = 0

    def run(self, task: Task) -> Outcome:
        """Do a task; returns when its file is there, the process died, or the time was up and it was killed.

        Raises:
            SanctexError: the worker cannot be started, or has a defect.
            OSError: the file cannot be written.
        """
        self.finished = 0
        try:
            connection = self._connection or self._start()
            connection.send((task.pieces, task.target))
            return self._follow(connection, alone=task.alone)
        except (EOFError, ConnectionError):
            self._kill()
            return Outcome.DIED

    def close(self) -> None:
        """End the process at once and for good; a task in hand is lost."""
        with self._closing:
            self._closed = True
            self._kill()

    def _follow(self, connection: Connection[Any, Any], *, alone: bool) -> Outcome:
        until = time.monotonic() + self._seconds
        while connection.poll(max(0.0, until - time.monotonic())):
            message = connection.recv()
            if message == DONE:
                return Outcome.DONE
            if isinstance(message, Exception):
                self._kill()
                raise message
            self.finished = message
            if not alone:
                until = time.monotonic() + self._seconds
        self._kill()
        return Outcome.STUCK

    def _start(self) -> Connection[Any, Any]:
        for _ in range(_STARTS):
            with self._closing:
                if self._closed:
                    raise EOFError
                connection = self._spawn()
            try:
                connection.send(self._first)
                message = connection.recv() if connection.poll(_LOADING) else None
            except (EOFError, ConnectionError):
                self._kill()
                continue
            if message == READY:
                self._connection = connection
                return connection
            self._kill()
            raise message if isinstance(message, Exception) else SanctexError("a worker does not get to its work")
        raise SanctexError("worker processes die while they load the model: is there enough memory?")

    def _spawn(self) -> Connection[Any, Any]:
        ours, theirs = Pipe()
        # Ctrl-C reaches every process of the terminal; the parent decides what it means, the children never hear it.
        before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            self._child = subprocess.Popen(
                # -P: a folder "pipeline" where the user happens to stand is not ours.
                [sys.executable, "-P", "-c", _CHILD, str(theirs.fileno())],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                env=os.environ | _ONE_THREAD | {"PYTHONPATH": os.pathsep.join(map(os.path.abspath, sys.path))},
            )
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)
            theirs.close()
        return ours

    def _kill(self) -> None:
        child, self._child, self._connection = self._child, None, None
        if child is not None:
            child.kill()
            child.wait()
