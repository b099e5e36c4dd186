"""How far two people agree who labelled the same articles apart: pairwise F1 per kind of fact.

One person's labels are taken as gold and the other's as prediction; F1 of a pairing is the same either way round.
"""

from __future__ import annotations

from pathlib import Path

from pipeline.errors import ConfigError
from pipeline.evaluate.report import evaluate
from pipeline.evaluate.sources import read_labels
from pipeline.evaluate.tally import Figure

ROWS = {
    "entity": "entities, by name",
    "entity_typed": "entities, name and type",
    "relation": "relations",
    "event": "sanction events",
    "event_action_status": "events, action and status",
    "event.targets": "events, targets",
    "event.authorities": "events, authorities",
    "event.programs": "events, programmes",
    "event.measures": "events, measures",
    "event.reasons": "events, reasons",
    "event.announced": "events, date",
    "money": "money facts, the sum",
    "money_metric_entity": "money facts, metric and owner",
    "money.period": "money facts, period",
    "money.status": "money facts, status",
    "revenue_share": "revenue shares",
    "revenue_share_entity": "revenue shares, with owner",
}
"""What the table shows, and how it is called."""


def agreement(first: Path, second: Path) -> tuple[int, dict[str, Figure]]:
    """Number of articles that both labelled, and figures over them.

    Raises:
        ConfigError: no article is in both.
    """
    ours = {article.id: article for article in read_labels(first)}
    theirs = {article.id: article for article in read_labels(second)}
    shared = sorted(ours.keys() & theirs.keys())
    if not shared:
        raise ConfigError(f"{first} and {second} have no article in common")
    different = [article for article in shared if ours[article].text != theirs[article].text]
    if different:
        raise ConfigError(f"{first} and {second} have different texts of {', '.join(different)}")
    report = evaluate([ours[article] for article in shared], {article: theirs[article] for article in shared})
    return len(shared), {key: report.figures[key] for key in ROWS if key in report.figures}


def to_markdown(articles: int, figures: dict[str, Figure]) -> str:
    """The table for the corpus' README."""
    lines = [f"Pairwise F1 over {articles} articles that were labelled twice:", "", "| labels | F1 | 95% | items |"]
    lines.append("| --- | --- | --- | --- |")
    for key, figure in figures.items():
        low, high = figure.f1_interval or (figure.f1, figure.f1)
        items = f"{figure.gold:g} / {figure.predicted:g}"
        lines.append(f"| {ROWS[key]} | {figure.f1:.3f} | {low:.3f}–{high:.3f} | {items} |")
    return "\n".join(lines) + "\n"
