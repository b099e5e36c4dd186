"""The pipeline on one screen: the only module that knows the order of the stages."""

from __future__ import annotations

import datetime as dt
import hashlib
import traceback
from collections.abc import Iterable, Iterator

from pipeline import __version__, knowledge
from pipeline.annotate import annotate, load_model
from pipeline.clean import clean
from pipeline.document import Article, CleanArticle, Context
from pipeline.errors import ArticleError
from pipeline.extract import extract
from pipeline.ingest import read_text
from pipeline.records import ArticleRecord, Issue, Provenance, Published
from pipeline.resolve import Resolver
from pipeline.settings import Settings
from pipeline.validate import assemble
from pipeline.values import find_counts, find_dates, find_money, find_percents


class Extractor:
    """A loaded pipeline. One per process: it holds the spaCy model."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.nlp = load_model(settings.model)
        self._resolve = Resolver()
        digest = hashlib.sha256((settings.digest() + knowledge.digest()).encode()).hexdigest()
        meta = self.nlp.meta
        self.provenance = Provenance(
            version=__version__, model=f"{meta['lang']}_{meta['name']} {meta['version']}", config_sha256=digest
        )

    def extract(self, text: str, *, published: dt.date | None = None, title: str | None = None) -> ArticleRecord:
        """Read one article.

        Args:
            text: the article as plain text.
            published: publication date, against which relative dates are resolved.
            title: headline, where it is not the first line of the text.

        Raises:
            ArticleError: the text cannot be processed, for example because it is empty.
        """
        basis = Published(date=published, basis="none" if published is None else "option")
        article = read_text(text, title=title, published=basis)
        result = next(self._run([clean(article, self.settings.languages)]))
        if isinstance(result, Issue):
            raise ArticleError(result.code, result.message, result.stage)
        return result

    def process(self, articles: Iterable[Article | Issue]) -> Iterator[ArticleRecord | Issue]:
        """Read many articles; every article in comes out as a record or an issue, in order.

        Issues of the input (a file that could not be read) pass through.
        """
        batch: list[CleanArticle | Issue] = []
        for article in articles:
            batch.append(article if isinstance(article, Issue) else self._clean(article))
            if len(batch) >= self.settings.batch_size:
                yield from self._batch(batch)
                batch = []
        yield from self._batch(batch)

    def _batch(self, batch: list[CleanArticle | Issue]) -> Iterator[ArticleRecord | Issue]:
        # The vocabulary that this batch adds is released at its end, so memory stays flat over a long run.
        with self.nlp.memory_zone():
            done = self._run([item for item in batch if isinstance(item, CleanArticle)])
            for item in batch:
                yield item if isinstance(item, Issue) else next(done)

    def _clean(self, article: Article) -> CleanArticle | Issue:
        try:
            return clean(article, self.settings.languages)
        except ArticleError as error:
            return _issue(article, error.code, error.message, error.stage)

    def _run(self, articles: list[CleanArticle]) -> Iterator[ArticleRecord | Issue]:
        for article, doc in annotate(articles, self.nlp, self.settings.batch_size):
            try:
                text = article.view
                context = Context(
                    clean=article,
                    doc=doc,
                    chains=self._resolve(doc, article),
                    moneys=find_money(text),
                    percents=find_percents(text),
                    counts=find_counts(text),
                    dates=find_dates(text, article.published.date),
                )
                yield assemble(context, extract(context), self.provenance)
            except ArticleError as error:
                yield _issue(article.article, error.code, error.message, error.stage)
            except Exception as error:  # noqa: BLE001 - the one boundary that keeps a defect to its article
                detail = traceback.format_exc()
                yield _issue(article.article, "crash", f"{type(error).__name__}: {error}", "extract", detail)


def _issue(article: Article, code: str, message: str, stage: str, detail: str | None = None) -> Issue:
    return Issue(code=code, message=message, uri=article.source.uri, doc_id=article.doc_id, stage=stage, detail=detail)
