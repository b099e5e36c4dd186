"""What rules and weights find of the labelled events: each alone, and both."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.evaluate.events import score_events
from pipeline.evaluate.from_gold import view_of_gold
from pipeline.evaluate.from_record import view_of_record
from pipeline.evaluate.gold import read_gold
from pipeline.evaluate.tally import Figure, Tally, figures
from pipeline.extract.events import events_by
from pipeline.extract.events.decide import Decider, decider
from pipeline.train.contexts import read_contexts
from pipeline.train.events import record_of, sources

if TYPE_CHECKING:
    from pipeline.document import Context
    from pipeline.evaluate.gold import GoldArticle


def ablation(gold: Path) -> dict[str, dict[str, Figure]]:
    """Figures of the events of a gold set for ``rules``, ``learnt`` and ``both``; in each, by what is counted."""
    golds = read_gold(gold)
    contexts = list(read_contexts([(one.id, one.text, one.published) for one in sources(golds)]))
    model = decider()
    found = {"rules": _figures(golds, contexts, None)}
    if model is not None:
        found["learnt"] = _figures(golds, contexts, replace(model, rules=False))
        found["both"] = _figures(golds, contexts, model)
    return found


def _figures(golds: Sequence[GoldArticle], contexts: Sequence[Context], model: Decider | None) -> dict[str, Figure]:
    tallies = []
    for gold, context in zip(golds, contexts, strict=True):
        tally = Tally()
        record = record_of(context, events_by(context, (), model))
        score_events(view_of_gold(gold), view_of_record(record), tally)
        tallies.append(tally)
    return figures(tallies, rounds=0)
