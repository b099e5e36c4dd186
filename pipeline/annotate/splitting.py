"""Split texts into tokens as the tokenizer does, each distinct word once.

spaCy remembers how a word between blanks is split, but behind the first exception of a text ("U.S.", "don't") it
remembers nothing more of that text, so that words of news are split by rules again and again. A word that is new is
therefore split alone before its text is.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

_SPLITS = 100_000
"""Words that are remembered; spaCy's default is a fifth of what news has."""


class Splitter:
    """The tokenizer of a pipeline.

    Args:
        nlp: the pipeline.
    """

    def __init__(self, nlp: Language) -> None:
        self._nlp = nlp
        self._vocab: Any = nlp.vocab
        self._seen: set[str] = set()
        tokenizer: Any = nlp.tokenizer
        # Tokenizers of other kinds remember in their own way, or not.
        self._remembers = hasattr(tokenizer, "max_cache_size")
        if self._remembers:
            tokenizer.max_cache_size = _SPLITS

    def __call__(self, text: str) -> Doc:
        """Split a text."""
        # What is new inside a memory zone is forgotten at its end.
        if self._remembers and not self._vocab.in_memory_zone and len(self._seen) < _SPLITS:
            for word in set(text.split()) - self._seen:
                self._nlp.tokenizer(word)
                self._seen.add(word)
        return self._nlp.make_doc(text)


@lru_cache(maxsize=4)
def splitter_of(nlp: Language) -> Splitter:
    """The splitter of a pipeline, prepared once."""
    return Splitter(nlp)
