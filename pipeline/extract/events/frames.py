"""Arguments of direct triggers: each frame says on which side of the verb the restricted party stands."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

from pipeline.document import Context
from pipeline.extract.events.candidate import Candidate
from pipeline.extract.events.counting import count_along, count_parties
from pipeline.extract.events.courts import forum, read_ruling
from pipeline.extract.events.deciders import Deciders
from pipeline.extract.events.parties import Parties
from pipeline.extract.events.syntax import (
    child,
    is_passive,
    is_verb,
    named,
    patient,
    pobj,
    prep_objects,
    surface_subject,
)
from pipeline.extract.events.vocabulary import Frame, vocabulary

if TYPE_CHECKING:
    from spacy.tokens import Token

_LISTS = frozenset({"list", "blacklist", "roster", "register"})
_PAPERS = ("licen", "waiver", "exempt", "authori")
"""Beginnings of the nouns for what is granted; the parser ties them loosely to far verbs."""
_FREED = ("remov", "delet", "delist", "unblock")
"""Beginnings of the verbs after which "persons whose property was blocked" only says who is freed."""
_WHOSE = 9
"""Tokens between "whose" and what is done with it, at most."""
_LONG_PHRASE = 60
_NEAR_ROOT = 25
"""Tokens: the parser runs long phrases on into the next, so counts are read only near their head."""


class Frames:
    """Reads the arguments of direct triggers of one article."""

    def __init__(self, context: Context, parties: Parties, deciders: Deciders) -> None:
        self._context = context
        self._parties = parties
        self._deciders = deciders

    def read(self, mention: Candidate, frame: Frame) -> None:
        """Set authorities, targets and counts by the frame; ``void`` where the frame does not hold."""
        self._READERS[frame](self, mention)

    def count(self, mention: Candidate, root: Token) -> None:
        """Count the parties of a phrase, unless the mention has a count."""
        if mention.count is not None:
            return
        first, last = root.left_edge.i, root.right_edge.i + 1
        if first > mention.predicate.i > root.i or last - first > _LONG_PHRASE:
            last = min(last, root.i + _NEAR_ROOT)
        mention.count, mention.description = count_parties(self._context, first, last, len(mention.targets))
        self._along(mention, last)

    def _along(self, mention: Candidate, last: int) -> None:
        """Those named or counted, and others "along with" them at the end of the clause."""
        end = mention.sentence.end
        first = min(max(last, mention.predicate.i + 1), end)
        for id_ in self._parties.along(first, end):
            if (mention.targets or mention.count) and id_ not in (*mention.targets, *mention.authorities):
                mention.targets.append(id_)
        more = count_along(self._context, first, end)
        if more is not None:
            mention.count = more[0] + (mention.count or max(len(mention.targets), 1))
            mention.description = mention.description or more[1]

    def _root(self, mention: Candidate, root: Token | None, *, country: bool = True) -> None:
        if root is not None:
            mention.targets = self._parties.of(root, country=country, adjective=False)
            self.count(mention, root)

    def _object(self, mention: Candidate) -> None:
        verb = mention.predicate
        if not is_verb(verb):
            self._noun_of(mention)
            return
        root = patient(verb)
        if mention.action == "penalize" and not is_passive(verb) and (root is None or not self._parties.of(root)):
            subject = surface_subject(verb)
            if subject is not None and not self._deciders.phrase(subject):
                self._root(mention, subject)
                mention.authorities = [i for t in prep_objects(verb, "to", "with") for i in self._deciders.phrase(t)]
                return
        mention.authorities = self._deciders.acting(verb)
        self._root(mention, root)
        if root is None and not is_passive(verb) and mention.action in ("delist", "designate"):
            self._root(mention, surface_subject(verb))  # "came off the list", "landed on it"
            mention.authorities = []
        if not mention.targets and verb.lower_.startswith(("ba", "block", "prohibit", "exclud")):
            for below in prep_objects(verb, "from"):  # "barred fish from the Union"
                mention.targets = [t for t in self._parties.of(below) if self._context.chain(t).type == "Country"]
        if not mention.targets and mention.count is None and root is None:
            self._behind_list(mention, verb)
        if not mention.targets and mention.count is None and root is None:
            self._behind(mention, verb)

    def _behind_list(self, mention: Candidate, verb: Token) -> None:
        """In "struck from the Belarus blacklist Orla Lind" the parser takes list and name for one phrase."""
        for below in prep_objects(verb, "from", "to", "off", "onto", "on"):
            if any(c.lower_ in _LISTS and c.i < below.i for c in below.children):
                self._root(mention, below)

    def _behind(self, mention: Candidate, verb: Token) -> None:
        """By word order: names right behind an active verb, or right before a passive one."""
        doc = verb.doc
        if is_passive(verb):
            pairs = self._context.chains_in(mention.sentence.start, verb.i)[-1:]
        else:
            pairs = self._context.chains_in(verb.i + 1, min(mention.sentence.end, verb.i + 12))[:1]
        for found, chain in pairs:
            gap = doc[found.last : verb.i] if is_passive(verb) else doc[verb.i + 1 : found.first]
            if len(gap) <= 5 and chain.id not in mention.authorities and self._parties.allowed(chain):
                if any(t.dep_ == "prep" or t.text in (".", ";", ":") for t in gap):
                    continue
                mention.targets = self._parties.of(doc[found.last - 1])
                mention.parsed = False

    def _goods(self, mention: Candidate) -> None:
        verb = mention.predicate
        mention.authorities = self._deciders.acting(verb)
        root = patient(verb)
        roots = [] if root is None else [root]
        for one in verb.children:
            if (
                one.dep_ == "prep"
                and one.lower_ in ("from", "to", "with", "against", "on", "into")
                and (below := pobj(one)) is not None
            ):
                roots.append(below)
        if not any(self._flows(token) for token in roots[:1]):
            mention.void = True
            return
        for token in roots:
            if not mention.targets:
                mention.targets = [t for t in self._parties.of(token) if t not in mention.authorities]
                self.count(mention, token)

    @staticmethod
    def _flows(token: Token) -> bool:
        """The object is itself a flow of goods or money, not something about one ("the trade deficit")."""
        flows = vocabulary().words.flows
        near = [c for c in token.children if c.dep_ == "conj"] + list(prep_objects(token, "of", "in", "on"))
        return (
            named(token, flows) or named(token, vocabulary().words.dealings) or any(named(one, flows) for one in near)
        )

    def _against(self, mention: Candidate) -> None:
        verb = mention.predicate
        mention.authorities = self._deciders.acting(verb)
        nouns = [verb, *(c for c in verb.children if c.dep_ == "dobj")]
        for token in nouns:
            for root in prep_objects(token, "against", "on"):
                mention.targets = mention.targets or self._parties.of(root)

    def _owner(self, mention: Candidate) -> None:
        verb = mention.predicate
        before = verb.doc[max(mention.sentence.start + 1, verb.i - _WHOSE) : verb.i]
        whose = next((t for t in reversed(before) if t.tag_ == "WP$"), None)
        if whose is not None:
            owner = verb.doc[whose.i - 1]  # "persons whose property is blocked", whatever the parser ties it to
            mention.targets = self._parties.of(owner, country=False)
            self.count(mention, owner)
            mention.bare = any(t.lower_.startswith(_FREED) for t in owner.ancestors)
            return
        mention.authorities = self._deciders.acting(verb)
        root = patient(verb)
        if any(c.dep_ == "auxpass" and c.lower_ in ("is", "are") for c in verb.children) and not mention.authorities:
            mention.bare = mention.action == "designate"
        if root is None:
            return
        roots = [c for c in root.children if c.dep_ in ("poss", "amod", "compound", "nmod")]
        roots += [*prep_objects(root, "of", "for", "from", "in", "to")]
        for one in (*root.children, *(c for t in root.children for c in t.children)):
            if one.dep_ in ("acl", "relcl"):
                roots += [*prep_objects(one, "to", "by", "with")]
        if verb.dep_ == "relcl":
            roots.append(verb.head)
        for token in roots:
            found = [t for t in self._parties.of(token) if t not in mention.authorities]
            if found and not mention.targets:
                mention.targets = found
            self.count(mention, token)

    def _supply(self, mention: Candidate) -> None:
        verb = mention.predicate
        mention.authorities = self._deciders.acting(verb)
        root = patient(verb)
        for one in verb.subtree:
            if one.i <= verb.i or (one.tag_ != "VBG" and one.dep_ not in ("xcomp", "pcomp", "ccomp")):
                continue
            objects = [c for c in one.children if c.dep_ in ("dobj", "dative")]
            objects += [p for c in one.children if c.dep_ in ("prep", "dative") for p in [pobj(c)] if p is not None]
            objects += [p for o in objects for p in prep_objects(o, "with", "to", "from", "in")]
            for token in objects:
                if not mention.targets and (root is None or token.i != root.i):
                    mention.targets = [t for t in self._parties.of(token) if t not in mention.authorities]
                    self.count(mention, token)

    def _subject(self, mention: Candidate) -> None:
        verb = mention.predicate
        subject = surface_subject(verb) if is_verb(verb) else None
        if subject is None and is_verb(verb.head):
            subject = surface_subject(verb.head)
        if subject is None and not is_verb(verb):
            subject = child(verb, "poss")
        if subject is not None and subject.tag_ == "PRP" and self._context.chain_at(subject.i) is None:
            subject = self._deciders.speaker(verb) or subject
        self._root(mention, subject)
        if not mention.targets and subject is not None:
            self._root(mention, child(subject, "poss"))  # "its founders", "the firm's lawyers"
        if mention.action == "challenge":
            mention.authorities = forum(self._context, mention)

    def _noun_of(self, mention: Candidate) -> None:
        noun = mention.predicate
        mention.authorities = self._deciders.by(noun) or self._deciders.acting(
            noun.head if is_verb(noun.head) else noun
        )
        penalty = mention.action == "penalize"
        links = ("with", "on", "against", "by") if penalty else ("of", "on", "for", "against", "by")
        if penalty:
            self._punished(mention)
        for token in prep_objects(noun, *links):
            if not mention.targets:
                self._root(mention, token)
        owner = child(noun, "poss")
        if owner is not None:
            if mention.targets or mention.count:
                mention.authorities = mention.authorities or self._deciders.phrase(owner)
            else:
                self._root(mention, owner)

    def _punished(self, mention: Candidate) -> None:
        """Who pays: "the bank agreed to a $5 million penalty"; the subject of any other verb is who decides."""
        verb = next((one for one in mention.predicate.ancestors if is_verb(one)), None)
        while verb is not None and verb.dep_ == "xcomp" and is_verb(verb.head):
            verb = verb.head
        if verb is not None and verb.lower_ in vocabulary().words.paying:
            mention.authorities = self._deciders.by(mention.predicate)
            subject = surface_subject(verb)
            if subject is not None:
                self._root(mention, subject)

    def _modifier(self, mention: Candidate) -> None:
        adjective = mention.predicate
        noun = adjective.head if adjective.head.i != adjective.i else adjective
        mention.targets = self._parties.of(noun, country=False)
        for token in (*adjective.children, *noun.children):
            chain = self._context.chain_at(token.i)
            if (
                chain is not None
                and token.i < adjective.i
                and self._deciders.is_authority(chain)
                and chain.id not in mention.targets
            ):
                mention.authorities = [chain.id]

    def _licence(self, mention: Candidate) -> None:
        verb = mention.predicate
        mention.authorities = self._deciders.acting(verb) if is_verb(verb) else []
        papers = [t for t in mention.sentence if t.lower_.startswith(_PAPERS) and t.i > verb.i]
        for token in (*verb.subtree, *(t for paper in papers for t in paper.subtree)):
            if (
                token.dep_ in ("prep", "dative")
                and token.lower_ in ("to", "for")
                and (below := pobj(token)) is not None
            ):
                mention.targets = mention.targets or self._parties.of(below, country=False)
                if mention.targets:
                    self.count(mention, below)

    def _ruled(self, mention: Candidate) -> None:
        read_ruling(self._context, mention, self._parties, self._deciders)

    def _likewise(self, mention: Candidate) -> None:
        mention.authorities = self._deciders.acting(mention.predicate)

    _READERS: ClassVar[dict[Frame, Callable[[Frames, Candidate], None]]] = {
        "object": _object,
        "goods": _goods,
        "owner": _owner,
        "supply": _supply,
        "subject": _subject,
        "noun_of": _noun_of,
        "modifier": _modifier,
        "licence": _licence,
        "court": _ruled,
        "against": _against,
        "likewise": _likewise,
    }
