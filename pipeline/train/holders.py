"""Learn in what a role is held whose clause does not say: a choice among entities, as a conditional logit.

Every role of a person with no holder beside it is a question with a row for each entity that may hold it, and "none of
them" beside. The coefficients go to ``models/relation_holder.json`` with names, to be read and compared line by line.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from scipy.optimize import minimize
from sklearn.feature_extraction import DictVectorizer
from sklearn.model_selection import GroupKFold

from pipeline import load
from pipeline.annotate import annotate
from pipeline.clean import clean
from pipeline.evaluate.gold import GoldArticle
from pipeline.evaluate.names import make_name, same
from pipeline.extract.relations import open_roles
from pipeline.extract.relations.holder_model import HolderWeights, candidates, probabilities
from pipeline.ingest import read_text
from pipeline.records import Published

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from scipy.sparse import csr_matrix

    from pipeline.document import Context
    from pipeline.extract.relations.holder_features import Features

FEWEST = 3
"""In how many rows a feature must stand to get a coefficient."""
STRENGTH = 0.2
"""Inverse of the penalty on large coefficients; from five-fold cross-validation on the training split."""
LEAST = 0.37
"""Probability that a holder must reach; from the same folds, where four in five of those chosen are right."""
HELD = frozenset({"directorship", "employment", "founder", "representation", "ownership", "investor"})
"""Relations that a role states."""
_FOLDS = 5
_DIGITS = 3
_LARGEST = 30.0
"""Sums beyond it are certain."""


@dataclass(frozen=True, slots=True)
class Question:
    """A role with its candidates.

    Attributes:
        article: id of the labelled article, so that folds can keep its roles together.
        rows: features of each candidate, and whether the labels say that the role is held there.
    """

    article: str
    rows: tuple[tuple[Features, bool], ...]

    @property
    def answered(self) -> bool:
        """Whether one of the candidates is right."""
        return any(right for _, right in self.rows)


def train_holders(golds: Sequence[GoldArticle], out: Path) -> HolderWeights:
    """Learn the coefficients and write them.

    Args:
        golds: articles to learn from.
        out: the JSON file to write.
    """
    weights = fit(list(questions(golds)))
    out.write_text(json.dumps(weights.model_dump(), indent=1, sort_keys=True) + "\n", encoding="utf-8")
    return weights


def questions(golds: Sequence[GoldArticle]) -> Iterator[Question]:
    """Every open role of the labelled articles whose person the labels know."""
    extractor = load()
    articles = (
        clean(read_text(one.text, published=Published(date=one.labels.published, basis="option")), ("en",))
        for one in golds
    )
    read = annotate(articles, extractor.nlp, extractor.settings.batch_size)
    for gold, (article, doc) in zip(golds, read, strict=True):
        yield from _asked(gold, extractor.context(article, doc))


def _asked(gold: GoldArticle, context: Context) -> Iterator[Question]:
    names = {one.name: make_name(one.name, one.aliases) for one in gold.labels.entities}
    for role, person in open_roles(context):
        printed = make_name(person.name, person.aliases)
        if not any(same(printed, name) for name in names.values()):
            continue
        held = [
            names[one.object] for one in gold.labels.relations if one.type in HELD and same(names[one.subject], printed)
        ]
        rows = tuple(
            (features, any(same(make_name(chain.name, chain.aliases), name) for name in held))
            for chain, features in candidates(context, role, person)
        )
        if rows:
            yield Question(gold.labels.id, rows)


def fit(asked: Sequence[Question], strength: float = STRENGTH) -> HolderWeights:
    """Coefficients by feature name, to three places."""
    rows = [row for one in asked for row in one.rows]
    counts = Counter(name for features, _ in rows for name in features)
    kept = [{name: value for name, value in features.items() if counts[name] >= FEWEST} for features, _ in rows]
    names = DictVectorizer()
    table = names.fit_transform(kept).tocsr()
    owner = np.repeat(np.arange(len(asked)), [len(one.rows) for one in asked])
    right = np.array([right for _, right in rows], dtype=float)
    start = np.zeros(table.shape[1] + 1)
    found = minimize(_loss, start, (table, owner, right, 1.0 / strength), jac=True, method="L-BFGS-B").x
    named = zip(names.get_feature_names_out(), found[:-1], strict=True)
    weights = {str(name): round(float(value), _DIGITS) for name, value in named if round(float(value), _DIGITS) != 0}
    return HolderWeights(least=LEAST, bias=round(float(found[-1]), _DIGITS), weights=weights)


def _loss(
    weights: NDArray[np.float64],
    table: csr_matrix,
    owner: NDArray[np.int64],
    right: NDArray[np.float64],
    penalty: float,
) -> tuple[float, NDArray[np.float64]]:
    """Negative log-likelihood of the right answers, with its gradient.

    Args:
        weights: a coefficient for each column, and the bias.
        table: features of all candidates, a row for each.
        owner: the question that each row belongs to.
        right: 1 for rows that are right; a question without any is answered by "none of them".
        penalty: on the squares of the coefficients, not on the bias.
    """
    parts = np.exp(np.clip(table @ weights[:-1] + weights[-1], -_LARGEST, _LARGEST))
    whole = 1.0 + np.bincount(owner, parts)
    good = np.bincount(owner, parts * right)
    none = np.bincount(owner, right) == 0
    good[none] = 1.0
    pulled = parts / whole[owner] - np.where(none[owner], 0.0, parts * right / good[owner])
    slope = np.append(table.T @ pulled + penalty * weights[:-1], pulled.sum())
    return float(np.log(whole / good).sum() + penalty / 2 * weights[:-1] @ weights[:-1]), slope


def ablation(seen: Sequence[Question]) -> dict[str, tuple[float, float]]:
    """Precision and recall of the rules alone and of the weights with the rules, in five folds over whole articles."""
    answers = []
    for learnt, held in GroupKFold(_FOLDS).split(seen, groups=[one.article for one in seen]):
        weights = fit([seen[place] for place in learnt])
        answers += [(seen[place], _chosen(weights, seen[place])) for place in held]
    return _figures(answers)


def check(weights: HolderWeights, seen: Sequence[Question]) -> dict[str, tuple[float, float]]:
    """The same figures on roles that the weights were not learnt from."""
    return _figures([(one, _chosen(weights, one)) for one in seen])


def _chosen(weights: HolderWeights, one: Question) -> bool | None:
    """Whether the chosen candidate is right; None where none is chosen."""
    chances = probabilities([features for features, _ in one.rows], weights)
    best = max(range(len(chances)), key=chances.__getitem__)
    return one.rows[best][1] if chances[best] > weights.least else None


def _figures(answers: Sequence[tuple[Question, bool | None]]) -> dict[str, tuple[float, float]]:
    ruled = [next((right for features, right in one.rows if "ruled" in features), None) for one, _ in answers]
    wanted = sum(one.answered for one, _ in answers)
    found = {"rules alone": ruled, "both": [verdict for _, verdict in answers]}
    return {
        name: (
            _share(sum(v is True for v in told), sum(v is not None for v in told)),
            _share(sum(map(bool, told)), wanted),
        )
        for name, told in found.items()
    }


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0
