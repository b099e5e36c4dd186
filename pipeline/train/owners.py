"""Learn whose amount a money fact tells: pairs of (right owner, other entity) of the gold set, logistic regression.

Every draft that matches a labelled fact gives one pair for each other candidate: the difference of their features,
once as it is and once turned round. The coefficients go to ``models/money_owner.json`` with names, to be read and
compared line by line.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from pipeline import load
from pipeline.annotate import annotate
from pipeline.clean import clean
from pipeline.evaluate.gold import GoldArticle, GoldFinancial, read_gold
from pipeline.evaluate.names import make_name, same
from pipeline.extract.finance import read_drafts
from pipeline.extract.finance.owner_features import Article
from pipeline.extract.finance.owner_model import OwnerWeights
from pipeline.extract.finance.topic import find_topic
from pipeline.ingest import read_text
from pipeline.records import Published

if TYPE_CHECKING:
    from decimal import Decimal

    from pipeline.document import Chain, Context
    from pipeline.extract.finance.draft import Draft
    from pipeline.extract.finance.owner_features import Features

FEWEST = 3
"""In how many examples a feature must differ between owner and others to get a coefficient."""
STRENGTH = 0.3
"""Inverse of the penalty on large coefficients; set by five-fold cross-validation on the training split."""
MARGIN = 0.5
"""Lead of the rules' own choice; from the same folds."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The entities that are the labelled owner of a draft, mostly one; none where it belongs to nobody."""

    owners: tuple[Chain, ...]

    def has(self, chain: Chain | None) -> bool:
        """Whether a candidate is right."""
        return not self.owners if chain is None else any(chain is one for one in self.owners)


@dataclass(frozen=True, slots=True)
class Question:
    """A draft with its candidates.

    Attributes:
        article: id of the labelled article, so that folds can keep its drafts together.
        right: features of the labelled owner.
        others: features of every other candidate.
    """

    article: str
    right: Features
    others: tuple[Features, ...]


def train_owners(folders: Sequence[Path], out: Path) -> OwnerWeights:
    """Learn the coefficients from gold folders and write them.

    Args:
        folders: gold sets to learn from.
        out: the JSON file to write.
    """
    golds = [gold for folder in folders for gold in read_gold(folder)]
    weights = OwnerWeights(margin=MARGIN, weights=fit(list(questions(golds))))
    out.write_text(json.dumps(weights.model_dump(), indent=1, sort_keys=True) + "\n", encoding="utf-8")
    return weights


def questions(golds: Sequence[GoldArticle]) -> Iterator[Question]:
    """Every draft of the labelled articles whose owner the labels tell and the article names."""
    extractor = load()
    articles = (
        clean(
            read_text(one.text, published=Published(date=one.labels.published, basis="option")),
            extractor.settings.languages,
        )
        for one in golds
    )
    for gold, (article, doc) in zip(
        golds, annotate(articles, extractor.nlp, extractor.settings.batch_size), strict=True
    ):
        context = extractor.context(article, doc)
        topic = find_topic(context)
        drafts = read_drafts(context, topic)
        seen, last = Article(context, topic), None
        for draft, answer in zip(drafts, label_drafts(context, drafts, gold), strict=True):
            asked = answer is not None and draft.owner_basis != "frame"  # a frame's owner stands whatever is learnt
            rows = seen.candidates(draft, last) if asked else []
            right = [row for chain, row in rows if answer is not None and answer.has(chain)]
            if right and answer is not None:
                others = tuple(row for chain, row in rows if not answer.has(chain))
                yield Question(gold.labels.id, right[0], others)
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


def label_drafts(context: Context, drafts: Sequence[Draft], gold: GoldArticle) -> list[Answer | None]:
    """The labelled owner of each draft; None where no label tells its sum or the article's entities lack the owner."""
    places = [(fact, _place(gold.text, fact.evidence)) for fact in gold.labels.financials]
    return [_answer(context, draft, places, gold) for draft in drafts]


def _answer(
    context: Context, draft: Draft, places: Iterable[tuple[GoldFinancial, tuple[int, int]]], gold: GoldArticle
) -> Answer | None:
    alike = [
        (start <= draft.at < end, fact.metric == draft.metric, -place, fact)
        for place, (fact, (start, end)) in enumerate(places)
        if _same_sum(draft, fact)
    ]
    if not alike:
        return None
    fact = max(alike, key=lambda row: row[:3])[3]
    if fact.entity is None:
        return Answer(())
    entity = next(one for one in gold.labels.entities if one.name == fact.entity)
    wanted = make_name(entity.name, entity.aliases)
    found = tuple(chain for chain in context.chains if same(make_name(chain.name, chain.aliases), wanted))
    return Answer(found) if found else None


def _same_sum(draft: Draft, fact: GoldFinancial) -> bool:
    if draft.slot is None:
        change = draft.growth.percent if draft.growth is not None else None
        return change is not None and fact.value is None and fact.change is not None and fact.change.percent == change
    money = draft.slot.money
    told = ((money.value, fact.value), (money.low, fact.low), (money.high, fact.high))
    stated = [(ours, theirs) for ours, theirs in told if theirs is not None]
    return bool(stated) and all(ours is not None and _close(ours, theirs) for ours, theirs in stated)


def _close(ours: Decimal, theirs: Decimal) -> bool:
    return abs(ours - theirs) * 200 <= abs(theirs)


def _place(text: str, words: str) -> tuple[int, int]:
    """Offsets of a quote in the text, however the lines are broken; nowhere is (-1, -1)."""
    match = re.search(r"\s+".join(map(re.escape, words.split())), text)
    return (-1, -1) if match is None else match.span()
