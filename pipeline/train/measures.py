"""Learn which measures a decision has: one logistic regression over every measure that it may have.

The coefficients go to ``models/event_measures.json`` with the names of the features, to be read and compared.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from pipeline.evaluate.events import match_events
from pipeline.evaluate.from_gold import view_of_gold
from pipeline.evaluate.from_record import view_of_record
from pipeline.extract.events import decisions_by
from pipeline.extract.events.build import build
from pipeline.extract.events.decide import decider
from pipeline.extract.events.measure_features import Told
from pipeline.extract.events.measures import MeasureWeights
from pipeline.records import Published
from pipeline.train.ablation import Counts, on_held, over_folds
from pipeline.train.contexts import Readers, read_contexts
from pipeline.train.events import record_of

if TYPE_CHECKING:
    from pipeline.evaluate.gold import GoldArticle
    from pipeline.extract.events.features import Features
    from pipeline.records import Measure

FEWEST = 5
"""In how many rows a feature must stand to get a coefficient."""
STRENGTH = 0.3
"""Inverse of the penalty on large coefficients; with LEAST from five folds of the training split."""
LEAST = 0.25
"""Chance from which a measure is told."""


@dataclass(frozen=True, slots=True)
class Example:
    """A decision that is one of the labelled events.

    Attributes:
        article: id of the labelled article.
        rows: features of each measure.
        right: the labelled measures.
        ruled: those that the rules read.
    """

    article: str
    rows: Mapping[Measure, Features]
    right: frozenset[str]
    ruled: frozenset[str]


def examples(golds: Sequence[GoldArticle], readers: Readers | None = None) -> Iterator[Example]:
    """Every decision that is read in labelled articles and labelled there."""
    days = [Published(date=one.labels.published, basis="option") for one in golds]
    texts = [(one.labels.id, one.text, day) for one, day in zip(golds, days, strict=True)]
    for gold, context in zip(golds, read_contexts(texts, readers), strict=True):
        decisions, told = decisions_by(context, (), decider()), Told(context)
        events = tuple(build(context, one, number) for number, one in enumerate(decisions, start=1))
        predicted = view_of_record(record_of(context, events)).events
        pairs = match_events(view_of_gold(gold).events, predicted).pairs
        for decision, view in zip(decisions, predicted, strict=True):
            right = next((labelled.measures for labelled, other in pairs if other == view), None)
            if right is not None:
                yield Example(gold.labels.id, told.rows(decision), right, view.measures)


def train_measures(golds: Sequence[GoldArticle], out: Path, readers: Readers | None = None) -> MeasureWeights:
    """Learn the coefficients and write them."""
    weights = fit(list(examples(golds, readers)))
    out.write_text(json.dumps(weights.model_dump(), sort_keys=True, separators=(",", ":")) + "\n", encoding="utf-8")
    return weights


def fit(seen: Sequence[Example]) -> MeasureWeights:
    """Coefficients by feature name, to two places."""
    rows = [row for one in seen for row in one.rows.values()]
    answers = [measure in one.right for one in seen for measure in one.rows]
    counts = Counter(name for row in rows for name in row)
    names = DictVectorizer()
    told = names.fit_transform([{k: v for k, v in row.items() if counts[k] >= FEWEST} for row in rows])
    model = LogisticRegression(C=STRENGTH, max_iter=500)
    model.fit(told, answers)
    weights = zip(names.get_feature_names_out(), np.round(model.coef_[0], 2), strict=True)
    return MeasureWeights(
        least=LEAST,
        bias=round(float(model.intercept_[0]), 3),
        weights={str(name): float(value) for name, value in weights if value},
    )


def ablation(seen: Sequence[Example]) -> dict[str, float]:
    """F1 of the measures by the rules alone and by the weights; five folds over whole articles."""
    return over_folds(seen, fit, _count)


def check(weights: MeasureWeights, seen: Sequence[Example]) -> dict[str, float]:
    """The same figures on decisions that the weights were not learnt from."""
    return on_held(weights, seen, _count)


def _count(counts: Counts, weights: MeasureWeights, seen: Sequence[Example]) -> None:
    for one in seen:
        for way, named in (("rules alone", one.ruled), ("both", frozenset(weights.choose(one.rows)))):
            counts[way].update(told=len(one.right), named=len(named), hits=len(named & one.right))
