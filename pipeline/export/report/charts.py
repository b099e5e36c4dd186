"""Where the parts of the charts stand. The page draws them; here are only figures."""

from __future__ import annotations

import datetime as dt
import math
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from pipeline.export.report.collect import DatedEvent, DatedSum, address
from pipeline.export.report.words import figure

SERIES = {
    "restrict": ("restricts (designate, expand, renew)", {"designate", "expand", "renew"}),
    "relieve": ("relieves (ease, delist)", {"ease", "delist"}),
    "enforce": ("enforces (penalize, breach)", {"penalize", "breach"}),
    "contest": ("contests (challenge, annul)", {"challenge", "annul"}),
    "prospect": ("not done (proposed, threatened, denied …)", set()),
}
_WORTH = {"valuation", "market_capitalization", "enterprise_value", "acquisition_price", "funding_raised"}
_INCOME = {"revenue", "operating_income", "pretax_profit", "ebitda", "net_income", "net_loss"}
METRICS = {
    "worth": ("worth", _WORTH),
    "income": ("revenue and profit", _INCOME),
    "penalty": ("penalties", {"penalty"}),
    "other": ("other", set()),
}
_MOST_COLUMNS = 48
_MOST_DOTS = 1200
_EARLY = 20
"""One event in so many may be older than the columns show one by one."""


@dataclass(slots=True)
class Chart:
    """A chart with an axis of counts or sums on the left."""

    width: int
    height: int
    left: int = 44
    floor: int = 0
    unit: str = ""
    note: str = ""
    currency: str = ""
    series: list[dict[str, Any]] = field(default_factory=list)
    ticks: list[dict[str, Any]] = field(default_factory=list)
    labels: list[dict[str, Any]] = field(default_factory=list)
    columns: list[dict[str, Any]] = field(default_factory=list)
    rows: list[dict[str, Any]] = field(default_factory=list)
    dots: list[dict[str, Any]] = field(default_factory=list)


def timeline(events: Sequence[DatedEvent], undated: int) -> Chart:
    """Events by month, quarter, year or decade, whichever gives a readable number of columns."""
    chart = Chart(960, 260, floor=226)
    if not events:
        return chart
    days = sorted(event.day for event in events)
    unit, number, label = _unit(days[0], days[-1])
    first = number(days[0])
    core = days[len(days) // _EARLY]
    if _unit(core, days[-1])[0] != unit:  # a few old events would make every column a decade: they share the first one
        unit, number, label_of = _unit(core, days[-1])
        first = number(core) - 1
        label = _with_earlier(label_of, first)
    counts: dict[int, Counter[str]] = defaultdict(Counter)
    for event in events:
        counts[max(number(event.day), first)][_series(event)] += 1
    last = number(days[-1])
    top = _nice(max(counter.total() for counter in counts.values()))
    scale = (chart.floor - 8) / top
    step = (chart.width - chart.left) / (last - first + 1)
    width = min(step * 0.78, 46)
    every = math.ceil((last - first + 1) / 12)
    for at in range(first, last + 1):
        x = chart.left + (at - first) * step + (step - width) / 2
        chart.columns.append(_column(counts[at], label(at), x, width, scale=scale, floor=chart.floor))
        chart.columns[-1]["label"] = label(at) if (at - first) % every == 0 else ""
        chart.rows.append({"label": label(at), "counts": [counts[at][key] for key in SERIES]})
    chart.unit = unit
    for key, (words, _) in SERIES.items():
        total = sum(counter[key] for counter in counts.values())
        chart.series.append({"key": key, "label": words, "total": total})
    chart.ticks = [{"at": chart.floor - top * part / 4 * scale, "label": f"{top * part // 4:,}"} for part in range(5)]
    missing = f" {undated:,} events have no day and are not shown." if undated else ""
    chart.note = f"By {unit}; the day is that of the announcement, or of publication.{missing}"
    return chart


def scatter(sums: Sequence[DatedSum]) -> Chart:
    """Sums of the commonest currency over time, on a scale on which each line is ten or more times the one below."""
    chart = Chart(560, 300, left=58, floor=264)
    if not sums:
        return chart
    chart.currency = Counter(one.currency for one in sums).most_common(1)[0][0]
    those = sorted((one for one in sums if one.currency == chart.currency), key=lambda one: (-one.value, one.article))
    shown = those[:: math.ceil(len(those) / _MOST_DOTS)]
    low = math.floor(min(one.value.log10() for one in shown))
    high = max(math.ceil(max(one.value.log10() for one in shown)), low + 1)
    first, last = min(one.day for one in shown), max(one.day for one in shown)
    span = max((last - first).days, 1)

    def y_of(power: float) -> float:
        return chart.floor - (power - low) / (high - low) * (chart.floor - 14)

    for one in shown:
        key = next((key for key, (_, metrics) in METRICS.items() if one.metric in metrics), "other")
        x = chart.left + 8 + (one.day - first).days / span * (chart.width - chart.left - 18)
        place = {"x": round(x, 1), "y": round(y_of(float(one.value.log10())), 1)}
        chart.dots.append({**place, "key": key, "title": one.line, "href": address(one.article, one.fact)})
    present = {dot["key"] for dot in chart.dots}
    chart.series = [{"key": key, "label": words} for key, (words, _) in METRICS.items() if key in present]
    every = math.ceil((high - low) / 6)
    chart.ticks = [{"at": round(y_of(p), 1), "label": figure(Decimal(10) ** p)} for p in range(low, high + 1, every)]
    chart.labels = [{"at": chart.left + 8, "anchor": "start", "label": first.isoformat()}]
    if last != first:
        chart.labels.append({"at": chart.width - 6, "anchor": "end", "label": last.isoformat()})
    part = f"every {math.ceil(len(those) / _MOST_DOTS)}th of " if len(shown) < len(those) else ""
    chart.note = (
        f"{len(shown):,} sums, {part}those of {len(sums):,} that have a day; each step up is ten times or more."
    )
    return chart


def _with_earlier(label: Callable[[int], str], first: int) -> Callable[[int], str]:
    return lambda at: f"before {label(first + 1)}" if at == first else label(at)


def _series(event: DatedEvent) -> str:
    if event.status != "enacted":
        return "prospect"
    return next(key for key, (_, actions) in SERIES.items() if event.action in actions)


def _column(counter: Counter[str], label: str, x: float, width: float, *, scale: float, floor: int) -> dict[str, Any]:
    blocks, y = [], float(floor)
    for key in SERIES:
        if counter[key]:
            height = counter[key] * scale
            y -= height
            blocks.append({"key": key, "y": round(y, 1), "height": round(height, 1)})
    parts = ", ".join(f"{counter[key]} {words.split(' (')[0]}" for key, (words, _) in SERIES.items() if counter[key])
    return {"x": round(x, 1), "width": round(width, 1), "blocks": blocks, "title": f"{label}: {parts or 'none'}"}


def _unit(first: dt.date, last: dt.date) -> tuple[str, Callable[[dt.date], int], Callable[[int], str]]:
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    if months <= _MOST_COLUMNS:
        return "month", lambda day: day.year * 12 + day.month - 1, lambda at: f"{at // 12}-{at % 12 + 1:02d}"
    if months <= _MOST_COLUMNS * 3:
        return "quarter", lambda day: day.year * 4 + (day.month - 1) // 3, lambda at: f"{at // 4} Q{at % 4 + 1}"
    if months <= _MOST_COLUMNS * 12:
        return "year", lambda day: day.year, str
    return "decade", lambda day: day.year // 10, lambda at: f"{at}0s"


def _nice(most: int) -> int:
    """The least of 4, 8, 20, 40, 80, 200 … that is not below the number: its quarters are whole."""
    size = 1
    while True:
        for step in (4, 8, 20):
            if step * size >= most:
                return step * size
        size *= 10
