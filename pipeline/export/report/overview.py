"""The first page: counts, charts, the names that come up most, what was not read."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from pipeline.export.report.charts import scatter, timeline
from pipeline.export.report.collect import Collected, address
from pipeline.export.report.words import plain

_BARS = 10
_LATEST = 8


def overview(all_of_it: Collected, labels: dict[str, str]) -> dict[str, Any]:
    """What the template of the first page shows; ``labels`` are what the rows of the tables are called."""
    things = all_of_it.things.values()
    newest = sorted(all_of_it.events, key=lambda one: (one.day, -one.article), reverse=True)[:_LATEST]
    return {
        "lead": _lead(all_of_it),
        "tiles": [
            {"label": label, "href": f"{key}.html", "count": len(all_of_it.rows(key).cells)}
            for key, label in labels.items()
        ],
        "timeline": timeline(all_of_it.events, all_of_it.undated),
        "targets": _bars((one.name, one.target, f"events.html#{urlencode({'target': one.name})}") for one in things),
        "authorities": _bars(
            (one.name, one.authority, f"events.html#{urlencode({'authority': one.name})}") for one in things
        ),
        "metrics": _bars(
            (plain(metric), count, f"money.html#{urlencode({'metric': plain(metric)})}")
            for metric, count in all_of_it.metrics.items()
        ),
        "scatter": scatter(all_of_it.sums),
        "issues": _bars(
            (plain(code), count, f"issues.html#{urlencode({'code': code})}") for code, count in all_of_it.issues.items()
        ),
        "latest": [
            {
                "day": one.day.isoformat(),
                "action": one.action,
                "status": one.status,
                "line": one.line,
                "href": address(one.article, one.fact),
            }
            for one in newest
        ],
    }


def _lead(all_of_it: Collected) -> str:
    count = len(all_of_it.titles)
    articles = f"{count:,} article{'' if count == 1 else 's'}"
    if not all_of_it.days:
        return f"{articles}, none with a known day of publication."
    first, last = min(all_of_it.days), max(all_of_it.days)
    without = count - len(all_of_it.days)
    missing = f"; {without:,} without a known day" if without else ""
    return f"{articles}, published {first}{f' to {last}' if last != first else ''}{missing}."


def _bars(counts: Iterable[tuple[str, int, str]]) -> dict[str, Any]:
    rows = sorted((row for row in counts if row[1]), key=lambda row: (-row[1], row[0]))[:_BARS]
    most = rows[0][1] if rows else 1
    return {
        "bars": [
            {"label": label, "count": count, "percent": 100 * count / most, "href": href} for label, count, href in rows
        ]
    }
