"""kill -9 of the parent or of a worker at random moments; the bytes must be those of an undisturbed run."""

from __future__ import annotations

import hashlib
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import texts

from pipeline.document import Article

SEED = 7
WORKERS = 2


def measure(articles: Sequence[Article], size: int, kills: int) -> dict[str, object]:
    dice = random.Random(SEED)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        texts.write(texts.short(articles), size, folder / "in.jsonl")
        begin = time.perf_counter()
        _start(folder, "undisturbed").wait()
        whole = time.perf_counter() - begin
        done = {"parent": 0, "worker": 0}
        process = _start(folder, "killed")
        for _ in range(kills):
            time.sleep(dice.uniform(0, 1.5 * whole / kills))
            if process.poll() is not None:
                break
            workers = _children(process.pid)
            if workers and dice.random() < 0.5:
                done["worker"] += 1
                os.kill(dice.choice(workers), signal.SIGKILL)
            else:
                done["parent"] += 1
                process.kill()
                process.wait()
                process = _start(folder, "killed")
        code = process.wait()
        same = [_digest(folder / "killed" / file) == _digest(folder / "undisturbed" / file) for file in FILES]
    return {"articles": size, "kills": done, "exit_code": code, "same_bytes": all(same), "undisturbed_s": round(whole)}


FILES = ("records.jsonl", "issues.jsonl")


def _start(folder: Path, out: str) -> subprocess.Popen[bytes]:
    words = ["batch", str(folder / "in.jsonl"), "--out", str(folder / out), "--workers", str(WORKERS)]
    return subprocess.Popen([sys.executable, "-m", "pipeline.cli", *words], stdout=subprocess.DEVNULL)


def _children(parent: int) -> list[int]:
    listed = subprocess.run(["ps", "-o", "pid=", "--ppid", str(parent)], capture_output=True, text=True, check=False)
    return [int(pid) for pid in listed.stdout.split() if int(pid) != parent]


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
