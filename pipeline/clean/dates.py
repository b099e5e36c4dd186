"""The publication date and what it rests on."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import PurePath

from pipeline.document import Article
from pipeline.records import DateBasis, Published
from pipeline.values import find_dates

_ISO = re.compile(r"(?<!\d)((?:19|20)\d\d)[-_.]?(0[1-9]|1[0-2])[-_.]?([0-2]\d|3[01])(?!\d)")
_STAMP = re.compile(r"\b(?:date|published|posted|updated|first published|last updated)\b", re.IGNORECASE)
_HEAD = 600
"""How far into the text, in characters, a date stamp is looked for."""


def publication_date(article: Article, dateline: str, lines: list[str]) -> Published:
    """Take the date from the option or metadata, else the dateline, the file name, or a date stamp near the top.

    Args:
        article: the article; a date it brings along wins.
        dateline: printed dateline, empty if there is none.
        lines: the first lines of the text, furniture included, where date stamps stand.
    """
    if article.published.date is not None:
        return article.published
    sources: list[tuple[DateBasis, str]] = [("dateline", dateline), ("filename", PurePath(article.source.uri).name)]
    sources += [("text", line) for line in lines if _STAMP.search(line) or len(line) < 40]
    for basis, printed in sources:
        day = _full_date(printed)
        if day is not None:
            return Published(date=day, basis=basis)
    return Published(date=None, basis="none")


def _full_date(printed: str) -> dt.date | None:
    """A calendar day with its year; a day without a year cannot date an article."""
    match = _ISO.search(printed)
    if match is not None:
        try:
            return dt.date(*map(int, match.groups()))
        except ValueError:
            return None
    if re.search(r"(?:19|20)\d\d", printed) is None:
        return None
    for found in find_dates(printed, None):
        if found.first is not None and found.first == found.last:
            return found.first
    return None
