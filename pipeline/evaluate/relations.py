"""Scores of relations.

``relation``: type and both ends. ``relation_strict``: status and owned share too. Family ties and loose links have no
direction. Slots: ``relation.status``, ``relation.role``, ``relation.share``.
"""

from __future__ import annotations

from pipeline.evaluate.names import same
from pipeline.evaluate.outcome import Outcome, make_outcome
from pipeline.evaluate.pairing import close, count_slot, overlapping, pair
from pipeline.evaluate.tally import Tally
from pipeline.evaluate.views import ArticleView, RelationView

_MUTUAL = frozenset({"family", "associated"})


def score_relations(gold: ArticleView, predicted: ArticleView, tally: Tally) -> list[Outcome]:
    """Count the relations of an article."""
    found = pair(gold.relations, predicted.relations, _score)
    found.count(tally, "relation")
    found.count(tally, "relation_strict", sum(not _wrong(a, b) for a, b in found.pairs))
    found.count_by(tally, "relation", lambda item: item.type, lambda _a, _b: True)
    for a, b in found.golds():
        count_slot(tally, "relation.status", a, b)
        count_slot(tally, "relation.role", a, b, _same_role)
        count_slot(tally, "relation.share", a, b, close)
    outcomes = [_outcome(gold.id, a, b) for a, b in found.golds()]
    return outcomes + [_outcome(gold.id, None, b) for b in found.false]


def _score(gold: RelationView, predicted: RelationView) -> float:
    if gold.type != predicted.type:
        return 0.0
    straight = same(gold.subject, predicted.subject) and same(gold.object, predicted.object)
    turned = same(gold.subject, predicted.object) and same(gold.object, predicted.subject)
    if not (straight or (gold.type in _MUTUAL and turned)):
        return 0.0
    return 1.0 + 0.3 * overlapping(gold, predicted) + 0.3 * (gold.status == predicted.status)


def _wrong(gold: RelationView, predicted: RelationView) -> tuple[str, ...]:
    wrong = []
    if gold.status is not None and gold.status != predicted.status:
        wrong.append(f"status: {gold.status}, not {predicted.status}")
    if not (gold.share is predicted.share is None or close(gold.share, predicted.share)):
        wrong.append(f"share: {gold.share}, not {predicted.share}")
    return tuple(wrong)


def _outcome(article: str, gold: RelationView | None, predicted: RelationView | None) -> Outcome:
    wrong = () if gold is None or predicted is None else _wrong(gold, predicted)
    right = not any(slot.startswith("status") for slot in wrong)
    return make_outcome(("relation", article), gold, predicted, right=right, wrong=wrong)


def _same_role(a: str, b: str) -> bool:
    return _plain(a) == _plain(b)


def _plain(role: str) -> str:
    return " ".join(role.casefold().replace("-", " ").split())
