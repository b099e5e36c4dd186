"""The folder of a run: whose it is, what stands in it already, and that no second run writes to it."""

from __future__ import annotations

import errno
import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pipeline.errors import ConfigError
from pipeline.run.plan import Plan

_NO_LOCKS = {errno.ENOLCK, errno.ENOTSUP, errno.EBADF, errno.EINVAL}
"""What network file systems without locks answer: there the user has to see that no two runs meet."""
_CHOICE = "name another folder, or replace it (--overwrite)"


@contextmanager
def hold(out: Path) -> Iterator[None]:
    """Keep the folder to this run; the system gives it free when the process ends, however that happens.

    Raises:
        ConfigError: another run is writing to it.
        OSError: it cannot be made.
    """
    out.mkdir(parents=True, exist_ok=True)
    handle = os.open(out, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(handle)
        raise ConfigError(f"another run is writing to {out}") from None
    except OSError as error:
        if error.errno not in _NO_LOCKS:
            os.close(handle)
            raise
    try:
        yield
    finally:
        os.close(handle)


def prepare(out: Path, plan: Plan) -> None:
    """Make or find the folder of the shards; its file ``plan`` says which run it belongs to.

    Raises:
        ConfigError: it belongs to another run.
    """
    shards = out / "shards"
    mark = shards / "plan"
    foreign = mark.exists() and mark.read_text(encoding="utf-8") != plan.key
    if foreign and any(shards.glob("*.jsonl")):
        raise ConfigError(f"{out} holds an unfinished run of other inputs, settings or rules: {_CHOICE}")
    shards.mkdir(exist_ok=True)
    mark.write_text(plan.key, encoding="utf-8")
    for left in (*shards.glob("*.tmp"), *shards.glob("*.part")):
        left.unlink()


def check_key(out: Path, key: str, plan: Plan) -> None:
    """Refuse a finished run of something else.

    Raises:
        ConfigError: it belongs to another run.
    """
    if key != plan.key:
        raise ConfigError(f"{out} holds a finished run of other inputs, settings or rules: {_CHOICE}")


def clear(out: Path) -> None:
    """Throw a run away."""
    for name in ("run.json", "records.jsonl", "issues.jsonl"):
        (out / name).unlink(missing_ok=True)
    clear_shards(out)


def clear_shards(out: Path) -> None:
    """Throw away what a run needs only until it is finished."""
    if (out / "shards").exists():
        shutil.rmtree(out / "shards")
