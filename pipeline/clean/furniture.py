"""Which paragraphs are the article and which are page furniture."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from pipeline.clean.blocks import Block
from pipeline.knowledge import Rule, load_rules
from pipeline.records import SegmentKind

Effect = Literal["line", "tail", "comments", "caption"]
_SHORT = 90
"""Longest line, in characters, that a furniture tail swallows: teasers are headlines, paragraphs are longer."""
_LONGEST = 400
_COMMENT = re.compile(
    r"[^\n:?!]{1,40}(?:\s+(?:says|said|wrote|writes))?:\s+\S"
    r"|[^\n:.?!]{1,60}\b(?:(?:minutes?|hours?|days?|weeks?|months?|years?) ago|reply)\b"
)
"""A reader's comment: the name and a colon, or the name and when it was written."""


class FurnitureRule(Rule):
    """A pattern over one line and how far its effect reaches."""

    effect: Effect


def kinds(text: str, paragraphs: Sequence[Block]) -> list[SegmentKind]:
    """Kind of each paragraph: ``boilerplate``, ``caption`` or ``body``."""
    result: list[SegmentKind] = []
    open_: Effect | None = None
    for block in paragraphs:
        line = text[block.start : block.end]
        effect = _effect(line)
        if effect in ("tail", "comments"):
            open_ = effect
        elif effect is None and not _goes_on(open_, line):
            open_ = None
        if effect == "caption":
            result.append("caption")
        else:
            result.append("body" if effect is None and open_ is None else "boilerplate")
    return result


def _goes_on(effect: Effect | None, line: str) -> bool:
    """Whether a line belongs to the list of teasers or to the readers' comments above it."""
    if effect == "tail":
        return len(line) <= _SHORT and not _is_sentence(line)
    return effect == "comments" and _COMMENT.match(line) is not None


def _effect(line: str) -> Effect | None:
    if len(line) > _LONGEST:
        return None
    rules = load_rules("furniture", FurnitureRule).possible(line)
    return next((rule.effect for rule, pattern in rules if pattern.search(line)), None)


def _is_sentence(line: str) -> bool:
    return len(line.split()) >= 9 and re.search(r"[.!?][\"”’')]*$", line) is not None
