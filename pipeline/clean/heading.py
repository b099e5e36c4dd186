"""Title and dateline: what stands before the story."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.clean.blocks import Block
from pipeline.records import SegmentKind

_MONTH = (
    r"(?i:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sep(?:t(?:ember)?)?"
    r"|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)"
)
_PLACE = r"[A-Z][A-Za-z.'’\u00c0-\u017f-]+(?:[ /](?:[A-Z][A-Za-z.'’\u00c0-\u017f-]+|de|do|al|la))*"
_DATE = rf"(?:{_MONTH}\.? ?\d{{1,2}}|\d{{1,2}} {_MONTH}\.?)(?:,? \d{{4}})?"
_AGENCY = (
    r"(?:Reuters?|REUTERS?|AP|AFP|UPI|dpa|DPA|TASS|Tass|Xinhua|XINHUA|Kyodo|KYODO|Interfax|ANSA|EFE|PTI|Yonhap"
    r"|Bloomberg|Dow Jones)"
)
_DATELINE = re.compile(
    rf"{_PLACE}(?:, {_PLACE}\.?){{0,3}}(?:(?:,\s+| \(?){_DATE}\)?)?"
    rf"(?:,? (?:\([A-Z][\w .]+\)|{_AGENCY}))?(?:,? {_DATE})?\s*(?:--|[-–—])\s+(?=\S)"
)
_CAPITALS = re.compile(r"[A-Z]{3,}")
_BYLINE = re.compile(r"^(?:by|from)\s+[A-Z]|^[\w .]+\b(?:correspondent|staff writer|reporter)\b", re.IGNORECASE)
_TITLE_LONGEST = 220


def title_at(text: str, paragraphs: Sequence[Block], kinds: Sequence[SegmentKind]) -> int | None:
    """Index of the paragraph that is the headline, or None if the story opens at once."""
    for i, (block, kind) in enumerate(zip(paragraphs, kinds, strict=True)):
        line = text[block.start : block.end]
        if kind != "body" or _BYLINE.match(line):
            continue
        if i > 5 or len(line) > _TITLE_LONGEST or ("\n" in line.strip() and len(line) > 140):
            return None
        if i < 3 and _is_site_name(text, paragraphs, i):
            continue
        ends_like_prose = re.search(r"[.]['\"”]?$", line) is not None and not re.search(r"\b[A-Z]\.$", line)
        return None if (ends_like_prose and len(line.split()) > 14) or len(paragraphs) == 1 else i
    return None


def _is_site_name(text: str, paragraphs: Sequence[Block], i: int) -> bool:
    """Whether a line of one or two words stands above the headline rather than being it: what follows is a headline."""
    line = text[paragraphs[i].start : paragraphs[i].end]
    if len(line.split()) > 2 or _CAPITALS.fullmatch(line) or len(paragraphs) <= i + 2:
        return False
    after = text[paragraphs[i + 1].start : paragraphs[i + 1].end]
    return len(after) < _TITLE_LONGEST and not re.search(r"[.!?:]['\"”]?$", after) and not dateline_end(after)


def dateline_end(line: str) -> int:
    """Length of the dateline that opens a paragraph ("OSLO, March 16 - "), 0 if there is none."""
    match = _DATELINE.match(line)
    if match is None or match.end() > 90:
        return 0
    head = match.group()
    dated = re.search(_DATE, head) is not None or "(" in head or _CAPITALS.match(head) is not None
    return match.end() if dated else 0
