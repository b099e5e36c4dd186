"""The record: what sanctex writes for one article, as strict, frozen pydantic models.

Offsets everywhere are code points into ``ArticleRecord.text``, half-open. Names follow FollowTheMoney (entity
types), ISO 4217 (currencies), ISO 3166-1 alpha-2 (countries) and ISO 8601 (dates). Vocabularies are closed: adding a
value raises ``SCHEMA_VERSION``.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, PlainSerializer, model_validator

SCHEMA_VERSION = "1.0"

EntityType = Literal[
    "Person",
    "Company",
    "PublicBody",
    "Organization",
    "Country",
    "Location",
    "Vessel",
    "Airplane",
    "CryptoWallet",
    "Program",
]
RelationType = Literal[
    "directorship",
    "employment",
    "founder",
    "ownership",
    "subsidiary",
    "investor",
    "family",
    "representation",
    "located_in",
    "associated",
]
Metric = Literal[
    "valuation",
    "market_capitalization",
    "enterprise_value",
    "funding_raised",
    "investment",
    "acquisition_price",
    "revenue",
    "operating_income",
    "pretax_profit",
    "ebitda",
    "net_income",
    "net_loss",
    "earnings_per_share",
    "orders",
    "assets",
    "debt",
    "contract_value",
    "unit_price",
    "dividend",
    "penalty",
    "trade_value",
    "frozen_assets",
    "aid",
    "capital_expenditure",
    "other",
]
Action = Literal["designate", "expand", "renew", "ease", "delist", "penalize", "challenge", "annul", "breach"]
EventStatus = Literal["enacted", "proposed", "threatened", "requested", "considered", "rejected", "denied"]
FactStatus = Literal["actual", "estimate", "forecast", "target", "rumoured"]
Qualifier = Literal["exact", "approximate", "at_least", "at_most", "more_than", "less_than", "range"]
Dimension = Literal["product", "customer", "geography", "channel", "other"]
Basis = Literal["revenue", "sales", "profit", "exports", "other"]
CounterpartyRole = Literal["investor", "buyer", "seller", "lender", "customer", "authority"]
Measure = Literal[
    "export_control",
    "import_ban",
    "asset_freeze",
    "transaction_ban",
    "investment_ban",
    "travel_ban",
    "arms_embargo",
    "procurement_ban",
    "technology_ban",
    "sectoral",
    "trade_embargo",
    "transport_ban",
    "financial_messaging_ban",
    "delisting_from_exchange",
    "diplomatic",
    "aid_suspension",
    "price_cap",
    "tariff",
    "fine",
    "forfeiture",
    "imprisonment",
    "other",
]
Reason = Literal[
    "human_rights",
    "national_security",
    "military_end_use",
    "weapons_proliferation",
    "terrorism",
    "territorial_aggression",
    "sanctions_evasion",
    "corruption",
    "cyber",
    "narcotics",
    "organised_crime",
    "election_interference",
    "forced_labour",
    "espionage",
    "democracy_repression",
    "trade_dispute",
    "retaliation",
    "intellectual_property",
    "other",
]
SegmentKind = Literal["title", "dateline", "body", "caption", "boilerplate"]
DateBasis = Literal["option", "metadata", "dateline", "filename", "text", "none"]

DecimalStr = Annotated[Decimal, PlainSerializer(lambda value: format(value, "f"), return_type=str)]
"""A Decimal that JSON carries as a plain string, never in exponent form."""

Confidence = Annotated[float, Field(ge=0.0, le=1.0)]
CountryCode = Annotated[str, Field(pattern=r"^[A-Z]{2}$")]
CurrencyCode = Annotated[str, Field(pattern=r"^[A-Z]{3}$")]


class Model(BaseModel):
    """Base of every record model: unknown keys and loose types are errors, values cannot change after creation."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Span(Model):
    """Words of the article: ``text[start:end]`` of the record equals ``text``."""

    start: Annotated[int, Field(ge=0)]
    end: int
    text: str

    @model_validator(mode="after")
    def _length(self) -> Span:
        if self.end - self.start != len(self.text) or not self.text:
            raise ValueError(f"span {self.start}:{self.end} does not have the length of {self.text!r}")
        return self


class Mention(Span):
    """One mention of an entity: by name, by a common noun ("the company") or by a pronoun."""

    kind: Literal["name", "nominal", "pronoun"]


class Segment(Model):
    """A stretch of the text with one role; segments are sorted and do not overlap."""

    start: Annotated[int, Field(ge=0)]
    end: int
    kind: SegmentKind


class Source(Model):
    """Where the article came from: path or URL, media type, encoding, and digest of the source bytes."""

    uri: str
    media_type: str
    encoding: str
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    bytes: Annotated[int, Field(ge=0)]


class Published(Model):
    """Publication date and what it rests on."""

    date: dt.date | None
    basis: DateBasis

    @model_validator(mode="after")
    def _basis(self) -> Published:
        if (self.date is None) != (self.basis == "none"):
            raise ValueError("a publication date needs a basis, and basis 'none' has no date")
        return self


class Provenance(Model):
    """What produced the record: pipeline version, model name and version, digest of configuration and knowledge."""

    version: str
    model: str
    config_sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class RecordWarning(Model):
    """Something dropped or doubtful, said aloud."""

    code: str
    message: str
    span: Span | None = None


class WatchlistMatch(Model):
    """A row of a watch-list that an entity's name matches."""

    list: str
    id: str
    name: str
    score: Confidence


class Entity(Model):
    """One real-world thing of the article, with every mention of it."""

    id: Annotated[str, Field(pattern=r"^e[1-9]\d*$")]
    type: EntityType
    name: Annotated[str, Field(min_length=1)]
    aliases: tuple[str, ...] = ()
    mentions: Annotated[tuple[Mention, ...], Field(min_length=1)]
    countries: tuple[CountryCode, ...] = ()
    matches: tuple[WatchlistMatch, ...] = ()


class Period(Model):
    """An instant or duration. Dates are inclusive; both null when the printed words cannot be resolved."""

    start: dt.date | None
    end: dt.date | None
    kind: Literal["instant", "duration"]
    text: Annotated[str, Field(min_length=1)]

    @model_validator(mode="after")
    def _ordered(self) -> Period:
        if self.start is not None and self.end is not None and self.start > self.end:
            raise ValueError(f"period {self.text!r} ends ({self.end}) before it starts ({self.start})")
        return self


class Amount(Model):
    """A sum of money in whole currency units (dollars, not cents or millions).

    ``value`` is null where only a range is printed; ``low`` and ``high`` are null otherwise.
    """

    value: DecimalStr | None
    currency: CurrencyCode
    low: DecimalStr | None = None
    high: DecimalStr | None = None
    qualifier: Qualifier = "exact"
    span: Span

    @model_validator(mode="after")
    def _range(self) -> Amount:
        if self.value is None and self.low is None and self.high is None:
            raise ValueError(f"amount {self.span.text!r} has neither a value nor a range")
        if self.low is not None and self.high is not None and self.low > self.high:
            raise ValueError(f"amount {self.span.text!r} has low {self.low} above high {self.high}")
        return self


class Change(Model):
    """Growth or fall: percent (12.5 means 12.5%), multiple (2 means doubled) or a sum of money."""

    direction: Literal["increase", "decrease", "unchanged"]
    percent: DecimalStr | None = None
    multiple: DecimalStr | None = None
    amount: Amount | None = None


class Fact(Model):
    """What every fact carries: rule id, quoted evidence and calibrated confidence."""

    by: Annotated[str, Field(min_length=1)]
    evidence: Annotated[tuple[Span, ...], Field(min_length=1)]
    confidence: Confidence


class Relation(Fact):
    """A typed, directed link between two entities."""

    id: Annotated[str, Field(pattern=r"^l[1-9]\d*$")]
    type: RelationType
    subject: str
    object: str
    role: str | None = None
    share: Annotated[DecimalStr, Field(ge=0, le=1)] | None = None
    status: Literal["current", "former", "future"] = "current"


class Counterparty(Model):
    """Another party of a money fact, with its role."""

    entity: str
    role: CounterpartyRole


class FinancialFact(Fact):
    """One measured sum or change, tied to its owner, period and status."""

    id: Annotated[str, Field(pattern=r"^f[1-9]\d*$")]
    metric: Metric
    entity: str | None
    segment: str | None = None
    dimension: Dimension | None = None
    counterparties: tuple[Counterparty, ...] = ()
    amount: Amount | None
    change: Change | None = None
    period: Period | None = None
    status: FactStatus = "actual"
    attributed_to: str | None = None

    @model_validator(mode="after")
    def _measured(self) -> FinancialFact:
        if self.amount is None and self.change is None:
            raise ValueError(f"money fact {self.id} has neither an amount nor a change")
        return self


Share = Annotated[DecimalStr, Field(ge=0, le=1)]


class RevenueShare(Fact):
    """The part of a whole (0 to 1) that one segment makes up."""

    id: Annotated[str, Field(pattern=r"^r[1-9]\d*$")]
    entity: str | None
    segment: Annotated[str, Field(min_length=1)]
    dimension: Dimension
    basis: Basis
    share: Share | None
    low: Share | None = None
    high: Share | None = None
    qualifier: Qualifier = "exact"
    period: Period | None = None
    status: FactStatus = "actual"

    @model_validator(mode="after")
    def _some(self) -> RevenueShare:
        if self.share is None and self.low is None and self.high is None:
            raise ValueError(f"revenue share {self.id} has neither a share nor a range")
        if self.low is not None and self.high is not None and self.low > self.high:
            raise ValueError(f"revenue share {self.id} has low {self.low} above high {self.high}")
        return self


class ImpliedMeasure(Model):
    """A measure that a named programme means although the text does not say it."""

    measure: Measure
    program: str


class SanctionEvent(Fact):
    """Who put whom under which measure, under which programme, when, why, and whether it happened."""

    id: Annotated[str, Field(pattern=r"^s[1-9]\d*$")]
    action: Action
    status: EventStatus
    authorities: tuple[str, ...] = ()
    programs: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    target_count: Annotated[int, Field(ge=1)] | None = None
    target_description: str | None = None
    measures: tuple[Measure, ...] = ()
    implied_measures: tuple[ImpliedMeasure, ...] = ()
    reasons: tuple[Reason, ...] = ()
    announced: Period | None = None
    effective: Period | None = None
    expires: Period | None = None
    penalty: str | None = None
    attributed_to: str | None = None
    trigger: Span


class ArticleRecord(Model):
    """The whole record of one article. Validation proves every quote and every reference."""

    schema_version: Literal["1.0"] = "1.0"
    doc_id: Annotated[str, Field(min_length=1)]
    source: Source
    title: str | None
    published: Published
    language: Annotated[str, Field(pattern=r"^[a-z]{2}$")]
    text: str
    segments: tuple[Segment, ...]
    entities: tuple[Entity, ...] = ()
    relations: tuple[Relation, ...] = ()
    financials: tuple[FinancialFact, ...] = ()
    revenue_shares: tuple[RevenueShare, ...] = ()
    sanction_events: tuple[SanctionEvent, ...] = ()
    duplicate_of: str | None = None
    provenance: Provenance
    warnings: tuple[RecordWarning, ...] = ()

    @model_validator(mode="after")
    def _consistent(self) -> ArticleRecord:
        problems = [*self._quote_problems(), *self._segment_problems(), *self._reference_problems()]
        if problems:
            raise ValueError("; ".join(problems[:5]))
        return self

    def facts(self) -> tuple[Relation | FinancialFact | RevenueShare | SanctionEvent, ...]:
        """All facts of the record, in the record's order of lists."""
        return (*self.relations, *self.financials, *self.revenue_shares, *self.sanction_events)

    def spans(self) -> Iterator[Span]:
        """Every span of the record: mentions, evidence, amounts, triggers and warnings."""
        for entity in self.entities:
            yield from entity.mentions
        for fact in self.facts():
            yield from fact.evidence
        for event in self.sanction_events:
            yield event.trigger
        for money in self.financials:
            if money.amount is not None:
                yield money.amount.span
            if money.change is not None and money.change.amount is not None:
                yield money.change.amount.span
        for warning in self.warnings:
            if warning.span is not None:
                yield warning.span

    def _quote_problems(self) -> Iterator[str]:
        for span in self.spans():
            if self.text[span.start : span.end] != span.text:
                yield f"quote {span.text!r} does not stand at {span.start}:{span.end}"

    def _segment_problems(self) -> Iterator[str]:
        last = 0
        for segment in self.segments:
            if not last <= segment.start < segment.end <= len(self.text):
                yield f"segment {segment.start}:{segment.end} overlaps another or leaves the text"
            last = segment.end

    def _reference_problems(self) -> Iterator[str]:
        listed = [x.id for x in (*self.entities, *self.facts())]
        known = set(listed)
        if len(known) != len(listed):
            yield "an id is used twice"
        entities = {entity.id: entity.type for entity in self.entities}
        facts = {fact.id for fact in self.financials}
        for owner, ref in self._entity_references():
            if ref not in entities:
                yield f"{owner} names {ref!r}, which is no entity"
        for event in self.sanction_events:
            for ref in (*event.programs, *(implied.program for implied in event.implied_measures)):
                if entities.get(ref, "Program") != "Program":
                    yield f"{event.id} names {ref!r} as a programme, but it is a {entities[ref]}"
            if event.penalty is not None and event.penalty not in facts:
                yield f"{event.id} names {event.penalty!r}, which is no money fact"

    def _entity_references(self) -> Iterator[tuple[str, str]]:
        for relation in self.relations:
            yield relation.id, relation.subject
            yield relation.id, relation.object
        for fact in self.financials:
            if fact.entity is not None:
                yield fact.id, fact.entity
            yield from ((fact.id, party.entity) for party in fact.counterparties)
        for share in self.revenue_shares:
            if share.entity is not None:
                yield share.id, share.entity
        for event in self.sanction_events:
            for ref in (*event.authorities, *event.programs, *event.targets):
                yield event.id, ref
            for implied in event.implied_measures:
                yield event.id, implied.program


class Issue(Model):
    """An article or value that could not be processed: one line of issues.jsonl."""

    code: str
    message: str
    uri: str
    doc_id: str | None = None
    stage: str
    detail: str | None = None
