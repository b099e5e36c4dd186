"""Events of records → reports, dated as far as the article dates them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from pipeline.records import ArticleRecord, Period, SanctionEvent
from pipeline.timeline.model import Report
from pipeline.timeline.parties import Directory

_LONGEST_QUOTE = 400


def read_reports(records: Iterable[ArticleRecord], directory: Directory) -> list[Report]:
    """Every event of every article; its parties are handles of the directory. Near-duplicates add no report."""
    return [report for record in records if record.duplicate_of is None for report in _of_article(record, directory)]


def _of_article(record: ArticleRecord, directory: Directory) -> Iterator[Report]:
    handles: dict[str, str] = {}
    entities = {entity.id: entity for entity in record.entities}
    for event in record.sanction_events:
        for id_ in (*event.authorities, *event.programs, *event.targets):
            if id_ not in handles:
                handles[id_] = directory.add(entities[id_])
        start, end = _when(event)
        yield Report(
            doc_id=record.doc_id,
            uri=record.source.uri,
            published=record.published.date,
            event=event.id,
            action=event.action,
            status=event.status,
            authorities=tuple(handles[one] for one in event.authorities),
            programs=tuple(handles[one] for one in event.programs),
            targets=tuple(handles[one] for one in event.targets),
            target_count=event.target_count,
            measures=event.measures,
            reasons=event.reasons,
            start=start,
            end=end,
            expires=None if event.expires is None else event.expires.end,
            attributed_to=event.attributed_to,
            confidence=event.confidence,
            quote=" ".join(event.evidence[0].text.split())[:_LONGEST_QUOTE],
        )


def _when(event: SanctionEvent) -> tuple[dt.date | None, dt.date | None]:
    """Days of the decision: as announced, else as it took effect."""
    for period in (event.announced, event.effective):
        if period is not None and period.start is not None:
            return period.start, _last(period)
    return None, None


def _last(period: Period) -> dt.date | None:
    return period.start if period.end is None else period.end
