"""Learn whose amount a money fact tells: a choice among the candidates of each labelled amount, conditional logit.

The coefficients go to ``models/money_owner.json`` with names, to be read and
compared line by line.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sklearn.model_selection import GroupKFold

from pipeline.extract.finance import read_drafts
from pipeline.extract.finance.owner_features import Article
from pipeline.extract.finance.owner_model import GUESSED, OwnerWeights, owner_weights
from pipeline.extract.weighing import total
from pipeline.train.choices import fit_choices
from pipeline.train.contexts import Readers
from pipeline.train.money_data import Lesson, answer, opened

if TYPE_CHECKING:
    from pipeline.extract.finance.owner_features import Features

FEWEST = 3
"""With how many drafts a feature must come to get a coefficient."""
STRENGTH = 0.1
"""Inverse of the penalty on large coefficients; set by five-fold cross-validation on the training split."""
_FOLDS = 5


@dataclass(frozen=True, slots=True)
class Question:
    """A draft with its candidates.

    Attributes:
        article: id of the labelled article, so that folds can keep its drafts together.
        right: features of the labelled owner.
        others: features of every other candidate.
        ruled: whether the rules chose rightly.
        asked: whether the rules only guessed, so that the weights decide; only from these is learnt.
    """

    article: str
    right: Features
    others: tuple[Features, ...]
    ruled: bool
    asked: bool


def train_owners(taught: Sequence[Lesson], out: Path, readers: Readers | None = None) -> OwnerWeights:
    """Learn the coefficients and write them.

    Args:
        taught: labelled texts to learn from.
        out: the JSON file to write.
        readers: readers that have not learnt the texts.
    """
    weights = learn(list(questions(taught, readers)))
    out.write_text(json.dumps(weights.model_dump(), indent=1, sort_keys=True) + "\n", encoding="utf-8")
    owner_weights.cache_clear()  # what is learnt next reads by these
    return weights


def learn(asked: Sequence[Question]) -> OwnerWeights:
    """The coefficients that questions teach."""
    return OwnerWeights(weights=fit(asked))


def questions(taught: Sequence[Lesson], readers: Readers | None = None) -> Iterator[Question]:
    """Every draft of the labelled articles whose owner the labels tell and the article names."""
    for lesson, context, seen in opened(taught, readers):
        drafts = read_drafts(seen)
        article, last = Article(context, seen.topic, seen.parts), None
        for draft in drafts:
            right_owner = answer(context, draft, lesson.told)
            rows = article.candidates(draft, last) if right_owner is not None else []
            right = [row for chain, row in rows if right_owner is not None and right_owner.has(chain)]
            if right and right_owner is not None:
                others = tuple(row for chain, row in rows if not right_owner.has(chain))
                ruled = right_owner.has(draft.owner)
                yield Question(lesson.id, right[0], others, ruled, draft.owner_basis in GUESSED)
            last = draft


def fit(seen: Sequence[Question]) -> dict[str, float]:
    """Coefficients by feature name, from the questions that are asked."""
    return fit_choices([one for one in seen if one.asked], STRENGTH, FEWEST)


def ablation(seen: Sequence[Question]) -> dict[str, float]:
    """How often the owner is right by the rules alone, and by the weights, for which the rules' choice is a feature.

    Five folds over whole articles; drills are learnt from, never asked.
    """
    asked = [number for number, one in enumerate(seen) if not one.article.startswith("drill")]
    groups = [seen[number].article for number in asked]
    right = Counter({"rules alone": 0, "both": 0})
    for _, held in GroupKFold(_FOLDS).split(asked, groups=groups):
        out = {groups[i] for i in held}
        weights = fit([one for one in seen if one.article not in out])
        for one in (seen[asked[i]] for i in held):
            right.update(_verdicts(weights, one))
    return {name: count / len(asked) for name, count in right.items()}


def check(weights: OwnerWeights, seen: Sequence[Question]) -> dict[str, float]:
    """The same figures on questions that the weights were not learnt from."""
    right = Counter({"rules alone": 0, "both": 0})
    for one in seen:
        right.update(_verdicts(weights.weights, one))
    return {name: count / len(seen) for name, count in right.items()}


def _verdicts(weights: Mapping[str, float], one: Question) -> dict[str, int]:
    ours = total(one.right, weights)
    both = all(ours > total(row, weights) for row in one.others) if one.asked else one.ruled
    return {"rules alone": one.ruled, "both": both}
