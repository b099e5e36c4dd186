"""The report of an evaluation: figures with intervals, groups, reliability, false alarms, and every outcome."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from pipeline.evaluate.documents import ArticleScore, score_article
from pipeline.evaluate.groups import group_of
from pipeline.evaluate.outcome import KINDS, Outcome
from pipeline.evaluate.reliability import Reliability, judged, reliability
from pipeline.evaluate.tally import Figure, figures, rows
from pipeline.evaluate.views import ArticleView

_UNSEEN = frozenset({"test", "test_first", "test_second"})

MAIN = ("entity_typed", "relation", "event_action_status", "event.targets", "money_metric_entity", "revenue_share")
"""What the breakdowns by category and style show."""

BY_WORD = {
    "action": "event_action_status",
    "metric": "money_metric_entity",
    "entity type": "entity_typed",
    "mention type": "mention_strict",
    "relation type": "relation",
}
"""Breakdowns by a word of the vocabulary, and the count they split."""


@dataclass(frozen=True, slots=True)
class HardNegatives:
    """False alarms on articles that speak of sanctions in another sense: none of their events can be right."""

    articles: int
    alarmed: int
    false_events: int


@dataclass(frozen=True, slots=True)
class Report:
    """All that an evaluation found out.

    Attributes:
        gold: the gold set, as named.
        gold_digest: SHA-256 of its texts and labels as compared.
        articles: number of labelled articles.
        without_record: ids of those for which there is no record; everything in them counts as missed.
        figures: by name, with 95% intervals.
        groups: kind of group → group → figures.
        reliability: by kind of fact, and ``all``.
        hard_negatives: false alarms on them.
        scores: the articles' counts and outcomes.
        hidden: misses are not to be shown: the set is kept unseen.
    """

    gold: str
    gold_digest: str
    articles: int
    without_record: tuple[str, ...]
    figures: Mapping[str, Figure]
    groups: Mapping[str, Mapping[str, Mapping[str, Figure]]]
    reliability: Mapping[str, Reliability]
    hard_negatives: HardNegatives
    scores: Sequence[ArticleScore]
    hidden: bool

    def outcomes(self) -> list[Outcome]:
        """Every outcome in the order of articles; none where they are hidden."""
        return [] if self.hidden else [outcome for score in self.scores for outcome in score.outcomes]


def evaluate(
    gold: Sequence[ArticleView], predictions: Mapping[str, ArticleView], *, name: str = "", hidden: bool = False
) -> Report:
    """Compare labels with records.

    Args:
        gold: labelled articles.
        predictions: records by article id; one that has no label is not looked at.
        name: of the gold set.
        hidden: keep the outcomes out of every output.
    """
    scores = [score_article(article, predictions.get(article.id)) for article in gold]
    table = figures([score.tally for score in scores])
    outcomes = [outcome for score in scores for outcome in score.outcomes]
    return Report(
        gold=name,
        gold_digest=digest(gold),
        articles=len(gold),
        without_record=tuple(score.gold.id for score in scores if not score.found),
        figures={key: figure for key, figure in table.items() if ":" not in key},
        groups=_groups(scores, table),
        reliability=_reliability(outcomes),
        hard_negatives=_hard_negatives(scores),
        scores=scores,
        hidden=hidden,
    )


def is_unseen(path: Path) -> bool:
    """Whether a gold set is the one nobody looks at while working: ``test``, one of its labellings, or their files."""
    whole = path.resolve()
    return not _UNSEEN.isdisjoint((whole.stem, whole.name, whole.parent.name))


def digest(gold: Sequence[ArticleView]) -> str:
    """SHA-256 of the articles with their labels, whatever form they were read from."""
    whole = hashlib.sha256()
    for article in gold:
        whole.update(json.dumps(asdict(article), default=_plain, sort_keys=True).encode())
    return whole.hexdigest()


def _plain(value: object) -> object:
    """What JSON has no form for; sets are sorted, since their order changes from run to run."""
    return sorted(map(repr, value)) if isinstance(value, (set, frozenset)) else repr(value)


def to_json(report: Report) -> str:
    """The report as JSON; without outcomes where they are hidden."""
    data = {
        "gold": report.gold,
        "gold_sha256": report.gold_digest,
        "articles": report.articles,
        "without_record": report.without_record,
        "hidden": report.hidden,
        "figures": {key: asdict(figure) for key, figure in report.figures.items()},
        "groups": {
            kind: {group: {key: asdict(figure) for key, figure in table.items()} for group, table in groups.items()}
            for kind, groups in report.groups.items()
        },
        "reliability": {kind: asdict(table) for kind, table in report.reliability.items()},
        "hard_negatives": asdict(report.hard_negatives),
        "counts": {score.gold.id: score.tally.counts for score in report.scores},
        "outcomes": [asdict(outcome) for outcome in report.outcomes()],
    }
    return json.dumps(data, indent=1, ensure_ascii=False) + "\n"


def _groups(scores: Sequence[ArticleScore], table: Mapping[str, Figure]) -> dict[str, dict[str, dict[str, Figure]]]:
    groups: dict[str, dict[str, dict[str, Figure]]] = {}
    for kind in ("category", "style"):
        members: dict[str, list[ArticleScore]] = defaultdict(list)
        for score in scores:
            members[group_of(kind, getattr(score.gold, kind))].append(score)
        groups[kind] = {group: _main_figures(members[group]) for group in sorted(members)}
    for kind, prefix in BY_WORD.items():
        groups[kind] = {word: {prefix: figure} for word, figure in rows(table, prefix)}
    return groups


def _main_figures(scores: Sequence[ArticleScore]) -> dict[str, Figure]:
    table = figures([score.tally for score in scores])
    return {key: table[key] for key in MAIN if key in table}


def _reliability(outcomes: Sequence[Outcome]) -> dict[str, Reliability]:
    tables: dict[str, Reliability] = {kind: reliability(judged(outcomes, kind)) for kind in KINDS if kind != "entity"}
    return {**tables, "all": reliability(judged(outcomes))}


def _hard_negatives(scores: Sequence[ArticleScore]) -> HardNegatives:
    negatives = [score for score in scores if group_of("category", score.gold.category) == "hard_negative"]
    alarms = [
        sum(outcome.kind == "event" and outcome.verdict == "false" for outcome in score.outcomes) for score in negatives
    ]
    return HardNegatives(len(negatives), sum(count > 0 for count in alarms), sum(alarms))
