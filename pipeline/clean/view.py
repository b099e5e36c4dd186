"""The view: the text as the model should read it, of the same length, so that every offset stays valid."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import cached_property

from pipeline.records import Segment

_PLAIN = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "\n": " ", "\r": " ", "\t": " ", "\u00a0": " ",
                        "\u2009": " ", "\u202f": " ", "\u200e": " ", "\u200f": " ", "\ufeff": " ", "\0": " ",
                        "\u2028": " ", "\u2029": " ", "\u0085": " ", "\x0b": " ", "\x0c": " "})  # fmt: skip
_WORD = re.compile(r"[^\W\d_][\w'’.&-]*")
# Wire services put instrument codes in angle brackets (<IBM.N>) and, the same way, names of unquoted companies.
_CODE = re.compile(r"<(?=[A-Z])[A-Z0-9]{1,6}(?:\.[A-Z]{1,3})?>")
_BRACKETED = re.compile(r"<([A-Z][^<>\n]{2,60}|[A-Z]{2,6})>")
# Pages that lost a blank: "(WNA)Vice President" is an agency and a title, split at a comma.
_GLUED = re.compile(r"([(][A-Z]{2,5})[)](?=[A-Z][a-z])")
# Old wire copy capitalises the word after an abbreviation with a full stop: "the U.S. Economy".
_AFTER_ABBREVIATION = re.compile(r"(?<=\b[A-Z]\.[A-Z]\. )[A-Z][a-z]+\b(?!\s+[A-Z])")


def make_view(text: str, segments: Sequence[Segment]) -> str:
    """Blank out boilerplate and ticker codes, straighten characters, give all-capital lines the case of the body.

    Returns:
        A string of ``len(text)`` characters.
    """
    forms = _BodyForms(text, segments)
    parts, last = [], 0
    for segment in segments:
        parts.append(" " * (segment.start - last))
        parts.append(_view_of(text[segment.start : segment.end], segment, forms))
        last = segment.end
    parts.append(" " * (len(text) - last))
    return "".join(parts)


def _view_of(piece: str, segment: Segment, forms: _BodyForms) -> str:
    if segment.kind == "boilerplate":
        return " " * len(piece)
    if segment.kind == "dateline" or (segment.kind == "title" and _is_capitals(piece)):
        known = None if segment.kind == "dateline" else forms
        piece = _WORD.sub(
            lambda match: _recase(match.group(), known) if match.group().isupper() else match.group(), piece
        )
        piece = _NEW_PLACE.sub("New", piece)
    piece = _CODE.sub(_without_code, piece)
    piece = _GLUED.sub(r"\1,", piece)
    piece = _BRACKETED.sub(lambda match: f" {match.group(1)} ", piece)
    piece = _AFTER_ABBREVIATION.sub(lambda match: _lower_if_common(match.group(), forms), piece)
    return piece.translate(_PLAIN)


def _without_code(match: re.Match[str]) -> str:
    # After a name the code is a ticker; after a plain word ("its <XYZ> unit") it is a name of its own.
    before = match.string[: match.start()].rstrip()
    word = before.rsplit(None, 1)[-1] if before else ""
    if word and word[0].islower() and "." not in match.group():
        return f" {match.group()[1:-1]} "
    return " " * len(match.group())


def _lower_if_common(word: str, forms: _BodyForms) -> str:
    return word.lower() if (forms.usual(word.lower()) or "").islower() else word


def _is_capitals(piece: str) -> bool:
    letters = [c for c in piece if c.isalpha()]
    return sum(c.isupper() for c in letters) > 0.8 * max(len(letters), 1)


class _BodyForms:
    """How words are printed in the body, counted when first asked."""

    def __init__(self, text: str, segments: Sequence[Segment]) -> None:
        self._text = text
        self._segments = segments

    @cached_property
    def _ranked(self) -> dict[str, list[tuple[int, bool, str]]]:
        counts: Counter[str] = Counter()
        for segment in self._segments:
            if segment.kind == "body":
                counts.update(word.rstrip(".") for word in _WORD.findall(self._text, segment.start, segment.end))
        ranked: dict[str, list[tuple[int, bool, str]]] = {}
        for form, count in counts.items():
            low = form.lower()
            ranked.setdefault(low, []).append((-count, low != form, form))
        return ranked

    def usual(self, low: str) -> str | None:
        """Most frequent printed form of a lower-case word; a tie goes to the lower-case form."""
        forms = self._ranked.get(low)
        return None if forms is None else min(forms)[-1]


def _recase(word: str, forms: _BodyForms | None) -> str:
    known = None if forms is None else forms.usual(word.lower().rstrip("."))
    if known is not None:
        return known + word[len(known) :]
    if "." in word[:-1]:
        return word
    return "-".join(part.lower() if part.lower() in _SMALL else part.capitalize() for part in word.split("-"))


_NEW_PLACE = re.compile(
    r"\bnew(?= (?:York|Zealand|Delhi|Jersey|Orleans|England|Hampshire|Mexico|Haven|Guinea|Caledonia|South)\b)"
)
_SMALL_WORDS = """
a an and as at by for from has have in into is it its may no not of off on or out over says set the to up
with new see sees cut cuts buy buys hit hits bid net ban bans end ends aid pay pays due but was who are
be more than oil gas tax law deal talks trade loan say will would could can seeks seek plans plan
sanctions sanction tariffs tariff embargo against after until before under over firm firms chief urges
urge calls call backs back rejects lifts lift eases ease
"""
_SMALL = frozenset(_SMALL_WORDS.split())
