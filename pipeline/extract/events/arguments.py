"""Fill in who restricts whom, by the frame of the rule that found the mention."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipeline.document import Context
from pipeline.extract.events.candidate import Candidate
from pipeline.extract.events.deciders import Deciders
from pipeline.extract.events.frames import Frames
from pipeline.extract.events.name_lists import joined_states
from pipeline.extract.events.parties import Parties
from pipeline.extract.events.programmes import programmes
from pipeline.extract.events.syntax import (
    child,
    is_passive,
    is_verb,
    named,
    patient,
    pobj,
    prep_objects,
    surface_subject,
)  # fmt: skip
from pipeline.extract.events.vocabulary import Governor, MeasureNoun, Trigger, vocabulary

if TYPE_CHECKING:
    from spacy.tokens import Token

_ON = (
    "on",
    "against",
    "upon",
    "towards",
    "toward",
    "at",
    "targeting",
    "to",
    "from",
    "for",
    "with",
    "over",
    "affecting",
    "hitting",
)
_FLOW = re.compile(
    r"\b(?:re-?)?(?:exports?|imports?|shipments?|sales|transfers?|trade|travel)\b[^.;:]{0,60}?"
    r"\b(?:to|from|with|into|within)\s(?:(?:or|and|to|from|within|the)\s){0,3}"
)
_HARD_ON = frozenset({"on", "against", "upon", "targeting"})


class Arguments:
    """Reads the arguments of the mentions of one article."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._parties = Parties(context)
        self._deciders = Deciders(context)
        self._frames = Frames(context, self._parties, self._deciders)

    def fill(self, mention: Candidate, rule: Trigger | Governor | MeasureNoun) -> bool:
        """Set authorities, targets, programmes and counts of a mention; False if its frame does not hold."""
        if isinstance(rule, Trigger):
            self._frames.read(mention, rule.frame)
        elif isinstance(rule, Governor):
            self._governor(mention, rule)
        else:
            self._around_noun(mention)
        if not mention.authorities:
            mention.authorities = self._control(mention.predicate)
        done = is_verb(mention.predicate) or mention.predicate.tag_ == "JJ"  # "has been unblocked"
        passive = done and is_passive(mention.predicate)
        direct = mention.noun is None and (passive or mention.rule == "event.sanctionable")
        if (
            mention.noun is not None
            and passive
            and mention.predicate.dep_ == "acl"
            and not mention.targets
            and not mention.authorities
        ):
            mention.bare = True  # "prohibitions imposed under the order": only a description
        if not mention.authorities and not mention.bare and direct:
            mention.authorities = self._outer(mention.predicate)
        aimed = any(t.lower_ == "against" for t in mention.predicate.subtree)
        if mention.answer and not mention.targets and mention.authorities and not aimed:
            mention.targets = self._answered(mention)
        decided = set(mention.authorities)
        mention.targets = [t for t in dict.fromkeys(mention.targets) if t not in decided]
        mention.programs = programmes(self._context, mention)
        return not mention.void

    def _answered(self, mention: Candidate) -> list[str]:
        """The one other state of the sentence: retaliation without an object is against whom it answers."""
        found = self._context.chains_in(mention.sentence.start, mention.sentence.end)
        others = {c.id for _, c in found if c.type == "Country" or c.key in ("eu", "EU")} - set(mention.authorities)
        return list(others) if len(others) == 1 else []

    def _outer(self, verb: Token) -> list[str]:
        """Subject of the clause around a passive: "OFAC is publishing the names of persons who have been listed"."""
        if verb.dep_ not in ("relcl", "acl", "ccomp", "advcl", "conj"):
            return []
        current = verb.head
        for _ in range(5):
            if is_verb(current) and child(current, "nsubj") is not None:
                found = self._deciders.acting(current)
                return [i for i in found if self._context.chain(i).type == "PublicBody"]
            if current.head.i == current.i:
                break
            current = current.head
        return []

    def _control(self, verb: Token) -> list[str]:
        """The one asked decides: "urged Washington to lift", "called on Paris to ban"."""
        if not is_verb(verb) or verb.dep_ not in ("xcomp", "ccomp", "acl", "advcl"):
            return []
        for found in prep_objects(verb.head, "on", "upon", "to"):
            ids = self._deciders.phrase(found)
            if ids:
                return ids
        return []

    # --- measure nouns -------------------------------------------------------------------------------------------

    def _governor(self, mention: Candidate, rule: Governor) -> None:
        noun, verb = mention.noun, mention.predicate
        if noun is None:
            return
        self._around_noun(mention)
        if rule.side == "subject":
            self._suffered(mention, verb)
        elif rule.side == "object":
            root = patient(verb)
            if root is not None and root.i != noun.i:
                mention.targets = self._parties.of(root) or mention.targets
                self._frames.count(mention, root)
            mention.authorities = mention.authorities or self._deciders.acting(verb)
        else:
            self._done(mention, verb, rule)

    def _suffered(self, mention: Candidate, verb: Token) -> None:
        """The subject is restricted ("X faces sanctions"), contests or breaks the measure."""
        subject = surface_subject(verb) if is_verb(verb) else child(verb, "poss")
        if subject is not None and subject.tag_ == "PRP" and self._context.chain_at(subject.i) is None:
            subject = self._deciders.speaker(verb) or subject
        if subject is None:
            return
        found = self._parties.of(subject)
        self._frames.count(mention, subject)
        mention.targets = found if mention.action in ("challenge", "breach") else found or mention.targets

    def _done(self, mention: Candidate, verb: Token, rule: Governor) -> None:
        """The subject acts on the measure; who is restricted stands behind it ("X imposed sanctions on Y")."""
        if is_verb(verb):
            acting = self._deciders.acting(verb)
        else:
            acting = self._deciders.possessor(verb) + self._deciders.by(verb)
            if not acting and is_verb(verb.head) and not is_passive(verb.head):
                acting = self._deciders.acting(verb.head)  # "announced plans for tariffs"
        if rule.status == "requested":
            acting = []
        mention.authorities = list(dict.fromkeys([*acting, *([] if acting else mention.authorities)]))
        if not mention.targets:
            self._on(mention, verb)

    def _around_noun(self, mention: Candidate) -> None:
        noun = mention.noun
        if noun is None:
            return
        deciders, targets = self._deciders.of_noun(noun)
        if mention.rule.removeprefix("event.") in ("addition", "designation", "blacklisting") or named(
            noun, vocabulary().words.listings
        ):
            for below in prep_objects(noun, "of"):
                mention.targets = mention.targets or self._parties.of(below)
                self._frames.count(mention, below)
        mention.authorities = deciders or self._deciders.by(noun)
        for token in (noun, *self._path(noun, mention.predicate), *self._below(mention.predicate)):
            if not mention.targets:
                self._on(mention, token)
        if not mention.targets:
            self._order(mention, noun)
        if not mention.targets:
            self._flow(mention, noun)
        mention.targets = list(dict.fromkeys([*mention.targets, *targets]))
        mention.authorities = [a for a in mention.authorities if a not in mention.targets]

    @staticmethod
    def _below(verb: Token) -> list[Token]:
        """Verbs that a verb of deciding governs: "the tariffs that she ordered imposed on X"."""
        return [c for c in verb.children if c.dep_ in ("xcomp", "ccomp", "oprd") and c.tag_ in ("VBN", "VB")]

    @staticmethod
    def _path(noun: Token, top: Token) -> list[Token]:
        current = noun
        path: list[Token] = []
        while current.i not in (current.head.i, top.i) and len(path) < 5:
            current = current.head
            path.append(current)
        return path

    def _on(self, mention: Candidate, token: Token) -> None:
        """Target phrases behind a measure: "sanctions on X", "a ban on imports from X"."""
        for one in token.children:
            if one.dep_ not in ("prep", "dative", "agent") or one.lower_ not in _ON:
                continue
            below = pobj(one)
            if below is None or (one.lower_ not in _HARD_ON and token is not mention.noun):
                continue
            flow = named(below, vocabulary().words.flows) or below.tag_ == "VBG"
            if one.lower_ in ("for", "over", "with", "at", "to", "from") and not flow and token is mention.predicate:
                continue
            found = self._parties.of(below)
            if one.lower_ == "for" and not flow and not self._states(found):
                continue
            if found or self._parties.is_party(below):
                mention.targets = found
                self._frames.count(mention, below)
                return

    def _flow(self, mention: Candidate, noun: Token) -> None:
        """By word order: states behind a flow of goods, "requirements for exports to or within X and Y"."""
        view, end = self._context.clean.view, mention.sentence.end
        match = _FLOW.search(view, noun.idx, mention.sentence.end_char)
        if match is None:
            return
        for place, chain in self._context.chains_in(noun.i + 1, end):
            start = noun.doc[place.first].idx
            if start < match.end():
                continue
            if chain.type != "Country" or start > match.end() + 5:
                return
            others = [c.id for _, c in joined_states(self._context, place, end)]
            mention.targets, mention.parsed = list(dict.fromkeys([chain.id, *others])), False
            return

    def _states(self, ids: list[str]) -> bool:
        """Whether states alone are meant: "licence requirements for Mali"."""
        return bool(ids) and all(self._context.chain(i).type == "Country" for i in ids)

    def _order(self, mention: Candidate, noun: Token) -> None:
        """By word order: the first "on" or "against" behind the noun within its clause."""
        doc, end = noun.doc, min(mention.sentence.end, noun.i + 14)
        for token in doc[noun.i + 1 : end]:
            if token.text in (";", ":") or token.dep_ == "mark" or token.tag_ in ("VBD", "VBZ", "VBP"):
                return
            if token.lower_ in ("on", "against", "upon") and token.i + 1 < len(doc):
                root = pobj(token) or (doc[token.i + 1] if token.i + 1 < len(doc) else None)
                found = [] if root is None else self._parties.of(root)
                if found:
                    mention.targets, mention.parsed = found, False
                    return
