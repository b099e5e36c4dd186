"""Courts: where a measure is contested, and what a ruling does to it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from pipeline.extract.events.candidate import Candidate, Court
from pipeline.extract.events.syntax import child, is_passive, named, patient, prep_objects, surface_subject
from pipeline.extract.events.vocabulary import vocabulary

if TYPE_CHECKING:
    from spacy.tokens import Token

    from pipeline.document import Chain, Context
    from pipeline.extract.events.deciders import Deciders
    from pipeline.extract.events.merge import Decision
    from pipeline.extract.events.parties import Parties

_REFUSED = ("uph", "dismiss", "reject", "thr", "sid")
"""Beginnings of the verbs by which a court leaves a measure in place."""
_OTHERS = frozenset({"another", "different", "other", "second", "separate"})
_CLAUSES = frozenset({"acl", "relcl", "advcl"})
_TITLE = 4
"""Words before a name within which a title stands."""


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
    """The court or judge that does what a verb says; None where another does.

    Where nobody is said to do it, a court that the sentence names before the verb does: "the judge agreed, so that the
    ban is now blocked".
    """
    if not is_passive(verb):
        subject = surface_subject(verb)
        return subject if subject is not None and _of_court(subject) else None
    by = next(prep_objects(verb, "by"), None)
    if by is not None:
        return by if _of_court(by) else None
    return next((t for t in verb.doc[verb.sent.start : verb.i] if named(t, vocabulary().words.courts)), None)


def _of_court(token: Token) -> bool:
    """Whether a phrase names a court, the clauses that hang on it left out: not "the ban that a judge blocked"."""
    if token.lower_.rstrip("s") in vocabulary().words.courts:
        return True
    return any(_of_court(one) for one in token.children if one.dep_ not in _CLAUSES)


def read_ruling(context: Context, mention: Candidate, parties: Parties, deciders: Deciders) -> None:
    """Who ruled and about whom; ``void`` where the subject is no court."""
    verb = mention.predicate
    subject = ruling(verb)
    if subject is None:
        mention.void = True
        return
    mention.weak = False
    mention.court = _court(context, subject, deciders)
    mention.authorities = list(mention.court.ids)
    if verb.lower_.startswith(_REFUSED):
        mention.status = "rejected"
    favoured = child(verb, "dative")  # "granted Norda an injunction"
    root = patient(verb)
    if favoured is not None:
        mention.targets = parties.of(favoured)
    if root is not None:
        roots = [*prep_objects(root, "of", "on", "against", "by")]
        if named(root, vocabulary().words.listings):
            roots += [c for c in root.children if c.dep_ == "poss"]
        for token in roots:
            mention.targets = mention.targets or [t for t in parties.of(token) if t not in mention.authorities]


def settle_rulings(context: Context, decisions: Sequence[Decision]) -> None:
    """What a court annuls no one else does: its authors are courts and judges, and those are not restricted themselves.

    Whose measure it is stands in the words as well ("blocked the president's ban").
    """
    ruled = [one for one in decisions if one.best.action == "annul" and _courts(one)]
    bench = {id_ for one in decisions for court in _courts(one) for id_ in court.ids}
    bench = {id_ for id_ in bench if context.chain(id_).type != "Country"}
    for one in ruled:
        told = {id_ for court in _courts(one) for id_ in court.ids}
        found = [i for i in one.union("authorities") if i in told or _is_court(context, context.chain(i))]
        for mention in one.mentions:
            mention.authorities = found
            mention.targets = [i for i in mention.targets if i not in _owners(context, mention)]
    for mention in (m for one in decisions for m in one.mentions):
        mention.targets = [i for i in mention.targets if i not in bench]
    _name_judge(context, ruled)


def _owners(context: Context, mention: Candidate) -> set[str]:
    """Whose the measure is: "the president's ban"."""
    nouns = [token for token in (mention.noun, *mention.predicate.children) if token is not None]
    owners = [one for noun in nouns for one in noun.children if one.dep_ == "poss"]
    return {chain.id for one in owners if (chain := context.chain_at(one.i)) is not None}


def _courts(decision: Decision) -> list[Court]:
    return [m.court for m in decision.mentions if m.court is not None]


def _name_judge(context: Context, ruled: Sequence[Decision]) -> None:
    """The one judge whom the article names gave the ruling that it tells first, if none is named for it."""
    judges = [chain.id for chain in context.chains if chain.type == "Person" and _is_court(context, chain)]
    if len(judges) != 1 or not ruled:
        return
    named_ = any(judges[0] in one.union("authorities") for one in ruled)
    for mention in ruled[0].mentions:
        if not named_ and not mention.authorities:
            mention.authorities = list(judges)


def _is_court(context: Context, chain: Chain) -> bool:
    words = vocabulary().words.courts
    if chain.type == "PublicBody":
        return any(word in words for word in chain.name.lower().split())
    if chain.type != "Person":
        return False
    titles = (context.doc[max(0, m.first - _TITLE) : m.first] for m in chain.mentions)
    return any(token.lower_ in words for title in titles for token in title)


def _court(context: Context, subject: Token, deciders: Deciders) -> Court:
    """What the words tell of a court; a judge who is named is one ("District Judge Orla Lind")."""
    chain = context.chain_at(subject.i)
    judge = [chain.id] if chain is not None and chain.type == "Person" else []
    around = [one for _, one in context.chains_in(subject.left_edge.i, subject.right_edge.i + 1)]
    return Court(
        ids=tuple(deciders.phrase(subject) or judge),
        judges=frozenset(judge),
        seats=frozenset(one.id for one in around if one.type == "Location"),
        another=any(t.lower_ in _OTHERS for t in subject.subtree if t.i < subject.i),
    )
