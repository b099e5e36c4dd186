"""Courts: where a measure is contested, and what a ruling does to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.extract.events.syntax import is_passive, patient, prep_objects, surface_subject
from pipeline.extract.events.vocabulary import vocabulary

if TYPE_CHECKING:
    from spacy.tokens import Token

    from pipeline.document import Context
    from pipeline.extract.events.candidate import Candidate
    from pipeline.extract.events.deciders import Deciders
    from pipeline.extract.events.parties import Parties

_REFUSED = ("uph", "dismiss", "reject", "thr", "sid")
"""Beginnings of the verbs by which a court leaves a measure in place."""
_SUFFERED = ("design", "listing", "inclu", "blacklist", "addition", "remov", "entr", "freez", "expul", "delist")
"""Beginnings of the nouns before which stands who is restricted ("the firm's listing"), and not whose measure it is."""


def forum(context: Context, mention: Candidate) -> list[str]:
    """The court that is asked, else the body whose measure is fought."""
    found: list[str] = []
    for one, chain in context.chains_in(mention.sentence.start, mention.sentence.end):
        if chain.type == "PublicBody" and chain.id not in mention.targets and one.first > mention.predicate.i:
            words = set(chain.name.lower().split())
            if words & {"court", "tribunal", "judge"}:
                return [chain.id]
            found.append(chain.id)
        elif chain.type == "Country" and one.first > mention.predicate.i and chain.id not in mention.targets:
            found.append(chain.id)
    return found[:1]


def ruling(verb: Token) -> Token | None:
    """The court or judge that does what a verb says; None where another does."""
    subject = surface_subject(verb) if not is_passive(verb) else next(prep_objects(verb, "by"), None)
    if subject is None or not any(t.lower_.rstrip("s") in vocabulary().words.courts for t in subject.subtree):
        return None
    return subject


def read_ruling(context: Context, mention: Candidate, parties: Parties, deciders: Deciders) -> None:
    """Who ruled and about whom; ``void`` where the subject is no court."""
    verb = mention.predicate
    subject = ruling(verb)
    if subject is None:
        mention.void = True
        return
    mention.weak = False
    mention.authorities = deciders.phrase(subject) or _judge(context, subject)
    if verb.lower_.startswith(_REFUSED):
        mention.status = "rejected"
    root = patient(verb)
    if root is not None:
        roots = [*prep_objects(root, "of", "on", "against", "by")]
        if root.lower_.startswith(_SUFFERED):
            roots += [c for c in root.children if c.dep_ == "poss"]
        for token in roots:
            mention.targets = mention.targets or [t for t in parties.of(token) if t not in mention.authorities]


def _judge(context: Context, subject: Token) -> list[str]:
    """A judge who is named: "District Judge Orla Lind"."""
    chain = context.chain_at(subject.i)
    return [chain.id] if chain is not None and chain.type == "Person" else []
