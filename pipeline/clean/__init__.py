"""Clean: an article → its segments (title, dateline, body, caption, boilerplate), language, date, and the model's view.

The text itself is never changed: offsets stay those of the article.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from pipeline.clean.blocks import Block, blocks
from pipeline.clean.dates import publication_date
from pipeline.clean.furniture import kinds
from pipeline.clean.heading import dateline_end, title_at
from pipeline.clean.language import language_of
from pipeline.clean.line_model import learnt_furniture
from pipeline.clean.relevance import check_relevance, relevance
from pipeline.clean.view import make_view
from pipeline.document import Article, CleanArticle
from pipeline.errors import ArticleError
from pipeline.records import Segment, SegmentKind

__all__ = ["check_relevance", "clean"]

_STAMP_LINES = 6


def clean(article: Article, languages: Collection[str]) -> CleanArticle:
    """Segment one article.

    Args:
        article: what ingest read.
        languages: ISO 639-1 codes that are processed.

    Raises:
        ArticleError: there is no letter in the text, or it is in another language.
    """
    text = article.text
    if re.search(r"[^\W\d_]", text) is None:
        raise ArticleError("empty", "the article has no text", "clean")
    language = language_of(text, article.language)
    if language not in languages:
        raise ArticleError(
            "language", f"the article is in {language!r}; processed are: {', '.join(languages)}", "clean"
        )
    paragraphs = list(blocks(text))
    segments, dateline = _segments(text, paragraphs, article.title)
    first_lines = [text[block.start : block.end][:200] for block in paragraphs[:_STAMP_LINES]]
    title = article.title or next((text[s.start : s.end] for s in segments if s.kind == "title"), None)
    return CleanArticle(
        article=article,
        title=" ".join(title.split()) if title else None,
        published=publication_date(article, dateline, first_lines),
        language=language,
        segments=tuple(segments),
        view=make_view(text, segments),
        sanctions=relevance().hint_of_sanctions(text),
    )


def _segments(text: str, paragraphs: list[Block], given_title: str | None) -> tuple[list[Segment], str]:
    roles: list[SegmentKind] = kinds(text, paragraphs)
    given = _given_title_at(text, paragraphs, given_title) if given_title else None
    lines = [text[block.start : block.end] for block in paragraphs]
    ruled = [role == "boilerplate" for role in roles]
    for i in learnt_furniture(lines, ruled, [role == "body" and i != given for i, role in enumerate(roles)]):
        roles[i] = "boilerplate"
    title = given if given_title else title_at(text, paragraphs, roles)
    if title is not None:
        roles[title] = "title"
        for i in range(title):
            # Above the headline stands the site, not the story.
            roles[i] = "boilerplate" if len(lines[i].split()) < 8 else roles[i]
    segments: list[Segment] = []
    dateline = ""
    for block, role in zip(paragraphs, roles, strict=True):
        start = block.start
        if role == "body" and not dateline:
            length = dateline_end(text[block.start : block.end])
            if length:
                dateline = text[start : start + length]
                segments.append(Segment(start=start, end=start + len(dateline.rstrip()), kind="dateline"))
                start += length
        segments.append(Segment(start=start, end=block.end, kind=role))
    return segments, dateline


def _given_title_at(text: str, paragraphs: list[Block], title: str) -> int | None:
    wanted = " ".join(title.split()).lower()
    for i, block in enumerate(paragraphs[:5]):
        if " ".join(text[block.start : block.end].split()).lower() == wanted:
            return i
    return None
