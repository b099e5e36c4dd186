"""What the stages hand to one another inside a process: never written, never pickled with a Doc.

Offsets are code points into the article's text, half-open. ``CleanArticle.view`` has the same length as the text, so
an offset in the spaCy Doc (made from the view) is an offset in the text.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Literal, Protocol, TypeVar

from pipeline.printed import Printed
from pipeline.readings import Readings
from pipeline.records import (
    EntityType,
    FinancialFact,
    Published,
    RecordWarning,
    Relation,
    RevenueShare,
    SanctionEvent,
    Segment,
    Source,
    Span,
)

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from spacy.tokens import Doc, Token
    from spacy.tokens import Span as DocSpan

    from pipeline.values import Count, DateSpan, Money, Percent


NO_DATE = Published(date=None, basis="none")
"""What an article has whose publication date nothing tells."""


@dataclass(frozen=True, slots=True)
class Article:
    """One input document as ingest read it: text fixed from here on."""

    doc_id: str
    text: str
    source: Source
    title: str | None = None
    published: Published = NO_DATE
    language: str | None = None
    """What the source says of itself (ISO 639-1); asked where the text does not tell."""


@dataclass(frozen=True, slots=True)
class CleanArticle:
    """An article with its segments; ``view`` is what the model reads.

    ``view`` replaces characters one for one: boilerplate becomes blanks, line ends inside a sentence become blanks,
    typographic quotes become plain, all-capital lines take the case of the body.
    """

    article: Article
    title: str | None
    published: Published
    language: str
    segments: tuple[Segment, ...]
    view: str
    sanctions: bool = True
    """Whether a word stands in it without which no article told of sanctions: a quick look that misses next to none."""


MentionKind = Literal["name", "nominal", "pronoun"]


@dataclass(frozen=True, slots=True, order=True)
class Mentioned:
    """A mention of an entity as token positions of the Doc (half-open) with its kind."""

    first: int
    last: int
    kind: MentionKind = "name"


@dataclass(slots=True)
class Chain:
    """A resolved entity: every mention of one real-world thing.

    ``key`` names the row of the knowledge tables that it is (``us.bis``, ``US-BIS-EL``, ``CN``), or None.
    """

    id: str
    type: EntityType
    name: str
    mentions: list[Mentioned]
    aliases: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    key: str | None = None


class Positioned(Protocol):
    """Anything with character offsets."""

    @property
    def start(self) -> int:
        """First code point."""
        ...

    @property
    def end(self) -> int:
        """Behind the last code point."""
        ...


P = TypeVar("P", bound=Positioned)


@dataclass(slots=True, weakref_slot=True)
class Context:
    """All that an extractor may read about one article, and where it leaves warnings."""

    clean: CleanArticle
    printed: Printed
    chains: tuple[Chain, ...]
    moneys: Sequence[Money]
    percents: Sequence[Percent]
    counts: Sequence[Count]
    dates: Sequence[DateSpan]
    country: str | None = None
    """Whose money a bare "dollars" among ``moneys`` was read as: ISO code, None for the reading without a country."""
    warnings: list[RecordWarning] = field(default_factory=list)
    _at: dict[int, Chain] = field(default_factory=dict, init=False)
    _by_id: dict[str, Chain] = field(default_factory=dict, init=False)
    _mentions: list[tuple[Mentioned, Chain]] = field(init=False)
    _titles: list[tuple[int, int]] = field(init=False)
    _roots: dict[tuple[int, int], Token] = field(default_factory=dict, init=False)
    _orths: list[int] = field(init=False)
    doc: Doc = field(init=False)
    sentences: tuple[DocSpan, ...] = field(init=False)
    words: list[str] = field(init=False)
    """The tokens as they are printed in the view: a list is many times as quick as asking the Doc for a token."""
    lower: list[str] = field(init=False)
    """The same in small letters."""
    starts: list[int] = field(init=False)
    """Offsets of the tokens."""
    ends: list[int] = field(init=False)
    """Offsets behind the tokens."""
    tags: list[str] = field(init=False)
    """Penn Treebank tags of the tokens."""
    heads: list[int] = field(init=False)
    """Positions of the words over the tokens in the parse; a root is its own."""
    readings: Readings = field(init=False)
    """What the reader makes of the sentences that an extractor asks about."""

    def __post_init__(self) -> None:
        self.readings = Readings(self)
        view = self.clean.view
        printed, self.doc = self.printed, self.printed.doc
        self.words, self.lower, self.tags = printed.words, printed.lower, printed.tags
        self.starts, self.ends = printed.starts, printed.ends
        self._orths = self.doc.to_array("ORTH").tolist()
        above = self.doc.to_array("HEAD").astype("int64").tolist()
        self.heads = [position + step for position, step in enumerate(above)]
        firsts = printed.openers
        self.sentences = tuple(
            self.doc[first:last]
            for first, last in pairwise([*firsts, len(self.starts)])
            if not view[self.starts[first] : self.ends[last - 1]].isspace()
        )
        self._titles = [(one.start, one.end) for one in self.clean.segments if one.kind == "title"]
        for chain in self.chains:
            self._by_id[chain.id] = chain
            for mention in chain.mentions:
                for position in range(mention.first, mention.last):
                    self._at.setdefault(position, chain)
        pairs = ((mention, chain) for chain in self.chains for mention in chain.mentions)
        self._mentions = sorted(pairs, key=lambda pair: (pair[0].first, -pair[0].last))

    @property
    def text(self) -> str:
        """The article's text: every quote comes from here."""
        return self.clean.article.text

    @property
    def published(self) -> dt.date | None:
        """Publication date, if known."""
        return self.clean.published.date

    def chain_at(self, position: int) -> Chain | None:
        """The entity whose mention covers the token at ``position``."""
        return self._at.get(position)

    def chain(self, entity_id: str) -> Chain:
        """The entity with this id."""
        return self._by_id[entity_id]

    def chains_in(self, first: int, last: int) -> list[tuple[Mentioned, Chain]]:
        """Mentions that lie inside the tokens ``first:last``, in text order."""
        low = bisect_left(self._mentions, first, key=lambda pair: pair[0].first)
        high = bisect_left(self._mentions, last, lo=low, key=lambda pair: pair[0].first)
        return [pair for pair in self._mentions[low:high] if pair[0].last <= last]

    def token_range(self, start: int, end: int) -> tuple[int, int]:
        """Tokens (half-open) that the characters ``start:end`` touch."""
        return self.printed.tokens(start, end)

    def root(self, first: int, last: int) -> Token:
        """The token through which the tokens ``first:last`` hang in the parse."""
        found = self._roots.get((first, last))
        if found is None:
            found = self.doc[first] if last - first == 1 else self.doc[first:last].root
            self._roots[first, last] = found
        return found

    def vectors(self, positions: Sequence[int]) -> NDArray[np.float32]:
        """Word vectors of the tokens at these positions: a row for each that has one."""
        table = self.doc.vocab.vectors
        rows = [table.key2row.get(self._orths[position], -1) for position in positions]
        found: NDArray[np.float32] = table.data[[row for row in rows if row >= 0]]
        return found

    def span(self, start: int, end: int) -> Span:
        """Quote of the text at these character offsets; white space and furniture at its ends are cut off."""
        # The view is blank where the text has page furniture; a ticker code alone is blank too, and stays.
        edge = self.text if self.clean.view[start:end].isspace() else self.clean.view
        while start < end and edge[start].isspace():
            start += 1
        while end > start and edge[end - 1].isspace():
            end -= 1
        return Span(start=start, end=end, text=self.text[start:end])

    def quote(self, part: DocSpan) -> Span:
        """Quote of a spaCy span."""
        return self.span(part.start_char, part.end_char)

    @staticmethod
    def inside(items: Sequence[P], start: int, end: int) -> list[P]:
        """The values (sorted by start) that lie inside the character offsets ``start:end``."""
        low = bisect_left(items, start, key=lambda item: item.start)
        return [item for item in items[low:] if item.start < end and item.end <= end]

    def in_title(self, offset: int) -> bool:
        """Whether a character offset lies in the title."""
        for start, end in self._titles:  # noqa: SIM110 - half the time of any(), and asked for every amount
            if start <= offset < end:
                return True
        return False


@dataclass(frozen=True, slots=True)
class Facts:
    """The four lists of facts of one article."""

    relations: tuple[Relation, ...]
    financials: tuple[FinancialFact, ...]
    revenue_shares: tuple[RevenueShare, ...]
    sanction_events: tuple[SanctionEvent, ...]
