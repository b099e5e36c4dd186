"""Progress of a run on stderr: a bar on a terminal, now and then a line elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TextIO

_LINES = 20
"""Number of lines that a long run writes where there is no terminal."""


@contextmanager
def progress_for(stream: TextIO) -> Iterator[Callable[[int, int], None]]:
    """What a run calls with the number of finished and of all shards."""
    if not stream.isatty():
        yield _Lines(stream)
        return
    # Imported only where a bar is drawn: rich takes a tenth of a second.
    from rich.console import Console  # noqa: PLC0415
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn  # noqa: PLC0415

    columns = (TextColumn("shards"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(file=stream), transient=True) as bar:
        task = bar.add_task("shards", total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


class _Lines:
    """One line for each twentieth of the shards."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._last = 0

    def __call__(self, done: int, total: int) -> None:
        step = done * _LINES // total
        if step > self._last and total > 1:
            self._last = step
            self._stream.write(f"sanctex: {done} of {total} shards\n")
            self._stream.flush()
