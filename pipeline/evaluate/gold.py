"""The gold set: articles with labels, read from ``<id>.txt`` and ``<id>.json`` into checked, frozen objects.

Labels name entities by their printed names; mentions follow from them: every occurrence of a name or alias in the
title, dateline or body is a mention of its entity (longest name first, whole words). Form: ``corpus/GUIDELINES.md``.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Literal

from pydantic import AliasChoices, BaseModel, ConfigDict, Field, ValidationError, model_validator

from pipeline.errors import ConfigError
from pipeline.ingest import read_text
from pipeline.records import (
    Action,
    Basis,
    CounterpartyRole,
    Dimension,
    EntityType,
    EventStatus,
    FactStatus,
    Measure,
    Metric,
    Qualifier,
    Reason,
    RelationType,
)

ValueKind = Literal["money", "percent", "date"]


class _Label(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class GoldPeriod(_Label):
    """Printed words with the days they mean, inclusive; days are null where the words mean none.

    The words are null where a table prints them far from the sum ("1986" above a column).
    """

    text: str | None = None
    start: dt.date | None = None
    end: dt.date | None = None
    kind: str | None = None


class GoldEntity(_Label):
    """One thing with its printed names; ``nominals`` are common nouns that stand for it."""

    type: EntityType
    name: str
    aliases: tuple[str, ...] = ()
    nominals: tuple[str, ...] = ()
    optional: bool = False


class GoldRelation(_Label):
    """A relation between two entities, named by their ``name``."""

    type: RelationType
    subject: str
    object: str
    role: str | None = None
    status: Literal["current", "former", "future"] | None = None
    share: Decimal | None = None
    evidence: str | None = None
    optional: bool = False


class GoldEvent(_Label):
    """A sanction event; entities by name, ``penalty`` is the printed amount of its fine."""

    action: Action
    status: EventStatus
    authorities: tuple[str, ...] = ()
    programs: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    target_count: int | None = None
    target_description: str | None = None
    measures: tuple[Measure, ...] = ()
    reasons: tuple[Reason, ...] = ()
    announced: GoldPeriod | None = None
    effective: GoldPeriod | None = None
    expires: GoldPeriod | None = None
    penalty: str | None = None
    attributed_to: str | None = None
    trigger: str
    evidence: str | None = None
    optional: bool = False


class GoldParty(_Label):
    """Another party of a money fact."""

    entity: str
    role: CounterpartyRole


class GoldAmount(_Label):
    """A sum of money by which something changed."""

    value: Decimal | None = None
    currency: str | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    qualifier: Qualifier | None = None
    amount_text: str | None = Field(default=None, validation_alias=AliasChoices("amount_text", "text"))


class GoldChange(_Label):
    """A growth figure: percent (12.5 means 12.5%), multiple (2 means doubled) or a sum of money."""

    direction: Literal["increase", "decrease", "unchanged"]
    percent: Decimal | None = None
    multiple: Decimal | None = None
    amount: GoldAmount | None = None


class GoldFinancial(_Label):
    """A money fact."""

    metric: Metric
    entity: str | None
    segment: str | None = None
    dimension: Dimension | None = None
    counterparties: tuple[GoldParty, ...] = ()
    value: Decimal | None = None
    currency: str | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    qualifier: Qualifier | None = None
    amount_text: str | None = None
    change: GoldChange | None = None
    period: GoldPeriod | None = None
    status: FactStatus
    attributed_to: str | None = None
    evidence: str
    optional: bool = False


class GoldShare(_Label):
    """A revenue share; ``share`` 0 to 1, null where a range is given."""

    entity: str | None
    segment: str
    dimension: Dimension
    basis: Basis
    share: Decimal | None = Field(default=None, ge=0, le=1)
    low: Decimal | None = None
    high: Decimal | None = None
    qualifier: Qualifier | None = None
    period: GoldPeriod | None = None
    status: FactStatus = "actual"
    evidence: str
    optional: bool = False


class GoldValue(_Label):
    """A printed sum of money, percentage or date; ``start`` and ``end`` count code points of the text, half-open."""

    model_config = ConfigDict(strict=True)

    kind: ValueKind
    start: int = Field(ge=0)
    end: int
    text: str = Field(min_length=1)
    optional: bool = False

    @model_validator(mode="after")
    def _length(self) -> GoldValue:
        if self.end - self.start != len(self.text):
            raise ValueError(f"{self.text!r} has {len(self.text)} characters, not {self.end - self.start}")
        return self


class GoldLabels(_Label):
    """All labels of one article; every entity that a fact names is listed.

    ``values`` are all sums of money, percentages and dates, in text order; None where nobody labelled them.
    """

    id: str
    published: dt.date
    category: str
    style: str
    entities: tuple[GoldEntity, ...]
    relations: tuple[GoldRelation, ...]
    sanction_events: tuple[GoldEvent, ...]
    financials: tuple[GoldFinancial, ...]
    revenue_shares: tuple[GoldShare, ...]
    values: tuple[GoldValue, ...] | None = None

    @model_validator(mode="after")
    def _order(self) -> GoldLabels:
        values = self.values or ()
        for one, following in pairwise(values):
            if following.start < one.end:
                raise ValueError(f"the value {following.text!r} begins ahead of the end of {one.text!r}")
        return self

    @model_validator(mode="after")
    def _references(self) -> GoldLabels:
        known = {entity.name for entity in self.entities}
        named = [name for relation in self.relations for name in (relation.subject, relation.object)]
        for event in self.sanction_events:
            named += [*event.authorities, *event.programs, *event.targets]
        owners = [*(fact.entity for fact in self.financials), *(fact.entity for fact in self.revenue_shares)]
        named += [owner for owner in owners if owner is not None]
        named += [party.entity for fact in self.financials for party in fact.counterparties]
        unknown = sorted({name for name in named if name not in known})
        if unknown:
            raise ValueError(f"facts name {unknown[:3]}, which are no entities")
        return self


class GoldArticle(_Label):
    """An article of the gold set: its text and its labels."""

    text: str
    labels: GoldLabels

    @model_validator(mode="after")
    def _values_stand_there(self) -> GoldArticle:
        wrong = list(misplaced(self.text, self.labels))
        if wrong:
            raise ValueError(wrong[0])
        return self

    def mentions(self) -> Iterator[tuple[int, int, GoldEntity]]:
        """Offsets (code points, half-open) of every name, in text order, without overlaps."""
        owners: dict[str, GoldEntity] = {}
        for entity in self.labels.entities:
            for form in (entity.name, *entity.aliases):
                owners.setdefault(" ".join(form.split()), entity)
        forms = sorted(owners, key=lambda form: (-len(form), form))
        if not forms:
            return
        pattern = "|".join(re.escape(form).replace(r"\ ", r"\s+") for form in forms)
        for match in re.finditer(rf"(?<!\w)(?:{pattern})(?!\w)", self.text):
            yield match.start(), match.end(), owners[" ".join(match.group().split())]


def misplaced(text: str, labels: GoldLabels) -> Iterator[str]:
    """What is wrong with where values are said to stand, one line each.

    Offsets are those of the record, so the text of an article with values may hold nothing that ingest would mend.
    """
    if labels.values and read_text(text).text != text:
        yield "ingest would change this text, so that offsets of values would not hold: keep it as ingest reads it"
    for value in labels.values or ():
        if text[value.start : value.end] != value.text:
            yield f"a value does not stand at {value.start}:{value.end}: {value.text!r}"


def read_gold(path: Path) -> list[GoldArticle]:
    """Read a folder of ``.txt`` and ``.json`` pairs, or one ``.json`` with its text beside it, sorted by name.

    Raises:
        ConfigError: there is no label file, a text is missing, or a label breaks a rule; the message names the file.
    """
    files = sorted(path.glob("*.json")) if path.is_dir() else [path]
    if not files:
        raise ConfigError(f"{path}: no label files (*.json)")
    return [_read(file) for file in files]


def _read(file: Path) -> GoldArticle:
    try:
        labels = GoldLabels.model_validate_json(file.read_bytes())
        return GoldArticle(text=file.with_suffix(".txt").read_text(encoding="utf-8"), labels=labels)
    except OSError as error:
        raise ConfigError(f"{file}: {error.strerror}: {error.filename}") from error
    except ValidationError as error:
        first = error.errors()[0]
        raise ConfigError(f"{file}: {'.'.join(map(str, first['loc']))}: {first['msg']}") from error
