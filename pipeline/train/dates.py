"""Learn when decisions were announced, work and end: what each date in their sentences is, one of several answers.

The coefficients go to ``models/event_dates.json`` with the names of the features, to be read and compared.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.evaluate.events import match_events
from pipeline.evaluate.from_gold import view_of_gold
from pipeline.evaluate.from_record import view_of_record
from pipeline.extract.events import decisions_by
from pipeline.extract.events.build import build
from pipeline.extract.events.date_features import Dated
from pipeline.extract.events.dates import NONE, DateModel, DateWeights
from pipeline.extract.events.decide import decider
from pipeline.extract.events.reader_features import TIMES
from pipeline.records import Published
from pipeline.train.ablation import Counts, on_held, over_folds
from pipeline.train.classes import fit_classes
from pipeline.train.contexts import Readers, read_contexts
from pipeline.train.events import record_of

if TYPE_CHECKING:
    from pipeline.evaluate.gold import GoldArticle, GoldEvent
    from pipeline.extract.events.features import Features
    from pipeline.extract.events.merge import Decision
    from pipeline.values import DateSpan

FEWEST = 3
"""In how many rows a feature must stand to get a coefficient."""
STRENGTH = 0.1
"""Inverse of the penalty on large coefficients; with LEAST from five folds of the training split."""
LEAST = {"announced": 0.4, "effective": 0.2, "expires": 0.2}
"""Chance from which a date is a time of a decision."""


@dataclass(frozen=True, slots=True)
class Row:
    """A date beside a decision, and what it is of it."""

    features: Features
    right: str


@dataclass(frozen=True, slots=True)
class Example:
    """A decision that is one of the labelled events.

    Attributes:
        article: id of the labelled article.
        dates: the dates in its sentences with their features.
        right: the words of each labelled time.
        ruled: the words of each time that the rules read.
        text: the article.
    """

    article: str
    dates: tuple[tuple[DateSpan, Features], ...]
    right: Mapping[str, str]
    ruled: Mapping[str, str]
    text: str

    def rows(self) -> Iterator[Row]:
        """What each date is."""
        for one, features in self.dates:
            printed = self.text[one.start : one.end]
            yield Row(features, next((name for name in TIMES if _same(printed, self.right.get(name))), NONE))


def examples(golds: Sequence[GoldArticle], readers: Readers | None = None) -> Iterator[Example]:
    """Every decision that is read in labelled articles and labelled there."""
    days = [Published(date=one.labels.published, basis="option") for one in golds]
    texts = [(one.labels.id, one.text, day) for one, day in zip(golds, days, strict=True)]
    for gold, context in zip(golds, read_contexts(texts, readers), strict=True):
        decisions = decisions_by(context, (), decider())
        events = tuple(build(context, one, number) for number, one in enumerate(decisions, start=1))
        predicted = view_of_record(record_of(context, events)).events
        labelled = view_of_gold(gold).events
        pairs = match_events(labelled, predicted).pairs
        dated = Dated(context, decisions)
        for decision, view in zip(decisions, predicted, strict=True):
            told = next((one for one, other in pairs if other == view), None)
            if told is not None:
                event = gold.labels.sanction_events[labelled.index(told)]
                rows = tuple(dated.rows(decision))
                yield Example(gold.labels.id, rows, _labelled(event), _ruled(decision), context.text)


def _labelled(event: GoldEvent) -> dict[str, str]:
    periods = {name: getattr(event, name) for name in TIMES}
    return {name: one.text for name, one in periods.items() if one is not None and one.text}


def _ruled(decision: Decision) -> dict[str, str]:
    found = {name: next((t for m in decision.mentions if (t := getattr(m, name))), None) for name in TIMES}
    return {name: one.text for name, one in found.items() if one is not None}


def _same(printed: str, told: str | None) -> bool:
    """Whether the words of a date are labelled words, or one is a part of the other."""
    return told is not None and (printed in told or told in printed)


def train_dates(golds: Sequence[GoldArticle], out: Path, readers: Readers | None = None) -> DateWeights:
    """Learn the coefficients and write them."""
    weights = fit(list(examples(golds, readers)))
    out.write_text(json.dumps(weights.model_dump(), sort_keys=True, separators=(",", ":")) + "\n", encoding="utf-8")
    return weights


def fit(seen: Sequence[Example]) -> DateWeights:
    """Coefficients by feature name."""
    return DateWeights(least=LEAST, **fit_classes([row for one in seen for row in one.rows()], STRENGTH, FEWEST))


def ablation(seen: Sequence[Example]) -> dict[str, float]:
    """F1 of the times by the rules alone and by the weights; five folds over whole articles."""
    return over_folds(seen, fit, _count)


def check(weights: DateWeights, seen: Sequence[Example]) -> dict[str, float]:
    """The same figures on decisions that the weights were not learnt from."""
    return on_held(weights, seen, _count)


def _count(counts: Counts, weights: DateWeights, seen: Sequence[Example]) -> None:
    model = DateModel(weights)
    for one in seen:
        chosen = {name: one.text[date.start : date.end] for name, date in model.choose(one.dates).items()}
        for way, named in (("rules alone", one.ruled), ("both", chosen)):
            hits = sum(_same(words, one.right.get(name)) for name, words in named.items())
            counts[way].update(told=len(one.right), named=len(named), hits=hits)
