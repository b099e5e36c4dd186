"""The reader: a small encoder of passages with heads that score triggers, amounts and who plays which part.

Knows nothing of articles or spaCy: words and places in, numbers out. The weights in ``models/reader`` are made by
``pipeline.train.reader``; without them :func:`reader` gives None and the rules read alone.
"""

from __future__ import annotations

from pipeline.reader.heads import PassageReading, Place, SentenceReading
from pipeline.reader.model import Reader, reader

__all__ = ["PassageReading", "Place", "Reader", "SentenceReading", "reader"]
