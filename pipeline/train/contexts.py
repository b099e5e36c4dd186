"""Labelled texts as the extractors see them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Protocol

from pipeline import load
from pipeline.annotate import annotate
from pipeline.clean import clean
from pipeline.ingest import read_text
from pipeline.readings import Readings

if TYPE_CHECKING:
    from pipeline.document import Context
    from pipeline.reader import Reader
    from pipeline.records import Published


class Readers(Protocol):
    """Gives the reader by which a text is to be read."""

    def of(self, group: str) -> Reader:
        """The reader for a text, by its id."""
        ...


def read_contexts(texts: Sequence[tuple[str, str, Published]], readers: Readers | None = None) -> Iterator[Context]:
    """What the extractors read of each text.

    Args:
        texts: id, text and publication date of each.
        readers: readers that have not learnt a text, for models that learn from what readers say; without it the one
            that is installed reads.
    """
    extractor = load()
    articles = (clean(read_text(text, published=day), extractor.settings.languages) for _, text, day in texts)
    read = annotate(articles, extractor.nlp, extractor.settings.batch_size)
    for (group, _, _), (article, doc) in zip(texts, read, strict=True):
        context = extractor.context(article, doc)
        if readers is not None:
            context.readings = Readings(context, readers.of(group))
        yield context
