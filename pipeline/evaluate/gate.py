"""The quality gate: figures may not fall below what was reached, and pinning a lower floor takes a flag.

The floors stand in a JSON file with the digest of the labels they were reached on. A figure passes if it is not more
than ``tolerance`` below its floor: the figures move by less than that when a single fact of the set changes its place
in the order of the record, and by more when one fact is lost.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from pipeline.errors import ConfigError
from pipeline.evaluate.files import write_text
from pipeline.evaluate.report import Report

GATED = (
    "entity_typed",
    "mention_strict",
    "cluster",
    "relation",
    "event",
    "event_action_status",
    "event.targets",
    "event.authorities",
    "event.programs",
    "event.measures",
    "event.reasons",
    "event.announced",
    "money",
    "money_metric_entity",
    "money.period",
    "money.status",
    "revenue_share",
    "revenue_share_entity",
    "value",
    "value_money",
    "value_percent",
    "value_date",
)
"""Figures whose F1 is pinned."""


class Pinned(BaseModel):
    """Floors (F1, not to fall below) and ceilings (not to be exceeded) of one gold set."""

    model_config = ConfigDict(extra="forbid")

    gold: Path
    gold_sha256: str | None = None
    floors: dict[str, float] = {}
    ceilings: dict[str, float] = {}


class Baseline(BaseModel):
    """The pinned file."""

    model_config = ConfigDict(extra="forbid")

    tolerance: float = 0.0005
    sets: dict[str, Pinned]


def read_baseline(path: Path) -> Baseline:
    """Read the pinned floors.

    Raises:
        ConfigError: the file is missing or wrong.
    """
    try:
        return Baseline.model_validate_json(path.read_bytes())
    except (OSError, ValidationError) as error:
        raise ConfigError(f"{path}: cannot read the pinned floors: {error}") from error


def check_gate(baseline: Baseline, evaluate: Callable[[Path], Report]) -> list[str]:
    """Everything that is below a floor or above a ceiling, in words; empty if the gate is passed.

    Args:
        baseline: the pinned floors.
        evaluate: makes the report of a gold set.

    Raises:
        ConfigError: a gold set is missing.
    """
    _check_folders(baseline)
    return [
        f"{name}: {problem}"
        for name, pinned in baseline.sets.items()
        for problem in _problems(pinned, evaluate(pinned.gold), baseline.tolerance)
    ]


def update_baseline(
    baseline: Baseline, evaluate: Callable[[Path], Report], *, allow_regression: bool
) -> tuple[Baseline, list[str]]:
    """The baseline with floors raised to today's figures, and what was lower than its floor.

    Floors are lowered, and ceilings raised, only where that is allowed; otherwise they stay as they are.
    """
    _check_folders(baseline)
    lowered: list[str] = []
    sets = {}
    for name, pinned in baseline.sets.items():
        report = evaluate(pinned.gold)
        floors, ceilings = measured(report)
        lowered += [f"{name}: {problem}" for problem in _compared(pinned, report, baseline.tolerance)]
        if not allow_regression:
            floors = {key: max(value, pinned.floors.get(key, value)) for key, value in floors.items()}
            ceilings = {key: min(value, pinned.ceilings.get(key, value)) for key, value in ceilings.items()}
        sets[name] = Pinned(gold=pinned.gold, gold_sha256=report.gold_digest, floors=floors, ceilings=ceilings)
    return Baseline(tolerance=baseline.tolerance, sets=sets), lowered


def write_baseline(path: Path, baseline: Baseline) -> None:
    """Write the pinned file."""
    write_text(path, json.dumps(baseline.model_dump(mode="json"), indent=1) + "\n")


def measured(report: Report) -> tuple[dict[str, float], dict[str, float]]:
    """Today's floors and ceilings of a report."""
    floors = {key: report.figures[key].f1 for key in GATED if key in report.figures and report.figures[key].gold}
    ceilings = {
        "calibration_error": report.reliability["all"].error,
        "false_events_on_hard_negatives": float(report.hard_negatives.false_events),
    }
    return floors, ceilings


def _check_folders(baseline: Baseline) -> None:
    missing = [str(pinned.gold) for pinned in baseline.sets.values() if not any(pinned.gold.glob("*.json"))]
    if missing:
        raise ConfigError(f"no labelled articles in {' and '.join(missing)}: the gate needs them")


def _problems(pinned: Pinned, report: Report, tolerance: float) -> list[str]:
    if pinned.gold_sha256 is None:
        return ["no floors are pinned yet: pin them with --update"]
    if pinned.gold_sha256 != report.gold_digest:
        return ["the labels have changed since the floors were pinned: pin them again with --update"]
    return _compared(pinned, report, tolerance)


def _compared(pinned: Pinned, report: Report, tolerance: float) -> list[str]:
    floors, ceilings = measured(report)
    low = [
        f"{key} is {floors.get(key, 0.0):.4f}, below its floor {floor:.4f}"
        for key, floor in _sorted(pinned.floors)
        if floors.get(key, 0.0) < floor - tolerance
    ]
    high = [
        f"{key} is {ceilings[key]:g}, above its ceiling {ceiling:g}"
        for key, ceiling in _sorted(pinned.ceilings)
        if ceilings[key] > ceiling + tolerance
    ]
    return low + high


def _sorted(values: Mapping[str, float]) -> list[tuple[str, float]]:
    return sorted(values.items())
