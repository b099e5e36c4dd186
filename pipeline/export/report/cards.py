"""The facts of an article as cards: what it says in a line, details, quote."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.export.report.words import amount_words, change_words, period_words, plain, share_words
from pipeline.records import ArticleRecord, Fact, FinancialFact, Relation, RevenueShare, SanctionEvent

Names = dict[str, str]
Details = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Card:
    """One fact or entity."""

    id: str
    line: str
    tags: tuple[str, ...] = ()
    details: tuple[tuple[str, str], ...] = ()
    quote: str = ""
    rule: str = ""
    confidence: float = 0.0


@dataclass(frozen=True, slots=True)
class Group:
    """Cards of one kind."""

    key: str
    label: str
    cards: tuple[Card, ...]


def groups(record: ArticleRecord) -> list[Group]:
    """The groups of cards that have any."""
    names = {entity.id: entity.name for entity in record.entities}
    found = [
        Group("g-events", "Sanction events", tuple(_event(one, names) for one in record.sanction_events)),
        Group("g-money", "Money", tuple(_money(one, names) for one in record.financials)),
        Group("g-shares", "Shares", tuple(_share(one, names) for one in record.revenue_shares)),
        Group("g-relations", "Relations", tuple(_relation(one, names) for one in record.relations)),
        Group("g-entities", "Entities", tuple(_entities(record))),
    ]
    return [group for group in found if group.cards]


def event_line(event: SanctionEvent, names: Names) -> str:
    """Who does it to whom."""
    targets = _list(event.targets, names) or event.target_description
    return f"{_list(event.authorities, names) or 'unnamed'} → {targets or 'unnamed'}"


def _event(event: SanctionEvent, names: Names) -> Card:
    targets, unnamed = _list(event.targets, names), event.target_description or ""
    implied = [f"{plain(one.measure)} (implied)" for one in event.implied_measures]
    details: Details = [
        ("targets", f"{event.target_count} in all" if event.target_count else ""),
        ("also", unnamed if targets else ""),
        ("programme", _list(event.programs, names)),
        ("measures", ", ".join([*map(plain, event.measures), *implied])),
        ("reasons", ", ".join(map(plain, event.reasons))),
        ("announced", period_words(event.announced)),
        ("effective", period_words(event.effective)),
        ("expires", period_words(event.expires)),
        ("according to", event.attributed_to or ""),
    ]
    return _card(event, event.id, event_line(event, names), details, (event.action, event.status))


def _money(fact: FinancialFact, names: Names) -> Card:
    sum_of_it = ", ".join(part for part in (amount_words(fact.amount), change_words(fact.change)) if part)
    owner = names[fact.entity] if fact.entity else "not said whose"
    details: Details = [
        ("as printed", fact.amount.span.text if fact.amount else ""),
        ("part", fact.segment or ""),
        ("period", period_words(fact.period)),
        *((party.role, names[party.entity]) for party in fact.counterparties),
        ("according to", fact.attributed_to or ""),
    ]
    status = () if fact.status == "actual" else (fact.status,)
    return _card(fact, fact.id, f"{owner}: {sum_of_it}", details, (plain(fact.metric), *status))


def _share(share: RevenueShare, names: Names) -> Card:
    owner = names[share.entity] if share.entity else "not said whose"
    line = f"{share.segment}: {share_words(share)} of the {share.basis} of {owner}"
    details: Details = [("by", share.dimension), ("period", period_words(share.period))]
    status = () if share.status == "actual" else (share.status,)
    return _card(share, share.id, line, details, status)


def _relation(link: Relation, names: Names) -> Card:
    line = f"{names[link.subject]} – {link.role or plain(link.type)} – {names[link.object]}"
    share = f"{link.share:.2%}" if link.share is not None else ""
    status = () if link.status == "current" else (link.status,)
    return _card(link, link.id, line, [("share", share)], (plain(link.type), *status))


def _entities(record: ArticleRecord) -> list[Card]:
    cards = []
    for entity in record.entities:
        details = [
            ("also called", ", ".join(entity.aliases)),
            ("country", ", ".join(entity.countries)),
            ("mentions", str(len(entity.mentions))),
            ("on lists", ", ".join(f"{match.list}: {match.name} ({match.score:.2f})" for match in entity.matches)),
        ]
        shown = tuple((label, value) for label, value in details if value)
        cards.append(Card(entity.id, entity.name, (entity.type,), shown))
    return cards


def _card(fact: Fact, fact_id: str, line: str, details: Details, tags: tuple[str, ...]) -> Card:
    quote = " … ".join(" ".join(span.text.split()) for span in fact.evidence)
    shown = tuple((label, value) for label, value in details if value)
    return Card(fact_id, line, tags, shown, quote, fact.by, fact.confidence)


def _list(ids: tuple[str, ...], names: Names) -> str:
    return ", ".join(names[one] for one in ids)
