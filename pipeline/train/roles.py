"""Learn who plays which part in an event: pairs of (mention, entity) of the gold set, one logistic regression a role.

A mention is what the rules found at the words of a labelled event; where they found nothing the words themselves stand
for it, with no reading of the rules. The coefficients go to ``models/event_roles.json`` with names, to be read and
compared line by line.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from pipeline.evaluate.gold import GoldArticle, GoldEvent, read_gold
from pipeline.evaluate.names import likeness, make_name
from pipeline.extract.events import read_mentions
from pipeline.extract.events.candidate import Candidate
from pipeline.extract.events.role_features import ROLES, Features, Surroundings
from pipeline.extract.events.roles import RoleModel, RoleWeights, choose, fits
from pipeline.records import Published
from pipeline.train.contexts import Readers, read_contexts

if TYPE_CHECKING:
    from pipeline.document import Chain, Context

FEWEST = 4
"""In how many pairs a feature must stand to get a coefficient."""
STRENGTH = 0.1
"""Inverse of the penalty on large coefficients; set by five-fold cross-validation on the training split."""
LEVELS: Mapping[str, tuple[float, float, float]] = {
    "authorities": (0.05, 0.42, 0.9),
    "targets": (0.05, 0.4, 0.55),
    "programs": (0.0, 1.0, 1.0),
}
"""Chances from which an entity keeps a role, is given it where the rules found none, is given it beside others. Set on
the folds and on dev, higher than the best F1 asks for: something wrong is worse than something missing. Programmes are
left to the rules, which are better there."""
_NEAR = frozenset(
    map(frozenset, (("designate", "expand"), ("ease", "delist"), ("penalize", "breach"), ("renew", "expand")))
)
_REACH = 8
"""Tokens between the labelled words and the rules' mention, at most."""
_FROM_RULES = re.compile(r"(?:^|\*)(?:rule|others|told|rival|no|listed_with)_")
_NEVER = 2.0


@dataclass(frozen=True, slots=True)
class Question:
    """A mention with the entities around it.

    Attributes:
        article: id of the labelled article.
        found: whether the rules found the mention.
        right: ids of the labelled entities, by role.
        absent: how many labelled entities the article's resolved names lack, by role.
    """

    article: str
    found: bool
    mention: Candidate
    rows: tuple[tuple[Chain, Features], ...]
    right: dict[str, frozenset[str]]
    absent: dict[str, int]


def train_roles(folders: Sequence[Path], out: Path, readers: Readers | None = None) -> RoleModel:
    """Learn the coefficients from gold folders and write them.

    Args:
        folders: gold sets to learn from.
        out: the JSON file to write.
        readers: readers that have not learnt the articles.
    """
    model = fit(list(questions([gold for folder in folders for gold in read_gold(folder)], readers)))
    out.write_text(json.dumps(model.model_dump(), indent=1, sort_keys=True) + "\n", encoding="utf-8")
    return model


def fit(asked: Sequence[Question], *, rules: bool = True) -> RoleModel:
    """Coefficients by feature name, to three places.

    Args:
        asked: what to learn from.
        rules: whether the model sees what the rules read; without it, it decides alone.
    """
    parts = {role: _fit_role(asked, role, rules=rules) for role in ROLES}
    return RoleModel.model_validate(parts)


def _fit_role(asked: Sequence[Question], role: str, *, rules: bool) -> RoleWeights:
    pairs = [
        (features if rules else alone(features), chain.id in one.right[role])
        for one in asked
        for chain, features in one.rows
        if fits(role, chain)
    ]
    counts = Counter(name for row, _ in pairs for name in row)
    names = DictVectorizer()
    matrix = names.fit_transform(
        [{name: value for name, value in row.items() if counts[name] >= FEWEST} for row, _ in pairs]
    )
    model = LogisticRegression(C=STRENGTH, max_iter=3000)
    model.fit(matrix, [label for _, label in pairs])
    found = zip(names.get_feature_names_out(), model.coef_[0], strict=True)
    weights = {str(name): round(float(value), 3) for name, value in found if round(float(value), 3) != 0}
    keep, first, more = LEVELS[role] if rules else (_NEVER, LEVELS[role][1], _NEVER)
    return RoleWeights(keep=keep, first=first, more=more, bias=round(float(model.intercept_[0]), 3), weights=weights)


def alone(features: Features) -> Features:
    """Features without those that come from the reading of the rules."""
    return {name: value for name, value in features.items() if not _FROM_RULES.search(name)}


def compare(train: Sequence[Question], test: Sequence[Question]) -> dict[str, dict[str, tuple[float, float, float]]]:
    """Precision, recall and F1 of each role: rules alone, learnt alone, both; one row each."""
    both, learnt = fit(train), fit(train, rules=False)
    table: dict[str, dict[str, tuple[float, float, float]]] = {}
    for name, model in (("rules", None), ("learnt", learnt), ("both", both)):
        counts = {role: [0, 0, 0] for role in ROLES}
        for one in test:
            rows = one.rows if model is not learnt else [(chain, alone(features)) for chain, features in one.rows]
            parts = {role: getattr(one.mention, role) for role in ROLES}
            parts = parts if model is None else choose(one.mention, rows, model)
            for role in ROLES:
                given, right = set(parts[role]), one.right[role]
                for place, number in enumerate((given & right, given - right, right - given)):
                    counts[role][place] += len(number)
                counts[role][2] += one.absent[role]
        table[name] = {role: _figures(*counts[role]) for role in ROLES}
    return table


def _figures(right: int, wrong: int, missed: int) -> tuple[float, float, float]:
    precision = right / (right + wrong) if right + wrong else 0.0
    recall = right / (right + missed) if right + missed else 0.0
    return precision, recall, 2 * right / (2 * right + wrong + missed) if right else 0.0


def questions(golds: Sequence[GoldArticle], readers: Readers | None = None) -> Iterator[Question]:
    """The labelled events of articles, each with the mention that tells it; optional ones are left out."""
    texts = [(one.labels.id, one.text, Published(date=one.labels.published, basis="option")) for one in golds]
    for gold, context in zip(golds, read_contexts(texts, readers), strict=True):
        yield from _asked(context, gold)


def _asked(context: Context, gold: GoldArticle) -> Iterator[Question]:
    mentions = read_mentions(context, ())
    around = Surroundings(context, mentions)
    named = chains_by_label(context, gold)
    taken: dict[int, GoldEvent] = {}
    for event in gold.labels.sanction_events:
        if event.optional or (at := spot(gold.text, event)) is None:
            continue
        free = [one for one in mentions if id(one) not in taken]
        found = _at(context, free, event, at)
        mention = found or _made(context, event, at)
        if mention is not None:
            taken[id(mention)] = event
            yield _question(around, gold, named, event, mention, found=found is not None)
    for mention in mentions:  # the same decision told again
        again = [e for e in taken.values() if e.action == mention.action and _shares(mention, e, named)]
        if id(mention) not in taken and len(again) == 1:
            yield _question(around, gold, named, again[0], mention, found=True)


def _question(
    around: Surroundings, gold: GoldArticle, named: dict[str, str], event: GoldEvent, mention: Candidate, *, found: bool
) -> Question:
    listed = {role: getattr(event, role) for role in ROLES}
    return Question(
        gold.labels.id,
        found,
        mention,
        tuple(around.candidates(mention)),
        {role: frozenset(named[name] for name in names if name in named) for role, names in listed.items()},
        {role: sum(name not in named for name in names) for role, names in listed.items()},
    )


def chains_by_label(context: Context, gold: GoldArticle) -> dict[str, str]:
    """Id of the resolved entity that each labelled name is most like."""
    printed = [(make_name(chain.name, chain.aliases), chain.id) for chain in context.chains]
    found: dict[str, str] = {}
    for entity in gold.labels.entities:
        wanted = make_name(entity.name, entity.aliases)
        best = max(printed, key=lambda pair: likeness(pair[0], wanted), default=None)
        if best is not None and likeness(best[0], wanted) > 0:
            found[entity.name] = best[1]
    return found


def spot(text: str, event: GoldEvent) -> tuple[int, int] | None:
    """Offsets of the words that tell an event, inside its evidence where they stand there."""
    whole = _place(text, event.evidence, 0, len(text)) if event.evidence else None
    inside = _place(text, event.trigger, *whole) if whole is not None else None
    return inside or _place(text, event.trigger, 0, len(text)) or whole


def _place(text: str, words: str, start: int, end: int) -> tuple[int, int] | None:
    match = re.compile(r"\s+".join(map(re.escape, words.split()))).search(text, start, end)
    return None if match is None else match.span()


def _at(context: Context, mentions: Sequence[Candidate], event: GoldEvent, spot: tuple[int, int]) -> Candidate | None:
    """The rules' mention at the labelled words, of the same or a neighbouring action."""
    span = context.doc.char_span(*spot, alignment_mode="expand")
    if span is None:
        return None
    ranked: list[tuple[bool, int, bool, int]] = []
    for number, one in enumerate(mentions):
        if not span.sent.start <= one.predicate.i < span.sent.end:
            continue
        if one.action != event.action and frozenset((one.action, event.action)) not in _NEAR:
            continue
        spots = [one.predicate.i] + ([one.noun.i] if one.noun is not None else [])
        distance = min(max(span.start - i, i - span.end + 1, 0) for i in spots)
        if distance <= _REACH:
            ranked.append((one.bare, distance, one.action != event.action, number))
    return mentions[min(ranked)[-1]] if ranked else None


def _made(context: Context, event: GoldEvent, spot: tuple[int, int]) -> Candidate | None:
    """A mention of the labelled words alone."""
    span = context.doc.char_span(*spot, alignment_mode="expand")
    if span is None:
        return None
    verb = next((token for token in span if token.tag_.startswith("VB")), span.root)
    predicate = span.root if span.root.tag_.startswith("VB") else verb
    title = context.in_title(spot[0])
    return Candidate("label", event.action, predicate.sent, predicate, status=event.status, title=title)


def _shares(mention: Candidate, event: GoldEvent, named: dict[str, str]) -> bool:
    targets, authorities = (
        {named[name] for name in names if name in named} for names in (event.targets, event.authorities)
    )
    if mention.targets:
        return bool(targets & set(mention.targets))
    return bool(authorities & set(mention.authorities))
