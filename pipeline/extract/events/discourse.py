"""What a sentence leaves out because the article has said it: the author of a measure and the state it is about."""

from __future__ import annotations

import re
from collections import Counter

from pipeline.document import Context
from pipeline.extract.events.merge import Decision
from pipeline.extract.events.syntax import surface_subject

_NEAR = 4
_SHARE = 0.6
_NOTICE = re.compile(
    r"\b(?:this|these)\s(?:final\s|interim\s|new\s){0,2}(?:rules?|notices?|amendments?|determinations?)\b|"
    r"\b(?:is|are)\s(?:publishing|issuing|amending|adopting|adding|removing)\b|\bpursuant to\b",
    re.IGNORECASE,
)
_SAYS = frozenset({"said", "says", "told", "added", "reported"})
_NO_AUTHOR = frozenset({"breach", "challenge"})


def fill_gaps(context: Context, decisions: list[Decision], sure: list[Decision]) -> None:
    """Hand on authors and the topic state to decisions that name none, if some event is sure by itself.

    Args:
        context: the article.
        decisions: all merged decisions, in text order; the gaps in their best mentions are filled.
        sure: those that have by themselves the parties their words need.
    """
    if not sure:
        return
    topic, issuer = _topic(context, sure), _issuer(context)
    places = {s.start: i for i, s in enumerate(context.doc.sents)}
    for one in decisions:
        best = one.best
        own = one.union("targets") or one.union("authorities") or any(m.count for m in one.mentions)
        if not own and (all(m.weak for m in one.mentions) or all(m.bare for m in one.mentions)):
            continue
        if not one.union("authorities") and best.action not in _NO_AUTHOR and best.status != "requested":
            issued = best.status == "enacted" and not _ruled(one)
            found = _author(context, one, decisions, places) or (issuer if issued else [])
            best.authorities = [a for a in found if a not in one.union("targets")]
        counted = any(m.count for m in one.mentions)
        if topic and not one.union("targets") and not counted and best.noun is not None and best.action != "breach":
            best.targets = [t for t in topic if t not in one.union("authorities")]


def _ruled(one: Decision) -> bool:
    """Whether a court does it: what other bodies decide is not its doing, nor what it rules theirs."""
    return any(m.court is not None for m in one.mentions)


def _issuer(context: Context) -> list[str]:
    """The body that speaks in an official notice: who publishes, amends or determines, if bodies of one state do."""
    if _NOTICE.search(context.clean.view) is None:
        return []
    found = []
    for sentence in context.sentences:
        subject = surface_subject(sentence.root)
        chain = None if subject is None else context.chain_at(subject.i)
        if chain is not None and chain.type == "PublicBody" and sentence.root.lower_ not in _SAYS:
            found.append(chain)
    lands = {(chain.key or chain.id).split(".")[0] for chain in found}
    return [found[0].id] if len(lands) == 1 else []


def _topic(context: Context, sure: list[Decision]) -> list[str]:
    """The one state that the events of the article are about, if there is one."""
    votes = Counter(t for d in sure for m in d.mentions for t in m.targets)
    states = Counter({t: n for t, n in votes.items() if context.chain(t).type == "Country"})
    if not states:
        return []
    best, number = min(states.items(), key=lambda item: (-item[1], item[0]))
    return [best] if number >= 2 and number >= _SHARE * sum(votes.values()) else []


def _author(context: Context, one: Decision, decisions: list[Decision], places: dict[int, int]) -> list[str]:
    """The author of the nearest decision before, or the only author of the article."""
    own = set(one.union("targets"))
    named = [
        d
        for d in decisions
        if d is not one
        and d.union("authorities")
        and d.best.action not in _NO_AUTHOR
        and _ruled(d) == _ruled(one)
        and (not own or not d.union("targets") or own & set(d.union("targets")))
    ]
    lands = {tuple(sorted(context.chain(a).countries)) for d in named for a in d.union("authorities")[:1]}
    here = places[one.best.sentence.start]
    before = [d for d in named if 0 <= here - places[d.best.sentence.start] <= _NEAR]
    if before:
        return before[-1].union("authorities")[:1]
    return named[0].union("authorities")[:1] if len(lands) == 1 else []
