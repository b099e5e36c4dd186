"""Progress of a run on stderr: a bar on a terminal, now and then a line elsewhere."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TextIO

from pipeline.run import Progress

_LINES = 20
"""Number of lines that a run writes at most for its shards where there is no terminal, beside one a minute."""
_MINUTE = 60.0
_SHORT = 2.0
"""Seconds before which a rate is no more than chance."""
_STOPPING = "sanctex: finishing the shards in hand; Ctrl-C again stops at once\n"


@contextmanager
def progress_for(stream: TextIO, clock: Callable[[], float] = time.monotonic) -> Iterator[Callable[[Progress], None]]:
    """What a run calls with its progress."""
    if not stream.isatty():
        yield _Lines(stream, clock)
        return
    # Imported only where a bar is drawn: rich takes a tenth of a second.
    from rich.console import Console  # noqa: PLC0415
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn  # noqa: PLC0415
    from rich.progress import Progress as Bar  # noqa: PLC0415

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("shards{task.fields[pace]}"),
    )
    started = clock()
    with Bar(*columns, console=Console(file=stream), transient=True) as bar:
        task = bar.add_task("loading", total=None, pace="")

        def show(now: Progress) -> None:
            description = "stopping" if now.stopping else f"{now.articles:,} articles" if now.articles else "loading"
            pace = _pace(now, clock() - started)
            bar.update(task, description=description, completed=now.shards, total=now.total, pace=pace)

        yield show


class _Lines:
    """One line for each twentieth of the shards, or a minute."""

    def __init__(self, stream: TextIO, clock: Callable[[], float]) -> None:
        self._stream = stream
        self._clock = clock
        self._started = self._said = clock()
        self._step = 0
        self._stopping = False

    def __call__(self, now: Progress) -> None:
        if now.stopping and not self._stopping:
            self._stopping = True
            self._write(_STOPPING)
        step, seconds = now.shards * _LINES // now.total, self._clock()
        if now.total > 1 and (step > self._step or seconds - self._said >= _MINUTE):
            self._step, self._said = step, seconds
            pace = _pace(now, seconds - self._started)
            self._write(f"sanctex: {now.shards} of {now.total} shards, {now.articles:,} articles{pace}\n")

    def _write(self, line: str) -> None:
        self._stream.write(line)
        self._stream.flush()


def _pace(now: Progress, seconds: float) -> str:
    """Rate, and the time left if the rest is like what was done."""
    if seconds < _SHORT or not now.articles:
        return ""
    done = now.shards - now.kept
    left = f", {dt.timedelta(seconds=round(seconds / done * (now.total - now.shards)))} left" if done else ""
    return f", {now.articles / seconds:,.1f} a second{left}"
