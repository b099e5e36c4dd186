"""Facts of the machine that figures were taken on."""

from __future__ import annotations

import os
import platform
from importlib.metadata import version
from pathlib import Path

from pipeline import __version__


def facts() -> dict[str, object]:
    return {
        "sanctex": __version__,
        "python": platform.python_version(),
        "spacy": version("spacy"),
        "numpy": version("numpy"),
        "system": f"{platform.system()} {platform.machine()}",
        "processor": _field("/proc/cpuinfo", "model name"),
        "cores": os.cpu_count(),
        "memory_gb": round(int(_field("/proc/meminfo", "MemTotal").split()[0] or 0) / 1e6),
        "load": round(os.getloadavg()[0], 1),
    }


def _field(path: str, name: str) -> str:
    """A field of a file of /proc; "0" where there is none."""
    file = Path(path)
    lines = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
    return next((line.partition(":")[2].strip() for line in lines if line.startswith(name)), "0")
