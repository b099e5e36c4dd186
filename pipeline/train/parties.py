"""Learn who else takes part in a money fact: the role of every entity but the owner, multinomial logistic regression.

The coefficients go to ``models/money_party.json`` with the names of the features, to be read and compared.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sklearn.model_selection import GroupKFold

from pipeline.evaluate.names import make_name, same
from pipeline.extract.finance import read_drafts
from pipeline.extract.finance.owner_features import Article
from pipeline.extract.finance.owner_model import choose_owners
from pipeline.extract.finance.party_model import NOBODY, ROLES, PartyModel, PartyWeights, party_rows
from pipeline.train.classes import fit_classes
from pipeline.train.money_data import Lesson, label_of, opened

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pipeline.document import Chain
    from pipeline.extract.finance.draft import Draft
    from pipeline.extract.finance.owner_features import Features
    from pipeline.train.contexts import Readers

FEWEST = 4
"""In how many examples a feature must stand to get a coefficient."""
STRENGTH = 0.1
"""Inverse of the penalty on large coefficients; with LEAST from five folds of the training split."""
LEAST = 0.3
"""Chance that a role must have to be told."""
_FOLDS = 5


@dataclass(frozen=True, slots=True)
class Example:
    """An entity beside a fact.

    Attributes:
        article: id of the labelled article.
        metric: of the fact.
        features: of the entity.
        right: its labelled role, or ``none``.
        ruled: the role that the rules give it, or ``none``.
    """

    article: str
    metric: str
    features: Features
    right: str
    ruled: str


def examples(taught: Sequence[Lesson], readers: Readers | None = None) -> Iterator[Example]:
    """Every entity but the owner of every labelled fact in which others can take part; drills tell no parts."""
    gold = [one for one in taught if not one.id.startswith("drill")]
    for lesson, context, seen in opened(gold, readers):
        drafts, article = read_drafts(seen), Article(context, seen.topic, seen.parts)
        choose_owners(article, drafts)
        last: Draft | None = None
        for draft in drafts:
            told = label_of(draft, lesson.told)
            if told is not None and told.fact is not None and draft.metric in ROLES:
                labelled = [(lesson.names[party.entity], party.role) for party in told.fact.counterparties]
                for chain, row in party_rows(article, draft, last):
                    name = make_name(chain.name, chain.aliases)
                    right = next((role for other, role in labelled if same(name, other)), NOBODY)
                    yield Example(lesson.id, draft.metric, row, right, _ruled(draft, chain))
            last = draft


def _ruled(draft: Draft, chain: Chain) -> str:
    return next((role for party, role in draft.parties if party is chain), NOBODY)


def train_parties(taught: Sequence[Lesson], out: Path, readers: Readers | None = None) -> PartyWeights:
    """Learn the coefficients and write them."""
    weights = fit(list(examples(taught, readers)))
    out.write_text(json.dumps(weights.model_dump(), sort_keys=True, separators=(",", ":")) + "\n", encoding="utf-8")
    return weights


def fit(seen: Sequence[Example]) -> PartyWeights:
    """Coefficients by feature name."""
    return PartyWeights(least=LEAST, **fit_classes(seen, STRENGTH, FEWEST))


def ablation(seen: Sequence[Example]) -> dict[str, float]:
    """F1 of the parties by the rules alone and by the weights; five folds over whole articles."""
    groups = [one.article for one in seen]
    counts = {"rules alone": Counter[str](), "both": Counter[str]()}
    for _, held in GroupKFold(_FOLDS).split(seen, groups=groups):
        out = {groups[i] for i in held}
        _count(counts, PartyModel(fit([one for one in seen if one.article not in out])), [seen[i] for i in held])
    return {way: _f1(ours) for way, ours in counts.items()}


def check(weights: PartyWeights, seen: Sequence[Example]) -> dict[str, float]:
    """The same figures on facts that the weights were not learnt from."""
    counts = {"rules alone": Counter[str](), "both": Counter[str]()}
    _count(counts, PartyModel(weights), seen)
    return {way: _f1(ours) for way, ours in counts.items()}


def _count(counts: Mapping[str, Counter[str]], model: PartyModel, seen: Sequence[Example]) -> None:
    for one in seen:
        for way, role in (("rules alone", one.ruled), ("both", model.role(one.features, one.metric) or NOBODY)):
            hit = role == one.right != NOBODY
            counts[way].update(told=int(one.right != NOBODY), named=int(role != NOBODY), hits=int(hit))


def _f1(counts: Mapping[str, int]) -> float:
    return 2 * counts["hits"] / max(counts["named"] + counts["told"], 1)
