"""Run: many articles → a run's folder: ``records.jsonl``, ``issues.jsonl`` and ``run.json``."""

from pipeline.run.batch import Engine, Progress, batch
from pipeline.run.join import RunSummary

__all__ = ["Engine", "Progress", "RunSummary", "batch"]
