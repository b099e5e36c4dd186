"""What a timeline is made of: parties, reports, decisions and the history of each target."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from pipeline.records import Action, EntityType, EventStatus, Measure, Model, Reason

State = Literal["none", "proposed", "in_force", "eased", "lifted", "annulled"]


class Party(Model):
    """A person, body, country or programme that one or more articles name.

    Attributes:
        key: row of the knowledge tables (``us.bis``, ``US-BIS-EL``, ``CN``), or None.
        within: what it is a part of: parents by key, then the country.
    """

    id: str
    type: EntityType
    name: str
    aliases: tuple[str, ...] = ()
    key: str | None = None
    within: tuple[str, ...] = ()


class Report(Model):
    """One event as one article tells it; parties are ids of :class:`Party`.

    Attributes:
        start: first day of the decision as the article dates it, or None.
        end: last day, or None.
        quote: the sentence that states it.
    """

    doc_id: str
    uri: str | None
    published: dt.date | None
    event: str
    action: Action
    status: EventStatus
    authorities: tuple[str, ...]
    programs: tuple[str, ...]
    targets: tuple[str, ...]
    target_count: int | None
    measures: tuple[Measure, ...]
    reasons: tuple[Reason, ...]
    start: dt.date | None
    end: dt.date | None
    expires: dt.date | None
    attributed_to: str | None
    confidence: float
    quote: str


class Decision(Model):
    """What one authority decided once, with every report of it.

    Attributes:
        statuses: each status that reports give it, the best supported first; more than one outcome is a contradiction.
        contradicted: whether some reports say that it happened and others that it did not.
    """

    id: str
    action: Action
    status: EventStatus
    statuses: tuple[EventStatus, ...]
    contradicted: bool
    authorities: tuple[str, ...]
    programs: tuple[str, ...]
    targets: tuple[str, ...]
    target_count: int | None
    measures: tuple[Measure, ...]
    reasons: tuple[Reason, ...]
    start: dt.date | None
    end: dt.date | None
    expires: dt.date | None
    reports: tuple[Report, ...]


class Standing(Model):
    """What holds for a target under one programme, or, where none is named, by one authority.

    Attributes:
        regime: id of the programme or authority, or None where no report names one.
        since: first day of the decision that made it so, where it is dated.
        contested: whether a decision that counts is contradicted.
        decisions: ids of the decisions that bear on it, in order.
    """

    regime: str | None
    state: State
    since: dt.date | None
    contested: bool
    decisions: tuple[str, ...]


class TargetHistory(Model):
    """All that was decided about one target."""

    target: str
    name: str
    standings: tuple[Standing, ...]


class Timeline(Model):
    """The result over many articles."""

    parties: tuple[Party, ...]
    decisions: tuple[Decision, ...]
    targets: tuple[TargetHistory, ...]
