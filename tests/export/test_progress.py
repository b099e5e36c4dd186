"""What a run says of its progress."""

from __future__ import annotations

import io

from pipeline.export.progress import progress_for
from pipeline.run import Progress


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def said(shards: int, total: int, *, kept: int = 0, stopping: bool = False, stream: io.StringIO | None = None) -> str:
    """All that a run says that does a shard a second with ten articles each."""
    stream, clock = stream or io.StringIO(), Clock()
    with progress_for(stream, clock) as report:
        for done in range(kept, shards + 1):
            clock.now = float(done - kept)
            report(Progress(done, total, kept, 10 * (done - kept), stopping))
    return stream.getvalue()


def test_a_line_for_each_twentieth_where_there_is_no_terminal() -> None:
    lines = said(200, 200).splitlines()
    assert len(lines) == 20
    assert lines[9] == "sanctex: 100 of 200 shards, 1,000 articles, 10.0 a second, 0:01:40 left"


def test_a_line_a_minute_in_a_long_run() -> None:
    assert len(said(600, 1_000_000).splitlines()) == 10


def test_what_was_there_before_says_nothing_of_the_pace() -> None:
    assert said(60, 110, kept=10).splitlines()[-1].endswith("450 articles, 10.0 a second, 0:00:55 left")


def test_one_shard_is_not_worth_a_line() -> None:
    assert said(1, 1) == ""


def test_a_request_to_stop_is_answered_once() -> None:
    lines = said(3, 100, stopping=True).splitlines()
    assert lines == ["sanctex: finishing the shards in hand; Ctrl-C again stops at once"]


def test_a_bar_on_a_terminal() -> None:
    shown = said(50, 100, stream=Terminal())
    assert "500 articles" in shown
    assert "50/100" in shown
    assert "0:00:50 left" in shown
