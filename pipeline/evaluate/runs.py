"""From paths to a report: read the labels, read or make the records, compare."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from pipeline.confidence import Calibration
from pipeline.errors import ConfigError
from pipeline.evaluate.calibration import Fitted, fit
from pipeline.evaluate.compare import Comparison, compare, read_side, side_of_report
from pipeline.evaluate.from_record import view_of_record
from pipeline.evaluate.gate import check_gate, read_baseline, update_baseline, write_baseline
from pipeline.evaluate.predict import predict
from pipeline.evaluate.report import Report, evaluate, is_unseen
from pipeline.evaluate.sources import read_labels, read_predictions
from pipeline.evaluate.views import ArticleView
from pipeline.records import Issue
from pipeline.settings import Settings, read_settings


def evaluate_path(gold: Path, predictions: Path | None, config: Path | None, *, hidden: bool) -> Report:
    """The report of a gold set.

    Args:
        gold: the gold set.
        predictions: file of records; None to read the articles now.
        config: configuration for reading them.
        hidden: keep misses out of the report.

    Raises:
        ConfigError: labels, records or configuration are missing or wrong.
    """
    labels = read_labels(gold)
    if predictions is None:
        found = read_articles(labels, read_settings(config))
    else:
        found = read_predictions(predictions)
        _check_texts(labels, found, predictions)
    return evaluate(labels, found, name=str(gold), hidden=hidden)


def read_articles(labels: Sequence[ArticleView], settings: Settings, *, raw: bool = False) -> dict[str, ArticleView]:
    """Views of the records of labelled articles; an article that fails is a line on stderr and has no record.

    Raises:
        ConfigError: not one article could be read.
    """
    views: dict[str, ArticleView] = {}
    for result in predict(labels, settings, raw=raw):
        if isinstance(result, Issue):
            sys.stderr.write(f"sanctex: {result.uri}: {result.message} [{result.code}]\n")
        else:
            view = view_of_record(result)
            views[view.id] = view
    if labels and not views:
        raise ConfigError("not one of the labelled articles could be read")
    return views


def compare_paths(before: Path, after: Path, gold: Path | None, *, show_unseen: bool) -> Comparison:
    """Compare two files of records, or two reports.

    Raises:
        ConfigError: the files are missing or wrong, or records are compared without a gold set.
    """
    sides = []
    for path in (before, after):
        if path.suffix == ".jsonl":
            if gold is None:
                raise ConfigError(f"{path} holds records: name the gold set they are compared with (--gold)")
            report = evaluate_path(gold, path, None, hidden=is_unseen(gold) and not show_unseen)
            sides.append(side_of_report(report, str(path)))
        else:
            sides.append(read_side(path))
    return compare(*sides)


def run_gate(baseline: Path, config: Path | None, *, update: bool, allow_regression: bool) -> list[str]:
    """Check the pinned floors, or pin today's; returns what is worse than pinned.

    Raises:
        ConfigError: the file of floors or a gold set is missing or wrong.
    """
    pinned = read_baseline(baseline)

    def report(gold: Path) -> Report:
        return evaluate_path(gold, None, config, hidden=True)

    if not update:
        return check_gate(pinned, report)
    renewed, lowered = update_baseline(pinned, report, allow_regression=allow_regression)
    write_baseline(baseline, renewed)
    return lowered


def fit_calibration(gold: Sequence[Path], config: Path | None) -> tuple[Calibration, dict[str, Fitted]]:
    """Curves for the confidence of each kind of fact, fitted on gold sets read with raw confidence.

    Raises:
        ConfigError: a gold set is missing, wrong, or the one that is kept unseen.
    """
    for path in gold:
        if is_unseen(path):
            raise ConfigError(f"{path}: the test set measures calibration; fit it on the dev set")
    labels = [article for path in gold for article in read_labels(path)]
    return fit(evaluate(labels, read_articles(labels, read_settings(config), raw=True)))


def _check_texts(labels: Sequence[ArticleView], found: dict[str, ArticleView], file: Path) -> None:
    for article in labels:
        record = found.get(article.id)
        if record is not None and record.text != article.text:
            raise ConfigError(f"{file}: the record of {article.id!r} is of another text than the labels")
    if labels and not any(article.id in found for article in labels):
        raise ConfigError(f"{file}: holds no record of any labelled article, such as {labels[0].id!r}")
