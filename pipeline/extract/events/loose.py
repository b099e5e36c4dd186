"""Words that may tell an event: candidates of high recall, which only the learned decision lets through."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from pipeline.extract.events.vocabulary import Frame, Trigger
from pipeline.knowledge import Row, load_table
from pipeline.knowledge.inflect import noun_forms, verb_forms
from pipeline.records import Action

if TYPE_CHECKING:
    from spacy.tokens import Span as DocSpan
    from spacy.tokens import Token


class EventCue(Row):
    """One row of ``tables/event_cues.yml``: words with the action and the frame by which they are read."""

    id: str
    action: Action
    frame: Frame
    verbs: tuple[str, ...] = ()
    nouns: tuple[str, ...] = ()
    forms: tuple[str, ...] = ()

    def trigger(self, frame: Frame | None = None) -> Trigger:
        """The row as a rule, by which arguments are read."""
        return Trigger.model_construct(id=f"learned.{self.id}", action=self.action, frame=frame or self.frame)


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Printed lower-case words of each kind with their rows, and the base form of each verb and noun form."""

    verbs: dict[str, tuple[EventCue, ...]]
    nouns: dict[str, tuple[EventCue, ...]]
    forms: dict[str, tuple[EventCue, ...]]
    base: dict[str, str]

    def rows(self, token: Token) -> tuple[EventCue, ...]:
        """The rows that a token belongs to by its form and its part of speech."""
        word, tag = token.lower_, token.tag_
        found = self.forms.get(word, ())
        if tag.startswith("VB"):
            found = (*found, *self.verbs.get(word, ()))
        elif tag.startswith("NN"):
            # Headlines and wire copy: the tagger takes "blacklists" and "halts" for nouns.
            found = (*found, *self.nouns.get(word, ()), *(self.verbs.get(word, ()) if word.endswith("s") else ()))
        elif tag == "JJ" and word.endswith("ed"):
            found = (*found, *self.verbs.get(word, ()))
        return found


@cache
def lexicon() -> Lexicon:
    """The table, by printed word."""
    verbs: dict[str, list[EventCue]] = {}
    nouns: dict[str, list[EventCue]] = {}
    forms: dict[str, list[EventCue]] = {}
    base: dict[str, str] = {}
    for row in load_table("event_cues", EventCue, key="rows"):
        for lemmas, inflect, where in ((row.verbs, verb_forms, verbs), (row.nouns, noun_forms, nouns)):
            for lemma in lemmas:
                for form in inflect(lemma):
                    where.setdefault(form, []).append(row)
                    base.setdefault(form, lemma)
        for form in row.forms:
            forms.setdefault(form, []).append(row)
    one, two, three = ({word: tuple(rows) for word, rows in kind.items()} for kind in (verbs, nouns, forms))
    return Lexicon(one, two, three, base)


def loose_tokens(sentence: DocSpan) -> Iterator[tuple[Token, tuple[EventCue, ...]]]:
    """Tokens of a sentence that may tell an event, with their rows."""
    table = lexicon()
    for token in sentence:
        rows = table.rows(token)
        if rows:
            yield token, rows
