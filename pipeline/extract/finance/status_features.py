"""What speaks for a status at an amount: features of a draft in its clause, each named in plain words.

A feature is a name with a number, mostly 1. Which status rules the clause meets is among them, beside the verbs above
the amount with their forms and helpers, the words around it, who says it, and whether its time lies ahead. Nothing here
decides; ``status_model`` weighs the features with the coefficients of ``models/money_status.json``.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from pipeline.extract.finance.status import rules_at
from pipeline.extract.finance.syntax import SUBJECTS, ancestors, clause_start, gist, is_say, is_verb, stem

if TYPE_CHECKING:
    from spacy.tokens import Token

    from pipeline.document import Context
    from pipeline.extract.finance.draft import Draft

Features = dict[str, float]

_AHEAD, _BEHIND = 10, 7
_BESIDE = 2
"""Words right beside the amount are told apart by their place; those farther off only by their side."""
_VERBS = 3
_HELPERS = frozenset({"aux", "auxpass", "neg", "mark"})


def status_features(context: Context, draft: Draft, last: Draft | None) -> Features:
    """Features of a draft whose status is the one that the rules give.

    Args:
        context: the article.
        draft: with metric, owner and period settled.
        last: the draft ahead of it.
    """
    first, after = _tokens(context, draft)
    found: Features = {f"ruled={draft.status}": 1.0, f"metric={draft.metric}": 1.0, f"by={draft.by}": 1.0}
    found[f"ruled*metric={draft.status},{draft.metric}"] = 1.0
    for rule in rules_at(context, draft.sent, first, after):
        found[f"meets={rule}"] = found[f"meets*metric={rule},{draft.metric}"] = 1.0
    if draft.previous:
        found["previous"] = found[f"previous*ruled={draft.status}"] = 1.0
    if draft.slot is not None:
        found[f"qualifier={draft.slot.money.qualifier}"] = found[f"per={draft.slot.money.per}"] = 1.0
    if draft.growth is not None:
        found[f"growth={draft.growth.direction}"] = 1.0
    if context.in_title(draft.at):
        found["in_title"] = 1.0
    for _, role in draft.parties:
        found[f"party={role}"] = 1.0
    _time(context, draft, found)
    if last is not None and last.sent.start == draft.sent.start:
        found[f"last={last.status}"] = found[f"last*metric={last.status},{last.metric == draft.metric}"] = 1.0
    _verbs(draft, context.doc[first], found)
    _words(context, draft, first, after, found)
    return found


def _tokens(context: Context, draft: Draft) -> tuple[int, int]:
    if draft.slot is not None:
        return draft.slot.first, draft.slot.last
    first = context.token_range(draft.at, draft.at + 1)[0]
    return first, first + 1


def _time(context: Context, draft: Draft, found: Features) -> None:
    """Whether the time of the amount lies ahead of the article or behind it."""
    when = "none"
    if draft.period is not None:
        start, end, now = draft.period.start, draft.period.end, context.published
        when = "open"
        if start is not None and end is not None and now is not None:
            when = "ahead" if start > now else "behind" if end < now else "now"
    found[f"time={when}"] = found[f"time*metric={when},{draft.metric}"] = 1.0
    found[f"time*ruled={when},{draft.status}"] = 1.0


def _verbs(draft: Draft, token: Token, found: Features) -> None:
    """The verbs above an amount with their helpers and subjects, nearest first."""
    head = draft.slot.head if draft.slot is not None else token
    for step, verb in enumerate(islice((one for one in ancestors(head) if is_verb(one)), _VERBS)):
        helpers = [child.lower_ for child in verb.children if child.dep_ in _HELPERS]
        form = "+".join([*helpers, verb.tag_])
        found[f"form{step}={form}"] = found[f"verb{step}={stem(verb.lower_)}"] = 1.0
        found[f"verb={stem(verb.lower_)}"] = 1.0
        found |= {f"helper{step}={word}": 1.0 for word in helpers}
        if step == 0:
            found[f"form*metric={form},{draft.metric}"] = found[f"verb*metric={stem(verb.lower_)},{draft.metric}"] = 1.0
        for child in verb.children:
            if child.dep_ in SUBJECTS:
                found[f"subject{step}={stem(child.lower_)}"] = 1.0
                if is_say(verb):
                    found[f"speaker={stem(child.lower_)}"] = 1.0


def _words(context: Context, draft: Draft, first: int, after: int, found: Features) -> None:
    """Words before and behind the amount, by their place where they stand beside it, and those of its clause."""
    sent, tags = draft.sent, context.tags
    ahead = range(first - 1, max(first - 1 - _AHEAD, sent.start - 1), -1)
    behind = range(after, min(after + _BEHIND, sent.end))
    for side, positions in (("l", ahead), ("r", behind)):
        for place, position in enumerate(i for i in positions if not context.words[i].isspace()):
            word = gist(context, position)
            found[f"{side}={word}"] = 1.0
            if place < _BESIDE:
                found[f"{side}{place + 1}={word}"] = 1.0
    for position in range(clause_start(context, sent, first), first):
        if tags[position][:2] in ("VB", "MD", "NN", "JJ", "RB"):
            found[f"clause={gist(context, position)}"] = 1.0
    for position in range(sent.start, sent.end):
        if tags[position][:2] in ("VB", "MD"):
            found[f"sentence={stem(context.lower[position])}"] = 1.0
