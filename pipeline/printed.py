"""The tokens of a Doc as lists: many times as quick as asking the Doc for one token after the other."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Doc


class Printed:
    """A document as it is printed.

    Args:
        doc: the annotated view.
        view: its text.

    Attributes:
        words: the tokens.
        lower: the same in small letters.
        tags: Penn Treebank tags.
        starts: offsets of the tokens.
        ends: offsets behind them.
        openers: positions of the tokens that open a sentence.
    """

    def __init__(self, doc: Doc, view: str) -> None:
        self.doc = doc
        self._view = view
        self.starts, lengths, tags, opens = doc.to_array(["IDX", "LENGTH", "TAG", "SENT_START"]).T.tolist()
        self.ends = [start + length for start, length in zip(self.starts, lengths, strict=True)]
        self.words = [view[start:end] for start, end in zip(self.starts, self.ends, strict=True)]
        self.lower = [word.lower() for word in self.words]
        names = {tag: doc.vocab.strings[tag] for tag in set(tags)}
        self.tags = [names[tag] for tag in tags]
        self.openers = [position for position, mark in enumerate(opens) if mark == 1]

    @cached_property
    def deps(self) -> list[str]:
        """Dependency labels of the tokens."""
        labels = self.doc.to_array("DEP").tolist()
        names = {label: self.doc.vocab.strings[label] for label in set(labels)}
        return [names[label] for label in labels]

    def __len__(self) -> int:
        return len(self.words)

    def tokens(self, start: int, end: int) -> tuple[int, int]:
        """Tokens (half-open) that the characters ``start:end`` touch."""
        return bisect_right(self.ends, start), bisect_left(self.starts, end)

    def text(self, first: int, last: int) -> str:
        """What the tokens ``first:last`` print."""
        return self._view[self.starts[first] : self.ends[last - 1]] if first < last else ""
