"""Fill in who restricts whom, by the frame of the rule that found the mention."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.document import Context
from pipeline.extract.events.candidate import Candidate
from pipeline.extract.events.deciders import Deciders
from pipeline.extract.events.parties import Parties
from pipeline.extract.events.syntax import (
    child, is_passive, is_verb, named, patient, pobj, prep_objects, surface_subject,
)  # fmt: skip
from pipeline.extract.events.vocabulary import Governor, MeasureNoun, Trigger, vocabulary

if TYPE_CHECKING:
    from spacy.tokens import Token

_ON = ("on", "against", "upon", "towards", "toward", "at", "targeting", "to", "from", "for", "with", "over", "affecting", "hitting")
_ACT_NOUNS = frozenset({"addition", "additions", "inclusion", "placement", "entry", "entries", "insertion", "designation",
                        "designations", "listing", "listings", "blacklisting"})  # fmt: skip
_HARD_ON = frozenset({"on", "against", "upon", "targeting"})


class Arguments:
    """Reads the arguments of the mentions of one article."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._parties = Parties(context)
        self._deciders = Deciders(context)

    def fill(self, mention: Candidate, rule: Trigger | Governor | MeasureNoun) -> bool:
        """Set authorities, targets, programmes and counts of a mention; False if its frame does not hold."""
        if isinstance(rule, Trigger):
            self._trigger(mention, rule)
        elif isinstance(rule, Governor):
            self._governor(mention, rule)
        else:
            self._around_noun(mention)
        if not mention.authorities:
            mention.authorities = self._control(mention.predicate)
        passive = is_verb(mention.predicate) and is_passive(mention.predicate)
        direct = mention.noun is None and (passive or mention.rule == "event.sanctionable")
        if mention.noun is not None and passive and mention.predicate.dep_ == "acl" and not mention.targets and not mention.authorities:
            mention.bare = True  # "prohibitions imposed under the order": only a description
        if not mention.authorities and not mention.bare and direct:
            mention.authorities = self._outer(mention.predicate)
        aimed = any(t.lower_ == "against" for t in mention.predicate.subtree)
        if mention.answer and not mention.targets and mention.authorities and not aimed:
            mention.targets = self._answered(mention)
        decided = set(mention.authorities)
        mention.targets = [t for t in dict.fromkeys(mention.targets) if t not in decided]
        mention.programs = self._programs(mention)
        return not (isinstance(rule, Trigger) and rule.frame == "court" and mention.weak)

    def _answered(self, mention: Candidate) -> list[str]:
        """The one other state of the sentence: retaliation without an object is against whom it answers."""
        found = self._context.chains_in(mention.sentence.start, mention.sentence.end)
        others = {c.id for _, c in found if c.type == "Country" or c.key in ("eu", "EU")} - set(mention.authorities)
        return list(others) if len(others) == 1 else []

    def _outer(self, verb: Token) -> list[str]:
        """Subject of the clause around a passive: "OFAC is publishing the names of persons who have been listed"."""
        if verb.dep_ not in ("relcl", "acl", "ccomp"):
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
        """ "urged Washington to lift", "called on Paris to ban": the one asked decides."""
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
            subject = surface_subject(verb) if is_verb(verb) else None
            if subject is None and not is_verb(verb):
                subject = child(verb, "poss")
            if subject is not None:
                found = self._parties.of(subject)
                self._count(mention, subject)
                if mention.action in ("challenge", "breach"):
                    mention.targets = found
                else:
                    mention.targets = found or mention.targets
            return
        if rule.side == "object":
            root = patient(verb)
            if root is not None and root.i != noun.i:
                mention.targets = self._parties.of(root) or mention.targets
                self._count(mention, root)
            mention.authorities = mention.authorities or self._deciders.acting(verb)
            return
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
        if mention.rule.removeprefix("event.") in ("addition", "designation", "blacklisting") or noun.lower_ in _ACT_NOUNS:
            for below in prep_objects(noun, "of"):
                mention.targets = mention.targets or self._parties.of(below)
                self._count(mention, below)
        mention.authorities = deciders or self._deciders.by(noun)
        for token in (noun, *self._path(noun, mention.predicate)):
            if not mention.targets:
                self._on(mention, token)
        if not mention.targets:
            self._order(mention, noun)
        mention.targets = list(dict.fromkeys([*mention.targets, *targets]))
        mention.authorities = [a for a in mention.authorities if a not in mention.targets]

    @staticmethod
    def _path(noun: Token, top: Token) -> list[Token]:
        path, current = [], noun
        while current.i != top.i and current.head.i != current.i and len(path) < 5:
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
            if one.lower_ == "for" and not flow:
                continue
            if found or self._parties.is_party(below):
                mention.targets = found
                self._count(mention, below)
                return

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

    # --- direct triggers -----------------------------------------------------------------------------------------

    def _trigger(self, mention: Candidate, rule: Trigger) -> None:
        getattr(self, f"_frame_{rule.frame}")(mention)

    def _root(self, mention: Candidate, root: Token | None, *, country: bool = True) -> None:
        if root is not None:
            mention.targets = self._parties.of(root, country=country)
            self._count(mention, root)

    def _frame_object(self, mention: Candidate) -> None:
        verb = mention.predicate
        if not is_verb(verb):
            self._frame_noun_of(mention)
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
        if not mention.targets and mention.count is None:
            self._behind(mention, verb)

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

    def _frame_goods(self, mention: Candidate) -> None:
        verb = mention.predicate
        mention.authorities = self._deciders.acting(verb)
        root = patient(verb)
        roots = [] if root is None else [root]
        for one in verb.children:
            if one.dep_ == "prep" and one.lower_ in ("from", "to", "with", "against", "on", "into") and (below := pobj(one)) is not None:
                roots.append(below)
        if not any(self._flows(token) for token in roots[:1]):
            return
        for token in roots:
            if not mention.targets:
                mention.targets = [t for t in self._parties.of(token) if t not in mention.authorities]
                self._count(mention, token)

    @staticmethod
    def _flows(token: Token) -> bool:
        """The object is itself a flow of goods or money, not something about one ("the trade deficit")."""
        flows = vocabulary().words.flows
        near = [c for c in token.children if c.dep_ == "conj"] + list(prep_objects(token, "of", "in", "on"))
        return named(token, flows) or token.tag_ == "VBG" or any(named(one, flows) for one in near)

    def _frame_against(self, mention: Candidate) -> None:
        verb = mention.predicate
        mention.authorities = self._deciders.acting(verb)
        nouns = [verb, *(c for c in verb.children if c.dep_ == "dobj")]
        for token in nouns:
            for root in prep_objects(token, "against", "on"):
                mention.targets = mention.targets or self._parties.of(root)

    def _frame_owner(self, mention: Candidate) -> None:
        verb = mention.predicate
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
            self._count(mention, token)

    def _frame_supply(self, mention: Candidate) -> None:
        verb = mention.predicate
        mention.authorities = self._deciders.acting(verb)
        root = patient(verb)
        for one in verb.subtree:
            if one.i <= verb.i or (one.tag_ != "VBG" and one.dep_ not in ("xcomp", "pcomp")):
                continue
            objects = [c for c in one.children if c.dep_ in ("dobj", "dative")]
            objects += [p for c in one.children if c.dep_ == "prep" for p in [pobj(c)] if p is not None]
            objects += [p for o in objects for p in prep_objects(o, "with", "to", "from", "in")]
            for token in objects:
                if not mention.targets and (root is None or token.i != root.i):
                    mention.targets = [t for t in self._parties.of(token) if t not in mention.authorities]
                    self._count(mention, token)

    def _frame_subject(self, mention: Candidate) -> None:
        verb = mention.predicate
        subject = surface_subject(verb) if is_verb(verb) else None
        if subject is None and is_verb(verb.head):
            subject = surface_subject(verb.head)
        if subject is None and not is_verb(verb):
            subject = child(verb, "poss")
        self._root(mention, subject)
        if mention.action == "challenge":
            mention.authorities = self._forum(mention)

    def _forum(self, mention: Candidate) -> list[str]:
        """The court that is asked, else the body whose measure is fought."""
        found: list[str] = []
        for one, chain in self._context.chains_in(mention.sentence.start, mention.sentence.end):
            if chain.type == "PublicBody" and chain.id not in mention.targets and one.first > mention.predicate.i:
                words = set(chain.name.lower().split())
                if words & {"court", "tribunal", "judge"}:
                    return [chain.id]
                found.append(chain.id)
            elif chain.type == "Country" and one.first > mention.predicate.i and chain.id not in mention.targets:
                found.append(chain.id)
        return found[:1]

    def _frame_noun_of(self, mention: Candidate) -> None:
        noun = mention.predicate
        mention.authorities = self._deciders.by(noun) or self._deciders.acting(noun.head if is_verb(noun.head) else noun)
        for token in prep_objects(noun, "of", "on", "for", "against", "by"):
            if not mention.targets:
                self._root(mention, token)
        owner = child(noun, "poss")
        if owner is not None:
            if mention.targets or mention.count:
                mention.authorities = mention.authorities or self._deciders.phrase(owner)
            else:
                self._root(mention, owner)

    def _frame_modifier(self, mention: Candidate) -> None:
        adjective = mention.predicate
        noun = adjective.head if adjective.head.i != adjective.i else adjective
        mention.targets = self._parties.of(noun, country=False)
        for token in (*adjective.children, *noun.children):
            chain = self._context.chain_at(token.i)
            if chain is not None and token.i < adjective.i and self._deciders.is_authority(chain) and chain.id not in mention.targets:
                mention.authorities = [chain.id]

    def _frame_licence(self, mention: Candidate) -> None:
        verb = mention.predicate
        mention.authorities = self._deciders.acting(verb) if is_verb(verb) else []
        for token in verb.subtree:
            if token.dep_ in ("prep", "dative") and token.lower_ in ("to", "for") and (below := pobj(token)) is not None:
                mention.targets = mention.targets or self._parties.of(below, country=False)
                if mention.targets:
                    self._count(mention, below)

    def _frame_likewise(self, mention: Candidate) -> None:
        mention.authorities = self._deciders.acting(mention.predicate)

    def _frame_court(self, mention: Candidate) -> None:
        verb = mention.predicate
        subject = surface_subject(verb) if not is_passive(verb) else next(prep_objects(verb, "by"), None)
        if subject is None or not any(t.lower_.rstrip("s") in vocabulary().words.courts for t in subject.subtree):
            return
        mention.weak = False
        mention.authorities = self._deciders.phrase(subject)
        if verb.lower_.startswith(("uph", "dismiss", "reject", "thr", "sid")):
            mention.status = "rejected"
        root = patient(verb)
        if root is not None:
            for token in (*prep_objects(root, "of", "on", "against", "by"), *(c for c in root.children if c.dep_ == "poss")):
                mention.targets = mention.targets or self._parties.of(token)

    # --- shared --------------------------------------------------------------------------------------------------

    def _count(self, mention: Candidate, root: Token) -> None:
        if mention.count is not None:
            return
        first, last = root.left_edge.i, root.right_edge.i + 1
        if first > mention.predicate.i > root.i or last - first > 60:
            last = min(last, root.i + 25)
        mention.count, mention.description = self._parties.count(first, last, len(mention.targets))

    def _programs(self, mention: Candidate) -> list[str]:
        found = self._context.chains_in(mention.sentence.start, mention.sentence.end)
        return list(dict.fromkeys(chain.id for _, chain in found if chain.type == "Program"))
