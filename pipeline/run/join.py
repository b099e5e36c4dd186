"""The end of a run: shards → ``records.jsonl``, ``issues.jsonl`` and ``run.json``."""

from __future__ import annotations

import platform
import shutil
import time
from collections import Counter
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path

import orjson

from pipeline import __version__, knowledge
from pipeline.records import SCHEMA_VERSION
from pipeline.run.plan import Plan
from pipeline.run.worker import RECORD, read_shard
from pipeline.settings import Settings

FACTS = ("entities", "relations", "financials", "revenue_shares", "sanction_events")


@dataclass(slots=True)
class RunSummary:
    """Counts of one run: articles in equal records plus issues."""

    folder: Path
    articles: int = 0
    records: int = 0
    issues: int = 0
    codes: Counter[str] = field(default_factory=Counter)
    facts: Counter[str] = field(default_factory=Counter)
    model: str | None = None


def join(out: Path, plan: Plan, settings: Settings, *, workers: int, started: float) -> RunSummary:
    """Join the shards in input order; ``run.json`` is written last and says that the run is finished.

    Raises:
        SanctexError: a shard is damaged.
    """
    summary = RunSummary(out)
    records, issues = out / "records.jsonl.tmp", out / "issues.jsonl.tmp"
    with records.open("wb") as good, issues.open("wb") as bad:
        for shard in plan.shards:
            for line in read_shard(shard.target):
                (good if line.startswith(RECORD) else bad).write(line[1:])
                _count(summary, line)
    records.rename(out / "records.jsonl")
    issues.rename(out / "issues.jsonl")
    manifest = _manifest(summary, plan, settings)
    manifest["timing"] = {"seconds": round(time.monotonic() - started, 3), "workers": workers}
    temporary = out / "run.json.tmp"
    temporary.write_bytes(orjson.dumps(manifest, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE))
    temporary.rename(out / "run.json")
    shutil.rmtree(out / "shards")
    return summary


def read_summary(out: Path) -> tuple[str, RunSummary]:
    """Key and counts of a finished run."""
    run = orjson.loads((out / "run.json").read_bytes())
    counts = RunSummary(
        out,
        run["articles"],
        run["records"],
        run["issues"],
        Counter(run["issue_codes"]),
        Counter(run["facts"]),
        run["model"],
    )
    return run["plan_sha256"], counts


def _count(summary: RunSummary, line: bytes) -> None:
    data = orjson.loads(line[1:])
    summary.articles += 1
    if not line.startswith(RECORD):
        summary.issues += 1
        summary.codes[data["code"]] += 1
        return
    summary.records += 1
    summary.model = summary.model or data["provenance"]["model"]
    for name in FACTS:
        summary.facts[name] += len(data[name])


def _manifest(summary: RunSummary, plan: Plan, settings: Settings) -> dict[str, object]:
    return {
        "versions": {
            "sanctex": __version__,
            "schema": SCHEMA_VERSION,
            "spacy": version("spacy"),
            "python": platform.python_version(),
        },
        "model": summary.model,
        "settings": settings.model_dump(mode="json"),
        "settings_sha256": settings.digest(),
        "knowledge_sha256": knowledge.digest(),
        "plan_sha256": plan.key,
        "articles": summary.articles,
        "records": summary.records,
        "issues": summary.issues,
        "issue_codes": dict(sorted(summary.codes.items())),
        "facts": {name: summary.facts[name] for name in FACTS},
    }
