"""The view: the text as the model should read it, of the same length, so that every offset stays valid."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from pipeline.records import Segment

_PLAIN = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "\n": " ", "\r": " ", "\t": " ", "\u00a0": " ",
                        "\u2009": " ", "\u202f": " ", "\u200e": " ", "\u200f": " ", "\ufeff": " ", "\0": " "})  # fmt: skip
_WORD = re.compile(r"[^\W\d_][\w'’.&-]*")


def make_view(text: str, segments: Sequence[Segment]) -> str:
    """Blank out boilerplate, straighten characters, and give all-capital lines the case of the body.

    Returns:
        A string of ``len(text)`` characters.
    """
    forms = _body_forms(text, segments)
    parts, last = [], 0
    for segment in segments:
        parts.append(" " * (segment.start - last))
        piece = text[segment.start : segment.end]
        if segment.kind == "boilerplate":
            piece = " " * len(piece)
        elif segment.kind in ("title", "dateline") and _is_capitals(piece):
            piece = _WORD.sub(lambda match: _recase(match.group(), forms), piece)
        parts.append(piece.translate(_PLAIN))
        last = segment.end
    parts.append(" " * (len(text) - last))
    return "".join(parts)


def _is_capitals(piece: str) -> bool:
    letters = [c for c in piece if c.isalpha()]
    return sum(c.isupper() for c in letters) > 0.8 * max(len(letters), 1)


def _body_forms(text: str, segments: Sequence[Segment]) -> dict[str, str]:
    """Most frequent printed form of each word in the body, by lower-cased word; a tie goes to the lower-case form."""
    counts: dict[str, Counter[str]] = {}
    for segment in segments:
        if segment.kind == "body":
            for match in _WORD.finditer(text, segment.start, segment.end):
                counts.setdefault(match.group().lower(), Counter())[match.group()] += 1
    return {word: min(forms, key=lambda form: (-forms[form], form.lower() != form, form)) for word, forms in counts.items()}


def _recase(word: str, forms: dict[str, str]) -> str:
    known = forms.get(word.lower())
    if known is not None:
        return known
    if "." in word[:-1] or (len(word) <= 3 and word.lower() not in _SMALL):
        return word
    return word.lower() if word.lower() in _SMALL else word[0] + word[1:].lower()


_SMALL = frozenset("a an and as at by for from has have in into is it its may no not of off on or out over says set the to "
                   "up with new see sees cut cuts buy buys hit hits bid net ban bans end ends aid pay pays due but was who "
                   "are be more than oil gas tax law deal talks trade loan".split())  # fmt: skip
