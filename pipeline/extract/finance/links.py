"""How the amounts of one sentence hang together: now and before, new level and difference, lists."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from pipeline.extract.finance.lexicon import words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.extract.finance.draft import Direction, Slot

_COMPARED = r"(?:vs\.?|versus|(?:as )?against|(?:as )?(?:compared|compares|comparing) (?:with|to)|up from|down from|from|(?:up|down|off) on|in place of|instead of|higher than|lower than|more than|less than|slightly (?:below|above)|well (?:below|above)|below|above|rather than|after)"
_NEXT = r"(?:\s+(?:a|an|the|its|their|some|about|profit|profits|loss|losses|net|of|was|were|gain|only|just|nearly|record|restated|adjusted|revised|earlier|[\w.]+['’]s|(?:19|20)\d\d|a year|last year|previous)){0,6}\s*$"
_PREVIOUS = re.compile(
    rf"\b{_COMPARED}\b{_NEXT}|\(\s*(?:was\s+|(?:in\s+)?[\w ]{{0,14}}(?:19|20)\d\d:?\s+(?:was\s+)?|from\s+)?$|,\s+was\s+$|\bfrom\s+$",
    re.IGNORECASE,
)
_TO = re.compile(
    r"^[^.;]{0,60}?\bto\s+(?:a\s+|an\s+|the\s+|about\s+|only\s+|just\s+|some\s+|nearly\s+|record\s+|over\s+|around\s+|net\s+|profits?\s+of\s+|loss(?:es)?\s+of\s+)*$",
    re.IGNORECASE,
)
_FROM = re.compile(r"\bfrom\s+(?:a\s+|an\s+|the\s+|about\s+|some\s+|around\s+|nearly\s+|over\s+)*$", re.IGNORECASE)
_LEVEL = re.compile(
    r"^\s*(?:a share |each |a tonne |a barrel |or [^,;]{2,20})?,?\s*(?:\(?[\d.]+ ?(?:pct|percent|per cent|%)\)?,?\s*)?(?:(?:up|down|lower|higher|firmer|easier|weaker|stronger|off),?\s*)?(?:to|at)\s+(?:a\s+|an\s+|as much as\s+|the\s+)?(?:record\s+|close\s+|new\s+)?$",
    re.IGNORECASE,
)
_BEHIND_DELTA = re.compile(
    r"^\s*(?:a share |each |a barrel |a tonne )?,?\s*(?:an? )?(?:lower|higher|up|down|more|less|above|below|cheaper|dearer|rise|fall|increase|drop)\b",
    re.IGNORECASE,
)
_AHEAD_DELTA = re.compile(
    r"[,(;]?\s*\b(?:up|down|off|(?:an? )?(?:\w+ )?(?:gain|rise|fall|drop|decline|increase|decrease|loss|jump|improvement|reduction|advance) of)\s+(?:by\s+|a\s+|some\s+|about\s+)?$",
    re.IGNORECASE,
)
_BY = re.compile(
    r"\bby\s+(?:about\s+|some\s+|around\s+|a further\s+|another\s+|an estimated\s+|at (?:most|least)\s+|a\s+)*$",
    re.IGNORECASE,
)
_MOVED = re.compile(
    r"\b(?:fell|rose|climbed|dropped|slipped|jumped|gained|lost|shed|added|declined|increased|decreased|advanced|eased|tumbled|plunged|soared|slid|dipped|firmed|rise|fall|falls|rises|drop|climb|surged|sank|raised|cut|lowered|reduced|lifted|upped)\s+(?:about\s+|some\s+|a\s+|another\s+|at most\s+|up to\s+|as much as\s+|nearly\s+|in value by\s+)?$",
    re.IGNORECASE,
)
_INTRANSITIVE = re.compile(
    r"\b(?:fell|rose|climbed|dropped|slipped|jumped|declined|eased|tumbled|plunged|soared|slid|dipped|rise|fall|falls|rises|surged|sank)\s+(?:about\s+|some\s+|a\s+|another\s+|at most\s+|up to\s+|as much as\s+|nearly\s+)?$",
    re.IGNORECASE,
)
_OUT = re.compile(
    r"\b(?:wip(?:e|es|ed|ing)|knock(?:s|ed|ing)?|cut(?:s|ting)?|slic(?:e|ed|ing)|shav(?:e|ed|ing)|eras(?:e|ed|ing)|add(?:s|ed|ing)?)\s+(?:out\s+|away\s+|off\s+)?(?:about\s+|some\s+|nearly\s+|more than\s+|up to\s+|another\s+)*$",
    re.IGNORECASE,
)
_OFF = re.compile(
    r"^\s*(?:off|from|to)\s+(?:its|the|their|[\w.]+['’]s)\b|^\s+of (?:its |the )?(?:market|stock)[\w ]{0,12} value",
    re.IGNORECASE,
)

Part = Literal["current", "previous", "delta"]


@dataclass(slots=True)
class Link:
    """The part an amount plays, and the amount it belongs to (by number within the sentence)."""

    part: Part = "current"
    partner: int | None = None


def link(slots: Sequence[Slot], text: str) -> list[Link]:
    """Part of each amount of one sentence.

    Args:
        slots: amounts of the sentence, in order.
        text: the view of the article.
    """
    links = [Link() for _ in slots]
    for number, slot in enumerate(slots):
        start = slot.sent.start_char if number == 0 else _end(slots[number - 1])
        ahead = text[start : slot.money.start]
        following = slots[number + 1] if number + 1 < len(slots) else None
        stop = following.money.start if following is not None else slot.sent.end_char
        behind = text[_end(slot) : stop]
        links[number] = _part(number, ahead, behind, following is not None, links)
        if links[number].part == "previous" and links[number].partner is not None and links[number].partner < number:
            links[number].partner = _alike(number, slots, links)
    return links


def _alike(number: int, slots: Sequence[Slot], links: list[Link]) -> int:
    """The nearest current amount ahead that is a price per share where this one is, a sum where this one is."""
    per = slots[number].money.per == "share"
    currents = [one for one in range(number) if links[one].part == "current"]
    same = [one for one in currents if (slots[one].money.per == "share") == per]
    return (same or currents or [number - 1])[-1]


def _end(slot: Slot) -> int:
    return slot.money.secondary[-1].end if slot.money.secondary else slot.money.end


def _part(number: int, ahead: str, behind: str, more: bool, links: list[Link]) -> Link:
    before = number - 1 if number else None
    if more and _FROM.search(ahead) and _TO.search(behind):
        return Link("previous", number + 1)
    if more and (_MOVED.search(ahead) or _BY.search(ahead) or _AHEAD_DELTA.search(ahead)) and _LEVEL.search(behind):
        return Link("delta", number + 1)
    if more and _LEVEL.search(behind) and re.search(r"\b(?:up|down|lower|higher|off|firmer|weaker)\b", behind):
        return Link("delta", number + 1)
    if before is not None and len(ahead) < 120 and _AHEAD_DELTA.search(ahead):
        return Link("delta", _root(before, links))
    if before is not None and len(ahead) < 40 and _BEHIND_DELTA.search(behind) and not _PREVIOUS.search(ahead):
        return Link("delta", _root(before, links))
    if (_PREVIOUS.search(ahead) or re.match(r"^\s*first (?:sought|planned|asked)", behind)) and len(ahead) < 160:
        if before is not None and not re.search(r"[;]", ahead):
            return Link("previous", _root(before, links))
        if before is None and re.search(
            r"\b(?:compare[sd]?|comparing|against|versus|vs)\b[^,;]{0,40}$", ahead, re.IGNORECASE
        ):
            return Link("previous", None)
    if _changed_by(ahead, behind):
        return Link("delta", None)
    return Link()


def _changed_by(ahead: str, behind: str) -> bool:
    """Whether an amount stands alone as a difference: "fell by $2 billion", "wiped $2 billion off its value"."""
    low = ahead.lower().split()[-8:]
    moved = any(word.strip(",") in words().increase | words().decrease for word in low)
    if _BY.search(ahead) and moved:
        return True
    return bool(_INTRANSITIVE.search(ahead) or (_OUT.search(ahead) and _OFF.search(behind)))


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
