"""Records → timeline: the one function that knows the order of the steps."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from pipeline.records import ArticleRecord
from pipeline.timeline.decisions import merge
from pipeline.timeline.history import histories
from pipeline.timeline.model import Timeline
from pipeline.timeline.parties import Directory
from pipeline.timeline.reports import read_reports


def build_timeline(records: Iterable[ArticleRecord], *, window: int = 5, day: dt.date | None = None) -> Timeline:
    """Merge the events of many articles.

    Args:
        records: articles in any order; the result does not depend on it.
        window: days by which reports of one decision may date it apart.
        day: the day for which states are derived and before which measures may have lapsed; None: the end of the run.

    Returns:
        Decisions in the order of their dates and a history for each target, by name.
    """
    directory = Directory()
    reports = read_reports(records, directory)
    parties = directory.parties()
    decisions = merge(reports, parties, window)
    return Timeline(parties=tuple(parties.values()), decisions=decisions, targets=histories(decisions, parties, day))
