"""Pairs, misses and false alarms of one article, and how the slots of a pair are counted.

A label marked optional is taken out together with the prediction that goes with it, so it counts neither way. Slots
are counted over the gold items: a missed item misses its slots; a false alarm counts once, as an item, not again in
each of its slots.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from pipeline.evaluate.align import assign
from pipeline.evaluate.names import Name, same
from pipeline.evaluate.tally import Tally
from pipeline.evaluate.views import ItemView, When

Item = TypeVar("Item", bound=ItemView)
V = TypeVar("V")


@dataclass(frozen=True, slots=True)
class Pairing(Generic[Item]):
    """The items of one kind in one article."""

    pairs: tuple[tuple[Item, Item], ...]
    missed: tuple[Item, ...]
    false: tuple[Item, ...]

    def count(self, tally: Tally, key: str, hits: int | None = None) -> None:
        """Count items: all pairs are hits unless their number is given."""
        tally.add(
            key,
            len(self.pairs) if hits is None else hits,
            len(self.pairs) + len(self.false),
            len(self.pairs) + len(self.missed),
        )

    def count_by(
        self, tally: Tally, key: str, group: Callable[[Item], str], right: Callable[[Item, Item], bool]
    ) -> None:
        """Count items apart by what they say they are: ``key:group``."""
        for gold, predicted in self.pairs:
            hit = right(gold, predicted) and group(gold) == group(predicted)
            tally.add(f"{key}:{group(gold)}", hit, 0, 1)
            tally.add(f"{key}:{group(predicted)}", 0, 1, 0)
        for item in self.missed:
            tally.add(f"{key}:{group(item)}", 0, 0, 1)
        for item in self.false:
            tally.add(f"{key}:{group(item)}", 0, 1, 0)

    def golds(self) -> Iterator[tuple[Item, Item | None]]:
        """Every gold item that counts, with its prediction or None."""
        yield from self.pairs
        for item in self.missed:
            yield item, None


def pair(gold: Sequence[Item], predicted: Sequence[Item], score: Callable[[Item, Item], float]) -> Pairing[Item]:
    """Assign predicted to gold items and sort them out."""
    matched = assign(gold, predicted, score)
    taken = set(matched.values())
    return Pairing(
        pairs=tuple((gold[i], predicted[j]) for i, j in matched.items() if not gold[i].optional),
        missed=tuple(item for i, item in enumerate(gold) if i not in matched and not item.optional),
        false=tuple(item for j, item in enumerate(predicted) if j not in taken),
    )


def count_names(tally: Tally, key: str, gold: Sequence[Name], predicted: Sequence[Name]) -> None:
    """Count a slot that lists entities."""
    tally.add(key, shared_names(gold, predicted), len(predicted), len(gold))


def shared_names(gold: Sequence[Name], predicted: Sequence[Name]) -> int:
    """How many of the entities are in both lists."""
    return len(assign(gold, predicted, lambda a, b: float(same(a, b))))


def equal_names(gold: Sequence[Name], predicted: Sequence[Name]) -> bool:
    """Whether two lists name the same entities."""
    return len(gold) == len(predicted) == shared_names(gold, predicted)


def count_set(tally: Tally, key: str, gold: frozenset[str], predicted: frozenset[str]) -> None:
    """Count a slot that lists words of a vocabulary."""
    tally.add(key, len(gold & predicted), len(predicted), len(gold))


def count_slot(
    tally: Tally,
    key: str,
    gold: ItemView,
    predicted: ItemView | None,
    equal: Callable[[V, V], bool] = lambda a, b: a == b,
) -> None:
    """Count a slot with one value or none; the key's last part is the slot's name."""
    slot = key.rpartition(".")[2]
    one, other = getattr(gold, slot), getattr(predicted, slot, None)
    hit = one is not None and other is not None and equal(one, other)
    tally.add(key, hit, other is not None, one is not None)


def same_days(a: When | None, b: When | None) -> bool:
    """Whether two periods mean the same days; where one's days are unknown, whether they are printed alike."""
    if a is None or b is None:
        return a is b
    if a.start is None or b.start is None:
        return _words(a) == _words(b)
    return (a.start, a.end or a.start) == (b.start, b.end or b.start)


def same_start(a: When, b: When) -> bool:
    """Whether two periods begin on the same day; where a day is unknown, whether they are printed alike."""
    return a.start == b.start if a.start is not None and b.start is not None else _words(a) == _words(b)


def _words(when: When) -> str:
    return " ".join(when.text.casefold().split())


def overlapping(a: ItemView, b: ItemView) -> bool:
    """Whether two items quote words in common."""
    return any(x < v and u < y for x, y in a.spans for u, v in b.spans)


def close(a: float | None, b: float | None, part: float = 0.005) -> bool:
    """Whether two numbers differ by half a percent at most (rounding of printed figures)."""
    return a is not None and b is not None and abs(a - b) <= part * max(abs(a), abs(b), 1e-9)
