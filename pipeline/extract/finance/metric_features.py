"""What speaks for a metric at an amount: features of it in its sentence and article, each named in plain words.

A feature is a name with a number, mostly 1. The cue rules' own reading is among them ("cue=debt": the nearer the cue,
the more), beside words by dependency and in the window, the amount itself, its neighbours and the kind of article.
Nothing here decides; ``metric_model`` weighs the features with the coefficients of ``models/money_metric.json``.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import Counter
from itertools import islice
from typing import TYPE_CHECKING

import numpy as np

from pipeline.extract.finance.amounts import SMALL_UNITS
from pipeline.extract.finance.cues import WORST, read
from pipeline.extract.finance.discourse import paragraph
from pipeline.extract.finance.reader_features import metric_features
from pipeline.extract.finance.syntax import (
    OBJECTS,
    SUBJECTS,
    ancestors,
    gist,
    is_verb,
    passive,
    stem,
    subject,
    verb_above,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray
    from spacy.tokens import Token

    from pipeline.document import Context
    from pipeline.extract.finance.cues import Cue
    from pipeline.extract.finance.draft import Slot
    from pipeline.extract.finance.links import Link
    from pipeline.extract.finance.scene import Scene

Features = dict[str, float]
Ranked = list[tuple["Cue", float]]

_WINDOW = 7
_BESIDE = 2
"""Words right beside the amount are told apart by their place; those farther off only by their side."""
_STEPS = 5
_EARSHOT = 300
"""Characters over which a metric named in the sentence before still tells what is spoken of."""
_CONTENT = ("NN", "VB", "JJ")


def article_metrics(context: Context, cues: Sequence[Cue]) -> Features:
    """What the article speaks of: how often each metric has a cue in it, and which of them stand in its title."""
    found: Features = {}
    counts = Counter(cue.rule.metric for cue in cues)
    for cue in cues:
        if context.in_title(cue.head.idx):
            found[f"title={cue.rule.metric}"] = 1.0
    total = sum(counts.values())
    found |= {f"article={metric}": count / total for metric, count in counts.items()}
    return found


class Describer:
    """Makes the features of the amounts of one article."""

    def __init__(self, context: Context, cues: Sequence[Cue]) -> None:
        self.context = context
        self.article = article_metrics(context, cues)
        told = sorted(((cue.head.idx, cue.rule.metric) for cue in cues), key=lambda row: row[0])
        self._places, self._told = [place for place, _ in told], [metric for _, metric in told]

    def rows(self, scene: Scene, links: Sequence[Link]) -> list[Features]:
        """Features of every amount of a sentence, in order."""
        every = scene.ranked
        tops = [_reading(ranked) for ranked in every]
        rows = []
        for number, slot in enumerate(scene.slots):
            found = dict(self.article)
            self._amount(slot, links[number], found)
            _cues(slot, every[number], found)
            found[f"ruled={ruled(slot, every[number])}"] = 1.0
            _neighbours(number, tops, len(scene.slots), found)
            partner = links[number].partner
            if partner is not None:
                found[f"partner={tops[partner]}"] = 1.0
            found |= self._spoken_of(slot)
            self._syntax(slot, tops[number], found)
            self._window(slot, found)
            found |= metric_features(self.context, slot)
            rows.append(found)
        return rows

    def _spoken_of(self, slot: Slot) -> Features:
        """The metric last named ahead of the sentence, and those that the paragraph has named."""
        start = slot.sent.start_char
        end = bisect_left(self._places, start)
        found: Features = {}
        if end and start - self._places[end - 1] < _EARSHOT:
            found[f"spoken_of={self._told[end - 1]}"] = 1.0
        first = bisect_left(self._places, paragraph(self.context, start)[0])
        found |= {f"paragraph={metric}": 1.0 for metric in self._told[first:end]}
        return found

    def _amount(self, slot: Slot, place: Link, found: Features) -> None:
        money = slot.money
        size = money.value if money.value is not None else money.high if money.high is not None else money.low
        if size is not None and size:
            scale = 2 if money.currency in SMALL_UNITS else 0
            found[f"size={min(max(int(math.log10(abs(float(size)))) - scale, -2), 12)}"] = 1.0
        printed = self.context.clean.view[money.start : money.end].lower()
        found["scaled" if "illion" in printed or "ln" in printed or "bn" in printed else "plain"] = 1.0
        found[f"per={money.per}"] = found[f"part={place.part}"] = 1.0
        found[f"qualifier={money.qualifier}"] = 1.0
        if self.context.in_title(money.start):
            found["in_title"] = 1.0
        if place.partner is not None:
            found["has_partner"] = 1.0

    def _word(self, token: Token) -> str:
        return gist(self.context, token.i)

    def _syntax(self, slot: Slot, top: str, found: Features) -> None:
        """Words above and below the amount in the parse, and the cast of the verb over it."""
        above = list(islice((one for one in ancestors(slot.head) if not slot.first <= one.i < slot.last), _STEPS))
        for step, token in enumerate(above):
            word = self._word(token)
            found[f"up={word}"] = max(found.get(f"up={word}", 0.0), 1 - step / _STEPS)
            if step == 0:
                found[f"head={word}"] = found[f"head_dep={slot.head.dep_}"] = 1.0
        for child in slot.head.children:
            if slot.first <= child.i < slot.last:
                continue
            found[f"down={self._word(child)}"] = 1.0
            for item in child.children:
                if item.dep_ == "pobj":
                    found[f"{child.lower_}>{self._word(item)}"] = 1.0
                    for deep in item.lefts:
                        if deep.tag_[:2] in _CONTENT:
                            found[f"{child.lower_}>>{self._word(deep)}"] = 1.0
        verb = slot.head if is_verb(slot.head) else verb_above(slot.head)
        if verb is not None:
            self._clause(slot, verb, top, found)

    def _clause(self, slot: Slot, verb: Token, top: str, found: Features) -> None:
        found[f"verb={stem(verb.lower_)}"] = found[f"verb*top={stem(verb.lower_)},{top}"] = 1.0
        actor = subject(verb)
        if actor is not None and not slot.first <= actor.i < slot.last:
            word = self._word(actor)
            voice = "passive" if passive(verb) else "subject"
            found[f"{voice}={word}"] = found[f"{voice}*verb={word},{stem(verb.lower_)}"] = 1.0
        for child in verb.children:
            inside = slot.first <= child.i < slot.last
            if child.dep_ in OBJECTS and not inside:
                found[f"object={self._word(child)}"] = 1.0
            elif child.dep_ == "prep":
                for item in child.children:
                    if item.dep_ == "pobj" and not slot.first <= item.i < slot.last:
                        found[f"verb_{child.lower_}={self._word(item)}"] = 1.0

    def _window(self, slot: Slot, found: Features) -> None:
        context, sent = self.context, slot.sent
        ahead = range(slot.first - 1, max(slot.first - 1 - _WINDOW, sent.start - 1), -1)
        behind = range(slot.last, min(slot.last + _WINDOW, sent.end))
        for side, positions in (("l", ahead), ("r", behind)):
            for place, position in enumerate(i for i in positions if not context.words[i].isspace()):
                found[f"{side}{place + 1 if place < _BESIDE else ''}={gist(context, position)}"] = 1.0

    def vectors(self, slot: Slot) -> NDArray[np.float32]:
        """Mean meaning of the words in the window, and of those above the amount in the parse."""
        sent = slot.sent
        near = [
            i
            for i in range(max(slot.first - _WINDOW, sent.start), min(slot.last + _WINDOW, sent.end))
            if not slot.first <= i < slot.last
        ]
        above = list(islice((one for one in ancestors(slot.head) if not slot.first <= one.i < slot.last), _STEPS))
        above += [one for token in above if is_verb(token) for one in token.children if one.dep_ in SUBJECTS]
        return np.concatenate([self._mean(near), self._mean([one.i for one in above])])

    def _mean(self, positions: Sequence[int]) -> NDArray[np.float32]:
        """Mean of the word vectors at length 1, names left out."""
        context = self.context
        told = [i for i in positions if context.tags[i][:2] in _CONTENT and context.chain_at(i) is None]
        rows = context.vectors(told)
        sizes = np.sqrt(np.einsum("ij,ij->i", rows, rows))
        shares = np.divide(1, sizes, out=np.zeros_like(sizes), where=sizes > 0)
        mean: NDArray[np.float32] = shares @ rows / np.float32(max(int(np.count_nonzero(sizes)), 1))
        return mean


def ruled(slot: Slot, ranked: Ranked) -> str:
    """The metric that the rules alone give, or none."""
    return read(slot, ranked[0] if ranked and ranked[0][1] <= WORST else None)[0] or "none"


def _reading(ranked: Ranked) -> str:
    """The rules' own reading in a word."""
    return ranked[0][0].rule.metric if ranked and ranked[0][1] <= WORST else "no_cue"


def _cues(slot: Slot, ranked: Ranked, found: Features) -> None:
    """Every metric that has a cue, by how near its best one stands; the first and second reading by name."""
    near = [(cue, cost) for cue, cost in ranked if cost <= WORST]
    for cue, cost in near:
        name = f"cue={cue.rule.metric}"
        found[name] = max(found.get(name, 0.0), math.exp(-max(cost, 0.0) / 2))
    for place, (cue, cost) in enumerate(near[:2]):
        found[f"reading{place}={cue.rule.metric}"] = 1.0
        found[f"rule{place}={cue.rule.id}"] = 1.0
        if place == 1:
            found[f"readings={near[0][0].rule.metric},{cue.rule.metric}"] = 1.0
        if place == 0:
            found[f"reading*cost={cue.rule.metric},{min(int(max(cost, 0.0) / 1.5), 3)}"] = 1.0
            if slot.money.per is not None:
                found[f"reading*per={cue.rule.metric},{slot.money.per}"] = 1.0
    if not near:
        found["no_cue"] = 1.0


def _neighbours(number: int, tops: Sequence[str], size: int, found: Features) -> None:
    if number:
        found[f"before={tops[number - 1]}"] = 1.0
    if number + 1 < size:
        found[f"after={tops[number + 1]}"] = 1.0
