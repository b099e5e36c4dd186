"""What the learned choice of measures sees of a decision: where words of each measure stand, and what goes with it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, get_args

from pipeline.extract.events.features import Features, base
from pipeline.extract.events.reader_features import measure_chances
from pipeline.extract.events.slots import stated_measures
from pipeline.knowledge.world import load_world
from pipeline.readings import steps
from pipeline.records import Measure

if TYPE_CHECKING:
    from spacy.tokens import Span as DocSpan

    from pipeline.document import Context
    from pipeline.extract.events.candidate import Candidate
    from pipeline.extract.events.merge import Decision

MEASURES: tuple[Measure, ...] = get_args(Measure)
_BESIDE = 4
"""Words on either side of a trigger that are seen by themselves."""
_SHORTEST = 3
"""Letters of a word that says something."""
_GAPS = (1, 2, 4)
"""Sentences between a decision and the nearest words of a measure: up to so many."""


class Told:
    """The words of measures in an article, by sentence."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._places = {sentence.start: number for number, sentence in enumerate(context.sentences)}
        self._stated = [frozenset(stated_measures(one.text)) for one in context.sentences]
        self._often = Counter(measure for measures in self._stated for measure in measures)

    def rows(self, decision: Decision) -> dict[Measure, Features]:
        """Named features of each measure that a decision may have; those about words count for all alike and for it."""
        said, implied = decision.union("measures"), self._implied(decision)
        heard = measure_chances(self._context, decision.mentions)
        common = list(dict.fromkeys(self._common(decision)))
        own = {self._place(one) for one in decision.mentions}
        rows: dict[Measure, Features] = {}
        for one in MEASURES:
            names = list(self._where(one, own, self._place(decision.best)))
            if one in said:
                names.append(f"said={_few(len(said))}")
            if one in implied:
                names.append("implied")
            names += steps("r", heard.get(one, 0.0))
            rows[one] = dict.fromkeys([one, *names, *(f"{one}|{name}" for name in (*names, *common))], 1.0)
        return rows

    def _place(self, mention: Candidate) -> int:
        return self._places[mention.sentence.start]

    def _where(self, measure: Measure, own: set[int], best: int) -> Iterator[str]:
        """Where words of a measure stand, seen from the sentences of a decision."""
        places = [number for number, measures in enumerate(self._stated) if measure in measures]
        if not places:
            return
        yield f"often={_few(self._often[measure])}"
        if len(self._often) == 1:
            yield "only"
        if best in places:
            yield "best"
        if own.intersection(places):
            yield "own"
            return
        gap = min(abs(place - mine) for place in places for mine in own)
        yield f"gap<={next((one for one in _GAPS if gap <= one), 'far')}"
        if best + 1 in places:
            yield "next"

    def _common(self, decision: Decision) -> Iterator[str]:
        """What is known of the decision whatever the measure."""
        best = decision.best
        yield f"action={best.action}"
        yield f"status={decision.status}"
        yield f"rule={best.rule}"
        for mention in decision.mentions:
            yield f"p={base(mention.predicate)}"
            if mention.noun is not None:
                yield f"n={base(mention.noun)}"
            yield from (f"b={word}" for word in _beside(mention))
        yield from (f"w={word}" for word in _words(best.sentence))
        for part in ("targets", "authorities"):
            for kind in sorted({self._context.chain(one).type for one in decision.union(part)}):
                yield f"{part}:{kind}"
        yield from (f"program={key}" for key in self._programmes(decision))
        if any(one.penalty for one in decision.mentions):
            yield "penalty"

    def _programmes(self, decision: Decision) -> Sequence[str]:
        return [key for one in decision.union("programs") if (key := self._context.chain(one).key) is not None]

    def _implied(self, decision: Decision) -> frozenset[Measure]:
        rows = [load_world().programme_by_id.get(key) for key in self._programmes(decision)]
        return frozenset(measure for row in rows if row is not None for measure in row.measures)


def _beside(mention: Candidate) -> Iterator[str]:
    at = mention.predicate.i
    first, last = max(at - _BESIDE, mention.sentence.start), min(at + _BESIDE + 1, mention.sentence.end)
    return _words(mention.predicate.doc[first:last])


def _words(tokens: DocSpan) -> Iterator[str]:
    """Base forms of the words that say something and are no names."""
    for token in tokens:
        if token.is_alpha and not token.is_stop and len(token) >= _SHORTEST and not token.ent_type_:
            yield base(token)


def _few(number: int) -> str:
    return str(number) if number < 3 else "3+"
