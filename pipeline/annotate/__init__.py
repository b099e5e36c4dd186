"""Annotate: the view of an article → a spaCy Doc with tags, dependencies and named entities."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING

from spacy.attrs import IDX, LENGTH

from pipeline.annotate.entities import recogniser_of
from pipeline.annotate.loading import load_model
from pipeline.annotate.parsing import parser_of
from pipeline.annotate.splitting import splitter_of
from pipeline.document import CleanArticle

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

__all__ = ["annotate", "load_model"]


LONGEST_SENTENCE = 300
"""Tokens after which a sentence ends whatever the parser thinks: rules read sentences, and a 200,000-character line of
names must not become one."""
LONGEST_GAP = 50
"""Blanks in a row, in characters, that end a sentence: furniture is blank in the view, and may be long."""


def annotate(articles: Iterable[CleanArticle], nlp: Language, batch_size: int) -> Iterator[tuple[CleanArticle, Doc]]:
    """Run the model over the views; a paragraph or segment always starts a sentence."""
    left = iter(articles)
    while batch := list(islice(left, batch_size)):
        docs = [_prepare(article, nlp) for article in batch]
        docs = list(nlp.pipe(docs, batch_size=len(batch), disable=["parser", "ner"]))
        parser_of(nlp).mark(docs)
        recogniser_of(nlp).mark(docs)
        yield from zip(batch, docs, strict=True)


def _prepare(article: CleanArticle, nlp: Language) -> Doc:
    doc = splitter_of(nlp)(article.view)
    starts = {segment.start for segment in article.segments}
    offsets, lengths = doc.to_array([IDX, LENGTH]).T.tolist()
    last = 0
    after_gap = True
    for position, (offset, length) in enumerate(zip(offsets, lengths, strict=True)):
        gap = length >= LONGEST_GAP and doc[position].is_space
        if gap or after_gap or offset in starts or position - last >= LONGEST_SENTENCE:
            doc[position].is_sent_start = True
            last = position
        after_gap = gap
    return doc
