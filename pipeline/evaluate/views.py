"""One shape for what is compared: labels of the gold set and records alike become an :class:`ArticleView`.

Offsets are code points into ``text``, half-open. Entities that a fact names are resolved to :class:`Name`, so the
scorers need no ids.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from pipeline.evaluate.names import Name

Offsets = tuple[int, int]


@dataclass(frozen=True, slots=True)
class When:
    """Days, inclusive, and the printed words; days are None where they are unknown."""

    start: dt.date | None
    end: dt.date | None
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemView:
    """What every compared item has.

    Attributes:
        quote: the words that state it.
        spans: where they stand; empty if they were not found.
        optional: a label that counts neither way.
        confidence: of a prediction, None for a label.
        by: the rule of a prediction.
    """

    quote: str = ""
    spans: tuple[Offsets, ...] = ()
    optional: bool = False
    confidence: float | None = None
    by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EntityView(ItemView):
    """An entity."""

    name: Name
    type: str


@dataclass(frozen=True, slots=True, order=True)
class MentionView:
    """A mention by name; ``entity`` is the position of its entity in the article's list."""

    start: int
    end: int
    type: str
    entity: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RelationView(ItemView):
    """A relation."""

    type: str
    subject: Name
    object: Name
    role: str | None
    status: str | None
    share: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class EventView(ItemView):
    """A sanction event. ``penalty`` is the sum of its fine."""

    action: str
    status: str
    authorities: tuple[Name, ...]
    programs: tuple[Name, ...]
    targets: tuple[Name, ...]
    target_count: int | None
    measures: frozenset[str]
    reasons: frozenset[str]
    announced: When | None
    effective: When | None
    expires: When | None
    penalty: float | None
    trigger: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MoneyView(ItemView):
    """A money fact; sums in whole currency units, ``parties`` as (name, role)."""

    metric: str
    entity: Name | None
    segment: str | None
    value: float | None
    low: float | None
    high: float | None
    currency: str | None
    qualifier: str | None
    direction: str | None
    percent: float | None
    multiple: float | None
    change_sum: float | None
    period: When | None
    status: str
    parties: tuple[tuple[Name, str], ...]

    @property
    def change(self) -> float | None:
        """One number for the growth: percent, multiple or sum, whichever is there."""
        return next((x for x in (self.percent, self.multiple, self.change_sum) if x is not None), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareView(ItemView):
    """A revenue share, 0 to 1."""

    entity: Name | None
    segment: str
    dimension: str
    basis: str
    share: float | None
    low: float | None
    high: float | None
    period: When | None
    status: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueView(ItemView):
    """A printed sum of money, percentage or date; ``spans`` has the one place where its ``quote`` stands."""

    kind: str


@dataclass(frozen=True, slots=True)
class ArticleView:
    """An article with all that was labelled or predicted.

    Attributes:
        furniture: stretches that are page furniture; labels say nothing about them.
        values: sums, percentages and dates; None where they are not labelled.
    """

    id: str
    text: str
    published: dt.date | None
    category: str = ""
    style: str = ""
    entities: tuple[EntityView, ...] = ()
    mentions: tuple[MentionView, ...] = ()
    relations: tuple[RelationView, ...] = ()
    events: tuple[EventView, ...] = ()
    financials: tuple[MoneyView, ...] = ()
    shares: tuple[ShareView, ...] = ()
    furniture: tuple[Offsets, ...] = field(default=())
    values: tuple[ValueView, ...] | None = None
