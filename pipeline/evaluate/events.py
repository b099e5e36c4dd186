"""Scores of sanction events.

Two events may be the same when their actions are equal or neighbours (a wider measure read as a new one), when not
both name targets of which none is shared, and when they share a target, an authority, a programme or quoted words.
Among these the assignment prefers equal action, status, targets, authorities, programmes and quotes, in that order.

- ``event``: such a pair. ``event_action_status``: action and status are right. ``event_strict``: authorities,
  programmes and targets are right too, all of them and no more.
- ``event.<slot>``: each slot over the gold events; ``event.announced`` and the other dates by their first day.
"""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.evaluate.names import Name
from pipeline.evaluate.outcome import Outcome, make_outcome
from pipeline.evaluate.pairing import (
    Pairing,
    close,
    count_names,
    count_set,
    count_slot,
    equal_names,
    overlapping,
    pair,
    same_start,
    shared_names,
)
from pipeline.evaluate.tally import Tally
from pipeline.evaluate.views import ArticleView, EventView, When
from pipeline.evaluate.wording import names, words

_NEIGHBOURS = frozenset(
    map(frozenset, (("designate", "expand"), ("ease", "delist"), ("penalize", "breach"), ("renew", "expand")))
)
_PARTIES = ("authorities", "programs", "targets")


def score_events(gold: ArticleView, predicted: ArticleView, tally: Tally) -> list[Outcome]:
    """Count the sanction events of an article."""
    found = match_events(gold.events, predicted.events)
    found.count(tally, "event")
    found.count(tally, "event_action_status", sum(_right(a, b) for a, b in found.pairs))
    found.count(tally, "event_strict", sum(_strict(a, b) for a, b in found.pairs))
    found.count_by(tally, "event_action_status", lambda item: item.action, _right)
    _count_slots(found, tally)
    outcomes = [_outcome(gold.id, a, b) for a, b in found.golds()]
    return outcomes + [_outcome(gold.id, None, b) for b in found.false]


def match_events(gold: Sequence[EventView], predicted: Sequence[EventView]) -> Pairing[EventView]:
    """Which predicted event is which gold event."""
    return pair(gold, predicted, _score)


def _score(gold: EventView, predicted: EventView) -> float:
    if gold.action == predicted.action:
        action = 1.0
    elif frozenset((gold.action, predicted.action)) in _NEIGHBOURS:
        action = 0.4
    else:
        return 0.0
    targets = _part(gold.targets, predicted.targets)
    authorities = _part(gold.authorities, predicted.authorities)
    programs = _part(gold.programs, predicted.programs)
    quoted = overlapping(gold, predicted)
    if gold.targets and predicted.targets and not targets:
        return 0.0
    if not (targets or authorities or programs or quoted):
        return 0.0
    status = gold.status == predicted.status
    return action + 0.5 * status + 0.4 * targets + 0.2 * authorities + 0.1 * programs + 0.3 * quoted


def _part(gold: tuple[Name, ...], predicted: tuple[Name, ...]) -> float:
    """How far two lists agree: 0 to 1 (F1)."""
    both = len(gold) + len(predicted)
    return 2 * shared_names(gold, predicted) / both if both else 0.0


def _right(gold: EventView, predicted: EventView) -> bool:
    return gold.action == predicted.action and gold.status == predicted.status


def _strict(gold: EventView, predicted: EventView) -> bool:
    parties = all(equal_names(getattr(gold, slot), getattr(predicted, slot)) for slot in _PARTIES)
    return _right(gold, predicted) and parties


def _count_slots(found: Pairing[EventView], tally: Tally) -> None:
    for gold, predicted in found.golds():
        for slot in ("action", "status", "target_count"):
            count_slot(tally, f"event.{slot}", gold, predicted)
        for slot in _PARTIES:
            count_names(tally, f"event.{slot}", getattr(gold, slot), getattr(predicted, slot, ()))
        for slot in ("measures", "reasons"):
            count_set(tally, f"event.{slot}", getattr(gold, slot), getattr(predicted, slot, frozenset()))
        for slot in ("announced", "effective", "expires"):
            count_slot(tally, f"event.{slot}", gold, predicted, same_start)
        count_slot(tally, "event.penalty", gold, predicted, close)


def _outcome(article: str, gold: EventView | None, predicted: EventView | None) -> Outcome:
    if gold is None or predicted is None:
        return make_outcome(("event", article), gold, predicted)
    wrong = tuple(_differences(gold, predicted))
    return make_outcome(("event", article), gold, predicted, right=_right(gold, predicted), wrong=wrong)


def _differences(gold: EventView, predicted: EventView) -> list[str]:
    wrong = [
        f"{slot}: {getattr(gold, slot)}, not {getattr(predicted, slot)}"
        for slot in ("action", "status", "target_count")
        if getattr(gold, slot) != getattr(predicted, slot)
    ]
    for slot in _PARTIES:
        ours, theirs = getattr(gold, slot), getattr(predicted, slot)
        if not equal_names(ours, theirs):
            wrong.append(f"{slot}: {names(ours)}, not {names(theirs)}")
    for slot in ("measures", "reasons"):
        if getattr(gold, slot) != getattr(predicted, slot):
            wrong.append(f"{slot}: {words(getattr(gold, slot))}, not {words(getattr(predicted, slot))}")
    for slot in ("announced", "effective", "expires"):
        first, second = getattr(gold, slot), getattr(predicted, slot)
        if not (first is second is None or (first and second and same_start(first, second))):
            wrong.append(f"{slot}: {_day(first)}, not {_day(second)}")
    return wrong


def _day(when: When | None) -> str:
    return "none" if when is None else str(when.start or when.text)
