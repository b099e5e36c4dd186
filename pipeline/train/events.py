"""Learn which candidates are sanction events: logistic regressions over the candidates of the training articles.

What a candidate is follows from the labels: it stands in the trigger of an event, or ``corpus/mentions`` says that its
words tell an event again (or that they are in doubt, and are left out); in articles that it says nothing of, plain
words of restrictions are in doubt. Single sentences of ``phrasings.jsonl`` add wordings that the articles lack.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict

from pipeline.document import Facts
from pipeline.evaluate.events import match_events
from pipeline.evaluate.from_gold import view_of_gold
from pipeline.evaluate.from_record import view_of_record
from pipeline.evaluate.gold import GoldArticle, read_gold
from pipeline.extract.events import read_decisions
from pipeline.extract.events.build import build
from pipeline.extract.events.decide import Decider, EventWeights, Linear, make_decider
from pipeline.extract.events.discourse import fill_gaps
from pipeline.extract.events.features import SLOTS, STAGE, Features, features, vectors, with_reader
from pipeline.extract.events.gate import acceptable
from pipeline.extract.events.merge import inherit
from pipeline.extract.events.propose import Proposals
from pipeline.extract.events.verdict import verdict_features
from pipeline.ingest import read_text
from pipeline.records import Action, ArticleRecord, EventStatus, Provenance, Published, SanctionEvent
from pipeline.train.contexts import Readers, read_contexts
from pipeline.train.linear import fit
from pipeline.train.pairs import Pair, read_pairs
from pipeline.validate import assemble

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from pipeline.document import Context

COMPONENTS = {"word": 40, "object": 20, "head": 15, "sentence": 20, "context": 30}
"""Principal components of each vector that the model of mentions learns on."""
STRENGTH, STATUS_STRENGTH, PAIR_STRENGTH, VERDICT_STRENGTH = 0.1, 1.0, 0.1, 0.2
"""Inverse of the penalty on large weights; from four-fold cross-validation on the articles."""
FOLDS = 4
LOOSE, SURE, NEAR, KEPT, FAR, SAME = 0.3, 0.4, 0.6, 0.3, 0.8, 0.6
"""Thresholds, set on the development articles."""
_AGAIN = re.compile(
    r"\b(?:sanction|embargo|boycott|black-?list|tariff|dut(?:y|ies)\b|retaliat|curb|restrict|freez|froze|bann?|bar|list|"
    r"designat|waive|licen[cs]|fine|penalt|seiz|lift|impos|measures|block|expel)\w*",
    re.IGNORECASE,
)
"""Words that may tell an event of their article again."""
_ALONE, _LEAD = "phrasing.", "In brief\n\n"
_SURROUNDINGS = ("s.place", "s.title")
_EMPTY = Linear(answers=("yes",), bias=(0.0,), weights={}, vectors={})
_NOBODY = Provenance(version="0", model="none", config_sha256="0" * 64)


@dataclass(frozen=True, slots=True)
class Told:
    """A stretch of text that tells an event; ``status`` is None where only another place tells how far it went."""

    start: int
    end: int
    action: str
    status: str | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """A text to learn from: where it tells events, and the offsets of words that are left out."""

    id: str
    text: str
    published: Published
    told: tuple[Told, ...]
    doubtful: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Example:
    """A candidate with what it is: ``told`` is None where it tells no event."""

    article: str
    features: Features
    numbers: dict[str, NDArray[np.float32]]
    told: Told | None


def train_events(gold: Path, mentions: Path, out: Path, readers: Readers | None = None) -> EventWeights:
    """Learn the weights from a folder of labelled articles and write them.

    Args:
        gold: the articles.
        mentions: folder with ``train.jsonl`` and ``phrasings.jsonl``.
        out: the JSON file to write.
        readers: readers that have not learnt the articles.
    """
    golds = read_gold(gold)
    texts = sources(golds, mentions)
    weights = train(texts, golds, list(read_contexts([(one.id, one.text, one.published) for one in texts], readers)))
    text = json.dumps(weights.model_dump(), sort_keys=True, indent=1)
    out.write_text(re.sub(r"(?<=[\[,\d])\s+(?=[\]\d-])", "", text) + "\n", encoding="utf-8")  # one line a feature
    return weights


def sources(golds: Sequence[GoldArticle], mentions: Path | None = None) -> list[Source]:
    """The articles with the marks of their mentions, then the single sentences."""
    if mentions is None:
        return [_article(one, ()) for one in golds]
    marks = {row.id: row.mentions for row in map(_Marks.model_validate_json, _lines(mentions / "train.jsonl"))}
    phrasings = map(_Phrasing.model_validate_json, _lines(mentions / "phrasings.jsonl"))
    found = [_article(one, marks.get(one.labels.id)) for one in golds]
    return found + [_phrasing(number, row) for number, row in enumerate(phrasings)]


class _Mark(BaseModel):
    """A word that tells an event of its article again; without an action it is in doubt."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    at: int
    word: str
    action: Action | None = None


class _Marks(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    mentions: tuple[_Mark, ...]


class _Phrasing(BaseModel):
    """A sentence; the words in brackets tell an event of this action."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    text: str
    action: Action | None = None
    status: EventStatus | None = None


def _lines(path: Path) -> list[str]:
    return [line for line in path.read_text(encoding="utf-8").splitlines() if line]


def _article(gold: GoldArticle, marks: Sequence[_Mark] | None) -> Source:
    text = read_text(gold.text).text
    told = []
    for event in gold.labels.sanction_events:
        match = re.search(r"\s+".join(map(re.escape, event.trigger.split())), text)
        if match is not None:
            told.append(Told(match.start(), match.end(), event.action, event.status))
    doubtful = set()
    if marks is None and told:
        doubtful = {match.start() for match in _AGAIN.finditer(text)}
    for mark in marks or ():
        if mark.action is None:
            doubtful.add(mark.at)
        else:
            told.append(Told(mark.at, mark.at + len(mark.word), mark.action))
    published = Published(date=gold.labels.published, basis="option")
    return Source(gold.labels.id, text, published, tuple(told), frozenset(doubtful))


def _phrasing(number: int, row: _Phrasing) -> Source:
    before, *rest = re.split(r"[\[\]]", row.text)
    start = len(_LEAD) + len(before)
    told = (Told(start, start + len(rest[0]), row.action, row.status),) if rest and row.action else ()
    return Source(f"{_ALONE}{number}", _LEAD + before + "".join(rest), Published(date=None, basis="none"), told)


def examples(source: Source, context: Context) -> Iterator[Example]:
    """Every candidate of a text that is not in doubt."""
    proposals = Proposals(context)
    proposals.read(proposals.found)
    for one in proposals.found:
        words = [t for t in (one.mention.predicate, one.mention.noun) if t is not None]
        told = next((t for t in source.told if any(w.idx < t.end and t.start < w.idx + len(w) for w in words)), None)
        if told is None and one.mention.predicate.idx in source.doubtful:
            continue
        row = with_reader(proposals.scene, one.mention, features(proposals.scene, one.mention))
        if source.id.startswith(_ALONE):  # what surrounds a single sentence says nothing
            row = _without(row, *_SURROUNDINGS)
        yield Example(source.id, row, vectors(proposals.scene, one.mention), told)


def _without(row: Features, *prefixes: str) -> Features:
    return {name: value for name, value in row.items() if not name.startswith(prefixes)}


def train(texts: Sequence[Source], golds: Sequence[GoldArticle], contexts: Sequence[Context]) -> EventWeights:
    """All models. Those of pairs and decisions learn from what models that have not seen an article make of it."""
    found = [example for text, context in zip(texts, contexts, strict=True) for example in examples(text, context)]
    folds = [frozenset(gold.labels.id for gold in golds[fold::FOLDS]) for fold in range(FOLDS)]
    unseen = [_mentions([one for one in found if one.article not in away]) for away in folds]
    pairs: list[Pair] = []
    for away, weights in zip(folds, unseen, strict=True):
        decider = make_decider(weights)
        for gold, text, context in zip(golds, texts, contexts, strict=False):
            if gold.labels.id in away:
                pairs += read_pairs(gold, text.text, context, decider)
    rows, answers = [], []
    for away, weights in zip(folds, unseen, strict=True):
        decider = make_decider(_paired(weights, [one for one in pairs if one.article not in away]))
        for gold, context in zip(golds, contexts, strict=False):
            if gold.labels.id in away:
                told = list(verdicts(gold, context, decider))
                rows += [row for row, _ in told]
                answers += ["yes" if right else "no" for _, right in told]
    verdict = fit(rows, answers, VERDICT_STRENGTH)
    return _paired(_mentions(found), pairs).model_copy(update={"verdict": verdict})


def _paired(weights: EventWeights, pairs: Sequence[Pair]) -> EventWeights:
    """The models of mentions with that of pairs."""
    answers = ["yes" if one.same else "no" for one in pairs]
    return weights.model_copy(update={"pair": fit([one.features for one in pairs], answers, PAIR_STRENGTH)})


def _mentions(found: Sequence[Example]) -> EventWeights:
    """The models of mentions; those of pairs and decisions are empty."""
    true = [one for one in found if one.told is not None]
    rows = [_without(one.features, STAGE) for one in found]
    staged = [one for one in true if one.told is not None and one.told.status is not None]
    numbers = {slot: [one.numbers[slot] for one in found] for slot in SLOTS}
    answers = ["yes" if one.told is not None else "no" for one in found]
    return EventWeights(
        loose=LOOSE,
        sure=SURE,
        kept=KEPT,
        near=NEAR,
        far=FAR,
        same=SAME,
        event=fit(rows, answers, STRENGTH, numbers, COMPONENTS),
        action=fit(
            [_without(one.features, STAGE) for one in true], [one.told.action for one in true if one.told], STRENGTH
        ),
        status=fit(
            [one.features for one in staged], [str(one.told.status) for one in staged if one.told], STATUS_STRENGTH
        ),
        pair=_EMPTY,
        verdict=_EMPTY,
    )


def verdicts(gold: GoldArticle, context: Context, decider: Decider) -> Iterator[tuple[Features, bool]]:
    """Every decision that a model reads in a labelled article, with whether it is one of the labelled events."""
    ruled, more = read_decisions(context, (), decider)
    decisions = [*ruled, *more]
    rows = verdict_features(context, decisions)
    fill_gaps(context, decisions, [one for one in decisions if acceptable(context, one)])
    inherit(decisions)
    events = tuple(build(context, one, number) for number, one in enumerate(decisions, start=1))
    predicted = view_of_record(record_of(context, events)).events
    found = match_events(view_of_gold(gold).events, predicted)
    for row, one in zip(rows, predicted, strict=True):
        yield row, any(one == paired for _, paired in found.pairs)


def record_of(context: Context, events: tuple[SanctionEvent, ...]) -> ArticleRecord:
    """A record of an article with these events and no other facts."""
    return assemble(context, Facts((), (), (), events), _NOBODY)
