"""Lines → paragraphs: hard-wrapped lines are joined, list items and table rows stay apart."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_LINE = re.compile(r"[^\n\r\u2028\u2029\x0b\x0c\x85]+")
_BULLET = re.compile(r"\s*(?:[•·▪◦*»>-]|\(?\d{1,2}[.)]|\(?[a-z]\))\s+\S")
_ROW = re.compile(r"\s[|·»]\s.*\s[|·»]\s")
_GOES_ON_FROM = 25
"""Shortest line, in characters, that a line with a small initial goes on; shorter ones are headings and labels."""
_WRAP_FROM = 45
"""Shortest line, in characters, that can be a wrapped one: wire copy and mail wrap at 55 to 80."""
_WRAP_TO = 100


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, heading, list item or table row: offsets into the text without outer white space."""

    start: int
    end: int


def blocks(text: str) -> Iterator[Block]:
    """Paragraphs of a text in order. A blank line always ends one."""
    start = end = -1
    last = ""
    for match in _LINE.finditer(text):
        line = match.group()
        stripped = line.strip()
        if not stripped:
            continue
        first = match.start() + len(line) - len(line.lstrip())
        if start >= 0 and _joins(text[end:first], last, line):
            end = first + len(stripped)
        else:
            if start >= 0:
                yield Block(start, end)
            start, end = first, first + len(stripped)
        last = stripped
    if start >= 0:
        yield Block(start, end)


def _joins(gap: str, last: str, line: str) -> bool:
    """Whether a line goes on with the paragraph of the line before."""
    if gap.count("\n") > 1 or _BULLET.match(line) or _ROW.search(last) or _ROW.search(line):
        return False
    if line.lstrip()[0].islower() and len(last) >= _GOES_ON_FROM:
        return True
    return (_WRAP_FROM <= len(last) <= _WRAP_TO and last[-1] not in ".!?:;\"'”’") or _ends_wrapped_sentence(last, line)


def _ends_wrapped_sentence(last: str, line: str) -> bool:
    """A full line that happens to end with a sentence; the next one must be a full line or a paragraph's rest."""
    return 55 <= len(last) <= 85 and last[-1] in '.!?"”' and len(line) <= 85 and not _BULLET.match(last)
