"""A worker process: loads once, then turns tasks into files until its parent has no more.

Started by :mod:`pipeline.run.process`, which speaks to it over the file descriptor that the command line names.
"""

from __future__ import annotations

import ctypes
import os
import pickle
import signal
import sys
import threading
import time
import traceback
from collections.abc import Sequence
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from pipeline.errors import SanctexError
from pipeline.ingest import Piece

READY = "ready"
DONE = "done"
_BEAT = 0.5
"""Seconds between two messages that the work gets on: in between the parent sleeps and leaves the cores to the work."""


def main() -> None:
    """Serve the parent process until it closes the connection."""
    connection: Connection[Any, Any] = Connection(int(sys.argv[1]))
    _leave_with_parent()
    try:
        _serve(connection)
    except (EOFError, ConnectionError):
        return  # the parent has gone


def _serve(connection: Connection[Any, Any]) -> None:
    settings, make = connection.recv()
    try:
        work = make(settings)
    except Exception as error:  # noqa: BLE001 - the parent raises it
        connection.send(_portable(error))
        return
    connection.send(READY)
    while True:
        task: tuple[Sequence[Piece], Path] = connection.recv()
        try:
            work(*task, _Beat(connection))
        except ConnectionError:
            raise
        except Exception as error:  # noqa: BLE001 - the parent raises it
            connection.send(_portable(error))
        else:
            connection.send(DONE)


class _Beat:
    """Tells the parent now and then how many articles are finished."""

    def __init__(self, connection: Connection[Any, Any]) -> None:
        self._connection = connection
        self._last = time.monotonic()

    def __call__(self, finished: int) -> None:
        now = time.monotonic()
        if now - self._last >= _BEAT:
            self._last = now
            self._connection.send(finished)


def _portable(error: Exception) -> Exception:
    """The error itself if it survives the way to the parent and is one it knows; otherwise its traceback."""
    if isinstance(error, OSError | SanctexError):
        try:
            pickle.loads(pickle.dumps(error))
        except Exception:  # noqa: BLE001 - whatever keeps it from travelling
            pass
        else:
            return error
    return SanctexError("a worker failed:\n" + "".join(traceback.format_exception(error)))


def _leave_with_parent() -> None:
    """Let a killed parent leave no workers behind."""
    if sys.platform == "linux":
        # The kernel does it, even while a library holds the interpreter.
        pr_set_pdeathsig = 1
        ctypes.CDLL(None).prctl(pr_set_pdeathsig, signal.SIGKILL)
    parent = os.getppid()

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(1)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
