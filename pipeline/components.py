"""For people with spaCy pipelines of their own: ``nlp.add_pipe("sanctex_values")``, ``_entities``, ``_facts``.

Entry points make the names known to spaCy; nothing has to be imported. No extension attribute is registered: spans
stand in ``doc.spans`` under the name of the component with ``label_`` and ``id_`` filled, and what does not fit into a
span stands in ``doc.user_data``, in plain JSON types, so that documents can be saved. All three work in any English
pipeline, also a blank one: sanctex brings its own model. A date (or its ISO form) in ``doc.user_data["published"]`` is
the day that "last year" is read against.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import asdict, replace
from decimal import Decimal
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING, Literal

from spacy.language import Language
from spacy.util import filter_spans

import pipeline
from pipeline.errors import ConfigError
from pipeline.ingest import read_text
from pipeline.records import ArticleRecord, Issue, Published, SanctionEvent
from pipeline.values import DateSpan, Money, Percent, find_dates, find_money, find_percents

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span

    from pipeline.document import Article
    from pipeline.flow import Extractor

Part = Literal["entities", "facts"]

RECORD = "sanctex"
"""Key of ``doc.user_data``: the record of the text, or the issue that says why there is none."""


@Language.factory("sanctex_values", assigns=["doc.spans"])
def make_values(nlp: Language, name: str) -> Values:
    """Amounts of money, percentages and dates as spans MONEY, PERCENT and DATE; needs nothing but the text."""
    del nlp
    return Values(name)


@Language.factory("sanctex_entities", assigns=["doc.spans"], default_config={"config": None, "set_ents": False})
def make_entities(nlp: Language, name: str, config: str | None, set_ents: bool) -> Reader:
    """Every mention of every entity: the label is its type, the id tells which mentions are one thing.

    Args:
        nlp: the pipeline.
        name: of the component.
        config: path of a configuration of sanctex; None for the default.
        set_ents: whether the names also become ``doc.ents``, in the place of what was there.
    """
    del nlp
    return Reader(name, "entities", config, set_ents=set_ents)


@Language.factory("sanctex_facts", assigns=["doc.spans"], default_config={"config": None})
def make_facts(nlp: Language, name: str, config: str | None) -> Reader:
    """The words of every fact: the label is its list and kind, the id leads to the fact in the record.

    Args:
        nlp: the pipeline.
        name: of the component.
        config: path of a configuration of sanctex; None for the default.
    """
    del nlp
    return Reader(name, "facts", config)


class Values:
    """Finds values in the text of a document. ``doc.user_data[name]`` describes each span of ``doc.spans[name]``."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __call__(self, doc: Doc) -> Doc:
        """Add the spans."""
        text = doc.text
        found: list[Money | Percent | DateSpan] = [*find_money(text), *find_percents(text)]
        found = sorted([*found, *find_dates(text, _published(doc).date)], key=lambda one: (one.start, one.end))
        spans = [_span(doc, one.start, one.end, _KINDS[type(one)], _normal(one)) for one in found]
        doc.spans[self.name] = spans
        doc.user_data[self.name] = [
            {key: _plain(value) for key, value in asdict(one).items() if key not in ("start", "end", "secondary")}
            for one in found
        ]
        return doc


_KINDS: dict[type, str] = {Money: "MONEY", Percent: "PERCENT", DateSpan: "DATE"}


def _normal(one: Money | Percent | DateSpan) -> str:
    """The value in one word or two: ``USD 5000000``, ``36``, ``2024-03-01/2024-03-31``."""
    if isinstance(one, DateSpan):
        days = [day.isoformat() if day else ".." for day in (one.first, one.last)]
        return days[0] if days[0] == days[1] else "/".join(days)
    figure = f"{one.low:f}-{one.high:f}" if one.low is not None and one.high is not None else ""
    figure = figure if one.value is None else f"{one.value:f}"
    return f"{one.currency or '?'} {figure}".rstrip() if isinstance(one, Money) else figure


def _plain(value: object) -> object:
    if isinstance(value, Decimal):
        return f"{value:f}"
    return value.isoformat() if isinstance(value, dt.date) else value


class Reader:
    """Reads documents with sanctex. Components of one configuration share its model and, in a pipeline, its record."""

    def __init__(self, name: str, part: Part, config: str | None, *, set_ents: bool = False) -> None:
        self.name = name
        self.part = part
        self.set_ents = set_ents
        self._extractor = _extractor(config)

    def __call__(self, doc: Doc) -> Doc:
        """Read one document."""
        return next(self.pipe([doc], batch_size=1))

    def pipe(self, stream: Iterable[Doc], *, batch_size: int) -> Iterator[Doc]:
        """Read documents in batches, in order."""
        left = iter(stream)
        while batch := list(islice(left, batch_size)):
            new = [doc for doc in batch if RECORD not in doc.user_data]
            for doc, result in zip(new, self._extractor.process(map(_article, new)), strict=True):
                doc.user_data[RECORD] = result.model_dump(mode="json")
            for doc in batch:
                self._mark(doc)
                yield doc

    def _mark(self, doc: Doc) -> None:
        told = doc.user_data[RECORD]
        record = None if "code" in told else ArticleRecord.model_validate(told, strict=False)
        doc.spans[self.name] = [] if record is None else list(_SPANS[self.part](doc, record))
        if self.set_ents and record is not None:
            doc.ents = filter_spans(list(_entities(doc, record, names_only=True)))


@cache
def _extractor(config: str | None) -> Extractor:
    return pipeline.load(config)


def _article(doc: Doc) -> Article | Issue:
    # The text stays as the document has it, unrepaired, so that offsets hold.
    return replace(read_text(doc.text, published=_published(doc)), text=doc.text)


def _published(doc: Doc) -> Published:
    told = doc.user_data.get("published")
    try:
        day = dt.date.fromisoformat(told) if isinstance(told, str) else told
    except ValueError as error:
        raise ConfigError(f"doc.user_data['published']: {told!r} is not a date like 2024-03-15") from error
    if day is not None and not isinstance(day, dt.date):
        raise ConfigError(f"doc.user_data['published']: {told!r} is not a date like 2024-03-15")
    return Published(date=day, basis="none" if day is None else "option")


def _entities(doc: Doc, record: ArticleRecord, *, names_only: bool = False) -> Iterator[Span]:
    for entity in record.entities:
        for mention in entity.mentions:
            if mention.kind == "name" or not names_only:
                yield _span(doc, mention.start, mention.end, entity.type, entity.id)


def _facts(doc: Doc, record: ArticleRecord) -> Iterator[Span]:
    for kind in ("relations", "financials", "revenue_shares", "sanction_events"):
        for fact in getattr(record, kind):
            words = fact.trigger if isinstance(fact, SanctionEvent) else fact.evidence[0]
            which = next(
                (getattr(fact, key) for key in ("action", "metric", "type", "basis") if hasattr(fact, key)), ""
            )
            yield _span(doc, words.start, words.end, f"{kind}.{which}", fact.id)


_SPANS = {"entities": _entities, "facts": _facts}


def _span(doc: Doc, start: int, end: int, label: str, key: str) -> Span:
    span = doc.char_span(start, end, label=label, span_id=key, alignment_mode="expand")
    if span is None:
        raise ValueError(f"no tokens at {start}:{end} of a document of {len(doc.text)} characters")
    return span
