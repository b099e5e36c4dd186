"""Learn of what time an amount is: a choice among the times told around each labelled amount, conditional logit.

The coefficients go to ``models/money_period.json`` with names, to be read and compared line by line.
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
from pipeline.extract.finance.owner_model import choose_owners
from pipeline.extract.finance.period_features import Time
from pipeline.extract.finance.period_model import PeriodWeights, settle
from pipeline.extract.finance.periods import carry_periods
from pipeline.train.choices import fit_choices
from pipeline.train.money_data import Lesson, label_of, opened

if TYPE_CHECKING:
    from pipeline.document import Context
    from pipeline.evaluate.gold import GoldPeriod
    from pipeline.extract.finance.draft import Draft
    from pipeline.extract.finance.period_features import Features
    from pipeline.records import Period

FEWEST = 3
"""With how many amounts a feature must come to get a coefficient."""
STRENGTH = 0.15
"""Inverse of the penalty on large coefficients; set by cross-validation on the training split."""
LEAD = 0.4
"""Lead of every time over none; from the same folds: some labels leave out what the sentence before tells."""
_FOLDS = 5


@dataclass(frozen=True, slots=True)
class Question:
    """An amount with the times that may be its own.

    Attributes:
        article: id of the labelled article, so that folds can keep its amounts together.
        told: whether the label tells a time.
        rows: the candidates.
        answer: number of the labelled time; None where no candidate is right.
        ruled: number of what the rules read.
    """

    article: str
    told: bool
    rows: tuple[Time, ...]
    answer: int | None
    ruled: int

    @property
    def right(self) -> Features:
        """Features of the labelled time; none where no candidate is right."""
        return {} if self.answer is None else self.rows[self.answer].features

    @property
    def others(self) -> tuple[Features, ...]:
        """Features of every other candidate."""
        return tuple(row.features for number, row in enumerate(self.rows) if number != self.answer)


def train_times(taught: Sequence[Lesson], out: Path) -> PeriodWeights:
    """Learn the coefficients and write them.

    Args:
        taught: labelled texts to learn from; drills tell no times.
        out: the JSON file to write.
    """
    weights = fit(list(questions(taught)))
    out.write_text(json.dumps(weights.model_dump(), indent=1, sort_keys=True) + "\n", encoding="utf-8")
    return weights


def fit(seen: Sequence[Question]) -> PeriodWeights:
    """Coefficients by feature name, and the lead of times."""
    return PeriodWeights(lead=LEAD, weights=fit_choices([one for one in seen if one.right], STRENGTH, FEWEST))


def questions(taught: Sequence[Lesson]) -> Iterator[Question]:
    """Every amount of the gold articles that has a label; amounts ahead have the times of their labels."""
    for lesson, context, seen in opened([one for one in taught if not one.id.startswith("drill")]):
        drafts = read_drafts(seen)
        choose_owners(Article(context, seen.topic, seen.parts), drafts)
        carry_periods(drafts)
        yield from _asked(lesson, context, drafts)


def _asked(lesson: Lesson, context: Context, drafts: Sequence[Draft]) -> list[Question]:
    found: list[Question] = []

    def choose(draft: Draft, rows: list[Time]) -> Period | None:
        told = label_of(draft, lesson.told)
        if told is None or told.fact is None:
            return draft.period
        answer = next((n for n, row in enumerate(rows) if _is(row.period, told.fact.period)), None)
        ruled = next(n for n, row in enumerate(rows) if "ruled" in row.features)
        found.append(Question(lesson.id, told.fact.period is not None, tuple(rows), answer, ruled))
        return draft.period if answer is None else rows[answer].period

    settle(context, drafts, choose)
    return found


def _is(period: Period | None, label: GoldPeriod | None) -> bool:
    if period is None or label is None:
        return period is None and label is None
    if period.start is None or label.start is None:
        return label.text is not None and _words(period.text) == _words(label.text)
    return (period.start, period.end or period.start) == (label.start, label.end or label.start)


def _words(text: str) -> str:
    return " ".join(text.casefold().split())


def ablation(seen: Sequence[Question]) -> dict[str, float]:
    """F1 of the times by the rules alone and by the weights, for which the rules' reading is a feature.

    Five folds over whole articles.
    """
    groups = [one.article for one in seen]
    counts = {"rules alone": Counter[str](), "both": Counter[str]()}
    for _, held in GroupKFold(_FOLDS).split(seen, groups=groups):
        out = {groups[i] for i in held}
        _count(counts, fit([one for one in seen if one.article not in out]), [seen[i] for i in held])
    return {way: _f1(ours) for way, ours in counts.items()}


def check(weights: PeriodWeights, seen: Sequence[Question]) -> dict[str, float]:
    """The same figures on amounts that the weights were not learnt from."""
    counts = {"rules alone": Counter[str](), "both": Counter[str]()}
    _count(counts, weights, seen)
    return {way: _f1(ours) for way, ours in counts.items()}


def _count(counts: Mapping[str, Counter[str]], weights: PeriodWeights, seen: Sequence[Question]) -> None:
    for one in seen:
        right = None if one.answer is None else one.rows[one.answer].period
        for way, period in (("rules alone", one.rows[one.ruled].period), ("both", weights.best(one.rows))):
            hit = period is not None and period == right
            counts[way].update(told=int(one.told), named=int(period is not None), hits=int(hit))


def _f1(counts: Mapping[str, int]) -> float:
    return 2 * counts["hits"] / max(counts["named"] + counts["told"], 1)
