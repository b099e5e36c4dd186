"""Annotate: the view of an article → a spaCy Doc with tags, dependencies and named entities."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from pipeline.annotate.loading import load_model
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
    pairs = ((_prepare(article, nlp), article) for article in articles)
    for doc, article in nlp.pipe(pairs, as_tuples=True, batch_size=batch_size):
        yield article, doc


def _prepare(article: CleanArticle, nlp: Language) -> Doc:
    doc = nlp.make_doc(article.view)
    starts = {segment.start for segment in article.segments}
    last = 0
    for token in doc:
        gap = any(one.is_space and len(one) >= LONGEST_GAP for one in doc[max(token.i - 1, 0) : token.i + 1])
        if token.i == 0 or token.idx in starts or gap or token.i - last >= LONGEST_SENTENCE:
            token.is_sent_start = True
            last = token.i
    return doc
