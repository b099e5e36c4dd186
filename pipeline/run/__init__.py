"""Run: many articles → a run's folder: ``records.jsonl``, ``issues.jsonl`` and ``run.json``."""

from pipeline.run.batch import RunSummary, batch

__all__ = ["RunSummary", "batch"]
