"""Reasons and measures told in the sentence after an event: "The four were cited for …", "They may not travel"."""

from __future__ import annotations

from pipeline.document import Context
from pipeline.extract.events.candidate import Candidate
from pipeline.extract.events.members import points_back
from pipeline.extract.events.parties import Parties
from pipeline.extract.events.slots import stated_measures, stated_reasons
from pipeline.extract.events.syntax import surface_subject

_REACH = 2
_TOLD = frozenset({"designate", "expand", "delist"})


def add_neighbours(context: Context, mentions: list[Candidate]) -> None:
    """Read on from each enacted event while the sentences speak of its targets, its measure or "the move"."""
    sentences = list(context.doc.sents)
    places = {s.start: i for i, s in enumerate(sentences)}
    taken = {m.sentence.start for m in mentions if not m.bare}
    parties = Parties(context)
    for one in mentions:
        if one.bare or one.title or one.action not in _TOLD or one.status not in ("enacted", "proposed"):
            continue
        for sentence in sentences[places[one.sentence.start] + 1 :][:_REACH]:
            subject = surface_subject(sentence.root)
            if sentence.start in taken or subject is None:
                break
            chain = context.chain_at(subject.i)
            own = chain is not None and chain.id in one.targets
            if not own and not points_back(subject, parties):
                break
            one.measures.extend(m for m in stated_measures(sentence.text) if m not in one.measures)
            one.reasons.extend(r for r in stated_reasons(sentence.text) if r not in one.reasons)
