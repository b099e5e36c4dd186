"""The pipeline on one screen: the only module that knows the order of the stages."""

from __future__ import annotations

import datetime as dt
import gc
import hashlib
import traceback
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING

from pipeline import __version__, knowledge
from pipeline.annotate import annotate, load_model
from pipeline.clean import check_relevance, clean
from pipeline.confidence import load_calibration
from pipeline.document import Article, CleanArticle, Context
from pipeline.errors import ArticleError
from pipeline.extract import extract, prepare
from pipeline.ingest import read_text
from pipeline.printed import Printed
from pipeline.records import ArticleRecord, Issue, Provenance, Published, RecordWarning
from pipeline.resolve import Resolver, story_country
from pipeline.settings import Settings
from pipeline.validate import assemble
from pipeline.values import find_dates, find_money, find_percents
from pipeline.values.counts import counts_beside

if TYPE_CHECKING:
    from spacy.tokens import Doc


class Extractor:
    """A loaded pipeline. One per process: it holds the spaCy model."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.nlp = load_model(settings.model)
        self._resolve = Resolver()
        self.calibration = load_calibration()
        parts = settings.digest() + knowledge.digest() + self.calibration.digest()
        digest = hashlib.sha256(parts.encode()).hexdigest()
        meta = self.nlp.meta
        self.provenance = Provenance(
            version=__version__, model=f"{meta['lang']}_{meta['name']} {meta['version']}", config_sha256=digest
        )

    def prepare(self) -> None:
        """Load what is otherwise loaded when an article first asks for it: for who has many articles ahead."""
        prepare()
        # What is loaded stays: the collector need not look through it again and again.
        gc.collect()
        gc.freeze()

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
        result = next(self.process([article]))
        if isinstance(result, Issue):
            raise ArticleError(result.code, result.message, result.stage)
        return result

    def process(self, articles: Iterable[Article | Issue]) -> Iterator[ArticleRecord | Issue]:
        """Read many articles; every article in comes out as a record or an issue, in order.

        Issues of the input (a file that could not be read) pass through.
        """
        batch: list[CleanArticle | Issue] = []
        held = size = 0
        for article in articles:
            item = article if isinstance(article, Issue) else self._clean(article)
            batch.append(item)
            if isinstance(item, CleanArticle):
                held, size = held + 1, size + len(item.article.text)
            if held >= self.settings.batch_size or size >= _BATCH_CHARACTERS or len(batch) >= _BATCH_ITEMS:
                yield from self._batch(batch)
                batch, held, size = [], 0, 0
        yield from self._batch(batch)

    def context(self, article: CleanArticle, doc: Doc) -> Context:
        """All that the extractors read about an article that the model has annotated."""
        text = article.view
        warnings: list[RecordWarning] = []
        printed = Printed(doc, text)
        chains = self._resolve(printed, article, warnings)
        country = story_country(article, chains)
        moneys = find_money(text, country=country)
        percents, dates = find_percents(text), find_dates(text, article.published.date)
        return Context(
            clean=article,
            printed=printed,
            chains=chains,
            moneys=moneys,
            percents=percents,
            counts=counts_beside(text, moneys, percents, dates),
            dates=dates,
            country=country,
            warnings=warnings,
        )

    def _batch(self, batch: list[CleanArticle | Issue]) -> list[ArticleRecord | Issue]:
        # Zones do not nest: nothing is yielded from inside.
        with self.zone():
            done = self._run([item for item in batch if isinstance(item, CleanArticle)])
            return [item if isinstance(item, Issue) else next(done) for item in batch]

    def zone(self) -> AbstractContextManager[object]:
        """Where a batch is read: words that it adds to a full vocabulary are released, so that memory stays flat."""
        return nullcontext() if len(self.nlp.vocab) < _VOCABULARY else self.nlp.memory_zone()

    def _clean(self, article: Article) -> CleanArticle | Issue:
        longest = self.nlp.max_length
        if len(article.text) > longest:
            message = f"the article has {len(article.text):,} characters; the model reads at most {longest:,}"
            return _issue(article, ArticleError("too_large", message, "clean"), "clean")
        try:
            check_relevance(article.text, self.settings.only)
            return clean(article, self.settings.languages)
        except Exception as error:  # noqa: BLE001 - the boundary that keeps a defect to its article
            return _issue(article, error, "clean")

    def _run(self, articles: list[CleanArticle]) -> Iterator[ArticleRecord | Issue]:
        left = iter(articles)
        try:
            for article, doc in annotate(articles, self.nlp, self.settings.batch_size):
                next(left)
                yield self._read(article, doc)
        except Exception:  # noqa: BLE001 - the model failed on one of a batch: which one, the next lines tell
            for article in left:
                yield self._alone(article)

    def _alone(self, article: CleanArticle) -> ArticleRecord | Issue:
        try:
            return self._read(*next(annotate([article], self.nlp, 1)))
        except Exception as error:  # noqa: BLE001 - as in _clean
            return _issue(article.article, error, "annotate")

    def _read(self, article: CleanArticle, doc: Doc) -> ArticleRecord | Issue:
        try:
            context = self.context(article, doc)
            return assemble(context, self.calibration.apply(extract(context)), self.provenance)
        except Exception as error:  # noqa: BLE001 - as in _clean
            return _issue(article.article, error, "extract")


_BATCH_ITEMS = 1_000
"""Articles and issues that are held at once, at most, where most articles are skipped."""
_VOCABULARY = 50_000
"""Words that are kept from batch to batch, in 17 MB: a word that is new is split by rules wherever it stands."""
_BATCH_CHARACTERS = 400_000
"""Text that the model reads at once, at most: bounds memory where articles are long."""


def _issue(article: Article, error: Exception, stage: str) -> Issue:
    """An error that was raised on purpose keeps its code; any other is a defect and keeps its traceback."""
    source = {"uri": article.source.uri, "doc_id": article.doc_id}
    if isinstance(error, ArticleError):
        return Issue(code=error.code, message=error.message, stage=error.stage, **source)
    detail = "".join(traceback.format_exception(error))
    return Issue(code="crash", message=f"{type(error).__name__}: {error}", stage=stage, detail=detail, **source)
