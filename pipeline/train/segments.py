"""Learn which part of its owner an amount measures: a choice among stretches of the sentence, conditional logit.

The coefficients go to ``models/money_segment.json`` with names, to be read and compared line by line.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sklearn.model_selection import GroupKFold

from pipeline.evaluate.names import make_name
from pipeline.extract.finance import read_drafts
from pipeline.extract.finance.owner_features import Article
from pipeline.extract.finance.owner_model import choose_owners
from pipeline.extract.finance.segment_features import candidates
from pipeline.extract.finance.segment_model import SegmentWeights
from pipeline.train.choices import fit_choices
from pipeline.train.money_data import Lesson, label_of, opened

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pipeline.document import Context
    from pipeline.extract.finance.segment_features import Candidate, Features, Range

FEWEST = 3
"""With how many amounts a feature must come to get a coefficient."""
STRENGTH = 0.5
"""Inverse of the penalty on large coefficients; set by five-fold cross-validation on the training split."""
LEAD = 1.0
"""Lead of every part over the whole; from the same folds."""
_FOLDS = 5


@dataclass(frozen=True, slots=True)
class Question:
    """An amount with the stretches that may be what it measures.

    Attributes:
        article: id of the labelled article, so that folds can keep its amounts together.
        part: whether the label names a part.
        rows: the candidates.
        answer: number of the labelled stretch, or of the whole; None where no candidate is right.
        ruled: number of what the rules read.
    """

    article: str
    part: bool
    rows: tuple[Candidate, ...]
    answer: int | None
    ruled: int | None

    @property
    def right(self) -> Features:
        """Features of the labelled stretch; none where no candidate is right."""
        return {} if self.answer is None else self.rows[self.answer].features

    @property
    def others(self) -> tuple[Features, ...]:
        """Features of every other candidate."""
        return tuple(row.features for number, row in enumerate(self.rows) if number != self.answer)


def train_segments(taught: Sequence[Lesson], out: Path) -> SegmentWeights:
    """Learn the coefficients and write them.

    Args:
        taught: labelled texts to learn from; drills tell no parts.
        out: the JSON file to write.
    """
    weights = fit(list(questions(taught)))
    out.write_text(json.dumps(weights.model_dump(), indent=1, sort_keys=True) + "\n", encoding="utf-8")
    return weights


def fit(seen: Sequence[Question]) -> SegmentWeights:
    """Coefficients by feature name, and the lead of parts."""
    return SegmentWeights(lead=LEAD, weights=fit_choices([one for one in seen if one.right], STRENGTH, FEWEST))


def questions(taught: Sequence[Lesson]) -> Iterator[Question]:
    """Every amount of the gold articles that stands for itself and has a label."""
    for lesson, context, seen in opened([one for one in taught if not one.id.startswith("drill")]):
        drafts = read_drafts(seen)
        choose_owners(Article(context, seen.topic, seen.parts), drafts)
        for draft in drafts:
            told = label_of(draft, lesson.told)
            if told is None or told.fact is None or draft.previous or draft.by.startswith("results."):
                continue
            rows = tuple(candidates(context, draft))
            named = told.fact.segment
            answer = next((n for n, one in enumerate(rows) if _is(context, one.stretch, named)), None)
            ruled = next((n for n, one in enumerate(rows) if one.stretch == draft.segment), None)
            yield Question(lesson.id, named is not None, rows, answer, ruled)


def _is(context: Context, stretch: Range | None, named: str | None) -> bool:
    if stretch is None or named is None:
        return stretch is None and named is None
    return make_name(context.doc[stretch[0] : stretch[1]].text).forms == make_name(named).forms


def ablation(seen: Sequence[Question]) -> dict[str, float]:
    """F1 of the parts by the rules alone and by the weights, for which the rules' reading is a feature.

    Five folds over whole articles.
    """
    groups = [one.article for one in seen]
    counts = {"rules alone": Counter[str](), "both": Counter[str]()}
    for _, held in GroupKFold(_FOLDS).split(seen, groups=groups):
        out = {groups[i] for i in held}
        _count(counts, fit([one for one in seen if one.article not in out]), [seen[i] for i in held])
    return {way: _f1(ours) for way, ours in counts.items()}


def check(weights: SegmentWeights, seen: Sequence[Question]) -> dict[str, float]:
    """The same figures on amounts that the weights were not learnt from."""
    counts = {"rules alone": Counter[str](), "both": Counter[str]()}
    _count(counts, weights, seen)
    return {way: _f1(ours) for way, ours in counts.items()}


def _count(counts: Mapping[str, Counter[str]], weights: SegmentWeights, seen: Sequence[Question]) -> None:
    for one in seen:
        chosen = weights.best(one.rows)
        right = None if one.answer is None else one.rows[one.answer].stretch
        for way, stretch in (
            ("rules alone", None if one.ruled is None else one.rows[one.ruled].stretch),
            ("both", chosen),
        ):
            hit = stretch is not None and stretch == right
            counts[way].update(told=int(one.part), named=int(stretch is not None), hits=int(hit))


def _f1(counts: Mapping[str, int]) -> float:
    return 2 * counts["hits"] / max(counts["named"] + counts["told"], 1)
