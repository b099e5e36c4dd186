"""Names in headlines: there every word may have a capital, so the body says where a name begins and ends."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipeline.document import CleanArticle
from pipeline.resolve.names import NameMention

if TYPE_CHECKING:
    from spacy.tokens import Doc


def align_headline(doc: Doc, clean: CleanArticle, mentions: list[NameMention]) -> None:
    """Cut from the names of a headline the words that are no part of a name in the body: "Banks Kaito" → "Kaito"."""
    title = next((s for s in clean.segments if s.kind == "title"), None)
    if title is None:
        return
    body = clean.view[title.end :]
    capital = set(re.findall(r"\b[A-Z][\w'&-]*", body))
    for one in mentions:
        shaped = any(rule.startswith("form.") for rule in one.rules)
        if shaped or one.key is not None or not title.start <= one.start < title.end or one.last - one.first < 2:
            continue
        first, last = one.first, one.last
        while last - first > 1 and not _is_named(doc[last - 1].text, capital):
            last -= 1
        while last - first > 1 and not _is_named(doc[first].text, capital):
            first += 1
        if (first, last) != (one.first, one.last) and _is_named(doc[first].text, capital):
            span = doc[first:last]
            one.first, one.last, one.start, one.end = first, last, span.start_char, span.end_char


def _is_named(word: str, capital: set[str]) -> bool:
    """Whether a word of a headline has a capital in the body as well; signs and numbers go with what they join."""
    return not word[0].isalpha() or word in capital or word.capitalize() in capital or word.upper() in capital
