"""Amounts whose currency stands elsewhere: results lines ("Net 5.2 mln vs 4.1 mln") and elliptic comparisons."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from pipeline.values.lexicon import WORD, Unit
from pipeline.values.tables import load_tables

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.values.quantities import Quantity

HOME = "home"  # family of amounts whose currency is the country's own
_REACH = 160  # characters a currency reaches over within a sentence
_STOP = re.compile(r"[.!?][\s\"”]|\n\s*\n|;\s")


@cache
def _labels() -> re.Pattern[str]:
    labels = load_tables().units.labels

    def either(words: Sequence[str]) -> str:
        return "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in sorted(words, key=len, reverse=True))

    kinds = f"(?P<other>{either(labels.other)})|(?P<share>{either(labels.share)})|(?P<money>{either(labels.money)})"
    return re.compile(rf"(?<![\w-])(?:{kinds})(?:\s+(?:loss|profit|of|was|were|totall?ed|income))?(?:\s+\(?)?\s*\(?$")


@cache
def _sets() -> tuple[frozenset[str], frozenset[str], tuple[str, ...]]:
    units = load_tables().units
    return frozenset(units.after_bare), frozenset(units.before_bare), units.labels.links


def adopt(low: str, found: Sequence[Quantity]) -> dict[int, tuple[Unit, str | None]]:
    """Currencies that bare quantities take over, by index into ``found``, and what they are paid for.

    Args:
        low: lower-case text.
        found: quantities of the text; those with a printed unit stay out of the result.
    """
    out: dict[int, tuple[Unit, str | None]] = {}
    for index, one in enumerate(found):
        if one.unit is not None and one.unit.kind != "money":
            continue
        label = _label(low, found, index, out)
        if one.unit is not None:
            if label is not None and label[1] == "share":
                out[index] = (one.unit, "share")
            continue
        if label is not None:
            out[index] = label
        elif one.number.scale is not None and not one.number.letter and _elliptic(low, one):
            unit = _neighbour(low, found, index, out)
            if unit is not None:
                out[index] = (unit, None)
                if _lower_end(found, index) and index - 1 not in out:
                    out[index - 1] = (unit, None)
    return out


def _lower_end(found: Sequence[Quantity], index: int) -> bool:
    """Whether the quantity ahead is a bare lower end that shares this one's scale ("100 to 150 mln")."""
    left = found[index - 1] if index else None
    return (
        left is not None
        and left.unit is None
        and left.scale == found[index].scale
        and left.link in ("to", "dash", "or")
    )


def _label(
    low: str, found: Sequence[Quantity], index: int, out: dict[int, tuple[Unit, str | None]]
) -> tuple[Unit, str | None] | None:
    """Unit that a results heading directly ahead, or a "vs" after a labelled figure, gives."""
    one = found[index]
    before = low[max(0, one.start - 40) : one.start]
    previous = found[index - 1] if index else None
    if previous is not None and index - 1 in out and one.start - previous.end <= 16:
        gap = low[previous.end : one.start].strip(" (),\n")
        if gap.split(" ")[0].rstrip(".") in _sets()[2]:
            unit, per = out[index - 1]
            return (unit, per) if _counts(low, one) else None
    if not before or before[-1] not in " (\n":
        return None
    hit = _labels().search(before)
    if hit is None or hit.group("other") or not _counts(low, one):
        return None
    if hit.group("share"):
        if one.unit is not None:
            return one.unit, "share"
        return (_around(found, index), "share") if "." in low[one.start : one.end] else None
    large = one.number.scale is not None or (one.number.grouped and one.number.base >= 1000)
    return (_around(found, index), None) if large else None


def _around(found: Sequence[Quantity], index: int) -> Unit:
    """Currency printed nearest in the results, the earlier one first; else the country's own."""
    here = found[index].start
    for other in (*reversed(found[max(0, index - 12) : index]), *found[index + 1 : index + 6]):
        if other.unit is not None and other.unit.kind == "money" and abs(other.start - here) <= 400:
            return Unit("money", code=other.unit.code, family=other.unit.family, symbol=other.unit.symbol)
    return Unit("money", family=HOME)


def _counts(low: str, one: Quantity) -> bool:
    """Whether no noun follows the figure that would make it a number of things."""
    if one.unit is not None:
        return True
    word = WORD.match(low, one.end + 1) if one.end < len(low) and low[one.end] in " \n-" else None
    return word is None or word.group() in _sets()[0]


def _elliptic(low: str, one: Quantity) -> bool:
    if not _counts(low, one):
        return False
    words = low[max(0, one.start - 24) : one.start].split()
    return bool(words) and (words[-1].strip("(") in _sets()[1] or words[-1].endswith(("'s", "’s")))


def _neighbour(low: str, found: Sequence[Quantity], index: int, out: dict[int, tuple[Unit, str | None]]) -> Unit | None:
    """Currency of the nearest amount in the same sentence, the earlier one first."""
    one = found[index]
    for step in (-2 if _lower_end(found, index) else -1, 1):
        other = found[index + step] if 0 <= index + step < len(found) else None
        if other is None:
            continue
        start, end = (other.end, one.start) if step < 0 else (one.end, other.start)
        if end - start > _REACH or _STOP.search(low, start, end):
            continue
        unit = other.unit or out.get(index + step, (None, None))[0]
        if unit is not None and unit.kind == "money":
            return Unit("money", code=unit.code, family=unit.family, symbol=unit.symbol)
    return None
