"""Calibrated confidence: what a rule or model gives → how often such facts are right on unseen text.

The curves are fitted by ``sanctex calibrate`` on the gold set and stored as JSON: for each kind of fact the
breakpoints of a rising line, ``x`` what the extractor gives and ``y`` the share of such facts that were right. Between
breakpoints the line is straight, outside them it is level. A kind without a curve keeps its confidence.
"""

from __future__ import annotations

import hashlib
import json
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError, model_validator

from pipeline.document import Facts
from pipeline.errors import ConfigError
from pipeline.records import Fact, FinancialFact, Relation, RevenueShare

F = TypeVar("F", bound=Fact)


class Curve(BaseModel):
    """Breakpoints of one rising line; ``x`` rises, ``y`` does not fall, both within 0 and 1."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    x: tuple[float, ...]
    y: tuple[float, ...]

    @model_validator(mode="after")
    def _rising(self) -> Curve:
        if not self.x or len(self.x) != len(self.y):
            raise ValueError("a curve needs as many x as y, one at least")
        if any(a >= b for a, b in zip(self.x, self.x[1:], strict=False)) or list(self.y) != sorted(self.y):
            raise ValueError("x must rise and y must not fall")
        if not all(0 <= value <= 1 for value in (*self.x, *self.y)):
            raise ValueError("breakpoints lie between 0 and 1")
        return self

    def at(self, value: float) -> float:
        """Height of the line at ``value``, to four places."""
        place = bisect_right(self.x, value)
        if place == 0 or place == len(self.x):
            return self.y[min(place, len(self.x) - 1)]
        left, right = self.x[place - 1], self.x[place]
        low, high = self.y[place - 1], self.y[place]
        return round(low + (high - low) * (value - left) / (right - left), 4)


@dataclass(frozen=True, slots=True)
class Calibration:
    """Curves by kind of fact: ``relation``, ``money``, ``share``, ``event``."""

    curves: Mapping[str, Curve]

    def apply(self, facts: Facts) -> Facts:
        """The same facts with calibrated confidence."""
        return Facts(
            relations=self._all(facts.relations),
            financials=self._all(facts.financials),
            revenue_shares=self._all(facts.revenue_shares),
            sanction_events=self._all(facts.sanction_events),
        )

    def digest(self) -> str:
        """SHA-256 of the curves; the empty string where there are none."""
        if not self.curves:
            return ""
        return hashlib.sha256(to_json(self).encode()).hexdigest()

    def _all(self, facts: Iterable[F]) -> tuple[F, ...]:
        return tuple(self._one(fact) for fact in facts)

    def _one(self, fact: F) -> F:
        curve = self.curves.get(kind_of(fact))
        return fact if curve is None else fact.model_copy(update={"confidence": curve.at(fact.confidence)})


def kind_of(fact: Fact) -> str:
    """Name of a fact's curve."""
    if isinstance(fact, Relation):
        return "relation"
    if isinstance(fact, FinancialFact):
        return "money"
    return "share" if isinstance(fact, RevenueShare) else "event"


def load_calibration() -> Calibration:
    """Curves of the installed package or the source checkout; none where the file is missing.

    Raises:
        ConfigError: the file is there but wrong.
    """
    for file in calibration_files():
        if file.is_file():
            return read_calibration(file)
    return Calibration({})


def calibration_files() -> tuple[Path, Path]:
    """Where the curves may be: inside the installed package, beside it in a source checkout."""
    packaged = Path(str(resources.files("pipeline"))) / "_data" / "models" / "calibration.json"
    return packaged, Path(__file__).parents[1] / "models" / "calibration.json"


def read_calibration(path: Path) -> Calibration:
    """Read curves.

    Raises:
        ConfigError: the file cannot be read or is wrong.
    """
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
        return Calibration({kind: Curve.model_validate(curve) for kind, curve in raw.items()})
    except (OSError, ValueError, AttributeError, ValidationError) as error:
        raise ConfigError(f"{path}: not a calibration: {error}; make it again with `sanctex calibrate`") from error


def to_json(calibration: Calibration) -> str:
    """The curves as JSON, sorted, with a final line end."""
    curves = {kind: calibration.curves[kind].model_dump() for kind in sorted(calibration.curves)}
    return json.dumps(curves, indent=1) + "\n"
