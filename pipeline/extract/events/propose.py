"""Every candidate of an article: mentions that the rules find, and words that only what is learnt can judge."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from pipeline.document import Context
from pipeline.extract.events.anchors import candidates
from pipeline.extract.events.candidate import Candidate
from pipeline.extract.events.features import Scene
from pipeline.extract.events.gate import in_name, other_sense, touches_subject
from pipeline.extract.events.loose import EventCue, lexicon, loose_tokens
from pipeline.extract.events.matches import SentenceMatches
from pipeline.extract.events.reader_features import event_chance
from pipeline.extract.events.stage import Stage, stage
from pipeline.extract.events.vocabulary import Governor, MeasureNoun, Trigger, vocabulary

_UP = 3
"""Words above a mention that shade it."""


@dataclass(slots=True)
class Proposal:
    """A candidate, before it is decided.

    Attributes:
        mention: what it would be.
        rule: says how its arguments are read; a loose one takes the row of the action that is decided.
        rows: rows of the wide table that its word belongs to.
        told: what the words that govern it say of its stage.
    """

    mention: Candidate
    rule: Trigger | Governor | MeasureNoun | None
    rows: tuple[EventCue, ...]
    told: Stage


class Proposals:
    """The candidates of an article in text order, with what their features are read from."""

    def __init__(self, context: Context) -> None:
        self.scene = Scene(context)
        self._context = context

    @cached_property
    def found(self) -> list[Proposal]:
        """All candidates; a word that a rule has read makes no second one."""
        context, table = self._context, lexicon()
        found: list[Proposal] = []
        for sentence in context.doc.sents:
            used: set[int] = set()
            title = context.in_title(sentence.start_char)
            matches = SentenceMatches(sentence)
            if vocabulary().stems.search(matches.text):
                for mention, rule in candidates(matches, title=title):
                    used.update(t.i for t in (mention.predicate, mention.noun) if t is not None)
                    rows = table.rows(mention.predicate)
                    mention.title, mention.cues = title, tuple(row.id for row in rows)
                    if not in_name(context, mention):
                        found.append(_staged(mention, rule, rows, matches))
            for token, rows in loose_tokens(sentence):
                if token.i in used:
                    continue
                mention = Candidate(
                    rule=f"learned.{rows[0].id}",
                    action=rows[0].action,
                    sentence=sentence,
                    predicate=token,
                    loose=True,
                    title=title,
                    cues=tuple(row.id for row in rows),
                )
                if not in_name(context, mention):
                    found.append(_staged(mention, None, rows, matches))
        return found

    def read(self, wanted: Iterable[Proposal]) -> None:
        """Let the reader read the sentences of these candidates; only where words hint at restrictions between states.

        What it costs is worth it only there.
        """
        context = self._context
        if touches_subject(context):
            context.readings.read({one.mention.sentence.start: one.mention.sentence for one in wanted}.values())
        for one in self.found:
            one.mention.read = event_chance(context, one.mention)


def _staged(
    mention: Candidate,
    rule: Trigger | Governor | MeasureNoun | None,
    rows: tuple[EventCue, ...],
    matches: SentenceMatches,
) -> Proposal:
    told = stage(mention.predicate, mention.noun, mention.status, matches.cues, mention.action)
    mention.status, mention.conditional = told.status, told.conditional
    mention.shades = _shades(mention, matches)
    mention.sense = other_sense(mention, matches.text)
    return Proposal(mention, rule, rows, told)


def _shades(mention: Candidate, matches: SentenceMatches) -> tuple[str, ...]:
    """Cues of the stage in the sentence, and the words above the mention with the cues that they are."""
    found = [f"cue={cue.group}" for cue in matches.cues.values()]
    current = mention.predicate
    for step in range(1, _UP + 1):
        if current.head.i == current.i:
            break
        found.append(f"dep{step}={current.dep_}")
        current = current.head
        found.append(f"up={current.lower_}")
        if (cue := matches.cues.get(current.i)) is not None:
            found.append(f"up={cue.group.upper()}")
        found.extend(
            f"up{step}.aux={cue.group}"
            for one in current.children
            if one.dep_ in ("aux", "neg", "mark") and (cue := matches.cues.get(one.i)) is not None
        )
    return tuple(dict.fromkeys(found))
