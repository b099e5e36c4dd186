"""Amounts whose currency stands elsewhere: headings of results lines ("Net 5.2 mln vs 4.1 mln") and elliptic sums."""

from __future__ import annotations

import re
import string
from functools import cache
from typing import TYPE_CHECKING

from pipeline.values.alternation import alternation
from pipeline.values.elliptic import bare_sum, shares_scale, stands_alone
from pipeline.values.lexicon import Unit
from pipeline.values.tables import load_tables

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.values.quantities import Quantity

_LETTERS = re.compile(r"[^\W\d_]+")
_LONGEST_END = 12
"""Characters of the longest last word of a label."""
_BETWEEN = string.whitespace + "\u00a0("
"""What may stand between a label and its figure."""
HOME = "home"  # family of amounts whose currency is the country's own


@cache
def _labels() -> re.Pattern[str]:
    labels = load_tables().units.labels

    def either(words: Sequence[str]) -> str:
        return alternation(words).replace(r"\ ", r"\s+")

    kinds = f"(?P<other>{either(labels.other)})|(?P<share>{either(labels.share)})|(?P<money>{either(labels.money)})"
    return re.compile(rf"(?<![\w-])(?:{kinds})(?:\s+(?:loss|profit|of|was|were|totall?ed|income))?(?:\s+\(?)?\s*\(?$")


@cache
def _label_ends() -> frozenset[str]:
    """Last words of what :func:`_labels` matches."""
    labels = load_tables().units.labels
    ends = (_LETTERS.findall(label)[-1] for label in (*labels.other, *labels.share, *labels.money))
    return frozenset({*ends, "loss", "profit", "of", "was", "were", "totaled", "totalled", "income"})


@cache
def _links() -> tuple[str, ...]:
    return load_tables().units.labels.links


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
            continue
        unit = bare_sum(low, found, index, {place: adopted for place, (adopted, _) in out.items()})
        if unit is not None:
            out[index] = (unit, None)
            if shares_scale(found, index) and index - 1 not in out:
                out[index - 1] = (unit, None)
    return out


def _label(
    low: str, found: Sequence[Quantity], index: int, out: dict[int, tuple[Unit, str | None]]
) -> tuple[Unit, str | None] | None:
    """Unit that a results heading directly ahead, or a "vs" after a labelled figure, gives."""
    one = found[index]
    before = low[max(0, one.start - 40) : one.start]
    previous = found[index - 1] if index else None
    if previous is not None and index - 1 in out and one.start - previous.end <= 16:
        gap = low[previous.end : one.start].strip(" (),\n")
        if gap.split(" ")[0].rstrip(".") in _links():
            unit, per = out[index - 1]
            return (unit, per) if _ends(low, one) else None
    words = _LETTERS.findall(before.rstrip(_BETWEEN)[-_LONGEST_END:])
    if before[-1:] not in (" ", "(", "\n") or _label_ends().isdisjoint(words[-1:]):
        return None
    hit = _labels().search(before)
    if hit is None or hit.group("other") or not _ends(low, one):
        return None
    if hit.group("share"):
        if one.unit is not None:
            return one.unit, "share"
        return (_around(found, index), "share") if "." in low[one.start : one.end] else None
    large = one.number.scale is not None or (one.number.grouped and one.number.base >= 1000)
    return (_around(found, index), None) if large else None


def _ends(low: str, one: Quantity) -> bool:
    """Whether a figure is not a number of things: no noun follows, or the heading of the next figure does."""
    word = _LETTERS.match(low, one.end + 1) if low[one.end : one.end + 1].isspace() else None
    return stands_alone(low, one) or (word is not None and word.group() in _label_starts())


@cache
def _label_starts() -> frozenset[str]:
    """First words of headings; of those that count things only the longer ones ("avg shrs")."""
    labels = load_tables().units.labels
    counted = [label for label in labels.other if " " in label and not label.startswith("shares")]
    return frozenset(label.split()[0] for label in (*labels.money, *labels.share, *counted))


def _around(found: Sequence[Quantity], index: int) -> Unit:
    """Currency printed nearest in the results, the earlier one first; else the country's own."""
    here = found[index].start
    for other in (*reversed(found[max(0, index - 12) : index]), *found[index + 1 : index + 6]):
        if other.unit is not None and other.unit.kind == "money" and abs(other.start - here) <= 400:
            return Unit("money", code=other.unit.code, family=other.unit.family, symbol=other.unit.symbol)
    return Unit("money", family=HOME)
