"""What an evaluation looks like on a terminal."""

from __future__ import annotations

import sys
from collections.abc import Mapping

from rich.console import Console
from rich.table import Table

from pipeline.evaluate.compare import Comparison
from pipeline.evaluate.outcome import Outcome
from pipeline.evaluate.reliability import Reliability
from pipeline.evaluate.report import Report
from pipeline.evaluate.tally import Figure


def console() -> Console:
    """A console that wraps no table where the output is a file."""
    return Console(highlight=False, markup=False, width=None if sys.stdout.isatty() else 140)


def show_report(report: Report) -> None:
    """Print the figures, groups, reliability and false alarms of a report."""
    out = console()
    found = report.articles - len(report.without_record)
    out.print(f"{report.gold}: {report.articles} labelled articles, {found} with a record")
    if report.without_record:
        out.print(f"no record, all counted as missed: {', '.join(report.without_record)}")
    out.print(_figures(report.figures))
    for kind, groups in report.groups.items():
        if kind in ("category", "style"):
            out.print(_wide(kind, groups))
        else:
            out.print(_figures({group: next(iter(table.values())) for group, table in groups.items()}, f"by {kind}"))
    out.print(_reliability(report.reliability))
    negatives = report.hard_negatives
    if negatives.articles:
        out.print(
            f"hard negatives: {negatives.false_events} false events "
            f"in {negatives.alarmed} of {negatives.articles} articles"
        )
    if report.hidden:
        out.print("misses of a test set stay hidden (--show-test-misses shows them)")


def show_outcomes(outcomes: list[Outcome]) -> None:
    """Print every outcome that is not right, one line each, tab-separated."""
    for one in outcomes:
        if one.verdict != "right" or one.wrong:
            quote = " ".join(one.quote.split())[:160]
            said = one.gold or one.predicted
            row = (one.article, one.kind, one.verdict, said, "; ".join(one.wrong), quote, one.by)
            sys.stdout.write("\t".join(row) + "\n")


def show_comparison(comparison: Comparison) -> None:
    """Print the differences, then every gain and loss with its quote."""
    table = Table()
    table.add_column("", no_wrap=True)
    for column in ("before", "after", "change", "95%", "p"):
        table.add_column(column, justify="right")
    for key, one in comparison.differences.items():
        if one.before or one.after:
            low, high = one.interval
            change = (f"{one.before:.3f}", f"{one.after:.3f}", f"{one.change:+.3f}")
            table.add_row(key, *change, f"{low:+.3f} to {high:+.3f}", f"{one.p_value:.3f}")
    console().print(table)
    if comparison.hidden:
        sys.stdout.write("gains and losses of a test set stay hidden (--show-test-misses shows them)\n")
        return
    for title, outcomes in (
        ("gained", comparison.gained),
        ("lost", comparison.lost),
        ("new false alarms", comparison.new_alarms),
        ("false alarms gone", comparison.gone_alarms),
    ):
        sys.stdout.write(f"{title}: {len(outcomes)}\n")
        for outcome in outcomes:
            quote = " ".join(outcome.quote.split())[:160]
            sys.stdout.write(f"  {outcome.article}\t{outcome.kind}\t{outcome.gold or outcome.predicted}\t“{quote}”\n")


def _figures(figures: Mapping[str, Figure], title: str | None = None) -> Table:
    table = Table(title=title, title_justify="left")
    table.add_column("", no_wrap=True)
    for column in ("precision", "recall", "F1", "95% of F1", "gold", "predicted"):
        table.add_column(column, justify="right")
    for key, figure in figures.items():
        if figure.gold or figure.predicted:
            low, high = figure.f1_interval or (figure.f1, figure.f1)
            scores = (f"{score:.3f}" for score in (figure.precision, figure.recall, figure.f1))
            table.add_row(key, *scores, f"{low:.3f}–{high:.3f}", f"{figure.gold:g}", f"{figure.predicted:g}")
    return table


def _wide(kind: str, groups: Mapping[str, Mapping[str, Figure]]) -> Table:
    keys = list(dict.fromkeys(key for table in groups.values() for key in table))
    table = Table(title=f"F1 by {kind} (number of gold items)", title_justify="left")
    table.add_column("", no_wrap=True)
    for key in keys:
        table.add_column(key.replace("_", " "), justify="right")
    for group, figures in groups.items():
        table.add_row(group, *(_cell(figures.get(key)) for key in keys))
    return table


def _cell(figure: Figure | None) -> str:
    if figure is None or not (figure.gold or figure.predicted):
        return "–"
    return f"{figure.f1:.3f} ({figure.gold:g})"


def _reliability(tables: Mapping[str, Reliability]) -> Table:
    table = Table(title="confidence and how often it was right", title_justify="left")
    table.add_column("")
    for column in ("facts", "calibration error", "confidence → right (facts)"):
        table.add_column(column, justify="left" if "→" in column else "right", overflow="fold")
    for kind, one in tables.items():
        bins = "  ".join(f"{b.confidence:.2f}→{b.right:.2f} ({b.facts})" for b in one.bins)
        table.add_row(kind, str(one.facts), f"{one.error:.3f}" if one.facts else "–", bins)
    return table
