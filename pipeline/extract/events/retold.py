"""Decisions that turn out to be told already, once the parties of all are known."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.extract.events.merge import Decision, Merger, in_order
from pipeline.extract.events.slots import overlap
from pipeline.records import EventStatus

_OPEN: frozenset[EventStatus] = frozenset({"considered", "proposed", "threatened"})
"""Stages of a step that is ahead: which of them it is told to be in is often a matter of wording."""
_WEIGHED: tuple[EventStatus, ...] = ("considered", "proposed")


def fold_stages(decisions: Sequence[Decision]) -> list[Decision]:
    """Leave out what only weighs a step that the article tells more of: it was asked for, refused or taken.

    "He said the curbs could be lifted" beside "Tokyo asked Washington to lift the curbs" is no further decision.
    """
    return [one for one in decisions if not any(_folds(one, other) for other in decisions if other is not one)]


def _folds(one: Decision, other: Decision) -> bool:
    if one.status not in _WEIGHED or one.best.action != other.best.action or one.best.action == "designate":
        return False
    told = other.status in ("requested", "rejected") or (one.status, other.status) == _WEIGHED
    targets, others = set(one.union("targets")), set(other.union("targets"))
    return told and (bool(targets & others) or not targets)


def fold_retold(decisions: Sequence[Decision]) -> list[Decision]:
    """Join decisions of one action and like stage whose parties, now that all are settled, turn out to be the same.

    Two decisions that differ in nothing but their words are one told twice, unless they have different days.
    """
    kept: list[Decision] = []
    for one in sorted(decisions, key=lambda d: -d.chance):
        home = next((other for other in kept if _retells(one, other)), None)
        if home is None:
            kept.append(one)
        else:
            home.mentions.extend(one.mentions)
    return in_order(kept)


def _retells(one: Decision, other: Decision) -> bool:
    if one.best.action != other.best.action or not (one.status == other.status or {one.status, other.status} <= _OPEN):
        return False
    authors, others = set(one.union("authorities")), set(other.union("authorities"))
    alike = set(one.union("targets")) == set(other.union("targets")) and (
        bool(authors & others) or not authors or not others
    )
    pairs = [(a, b) for a in one.mentions for b in other.mentions]
    courts = any(a.court is not None and b.court is not None and a.court.differs(b.court) for a, b in pairs)
    return alike and not courts and all(overlap(a.announced, b.announced) for a, b in pairs)


def hear(merger: Merger, kept: Sequence[Decision], dropped: Sequence[Decision]) -> None:
    """Give decisions the measures, reasons and dates of words that tell them again but are no decision themselves."""
    for one in dropped:
        home = merger.home(kept, one.best)
        if home is None:
            continue
        best = home.best
        for name in ("measures", "reasons"):
            told = getattr(best, name)
            told.extend(value for value in one.union(name) if value not in told)
        for name in ("announced", "effective", "expires"):
            if all(getattr(mention, name) is None for mention in home.mentions):
                setattr(best, name, getattr(one.best, name))
