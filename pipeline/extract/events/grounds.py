"""Reasons told away from the event: "Officials accuse the firm of …", "It argues that companies like X violate …"."""

from __future__ import annotations

import re

from pipeline.document import Context
from pipeline.extract.events.candidate import Candidate
from pipeline.extract.events.slots import stated_reasons
from pipeline.extract.events.vocabulary import vocabulary

_TOLD = frozenset({"designate", "expand"})
_SHORTEST = 4
"""Letters of a first word by which a name is known again."""


def add_grounds(context: Context, mentions: list[Candidate]) -> None:
    """Give an enacted listing the reasons of sentences that accuse one of its targets and tell no event themselves."""
    taken = {one.sentence.start for one in mentions if one.trusted and not one.bare}
    listed = [(one, known) for one in mentions if (known := _names(context, one)) is not None]
    if not listed:
        return
    for sentence in context.sentences:
        text = sentence.text
        if sentence.start in taken or not vocabulary().context["grounds"].search(text):
            continue
        reasons = stated_reasons(text)
        for one, known in listed if reasons else ():
            if known.search(text):
                one.reasons.extend(reason for reason in reasons if reason not in one.reasons)


def _names(context: Context, mention: Candidate) -> re.Pattern[str] | None:
    """The targets of a listing by the first words of their names; None for what is no listing or names nobody."""
    if mention.action not in _TOLD or mention.status != "enacted" or mention.bare:
        return None
    chains = [context.chain(one) for one in mention.targets]
    words = {chain.name.split()[0] for chain in chains if chain.type in ("Company", "Organization", "Person")}
    known = sorted(word for word in words if len(word) >= _SHORTEST)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, known))})\b") if known else None
