"""Score one article: every kind of fact, on counts and outcomes."""

from __future__ import annotations

from dataclasses import dataclass, field

from pipeline.evaluate.entities import score_entities
from pipeline.evaluate.events import score_events
from pipeline.evaluate.money import score_money, score_shares
from pipeline.evaluate.outcome import Outcome
from pipeline.evaluate.relations import score_relations
from pipeline.evaluate.tally import Tally
from pipeline.evaluate.values import score_values
from pipeline.evaluate.views import ArticleView

_SCORERS = (score_entities, score_relations, score_events, score_money, score_shares, score_values)


@dataclass(slots=True)
class ArticleScore:
    """Counts and outcomes of one article.

    Attributes:
        gold: the labelled article.
        found: whether there was a record for it.
        tally: its counts.
        outcomes: every pair, miss and false alarm.
    """

    gold: ArticleView
    found: bool
    tally: Tally = field(default_factory=Tally)
    outcomes: list[Outcome] = field(default_factory=list)


def score_article(gold: ArticleView, predicted: ArticleView | None) -> ArticleScore:
    """Compare an article's labels with its record; without a record all is missed."""
    score = ArticleScore(gold, predicted is not None)
    other = predicted or ArticleView(id=gold.id, text=gold.text, published=gold.published)
    for scorer in _SCORERS:
        score.outcomes += scorer(gold, other, score.tally)
    return score
