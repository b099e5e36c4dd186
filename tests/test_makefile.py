"""Setting up fails with one clear line where it cannot work."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT

pytestmark = pytest.mark.skipif(shutil.which("make") is None, reason="needs make")


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A folder in which nothing is set up yet."""
    for name in ("Makefile", "requirements.lock", "pyproject.toml"):
        shutil.copy(ROOT / name, tmp_path / name)
    return tmp_path


def make(folder: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    clean = {key: value for key, value in os.environ.items() if not key.startswith(("MAKE", "PIP_"))}
    return subprocess.run(
        ["make", "run", *arguments],
        cwd=folder,
        env=clean | environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_a_python_that_is_too_old_is_named(checkout: Path) -> None:
    old = checkout / "python3.9"
    old.write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
    old.chmod(0o755)
    done = make(checkout, f"PYTHON={old}")
    assert done.returncode == 2
    assert done.stderr.splitlines()[0] == f"sanctex needs Python 3.11, 3.12 or 3.13: {old} is not one of them"
    assert "Traceback" not in done.stderr
    assert not (checkout / ".venv").exists()


def test_no_python_at_all_is_said(checkout: Path) -> None:
    done = make(checkout, "PYTHON=")
    assert done.returncode == 2
    assert done.stderr.startswith("sanctex needs Python 3.11, 3.12 or 3.13: none found")


def test_a_registry_out_of_reach_is_said_in_one_line(checkout: Path) -> None:
    # Nothing listens on port 9 of this machine.
    nowhere = {"PIP_INDEX_URL": "http://127.0.0.1:9/simple", "PIP_RETRIES": "0", "PIP_NO_CACHE_DIR": "1"}
    done = make(checkout, f"PYTHON={sys.executable}", PIP_CONFIG_FILE=os.devnull, **nowhere)
    first, *rest = done.stderr.splitlines()
    assert done.returncode == 2
    assert "is the package registry reachable?" in first
    assert all(line.startswith("make:") for line in rest)
    assert not (checkout / ".venv" / ".ready").exists()
