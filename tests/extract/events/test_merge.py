"""How decisions are put together from their mentions."""

from __future__ import annotations

import time
from types import SimpleNamespace
from typing import Any, cast

from pipeline.extract.events.merge import Decision


def test_a_decision_told_very_often_is_read_fast() -> None:
    """A long notice says "was added" hundreds of times: the work must not grow with the cube of that."""
    mentions = [
        SimpleNamespace(
            status="enacted",
            bare=False,
            title=False,
            conditional=False,
            progressive=False,
            score=number % 7,
            sentence=SimpleNamespace(start=number),
            targets=[f"e{number}"],
        )
        for number in range(500)
    ]
    begin = time.process_time()
    found = Decision(cast(Any, mentions)).union("targets")
    assert found[:3] == ["e6", "e0", "e1"]
    assert len(found) == 500
    assert time.process_time() - begin < 2
