"""Learn how firm an amount is: the status of every labelled amount, multinomial logistic regression.

The coefficients go to ``models/money_status.json`` with the names of the features, to be read and compared.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sklearn.model_selection import GroupKFold

from pipeline.extract.finance import read_drafts
from pipeline.extract.finance.owner_features import Article
from pipeline.extract.finance.owner_model import choose_owners
from pipeline.extract.finance.party_model import choose_parties
from pipeline.extract.finance.period_model import choose_periods
from pipeline.extract.finance.periods import carry_periods
from pipeline.extract.finance.status_model import StatusModel, StatusWeights, status_rows
from pipeline.train.classes import fit_classes
from pipeline.train.money_data import Lesson, label_of, opened

if TYPE_CHECKING:
    from pipeline.extract.finance.status_features import Features

FEWEST = 3
"""In how many examples a feature must stand to get a coefficient."""
STRENGTH = 0.1
"""Inverse of the penalty on large coefficients; from folds of the training split."""
_FOLDS = 5


@dataclass(frozen=True, slots=True)
class Example:
    """An amount with its features, the labelled status and the reading of the rules."""

    article: str
    features: Features
    right: str
    ruled: str


def examples(taught: Sequence[Lesson]) -> Iterator[Example]:
    """Every labelled amount of the gold articles; drills tell no status."""
    for lesson, context, seen in opened([one for one in taught if not one.id.startswith("drill")]):
        drafts, article = read_drafts(seen), Article(context, seen.topic, seen.parts)
        choose_owners(article, drafts)
        choose_parties(article, drafts)
        carry_periods(drafts)
        choose_periods(context, drafts)
        for draft, row in zip(drafts, status_rows(context, drafts), strict=True):
            told = label_of(draft, lesson.told)
            if told is not None and told.fact is not None:
                yield Example(lesson.id, row, told.fact.status, draft.status)


def train_statuses(taught: Sequence[Lesson], out: Path) -> StatusWeights:
    """Learn the coefficients and write them."""
    weights = fit(list(examples(taught)))
    out.write_text(json.dumps(weights.model_dump(), sort_keys=True, separators=(",", ":")) + "\n", encoding="utf-8")
    return weights


def fit(seen: Sequence[Example]) -> StatusWeights:
    """Coefficients by feature name."""
    return StatusWeights(**fit_classes(seen, STRENGTH, FEWEST))


def ablation(seen: Sequence[Example]) -> dict[str, float]:
    """How often the status is right by the rules alone and by the weights, for which the rules' reading is a feature.

    Five folds over whole articles.
    """
    groups = [one.article for one in seen]
    right = Counter({"rules alone": 0, "both": 0})
    for _, held in GroupKFold(_FOLDS).split(seen, groups=groups):
        out = {groups[i] for i in held}
        right.update(_hits(fit([one for one in seen if one.article not in out]), [seen[i] for i in held]))
    return {way: count / len(seen) for way, count in right.items()}


def check(weights: StatusWeights, seen: Sequence[Example]) -> dict[str, float]:
    """The same figures on amounts that the weights were not learnt from."""
    return {way: count / len(seen) for way, count in _hits(weights, seen).items()}


def _hits(weights: StatusWeights, seen: Sequence[Example]) -> dict[str, int]:
    model = StatusModel(weights)
    return {
        "rules alone": sum(one.ruled == one.right for one in seen),
        "both": sum(model.status(one.features) == one.right for one in seen),
    }
