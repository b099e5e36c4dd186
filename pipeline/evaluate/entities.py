"""Scores of entities, their mentions and their clusters.

- ``entity``: one-to-one by name. ``entity_typed``: the type is right too. ``entity_typed:Company`` and so on by type.
- ``mention_strict``, ``mention_exact``, ``mention_partial``, ``mention_type``: mentions by name, as nervaluate counts
  them (SemEval 2013, task 9.1). In the gold set a mention is every printed name of an entity outside page furniture.
- ``cluster``: B-cubed (Bagga and Baldwin 1998) over the mentions that both sides have with the same offsets, so that it
  measures which mentions are taken together and not which were found. ``cluster_all``: the same over all mentions;
  one that the other side has not counts nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from nervaluate.entities import Entity
from nervaluate.strategies import (
    EntityTypeEvaluation,
    EvaluationStrategy,
    ExactEvaluation,
    PartialEvaluation,
    StrictEvaluation,
)

from pipeline.evaluate.names import SAME, likeness
from pipeline.evaluate.outcome import Outcome, make_outcome
from pipeline.evaluate.pairing import pair
from pipeline.evaluate.tally import Tally
from pipeline.evaluate.views import ArticleView, EntityView, MentionView, Offsets

_STRATEGIES: tuple[tuple[str, EvaluationStrategy], ...] = (
    ("mention_strict", StrictEvaluation()),
    ("mention_exact", ExactEvaluation()),
    ("mention_partial", PartialEvaluation()),
    ("mention_type", EntityTypeEvaluation()),
)


def score_entities(gold: ArticleView, predicted: ArticleView, tally: Tally) -> list[Outcome]:
    """Count entities, mentions and clusters of an article."""
    found = pair(gold.entities, predicted.entities, _score)
    right = sum(_right(a, b) for a, b in found.pairs)
    found.count(tally, "entity")
    found.count(tally, "entity_typed", right)
    found.count_by(tally, "entity_typed", lambda item: item.type, _right)
    outcomes = [_outcome(gold.id, a, b) for a, b in found.golds()]
    outcomes += [_outcome(gold.id, None, b) for b in found.false]
    _score_mentions(gold, predicted, tally)
    return outcomes


def _score(gold: EntityView, predicted: EntityView) -> float:
    """A shared name is worth more than one name inside the other, and the type settles between equals."""
    alike = likeness(gold.name, predicted.name)
    if not alike:
        return 0.0
    printed = gold.name.printed == predicted.name.printed
    return alike + (1.0 if alike == SAME else 0.0) + 0.5 * (gold.type == predicted.type) + 0.1 * printed


def _right(gold: EntityView, predicted: EntityView) -> bool:
    return gold.type == predicted.type


def _outcome(article: str, gold: EntityView | None, predicted: EntityView | None) -> Outcome:
    wrong: tuple[str, ...] = ()
    if gold is not None and predicted is not None and gold.type != predicted.type:
        wrong = (f"type: {gold.type}, not {predicted.type}",)
    return make_outcome(("entity", article), gold, predicted, right=not wrong, wrong=wrong)


def _score_mentions(gold: ArticleView, predicted: ArticleView, tally: Tally) -> None:
    outside = _outside(gold.mentions, predicted.furniture)
    optional = {number for number, entity in enumerate(gold.entities) if entity.optional}
    ours = _outside(predicted.mentions, predicted.furniture)
    free = {(m.start, m.end) for m in outside if m.entity in optional}
    true = [_entity(m) for m in outside if m.entity not in optional]
    pred = [_entity(m) for m in ours if (m.start, m.end) not in free]
    for key, strategy in _STRATEGIES:
        _add(tally, key, strategy, true, pred)
    for kind in sorted({m.label for m in (*true, *pred)}):
        theirs, found = [m for m in true if m.label == kind], [m for m in pred if m.label == kind]
        _add(tally, f"mention_strict:{kind}", _STRATEGIES[0][1], theirs, found)
    _score_clusters(
        [m for m in outside if m.entity not in optional], [m for m in ours if (m.start, m.end) not in free], tally
    )


def _entity(mention: MentionView) -> Entity:
    # nervaluate counts the last character in.
    return Entity(label=mention.type, start=mention.start, end=mention.end - 1)


def _add(tally: Tally, key: str, strategy: EvaluationStrategy, true: list[Entity], pred: list[Entity]) -> None:
    result, _ = strategy.evaluate(true, pred, sorted({m.label for m in (*true, *pred)}))
    hits = result.correct + (0.5 * result.partial if key == "mention_partial" else 0.0)
    tally.add(key, hits, result.actual, result.possible)


def _outside(mentions: Iterable[MentionView], furniture: tuple[Offsets, ...]) -> list[MentionView]:
    return [m for m in mentions if not any(start <= m.start and m.end <= end for start, end in furniture)]


def _score_clusters(gold: Sequence[MentionView], predicted: Sequence[MentionView], tally: Tally) -> None:
    theirs = {(m.start, m.end): m.entity for m in gold}
    ours = {(m.start, m.end): m.entity for m in predicted}
    _b_cubed("cluster_all", theirs, ours, tally)
    both = theirs.keys() & ours.keys()
    _b_cubed("cluster", {place: theirs[place] for place in both}, {place: ours[place] for place in both}, tally)


def _b_cubed(key: str, theirs: Mapping[Offsets, int], ours: Mapping[Offsets, int], tally: Tally) -> None:
    """Each mention's part of its cluster that the other side has together too; nothing for one that it has not."""
    shared = Counter((theirs[place], ours[place]) for place in sorted(theirs.keys() & ours.keys()))
    gold_sizes, sizes = Counter(theirs.values()), Counter(ours.values())
    precision = sum(count * count / sizes[entity] for (_, entity), count in shared.items())
    recall = sum(count * count / gold_sizes[entity] for (entity, _), count in shared.items())
    tally.add(key, precision, len(ours), len(theirs), found=recall)
