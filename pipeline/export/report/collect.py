"""What the pages show of all articles together: rows of the tables, and counts for the overview."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from pipeline.export.report.cards import event_line
from pipeline.export.report.words import amount_size, amount_words, change_words, period_words, plain, share_words
from pipeline.records import ArticleRecord, FinancialFact, Issue, RevenueShare, SanctionEvent

Cells = list[Any]
"""One row as the page reads it: a text, a list of texts, ``[words, number]``, the number of an article, or null."""


@dataclass(slots=True)
class Rows:
    """Rows of one table with the place that each leads to, and words to search beside those shown."""

    cells: list[Cells] = field(default_factory=list)
    at: list[str] = field(default_factory=list)
    more: list[str] = field(default_factory=list)

    def add(self, cells: Cells, at: str = "", more: str = "") -> None:
        """Add a row."""
        self.cells.append(cells)
        self.at.append(at)
        self.more.append(more)


@dataclass(frozen=True, slots=True)
class DatedEvent:
    """An event for the time line."""

    day: dt.date
    action: str
    status: str
    line: str
    article: int
    fact: str


@dataclass(frozen=True, slots=True)
class DatedSum:
    """A sum of money for the chart."""

    day: dt.date
    metric: str
    value: Decimal
    currency: str
    line: str
    article: int
    fact: str


@dataclass(slots=True)
class Thing:
    """One name across all articles."""

    type: str
    name: str
    countries: set[str] = field(default_factory=set)
    articles: int = 0
    mentions: int = 0
    target: int = 0
    authority: int = 0


@dataclass(slots=True)
class Collected:
    """Everything that is shown of a run beside its articles."""

    titles: list[str] = field(default_factory=list)
    days: list[dt.date] = field(default_factory=list)
    tables: dict[str, Rows] = field(default_factory=dict)
    things: dict[tuple[str, str], Thing] = field(default_factory=dict)
    events: list[DatedEvent] = field(default_factory=list)
    undated: int = 0
    sums: list[DatedSum] = field(default_factory=list)
    metrics: Counter[str] = field(default_factory=Counter)
    issues: Counter[str] = field(default_factory=Counter)

    def rows(self, table: str) -> Rows:
        """The rows of one table."""
        return self.tables.setdefault(table, Rows())

    def add_record(self, record: ArticleRecord) -> int:
        """Take in one record; its number is returned."""
        self.titles.append(title_of(record))
        number = len(self.titles)
        if record.published.date is not None:
            self.days.append(record.published.date)
        names = {entity.id: entity.name for entity in record.entities}
        for event in record.sanction_events:
            self._event(number, record, event, names)
        for fact in record.financials:
            self._money(number, record, fact, names)
        for share in record.revenue_shares:
            self._share(number, share, names)
        for link in record.relations:
            cells: Cells = [names[link.subject], plain(link.type), link.role, names[link.object], link.status, number]
            self.rows("relations").add(cells, link.id)
        self._entities(record)
        day = record.published.date.isoformat() if record.published.date else None
        counts = (len(record.sanction_events), len(record.financials), len(record.relations), len(record.warnings))
        self.rows("articles").add([day, number, *([str(n), n] for n in counts)], "", "\n".join(names.values()))
        for warning in record.warnings:
            self.issues[warning.code] += 1
            self.rows("issues").add([warning.code, "warning", warning.message, None, number])
        return number

    def add_issue(self, issue: Issue) -> None:
        """Take in something that could not be processed."""
        self.issues[issue.code] += 1
        self.rows("issues").add([issue.code, "not read", issue.message, issue.uri, None])

    def finish(self) -> None:
        """Make the rows of what is counted over all articles."""
        for thing in sorted(self.things.values(), key=lambda one: (-one.articles, one.name)):
            counts = (thing.articles, thing.mentions, thing.target, thing.authority)
            cells: Cells = [thing.name, thing.type, sorted(thing.countries), *([f"{n:,}", n] for n in counts)]
            self.rows("entities").add(cells)

    def _event(self, number: int, record: ArticleRecord, event: SanctionEvent, names: dict[str, str]) -> None:
        day = (event.announced.start if event.announced else None) or record.published.date
        targets = [names[one] for one in event.targets] or [event.target_description or ""]
        self.rows("events").add(
            [
                day.isoformat() if day else None,
                event.action,
                event.status,
                [names[one] for one in event.authorities],
                [one for one in targets if one],
                [names[one] for one in event.programs],
                list(dict.fromkeys((*event.measures, *(one.measure for one in event.implied_measures)))),
                list(event.reasons),
                number,
            ],
            event.id,
        )
        if day is None:
            self.undated += 1
        else:
            line = event_line(event, names)
            self.events.append(DatedEvent(day, event.action, event.status, line, number, event.id))

    def _money(self, number: int, record: ArticleRecord, fact: FinancialFact, names: dict[str, str]) -> None:
        size = amount_size(fact.amount)
        owner = names[fact.entity] if fact.entity else None
        self.metrics[fact.metric] += 1
        self.rows("money").add(
            [
                plain(fact.metric),
                owner,
                [amount_words(fact.amount), float(size)] if size is not None else None,
                fact.amount.currency if fact.amount else None,
                change_words(fact.change) or None,
                period_words(fact.period) or None,
                fact.status,
                number,
            ],
            fact.id,
            fact.amount.span.text if fact.amount else "",
        )
        day = (fact.period.end if fact.period else None) or record.published.date
        if day is not None and size is not None and size > 0 and fact.amount is not None:
            line = f"{owner or 'unnamed'}, {plain(fact.metric)}, {amount_words(fact.amount)}, {day}"
            self.sums.append(DatedSum(day, fact.metric, size, fact.amount.currency, line, number, fact.id))

    def _share(self, number: int, share: RevenueShare, names: dict[str, str]) -> None:
        size = next(one for one in (share.share, share.low, share.high) if one is not None)
        owner = names[share.entity] if share.entity else None
        words: Cells = [share_words(share), float(size)]
        period = period_words(share.period) or None
        cells: Cells = [owner, share.segment, words, share.basis, share.dimension, period, share.status, number]
        self.rows("shares").add(cells, share.id)

    def _entities(self, record: ArticleRecord) -> None:
        targets = {one for event in record.sanction_events for one in event.targets}
        deciders = {one for event in record.sanction_events for one in event.authorities}
        seen: set[tuple[str, str]] = set()
        for entity in record.entities:
            key = entity.type, entity.name
            thing = self.things.setdefault(key, Thing(*key))
            thing.articles += key not in seen
            seen.add(key)
            thing.countries.update(entity.countries)
            thing.mentions += len(entity.mentions)
            thing.target += entity.id in targets
            thing.authority += entity.id in deciders


def title_of(record: ArticleRecord) -> str:
    """What an article is called on the pages."""
    return " ".join((record.title or record.source.uri.rsplit("/", 1)[-1] or record.doc_id).split())


def address(article: int, fact: str = "", up: str = "") -> str:
    """The page of an article, with a fact of it chosen."""
    return f"{up}a/{article:05d}.html{'#' if fact else ''}{fact}"
