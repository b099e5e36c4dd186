"""A text with its names: the form that every source of training text is brought into."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from spacy.tokens import Doc
from spacy.training import Example
from spacy.util import filter_spans

from pipeline.clean import clean
from pipeline.errors import SanctexError
from pipeline.evaluate.gold import GoldArticle
from pipeline.ingest import read_text

if TYPE_CHECKING:
    from spacy.language import Language

NameSpan = tuple[int, int, str]
"""Start, end (code points, half-open, into the text) and label."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """A text with its name spans, sorted; what lies in ``unknown`` counts neither as a name nor as none.

    ``title`` is where the headline ends, 0 if there is none.
    """

    text: str
    spans: tuple[NameSpan, ...]
    unknown: tuple[tuple[int, int], ...] = ()
    title: int = 0


def from_gold(article: GoldArticle) -> Labelled:
    """The view of an article, as the model will read it, with the mentions outside its furniture.

    Names in small letters ("the central bank") are unknown: patterns find them, and a model that learns them finds
    common nouns. So are wallets, which their checksum tells.
    """
    cleaned = clean(read_text(article.text), languages=("en",))
    body = [(s.start, s.end) for s in cleaned.segments if s.kind in ("title", "dateline", "body", "caption")]
    spans, unknown = [], []
    for start, end, entity in article.mentions():
        inside = any(low <= start and end <= high for low, high in body)
        if not inside or entity.type == "CryptoWallet" or article.text[start:end].islower():
            unknown.append((start, end))
        else:
            spans.append((start, end, str(entity.type)))
    title = max((s.end for s in cleaned.segments if s.kind == "title"), default=0)
    return Labelled(cleaned.view, tuple(spans), tuple(unknown), title)


def to_example(nlp: Language, item: Labelled) -> Example:
    """An example for spaCy; tokens of unknown spans are masked as missing.

    Raises:
        SanctexError: a span does not lie inside the text.
    """
    reference = nlp.make_doc(item.text)
    spans = [reference.char_span(start, end, label=label, alignment_mode="expand") for start, end, label in item.spans]
    if any(span is None for span in spans):
        raise SanctexError(f"a name lies outside its text: {item.text[:60]!r}")
    # A span that begins or ends in white space (damaged copy) cannot be learnt.
    sound = filter_spans([span for span in spans if span and not span[0].is_space and not span[-1].is_space])
    taken = {token.i for span in sound for token in span}
    masked = [reference.char_span(start, end, alignment_mode="expand") for start, end in item.unknown]
    free = sorted({token.i for span in masked if span is not None for token in span} - taken)
    reference.set_ents(sound, missing=[reference[i : i + 1] for i in free], default="outside")
    words, spaces = [token.text for token in reference], [bool(token.whitespace_) for token in reference]
    return Example(Doc(nlp.vocab, words=words, spaces=spaces), reference)
