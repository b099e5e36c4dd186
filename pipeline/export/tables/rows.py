"""One record → rows of the tables; the keys of a row are columns of ``tables.yml``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pipeline.export.tables.facts import Row, fact_rows
from pipeline.records import ArticleRecord, Issue, Span

Named = tuple[str, Row]
"""A table's name and one row of it."""


def rows_of_record(article: int, record: ArticleRecord) -> Iterator[Named]:
    """All rows of one record; ``article`` is its number in the run."""
    for table, row in _rows(record):
        yield table, {"article": article, **row}


def row_of_issue(number: int, issue: Issue) -> Named:
    """The row of something that could not be processed."""
    return "issues", {"issue": number, **issue.model_dump()}


def _rows(record: ArticleRecord) -> Iterator[Named]:
    yield "articles", _article(record)
    for segment in record.segments:
        yield "segments", {"start_at": segment.start, "end_at": segment.end, "kind": segment.kind}
    yield from _entities(record)
    yield from fact_rows(record)
    for fact in record.facts():
        yield from _evidence(fact.id, "quote", fact.evidence)
    for event in record.sanction_events:
        yield from _evidence(event.id, "trigger", (event.trigger,))
    for money in record.financials:
        if money.amount is not None:
            yield from _evidence(money.id, "amount", (money.amount.span,))
        if money.change is not None and money.change.amount is not None:
            yield from _evidence(money.id, "change", (money.change.amount.span,))
    for position, warning in enumerate(record.warnings, start=1):
        span = warning.span
        place: Row = {"start_at": span.start if span else None, "end_at": span.end if span else None}
        yield "warnings", {"position": position, "code": warning.code, "message": warning.message, **place}


def _article(record: ArticleRecord) -> Row:
    return {
        "doc_id": record.doc_id,
        "title": record.title,
        "published": record.published.date,
        "published_basis": record.published.basis,
        "language": record.language,
        **record.source.model_dump(),
        "duplicate_of": record.duplicate_of,
        **record.provenance.model_dump(),
        "text": record.text,
    }


def _entities(record: ArticleRecord) -> Iterator[Named]:
    for entity in record.entities:
        yield (
            "entities",
            {
                "entity": entity.id,
                "type": entity.type,
                "name": entity.name,
                "aliases": list(entity.aliases),
                "countries": list(entity.countries),
                "mentions": len(entity.mentions),
            },
        )
        for mention in entity.mentions:
            yield "mentions", {"entity": entity.id, **_place(mention), "kind": mention.kind}
        for match in entity.matches:
            yield (
                "watchlist_matches",
                {
                    "entity": entity.id,
                    "list": match.list,
                    "list_id": match.id,
                    "name": match.name,
                    "score": match.score,
                },
            )


def _evidence(fact: str, kind: str, spans: Iterable[Span]) -> Iterator[Named]:
    for position, span in enumerate(spans, start=1):
        yield "evidence", {"fact": fact, "kind": kind, "position": position, **_place(span)}


def _place(span: Span) -> Row:
    return {"start_at": span.start, "end_at": span.end, "text": span.text}
