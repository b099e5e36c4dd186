"""A sentence in which every percentage and fraction is one sign, so that a rule can say where it stands."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.document import Context
    from pipeline.values import Percent

SIGN = "¤"


@dataclass(frozen=True, slots=True)
class Masked:
    """Text with signs, and the way back to offsets of the article.

    Attributes:
        text: the words with ``¤`` for every percentage.
        percents: the percentage of each sign, by its place in ``text``.
        starts: places in ``text`` where a stretch of the article begins.
        origins: the article's offset of each of those places.
        begin: offset of the sentence in the article.
        end: offset behind it.
    """

    text: str
    percents: dict[int, Percent]
    starts: tuple[int, ...]
    origins: tuple[int, ...]
    begin: int
    end: int

    def offset(self, place: int) -> int:
        """Offset in the article of a place in ``text``."""
        index = bisect_right(self.starts, place) - 1
        return self.origins[index] + place - self.starts[index]


def mask(context: Context, begin: int, end: int, percents: Sequence[Percent]) -> Masked:
    """Write each percentage between the offsets ``begin:end`` as one sign."""
    view = context.clean.view
    parts: list[str] = []
    starts, origins = [0], [begin]
    found: dict[int, Percent] = {}
    size, last = 0, begin
    for percent in percents:
        parts.append(view[last : percent.start])
        size += percent.start - last
        found[size] = percent
        starts.append(size)
        origins.append(percent.start)
        parts.append(SIGN)
        size += 1
        starts.append(size)
        origins.append(percent.end)
        last = percent.end
    parts.append(view[last:end])
    return Masked("".join(parts), found, tuple(starts), tuple(origins), begin, end)
