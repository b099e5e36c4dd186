"""Peak memory of a run of one worker: its process and the parent's."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import texts

from pipeline.document import Article

RUN = """
import resource, sys, pathlib
from pipeline import run
from pipeline.settings import Settings
run.batch([pathlib.Path(sys.argv[1])], pathlib.Path(sys.argv[2]), Settings(), workers=1)
peak = [resource.getrusage(who).ru_maxrss / 1024 for who in (resource.RUSAGE_CHILDREN, resource.RUSAGE_SELF)]
print(*map(round, peak))
"""


def measure(articles: Sequence[Article], sizes: Sequence[int]) -> dict[str, dict[str, int]]:
    """Megabytes of worker and parent by number of articles."""
    return {str(size): _peak(articles, size) for size in sizes}


def _peak(articles: Sequence[Article], size: int) -> dict[str, int]:
    with tempfile.TemporaryDirectory() as name:
        texts.write(texts.short(articles), size, Path(name) / "in.jsonl")
        command = [sys.executable, "-c", RUN, f"{name}/in.jsonl", f"{name}/out"]
        worker, parent = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
    return {"worker_mb": int(worker), "parent_mb": int(parent)}
