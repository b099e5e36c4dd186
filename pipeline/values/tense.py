"""Verb cues ahead of a date: does it lie ahead or behind?"""

from __future__ import annotations

import re

from pipeline.values.calendar import words as calendar_words

_WORDS = re.compile(r"[a-z]+|[.;?!][\"'”’)]*(?=\s)|\n\s*\n")


def tense(low: str, start: int, *, strong: bool = False) -> str:
    """Whether the nearest verb cue ahead of ``start`` in its sentence looks "future", "past" or says nothing ("")."""
    known = calendar_words()
    words = _WORDS.findall(low[max(0, start - 90) : start])
    for index in range(len(words) - 1, -1, -1):
        word = words[index]
        if not word[0].isalpha():
            return ""
        if word == "by" and index < len(words) - 1:
            # "by Friday" is a deadline, "by the ministry on Friday" tells who did it.
            continue
        if word in known.future and not (strong and word in known.modal):
            return "future"
        passive = "be" in words[max(0, index - 2) : index]
        if not passive and (word in known.past or (word.endswith("ed") and len(word) > 4)):
            return "past"
    return ""
