"""Which paragraphs are the article and which are page furniture."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from pipeline.clean.blocks import Block
from pipeline.knowledge import Rule, load_rules
from pipeline.records import SegmentKind

Effect = Literal["line", "tail", "caption"]
_SHORT = 90
"""Longest line, in characters, that a furniture tail swallows: teasers are headlines, paragraphs are longer."""
_LONGEST = 400


class FurnitureRule(Rule):
    """A pattern over one line and how far its effect reaches."""

    effect: Effect


def kinds(text: str, paragraphs: Sequence[Block]) -> list[SegmentKind]:
    """Kind of each paragraph: ``boilerplate``, ``caption`` or ``body``."""
    result: list[SegmentKind] = []
    tail = False
    for block in paragraphs:
        line = text[block.start : block.end]
        effect = _effect(line)
        tail = effect == "tail" or (tail and len(line) <= _SHORT and not _is_sentence(line))
        if tail or effect == "line":
            result.append("boilerplate")
        else:
            result.append("caption" if effect == "caption" else "body")
    return result


def _effect(line: str) -> Effect | None:
    if len(line) > _LONGEST:
        return None
    return next((rule.effect for rule, pattern in load_rules("furniture", FurnitureRule) if pattern.search(line)), None)


def _is_sentence(line: str) -> bool:
    return len(line.split()) >= 9 and re.search(r"[.!?][\"”’')]*$", line) is not None
