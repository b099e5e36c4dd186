"""A limit on the time that one article may take."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from pipeline.errors import ArticleError

_AGAIN = 0.05
"""Seconds after which the alarm rings again, should a library have swallowed it."""


class _TimeUp(BaseException):
    """No Exception: libraries that swallow those must not swallow this one."""


@contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Stop what runs inside after ``seconds`` of wall time.

    It works in the main thread, on systems with interval timers, and only between calls into native code; a worker of a
    batch is always a main thread. Elsewhere there is no limit.

    Raises:
        ArticleError: the time is up.
    """
    if threading.current_thread() is not threading.main_thread() or not hasattr(signal, "setitimer"):
        yield
        return
    before = signal.signal(signal.SIGALRM, _ring)
    outer = signal.setitimer(signal.ITIMER_REAL, seconds, _AGAIN)
    try:
        yield
    except _TimeUp:
        raise ArticleError("too_slow", f"reading it took more than {seconds:g} seconds", "ingest") from None
    finally:
        signal.setitimer(signal.ITIMER_REAL, *outer)
        signal.signal(signal.SIGALRM, before)


def _ring(_signal: int, _frame: FrameType | None) -> None:
    raise _TimeUp
