"""Clean: an article → its segments (title, dateline, body, caption, boilerplate) and the view the model reads.

The text itself is never changed: offsets stay those of the article.
"""

from __future__ import annotations

import re

from pipeline.clean.view import make_view
from pipeline.document import Article, CleanArticle
from pipeline.records import Published, Segment

_PARAGRAPH = re.compile(r"[^\n]+(?:\n[^\n]+)*")


def clean(article: Article) -> CleanArticle:
    """Segment one article and make its view."""
    segments: list[Segment] = []
    title = article.title
    for match in _PARAGRAPH.finditer(article.text):
        kind = "body"
        if not segments:
            kind, title = "title", title or match.group().strip()
        segments.append(Segment(start=match.start(), end=match.end(), kind=kind))
    return CleanArticle(
        article=article,
        title=title,
        published=article.published if article.published.date else Published(date=None, basis="none"),
        language="en",
        segments=tuple(segments),
        view=make_view(article.text, segments),
    )
