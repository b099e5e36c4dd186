"""On which word of the parse a date hangs, and whether that word governs an amount."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.extract.finance.syntax import ancestors, is_say, is_verb

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Token

    from pipeline.document import Context
    from pipeline.extract.finance.draft import Slot
    from pipeline.values import DateSpan


def hook_of(context: Context, date: DateSpan) -> Token | None:
    """The word that a date dates: the first above it that is no preposition."""
    first, last = context.token_range(date.start, date.end)
    if last <= first:
        return None
    root = context.doc[first:last].root
    return next((one for one in ancestors(root) if not first <= one.i < last and one.tag_ not in ("IN", "TO")), None)


def attached(context: Context, slot: Slot, dates: Sequence[DateSpan]) -> DateSpan | None:
    """The date on the nearest word that governs an amount: "sold goods worth ¤ in the United States last year"."""
    steps = {one.i: step for step, one in enumerate(ancestors(slot.head))}
    found = []
    for date in dates:
        hook = hook_of(context, date)
        if hook is not None and hook.i in steps and not dates_speech(hook):
            found.append((steps[hook.i], abs(date.start - slot.money.start), date))
    return min(found, key=lambda row: row[:2])[2] if found else None


def dates_speech(hook: Token | None) -> bool:
    """Whether what hangs on a word dates what was said, not what it was said of."""
    return hook is not None and is_verb(hook) and is_say(hook)
