"""Who plays which part around a metric cue: the roles its rule gives to subject, object, possessor, prepositions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.extract.finance.lexicon import words
from pipeline.extract.finance.owners import Cast
from pipeline.extract.finance.syntax import (
    OBJECTS,
    SUBJECTS,
    is_say,
    is_verb,
    passive,
    prepositions,
    subject,
    verb_above,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Token

    from pipeline.document import Context
    from pipeline.extract.finance.cues import Cue
    from pipeline.extract.finance.draft import Slot
    from pipeline.extract.finance.lexicon import Role

_REACH = 3
_MODIFIERS = frozenset({"poss", "compound", "nmod", "amod"})
_BESIDE = frozenset({"compound", "poss", "nmod", "appos"})
_REFLEXIVE = frozenset({"itself", "themselves", "himself", "herself"})
_HELD = frozenset({"belonging", "owned", "held", "owed"})
_RECEIVERS: dict[str, Role] = {"to": "owner", "on": "owner", "for": "owner", "against": "owner"}


def cast_of(context: Context, cue: Cue, slot: Slot | None, slots: Sequence[Slot] = ()) -> Cast:
    """Roles of the words around a cue, its governing verb and their prepositional phrases; amounts have none."""
    frame = _Frame(context, cue)
    frame.cast.amounts = frozenset(index for one in slots for index in range(one.first, one.last))
    if is_verb(cue.head):
        frame.read_verb(slot)
    else:
        frame.read_noun(slot)
    return frame.cast


class _Frame:
    """A cue in its clause, while its cast is found."""

    def __init__(self, context: Context, cue: Cue) -> None:
        self.context = context
        self.cue = cue
        self.rule = cue.rule
        self.cast = Cast()

    def give(self, token: Token, role: Role) -> None:
        """Give the entity at a token a role."""
        self.cast.add(self.context, token, role, self.rule.metric)

    def named(self, token: Token) -> bool:
        return self.context.chain_at(token.i) is not None

    def read_noun(self, slot: Slot | None) -> None:
        """Roles around a noun: "Orlo's revenue", "a fine on Orlo", "Treasury imposed a fine on Orlo"."""
        inside = range(self.cue.first, self.cue.last)
        self._possessor_beside(inside)
        for token in (self.context.doc[i] for i in inside):
            if self.named(token):
                self.give(token, self.rule.poss)
            for child in token.children:
                if child.dep_ in _MODIFIERS and child.i not in inside:
                    self.give(child, self.rule.poss if child.dep_ == "poss" else self.rule.compound)
                elif child.dep_ in ("acl", "relcl"):  # "a fine imposed on Orlo", "duties it put on Japan's goods"
                    self._phrases(child, self.rule.preps)
            self._phrases(token, self.rule.preps)
        if slot is not None:
            self._amount(slot, inside)
        verb = verb_above(self.cue.head)
        if verb is not None and not is_say(verb):
            self._governor(verb)

    def _possessor_beside(self, inside: range) -> None:
        """The name whose possessive stands right ahead of a cue, wherever the parse hangs it."""
        mark = inside.start - 1
        if mark > 0 and self.context.tags[mark] == "POS" and self.rule.poss == "owner":
            owner = self.context.chain_at(mark - 1)
            if owner is not None and owner.type == "Company":
                self.give(self.context.doc[mark - 1], "owner")

    def _governor(self, verb: Token) -> None:
        """The verb above a noun cue: one that gives makes its subject the giver, one that gets the owner."""
        rule, actor = self.rule, subject(verb)
        giving = rule.giving if verb.lower_ in words().giving and self.cue.head.dep_ not in SUBJECTS else None
        preps: dict[str, Role] = {word: role for word, role in rule.preps.items() if role != "segment_only"}
        self._phrases(verb, {**preps, **_RECEIVERS} if giving is not None else preps)
        if giving is not None and not passive(verb):
            for child in verb.children:
                if child.dep_ in ("dative", "dobj") and child.i != self.cue.head.i:
                    self.give(child, "owner")
            if actor is not None:
                self.give(actor, giving)
        elif actor is not None and actor.i != self.cue.head.i:
            gets = rule.subject in ("buyer", "investor") and verb.lower_ in words().receiving
            self.give(actor, "owner" if gets or rule.subject == "owner_passive" else rule.subject)

    def _amount(self, slot: Slot, inside: range) -> None:
        """What hangs on the amount itself: "¤ of Chrysler debt", "¤ belonging to the bank", "¤ in aid to Kenya"."""
        hung = (pair for token in self._worded(slot) for pair in prepositions(token))
        for word, item in hung:
            if word not in ("of", "in", "to", "for", "from"):
                continue
            if item.i not in inside:
                self._phrase(word, item, self.rule.preps)
            for child in item.children:
                if child.dep_ in _MODIFIERS and self.named(child):
                    self.give(child, self.rule.poss)
        for child in slot.head.children:
            if child.dep_ == "acl" and child.lower_ in _HELD:
                self._phrases(child, {"to": "owner", "by": "owner"})

    def _worded(self, slot: Slot) -> list[Token]:
        """The words of the amount and those between it and the cue, on which a phrase behind may hang."""
        first = self.cue.last if self.cue.last <= slot.first else slot.first
        return list(self.context.doc[first : slot.last])

    def read_verb(self, slot: Slot | None) -> None:
        """Roles around a verb: "Northfield bought Orlo from Kest", "Orlo was fined by the watchdog".

        A phrase may hang on the amount instead: "paid ¤ for Orlo", "put ¤ into the venture".
        """
        verb, rule = self.cue.head, self.rule
        actor, turned = subject(verb), passive(verb)
        itself = any(child.dep_ in OBJECTS and child.lower_ in _REFLEXIVE for child in verb.children)
        if itself and actor is not None and rule.object != "none":  # "Orlo sold itself to Northfield"
            self.give(actor, rule.object)
            self._phrases(verb, rule.preps)
            return
        if actor is not None and turned:
            self.give(actor, rule.object if rule.object != "none" else "owner")
        elif actor is not None and rule.subject != "owner_passive":
            self.give(actor, rule.subject)
        for child in verb.children:
            if child.dep_ in (*OBJECTS, "dative"):
                self._object(child)
            elif child.dep_ in ("xcomp", "oprd"):
                for deep in child.children:
                    if deep.dep_ in OBJECTS:
                        self._object(deep)
        if rule.object == "owner" and not turned and not self.cast.owners:
            self._next_name(verb)
        self._phrases(verb, rule.preps)
        if slot is not None and verb.i < slot.first:
            for word, item in prepositions(slot.head):
                if word != "of":
                    self._phrase(word, item, rule.preps)

    def _next_name(self, verb: Token) -> None:
        """The name right behind a verb, where the parse hangs it elsewhere ("bought Orlo Ltd. The price …")."""
        for token in self.context.doc[verb.i + 1 : min(verb.i + 1 + _REACH, verb.sent.end)]:
            if token.tag_ in ("IN", "TO", ",", ".", "CC"):
                return
            if self.named(token):
                self.give(token, self.rule.object)
                return

    def _object(self, noun: Token) -> None:
        """The object of a verb cue; where it is a common noun, the names beside it ("its Orlo unit")."""
        rule = self.rule
        if rule.object != "none":
            self.give(noun, rule.object)
            sold = rule.object == "owner" and "seller" in (rule.subject, *rule.preps.values())
            for child in noun.children:
                if child.dep_ == "appos" or (child.dep_ in _BESIDE and not self.named(noun)):
                    self.give(child, "seller" if child.dep_ == "poss" and sold else rule.object)
        self._phrases(noun, rule.preps)

    def _phrases(self, token: Token, preps: dict[str, Role]) -> None:
        for word, item in prepositions(token):
            self._phrase(word, item, preps)

    def _phrase(self, word: str, item: Token, preps: dict[str, Role]) -> None:
        role = preps.get(word, "none")
        if role == "none":
            return
        self.give(item, role)
        if self.named(item):
            return
        for deep, under in prepositions(item):  # "in the shares of Orlo"
            if deep == "of" and role != "segment_only":
                self.give(under, role)
        for child in item.children:  # "exports of Swiss watches"
            if child.dep_ in (*_BESIDE, "amod") and self.named(child):
                self.give(child, role)
