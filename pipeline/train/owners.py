"""Learn whose amount a money fact tells: pairs of (right owner, other entity) of the gold set, logistic regression.

Every draft that matches a labelled fact gives one pair for each other candidate: the difference of their features,
once as it is and once turned round. The coefficients go to ``models/money_owner.json`` with names, to be read and
compared line by line.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from pipeline.extract.finance import read_drafts
from pipeline.extract.finance.owner_features import Article
from pipeline.extract.finance.owner_model import GUESSED, OwnerWeights, total
from pipeline.train.contexts import Readers
from pipeline.train.money_data import Lesson, answer, opened

if TYPE_CHECKING:
    from pipeline.extract.finance.owner_features import Features

FEWEST = 3
"""In how many examples a feature must differ between owner and others to get a coefficient."""
STRENGTH = 0.3
"""Inverse of the penalty on large coefficients; set by five-fold cross-validation on the training split."""
_FOLDS = 5
MARGIN = 0.7
"""Lead of the rules' own choice; from the same folds."""


@dataclass(frozen=True, slots=True)
class Question:
    """A draft with its candidates.

    Attributes:
        article: id of the labelled article, so that folds can keep its drafts together.
        right: features of the labelled owner.
        others: features of every other candidate.
        ruled: whether the rules chose rightly.
        asked: whether the rules only guessed, so that the weights decide.
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
    return weights


def learn(asked: Sequence[Question]) -> OwnerWeights:
    """The coefficients that questions teach, with the lead of the rules."""
    return OwnerWeights(margin=MARGIN, weights=fit(asked))


def questions(taught: Sequence[Lesson], readers: Readers | None = None) -> Iterator[Question]:
    """Every draft of the labelled articles whose owner the labels tell and the article names."""
    for lesson, context, seen in opened(taught, readers):
        drafts = read_drafts(seen)
        article, last = Article(context, seen.topic), None
        for draft in drafts:
            right_owner = answer(context, draft, lesson.told)
            rows = article.candidates(draft, last) if right_owner is not None else []
            right = [row for chain, row in rows if right_owner is not None and right_owner.has(chain)]
            if right and right_owner is not None:
                others = tuple(row for chain, row in rows if not right_owner.has(chain))
                ruled = right_owner.has(draft.owner)
                yield Question(lesson.id, right[0], others, ruled, draft.owner_basis in GUESSED)
            last = draft


def fit(asked: Sequence[Question], strength: float = STRENGTH) -> dict[str, float]:
    """Coefficients by feature name, to three places; questions count alike whatever their number of candidates."""
    pairs = [(_difference(one.right, other), 1 / len(one.others)) for one in asked for other in one.others]
    counts = Counter(name for row, _ in pairs for name in row)
    rows, labels, sizes = [], [], []
    for row, size in pairs:
        kept = {name: value for name, value in row.items() if counts[name] >= FEWEST}
        rows += [kept, {name: -value for name, value in kept.items()}]
        labels += [1, 0]
        sizes += [size, size]
    names = DictVectorizer()
    matrix = names.fit_transform(rows)
    model = LogisticRegression(C=strength, fit_intercept=False, max_iter=2000)
    model.fit(matrix, labels, sample_weight=sizes)
    found = zip(names.get_feature_names_out(), model.coef_[0], strict=True)
    return {str(name): round(float(value), 3) for name, value in found if round(float(value), 3) != 0}


def _difference(left: Features, right: Features) -> Features:
    names = left.keys() | right.keys()
    gaps = {name: left.get(name, 0.0) - right.get(name, 0.0) for name in sorted(names)}
    return {name: gap for name, gap in gaps.items() if gap}


def ablation(seen: Sequence[Question]) -> dict[str, float]:
    """How often the owner is right by the rules alone, by the weights alone, and by both as shipped.

    Five folds over whole articles; drills are learnt from, never asked.
    """
    asked = [number for number, one in enumerate(seen) if not one.article.startswith("drill")]
    groups = [seen[number].article for number in asked]
    right = Counter({"rules alone": 0, "learnt alone": 0, "both": 0})
    for _, held in GroupKFold(_FOLDS).split(asked, groups=groups):
        out = {groups[i] for i in held}
        weights = fit([one for one in seen if one.article not in out])
        for one in (seen[asked[i]] for i in held):
            right.update(_verdicts(weights, one))
    return {name: count / len(asked) for name, count in right.items()}


def check(weights: OwnerWeights, seen: Sequence[Question]) -> dict[str, float]:
    """The same three figures on questions that the weights were not learnt from."""
    right = Counter({"rules alone": 0, "learnt alone": 0, "both": 0})
    for one in seen:
        right.update(_verdicts(weights.weights, one))
    return {name: count / len(seen) for name, count in right.items()}


def _verdicts(weights: Mapping[str, float], one: Question) -> dict[str, int]:
    alone, both = _best(weights, one, 0.0), _best(weights, one, MARGIN)
    return {"rules alone": one.ruled, "learnt alone": alone, "both": both if one.asked else one.ruled}


def _best(weights: Mapping[str, float], one: Question, margin: float) -> bool:
    """Whether the labelled owner has the highest sum; the choice of the rules has a lead."""
    ours = total(one.right, weights) + margin * one.ruled
    return all(ours > total(row, weights) + margin * bool(row.get("rule_choice")) for row in one.others)
