"""What one run gained and lost against another, and whether the difference is more than chance.

The test is a paired bootstrap: articles are drawn with replacement, the same draw for both runs, and the difference of
F1 is taken each time. The p-value is twice the part of the draws in which the difference has not the sign it has over
all articles (no difference counts for both signs), 1 at most.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from pipeline.errors import ConfigError
from pipeline.evaluate.outcome import Outcome
from pipeline.evaluate.report import Report
from pipeline.evaluate.tally import ROUNDS, SEED, Tally, draws, scores, stack


@dataclass(frozen=True, slots=True)
class Side:
    """What is compared of a run: the digest of its gold set, counts by article, and outcomes unless they are hidden."""

    name: str
    gold_digest: str
    counts: Mapping[str, Tally]
    outcomes: Sequence[Outcome]
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Difference:
    """F1 of both runs, the difference with its 95% interval, and the p-value."""

    before: float
    after: float
    change: float
    interval: tuple[float, float]
    p_value: float


@dataclass(frozen=True, slots=True)
class Comparison:
    """Differences by figure, and the outcomes that changed.

    Attributes:
        gained: gold items that only the second run has right.
        lost: those that only the first has.
        new_alarms: false alarms of the second only.
        gone_alarms: false alarms of the first only.
        hidden: the outcomes of a run are kept out of sight, so none of these lists says anything.
    """

    differences: Mapping[str, Difference]
    gained: Sequence[Outcome]
    lost: Sequence[Outcome]
    new_alarms: Sequence[Outcome]
    gone_alarms: Sequence[Outcome]
    hidden: bool


def side_of_report(report: Report, name: str) -> Side:
    """A run as evaluated just now."""
    counts = {score.gold.id: score.tally for score in report.scores}
    return Side(name, report.gold_digest, counts, report.outcomes(), report.hidden)


def read_side(path: Path) -> Side:
    """A run as ``sanctex evaluate --json`` wrote it.

    Raises:
        ConfigError: it is no such file.
    """
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
        counts = {article: Tally(counts) for article, counts in raw["counts"].items()}
        outcomes = [_outcome(one) for one in raw["outcomes"]]
        return Side(str(path), raw["gold_sha256"], counts, outcomes, raw["hidden"])
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise ConfigError(f"{path}: not a report of `sanctex evaluate --json`: {error}") from error


def compare(before: Side, after: Side, *, rounds: int = ROUNDS, seed: int = SEED) -> Comparison:
    """Compare two runs on one gold set.

    Raises:
        ConfigError: they were not evaluated on the same labels.
    """
    if before.gold_digest != after.gold_digest:
        raise ConfigError(f"{before.name} and {after.name} were evaluated on different labels: evaluate both again")
    if before.hidden or after.hidden:
        return Comparison(_differences(before, after, rounds, seed), (), (), (), (), hidden=True)
    return Comparison(
        differences=_differences(before, after, rounds, seed),
        gained=_only(after, before, right=True),
        lost=_only(before, after, right=True),
        new_alarms=_only(after, before, right=False),
        gone_alarms=_only(before, after, right=False),
        hidden=False,
    )


def to_json(comparison: Comparison) -> str:
    """The comparison as JSON."""
    return json.dumps(asdict(comparison), indent=1, ensure_ascii=False) + "\n"


def _outcome(raw: dict[str, Any]) -> Outcome:
    span = None if raw["span"] is None else (raw["span"][0], raw["span"][1])
    return Outcome(**{**raw, "wrong": tuple(raw["wrong"]), "span": span})


def _differences(before: Side, after: Side, rounds: int, seed: int) -> dict[str, Difference]:
    articles = sorted(before.counts)
    tallies = [[side.counts[article] for article in articles] for side in (before, after)]
    keys = sorted({key for side in tallies for tally in side for key in tally.counts if ":" not in key})
    if not keys:
        return {}
    first, second = (stack(side, keys) for side in tallies)
    drawn = draws(len(articles), rounds, seed)
    f1 = [scores(table.sum(axis=0))[:, 2] for table in (first, second)]
    spread = np.subtract(*(scores(np.einsum("rd,dkc->rkc", drawn, table))[:, :, 2] for table in (second, first)))
    low, high = np.quantile(spread, [0.025, 0.975], axis=0)
    differences = {}
    for i, key in enumerate(keys):
        change = float(f1[1][i] - f1[0][i])
        against = np.mean(spread[:, i] <= 0) if change > 0 else np.mean(spread[:, i] >= 0)
        differences[key] = Difference(
            before=round(float(f1[0][i]), 4),
            after=round(float(f1[1][i]), 4),
            change=round(change, 4),
            interval=(round(float(low[i]), 4), round(float(high[i]), 4)),
            p_value=round(min(1.0, 2 * float(against)), 4),
        )
    return differences


def _only(these: Side, those: Side, *, right: bool) -> list[Outcome]:
    """Outcomes of one run that the other has not: gold items that are right, or false alarms."""
    verdict = "right" if right else "false"
    left = Counter(one.key for one in those.outcomes if one.verdict == verdict)
    found = []
    for one in these.outcomes:
        if one.verdict == verdict:
            if left[one.key]:
                left[one.key] -= 1
            else:
                found.append(one)
    return found
