"""The end of a run: shards → ``records.jsonl``, ``issues.jsonl`` and ``run.json``."""

from __future__ import annotations

import os
import platform
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import orjson

from pipeline import __version__, knowledge
from pipeline.records import SCHEMA_VERSION
from pipeline.run.marking import marked
from pipeline.run.plan import Plan
from pipeline.run.shards import RECORD, Tally, write_whole
from pipeline.settings import Settings

SKIPPED = ("not_relevant", "duplicate")
"""Codes of issues that say only that the run did not ask for the article."""


@dataclass(slots=True)
class RunSummary(Tally):
    """Counts of a finished run.

    Attributes:
        folder: where it stands.
    """

    folder: Path = Path()

    @property
    def failed(self) -> int:
        """Articles that could not be processed: all issues but those of articles that the run was told to skip."""
        return self.issues - sum(self.codes[code] for code in SKIPPED)


def join(out: Path, plan: Plan, settings: Settings, timing: Mapping[str, object]) -> RunSummary:
    """Join the shards in input order; ``run.json`` is written last and says that the run is finished.

    Args:
        out: the run's folder.
        plan: its shards, all of which are there.
        settings: the run's settings.
        timing: how long it took, and with what: the only part that differs between runs of the same.

    Raises:
        SanctexError: a shard is damaged.
        OSError: the files cannot be written.
    """
    summary = RunSummary(folder=out)
    records, issues = out / "records.jsonl.tmp", out / "issues.jsonl.tmp"
    with records.open("wb") as good, issues.open("wb") as bad:
        for line in marked([shard.target for shard in plan.shards], out / "shards" / "signatures", settings, summary):
            (good if line.startswith(RECORD) else bad).write(line[1:])
        for file in (good, bad):
            file.flush()
            os.fsync(file.fileno())
    records.rename(out / "records.jsonl")
    issues.rename(out / "issues.jsonl")
    manifest = _manifest(summary, plan, settings) | {"timing": dict(timing)}
    write_whole(out / "run.json", [orjson.dumps(manifest, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)])
    return summary


def read_summary(out: Path) -> tuple[str, RunSummary]:
    """Key and counts of a finished run."""
    run = orjson.loads((out / "run.json").read_bytes())
    summary = RunSummary(folder=out)
    summary.merge(Tally.of(run))
    return run["plan_sha256"], summary


def _manifest(summary: RunSummary, plan: Plan, settings: Settings) -> dict[str, object]:
    return {
        "versions": {
            "sanctex": __version__,
            "schema": SCHEMA_VERSION,
            "spacy": version("spacy"),
            "python": platform.python_version(),
        },
        "settings": settings.model_dump(mode="json"),
        "settings_sha256": settings.digest(),
        "knowledge_sha256": knowledge.digest(),
        "plan_sha256": plan.key,
        **summary.as_dict(),
    }
