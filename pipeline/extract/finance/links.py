"""How the amounts of one sentence hang together: now and before, new level and difference."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from pipeline.extract.finance.lexicon import phrases, words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.extract.finance.draft import Direction, Slot

Part = Literal["current", "previous", "delta"]
_NEAR, _FAR, _FARTHEST = 40, 120, 160
"""Most characters between two amounts that hang together, by the kind of words between them."""


@dataclass(slots=True)
class Link:
    """The part an amount plays, and the amount it belongs to (by number within the sentence)."""

    part: Part = "current"
    partner: int | None = None


@dataclass(frozen=True, slots=True)
class _Around:
    """The words ahead of and behind an amount, up to its neighbours, and whether there are neighbours."""

    ahead: str
    behind: str
    first: bool
    last: bool

    def ends(self, name: str) -> bool:
        return phrases("amount_links")[f"link.{name}"].search(self.ahead) is not None

    def goes_on(self, name: str) -> bool:
        return phrases("amount_links")[f"link.{name}"].search(self.behind) is not None


def link(slots: Sequence[Slot], text: str) -> list[Link]:
    """Part of each amount of one sentence.

    Args:
        slots: amounts of the sentence, in order.
        text: the view of the article.
    """
    links = [Link() for _ in slots]
    for number, slot in enumerate(slots):
        start = slot.sent.start_char if number == 0 else slots[number - 1].end
        last = number + 1 == len(slots)
        stop = slot.sent.end_char if last else slots[number + 1].money.start
        around = _Around(text[start : slot.money.start], text[slot.end : stop], number == 0, last)
        came_from = number > 0 and links[number - 1].part == "current" and _led_to(slots, number - 1, text)
        links[number] = (None if came_from else _forward(number, around)) or _back(number, around, slots, links)
    return links


def _led_to(slots: Sequence[Slot], number: int, text: str) -> bool:
    """Whether the words ahead of an amount say that something came to it: "climbed to ¤ from ¤"."""
    start = slots[number].sent.start_char if number == 0 else slots[number - 1].end
    return phrases("amount_links")["link.level_ahead"].search(text[start : slots[number].money.start]) is not None


def _forward(number: int, around: _Around) -> Link | None:
    """An amount that leads to the next: "from 5 to 7 mln", "fell 14 cts to 18 dlrs", "fell 3 pct, or 14 cts, to 18"."""
    if around.last:
        return None
    if around.ends("from") and around.goes_on("to"):
        return Link("previous", number + 1)
    moved = any(around.ends(name) for name in ("moved", "by", "delta_ahead", "or_moved"))
    moved = moved or around.goes_on("moved_level")
    return Link("delta", number + 1) if moved and around.goes_on("level") else None


def _back(number: int, around: _Around, slots: Sequence[Slot], links: list[Link]) -> Link:
    """An amount that looks back at one ahead, stands for a difference alone, or stands for itself."""
    size, compared = len(around.ahead), around.ends("previous")
    if not around.first:
        if size < _FAR and around.ends("delta_ahead"):
            return Link("delta", _root(number - 1, links))
        if size < _NEAR and around.goes_on("delta_behind") and not compared:
            return Link("delta", _root(number - 1, links))
    if size < _FARTHEST and (compared or around.goes_on("first_sought")):
        if not around.first and ";" not in around.ahead:
            return Link("previous", _alike(number, slots, links))
        if around.first and around.ends("alone"):
            return Link("previous", None)
    return Link("delta", None) if _changed_by(around) else Link()


def _alike(number: int, slots: Sequence[Slot], links: list[Link]) -> int:
    """The nearest current amount ahead that is a price per share where this one is, a sum where this one is.

    A sum with its part per share right behind goes with one told in the same way: "earned ¤, or ¤ a share, on sales of
    ¤, against ¤, or ¤ a share".
    """
    per = _each(slots, number)
    currents = [one for one in range(number) if links[one].part == "current"]
    same = [one for one in currents if _each(slots, one) == per]
    if not per and _each(slots, number + 1):
        same = [one for one in same if _each(slots, one + 1)] or same
    return (same or currents or [_root(number - 1, links)])[-1]


def _each(slots: Sequence[Slot], number: int) -> bool:
    """Whether there is an amount of this number and it is one per share."""
    return number < len(slots) and slots[number].money.per == "share"


def _changed_by(around: _Around) -> bool:
    """Whether an amount stands alone as a difference: "fell by $2 billion", "wiped $2 billion off its value"."""
    near = {word.strip(",") for word in around.ahead.lower().split()[-8:]}
    if around.ends("by") and near & (words().increase | words().decrease):
        return True
    return (
        around.ends("moved_alone")
        or around.ends("delta_alone")
        or around.ends("or_moved")
        or (around.ends("wiped") and around.goes_on("off_value"))
    )


def _root(number: int, links: list[Link]) -> int:
    """The current amount that an earlier amount belongs to."""
    partner = links[number].partner
    return number if partner is None or links[number].part == "current" else partner


def direction_near(tokens: Sequence[str], *, last: bool) -> Direction | None:
    """Direction that the last (or first) word of change among lower-case tokens gives."""
    book = words()
    for word in reversed(tokens) if last else tokens:
        if word in book.increase:
            return "increase"
        if word in book.decrease:
            return "decrease"
        if word in book.unchanged:
            return "unchanged"
    return None
