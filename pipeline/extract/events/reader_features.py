"""What the reader says of the candidates of an article: features, parties and dates."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from pipeline.extract.events.candidate import Candidate
from pipeline.readings import steps

if TYPE_CHECKING:
    from pipeline.document import Context
    from pipeline.reader import SentenceReading

_SOME = 0.2
"""Chance below which a stage makes no feature."""
TIMES = ("announced", "effective", "expires")
"""Roles of dates."""
LIKELY = 0.5
"""Chance from which an entity plays a role in what the reader alone found."""


def heard(context: Context, mention: Candidate) -> Iterator[str]:
    """Features of a candidate: is it a trigger, of which action, at which stage."""
    reading = context.readings.of(mention.sentence)
    if reading is None:
        return
    chances, best = trigger(reading, mention)
    yield from steps("r.event", float(1 - chances[0]))
    actions = chances[1:] / max(chances[1:].sum(), 1e-9)
    named = reading.heads.labels.actions[1:]
    yield f"r.action={named[int(actions.argmax())]}"
    yield from steps(f"r.action:{mention.action}", float(actions[named.index(mention.action)]))
    status = reading.status(best, best + 1)
    for stage, chance in status.items():
        if chance >= _SOME:
            yield from steps(f"r.status={stage}", chance)


def event_chance(context: Context, mention: Candidate) -> float | None:
    """Chance that the words of a candidate tell an event; None where its sentence was not read."""
    reading = context.readings.of(mention.sentence)
    return None if reading is None else float(1 - trigger(reading, mention)[0][0])


def stages(context: Context, mention: Candidate) -> dict[str, float]:
    """Chance of each stage of a candidate; nothing where its sentence was not read."""
    reading = context.readings.of(mention.sentence)
    if reading is None:
        return {}
    _, best = trigger(reading, mention)
    return reading.status(best, best + 1)


def trigger(reading: SentenceReading, mention: Candidate) -> tuple[NDArray[np.float32], int]:
    """Chances of the likelier trigger among the words of a candidate, and where in the sentence it stands."""
    start = mention.sentence.start
    spots = [t.i - start for t in (mention.predicate, mention.noun) if t is not None and t.i < mention.sentence.end]
    table = reading.triggers()
    best = min(spots, key=lambda i: table[i][0])
    return table[best], best


def time_chances(context: Context, mention: Candidate) -> dict[int, dict[str, float]]:
    """Chance of each role for each date of a mention's sentence, by the date's offset; nothing if it was not read."""
    reading = context.readings.of(mention.sentence)
    if reading is None:
        return {}
    parties = [(one, one.date) for one in context.readings.parties(mention.sentence) if one.date is not None]
    _, at = trigger(reading, mention)
    chances = reading.parts("event", at, at + 1, [one.place for one, _ in parties])
    return {date.start: roles for (_, date), roles in zip(parties, chances, strict=True)}


def times(context: Context, mention: Candidate) -> dict[int, str]:
    """Which of the dates of a mention's sentence tell when it was announced, works or ends, by the date's offset."""
    found: dict[int, str] = {}
    for at, roles in time_chances(context, mention).items():
        best = max(roles, key=lambda role: roles[role])
        if best in TIMES and roles[best] >= LIKELY:
            found[at] = best
    return found


def parts(context: Context, mention: Candidate) -> dict[str, dict[str, float]]:
    """Chance of each role for each entity of the mention's sentence, by entity id."""
    spot = _spot(context, mention)
    return {} if spot is None else context.readings.roles("event", mention.sentence, spot[1], spot[1] + 1)


def parts_around(context: Context, mention: Candidate) -> dict[str, dict[str, float]]:
    """The same for the entities that the sentences around it name."""
    spot = _spot(context, mention)
    return {} if spot is None else context.readings.roles_around("event", mention.sentence, spot[1], spot[1] + 1)


def measure_chances(context: Context, mentions: Iterable[Candidate]) -> dict[str, float]:
    """Chance of each measure of the decision that mentions tell, by the surest of them; nothing where none was read."""
    found: dict[str, float] = {}
    for reading, at in filter(None, (_spot(context, mention) for mention in mentions)):
        for name, chance in reading.measures(at, at + 1).items():
            found[name] = max(found.get(name, 0.0), chance)
    return found


def same_chance(context: Context, one: Candidate, other: Candidate) -> float | None:
    """Chance that two mentions tell one decision; None where one was not read."""
    here, there = _spot(context, one), _spot(context, other)
    return None if here is None or there is None else here[0].same(here[1], *there)


def _spot(context: Context, mention: Candidate) -> tuple[SentenceReading, int] | None:
    """The reading of a mention's sentence, and where in it the likelier trigger stands; None where it was not read."""
    reading = context.readings.of(mention.sentence)
    return None if reading is None else (reading, trigger(reading, mention)[1])
