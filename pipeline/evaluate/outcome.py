"""What became of one gold or predicted item, with the words to show for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from pipeline.evaluate.views import ItemView, Offsets
from pipeline.evaluate.wording import describe

Kind = Literal["entity", "relation", "event", "money", "share", "value"]
Verdict = Literal["right", "partly", "missed", "false"]
"""``right`` and ``partly`` are pairs; ``missed`` is a gold item alone, ``false`` a predicted one alone."""

KINDS: tuple[Kind, ...] = ("entity", "relation", "event", "money", "share")
"""Kinds of what a record lists. Values are what facts are made of: a record has no list of them."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """One pair, miss or false alarm.

    Attributes:
        gold: what the label says, in words; empty for a false alarm.
        predicted: what the record says; empty for a miss.
        wrong: the slots in which the two differ, with both values.
        quote: the words that state it.
        span: where they stand in the text, None if they were not found.
        confidence: of the prediction.
        by: the rule of the prediction.
    """

    kind: Kind
    article: str
    verdict: Verdict
    gold: str
    predicted: str
    wrong: tuple[str, ...]
    quote: str
    span: Offsets | None
    confidence: float | None
    by: str

    @property
    def key(self) -> tuple[str, str, str, str]:
        """What makes it the same outcome in another run: for a gold item the label, for a false alarm the words."""
        return (
            self.article,
            self.kind,
            *(("gold", self.gold + self.quote) if self.gold else ("false", self.predicted)),
        )


def make_outcome(
    about: tuple[Kind, str],
    gold: ItemView | None,
    predicted: ItemView | None,
    *,
    right: bool = False,
    wrong: tuple[str, ...] = (),
) -> Outcome:
    """The outcome of a pair of gold and predicted item, one of which may be missing.

    Args:
        about: kind of item and id of the article.
        gold: the label.
        predicted: what the record says.
        right: whether a pair is right.
        wrong: the slots in which a pair differs.
    """
    verdict: Verdict = "missed" if predicted is None else "false" if gold is None else "right" if right else "partly"
    shown = gold if gold is not None else predicted
    return Outcome(
        kind=about[0],
        article=about[1],
        verdict=verdict,
        gold=describe(gold),
        predicted=describe(predicted),
        wrong=wrong,
        quote="" if shown is None else shown.quote,
        span=None if shown is None or not shown.spans else shown.spans[0],
        confidence=None if predicted is None else predicted.confidence,
        by="" if predicted is None else predicted.by,
    )
