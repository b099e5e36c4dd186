"""A Ray cluster on this machine gives the same bytes as one process; skipped where the extra is not installed."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

import pytest
import run_workers
from conftest import SAMPLE
from test_batch import folder, output

from pipeline import run
from pipeline.errors import ConfigError
from pipeline.settings import Settings

__all__ = ["folder"]
SETTINGS = Settings(shard_size=8)


def test_without_the_extra_it_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ray", None)
    with pytest.raises(ConfigError, match=r"pip install 'sanctex\[ray\]'"):
        run.batch([SAMPLE], tmp_path / "out", SETTINGS, engine="ray")


@pytest.fixture(scope="module")
def ray() -> object:
    module = pytest.importorskip("ray", reason="the extra is not installed: python -m pip install 'sanctex[ray]'")
    where = {"PYTHONPATH": os.pathsep.join(sys.path)}
    module.init(num_cpus=2, log_to_driver=False, include_dashboard=False, runtime_env={"env_vars": where})
    yield module
    module.shutdown()


@pytest.mark.usefixtures("ray")
def test_a_cluster_writes_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    """Also with an article that its worker does not survive, which one process alone cannot do."""
    run.batch([folder], tmp_path / "one", SETTINGS, engine="inline", make_worker=run_workers.Fragile)
    run.batch([folder], tmp_path / "ray", SETTINGS, engine="ray", make_worker=run_workers.Fragile)
    assert output(tmp_path / "one") == output(tmp_path / "ray")
    (folder / "09.txt").write_text("deadly")
    for engine in ("processes", "ray"):
        how: dict[str, Any] = {"engine": engine, "workers": 2, "overwrite": True, "make_worker": run_workers.Fragile}
        assert run.batch([folder], tmp_path / engine, SETTINGS, **how).codes["worker_died"] == 1
    assert output(tmp_path / "processes") == output(tmp_path / "ray")


@pytest.mark.usefixtures("ray")
def test_what_is_wrong_reaches_the_caller(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="no such model as"):
        run.batch([folder], tmp_path / "out", SETTINGS, engine="ray", workers=1, make_worker=run_workers.Misled)
