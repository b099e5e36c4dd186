"""Records for labelled articles: run the pipeline over their texts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pipeline import load
from pipeline.confidence import Calibration
from pipeline.evaluate.views import ArticleView
from pipeline.ingest import read_text
from pipeline.records import ArticleRecord, Issue, Published
from pipeline.settings import Settings


def predict(
    articles: Iterable[ArticleView], settings: Settings, *, raw: bool = False
) -> Iterator[ArticleRecord | Issue]:
    """Records of labelled articles, in order; what failed is an issue.

    Args:
        articles: labelled articles; only their text and publication date are used.
        settings: of the run.
        raw: leave confidences as the rules gave them.
    """
    extractor = load(settings)
    if raw:
        extractor.calibration = Calibration({})
    texts = (
        read_text(
            article.text,
            uri=f"{article.id}.txt",
            published=None if article.published is None else Published(date=article.published, basis="option"),
        )
        for article in articles
    )
    return extractor.process(texts)
