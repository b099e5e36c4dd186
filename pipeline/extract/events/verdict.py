"""The last word on a decision: features of its mentions, of its parties and of the other decisions of the article.

A chance per mention cannot see that a decision is told already, that nobody acts or that nobody is restricted.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from pipeline.document import Context
from pipeline.extract.events.features import Features
from pipeline.extract.events.gate import about_sanctions, acceptable
from pipeline.extract.events.merge import Decision
from pipeline.extract.events.reader_features import stages
from pipeline.readings import steps

_STEPS = (0.0, 0.2, 0.35, 0.5, 0.6, 0.7, 0.8, 0.9, 0.97, 1.01)
_SLOTS = ("targets", "authorities", "programs", "measures", "reasons")


def verdict_features(context: Context, decisions: Sequence[Decision]) -> list[Features]:
    """Named features of each decision, before parties are handed on between them."""
    plain = about_sanctions(context)
    return [
        dict.fromkeys((*_own(context, one), *_beside(one, decisions), *(["d.about"] if plain else [])), 1.0)
        for one in decisions
    ]


def _own(context: Context, one: Decision) -> Iterator[str]:
    best = one.best
    chance = max(m.chance or 0.0 for m in one.mentions)
    for low, high in pairwise(_STEPS):
        if chance >= high:
            yield f"d.chance>{high}"
        elif chance >= low:
            yield f"d.chance~{low}"
    loose = all(m.loose for m in one.mentions)
    kind = "loose" if loose else "ruled"
    yield kind
    if acceptable(context, one):
        yield f"{kind}.acceptable"
    if not loose and any(m.trusted for m in one.mentions):
        yield "trusted"
    yield f"d.by={best.rule}"
    yield f"d.action={best.action}"
    yield f"d.action={best.action}:{kind}"
    yield f"d.status={one.status}"
    yield f"d.mentions={min(len(one.mentions), 4)}"
    for slot in _SLOTS:
        yield f"d.{slot}={bool(one.union(slot))}"
        yield f"{kind}.{slot}={bool(one.union(slot))}"
    targets, authors = bool(one.union("targets")), bool(one.union("authorities"))
    yield from _read(context, one, kind)
    counted = any(m.count for m in one.mentions)
    yield f"d.parties={targets or counted}:{authors}:{kind}"
    if counted:
        yield "d.count"
    if any(m.announced for m in one.mentions):
        yield "d.date"
    for name in ("bare", "weak", "conditional", "title", "party", "context"):
        if all(getattr(m, name) for m in one.mentions):
            yield f"d.all.{name}"
    for slot in ("targets", "authorities"):
        for kind in sorted({context.chain(i).type for i in one.union(slot)}):
            yield f"d.{slot}:{kind}"


def _read(context: Context, one: Decision, kind: str) -> Iterator[str]:
    """What the reader makes of the words: the surest of the mentions, and whether it sees the stage that is told."""
    chances = [m.read for m in one.mentions if m.read is not None]
    if chances:
        yield from steps("d.read", max(chances))
        yield from steps(f"d.read:{kind}", max(chances))
        yield from steps("d.read.status", max(stages(context, m).get(one.status, 0.0) for m in one.mentions))
    if all(m.completed for m in one.mentions):
        yield f"d.completed:{kind}"


def _beside(one: Decision, decisions: Sequence[Decision]) -> Iterator[str]:
    """What the article tells besides: the same again, or other things in the same sentence."""
    chance = max(m.chance or 0.0 for m in one.mentions)
    action, targets, authors = one.best.action, set(one.union("targets")), set(one.union("authorities"))
    places = {m.sentence.start for m in one.mentions}
    for other in decisions:
        if other is one:
            continue
        surer = max(m.chance or 0.0 for m in other.mentions) > chance
        same = other.best.action == action
        grade = "surer" if surer else "other"
        if same:
            yield f"d.again:{grade}"
            if targets & set(other.union("targets")):
                yield f"d.again.target:{grade}"
            if authors & set(other.union("authorities")):
                yield f"d.again.author:{grade}"
        if places & {m.sentence.start for m in other.mentions}:
            yield f"d.beside:{grade}:{'same' if same else 'else'}"
