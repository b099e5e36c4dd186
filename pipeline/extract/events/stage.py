"""How far a decision has gone: enacted, proposed, threatened, requested, considered, rejected or denied.

The words on the path from the predicate up to the root decide, nearest first: auxiliaries, negation, governing verbs
and nouns, and adjectives of the measure.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.extract.events.syntax import child, is_passive, is_verb, named, surface_subject
from pipeline.extract.events.vocabulary import Cue, CueGroup, vocabulary
from pipeline.records import Action, EventStatus

if TYPE_CHECKING:
    from spacy.tokens import Token

_CLIMB = frozenset(
    {
        "xcomp",
        "ccomp",
        "acl",
        "pcomp",
        "prep",
        "pobj",
        "dobj",
        "attr",
        "acomp",
        "nsubj",
        "nsubjpass",
        "csubj",
        "oprd",
        "appos",
        "conj",
        "relcl",
        "compound",
        "nmod",
        "agent",
        "advcl",
    }
)
_STATUS: dict[CueGroup, EventStatus] = {
    "requested": "requested", "threatened": "threatened", "considered": "considered", "proposed": "proposed",
    "rejected": "rejected", "denied": "denied",
}  # fmt: skip
_LENIENT = frozenset({"ease", "delist", "annul"})
"""Actions that nobody is threatened with."""
# A later (outer) word of these groups overrides what an inner one said.
_STRONG = frozenset({"requested", "rejected", "denied"})
_HOPS = 7


@dataclass(frozen=True, slots=True)
class Stage:
    """Status of a mention, who asked where it is a request, and whether it hangs on a condition.

    ``bare``: the words turned out to tell no stage ("the sanctions were not discussed"). ``ended``: "no longer subject
    to". ``future``: "will", "vows to".
    """

    status: EventStatus
    asker: Token | None = None
    conditional: bool = False
    bare: bool = False
    ended: bool = False
    future: bool = False


def stage(predicate: Token, noun: Token | None, base: EventStatus, cues: dict[int, Cue], action: Action) -> Stage:
    """Read the status of a mention from the words that govern it; a step to come that hangs on an "if" is a threat."""
    if base == "considered" and noun is not None and is_verb(predicate) and _settled(predicate, noun, cues):
        return Stage("enacted", bare=True)
    state = _State(cues, base, "considered" if action in _LENIENT else "threatened")
    if noun is not None:
        state.modifiers(noun)
    state.level(predicate, lexical=False)
    current, crossed = predicate, False
    for _ in range(_HOPS):
        head = current.head
        if current.dep_ == "nsubj" and current.i == predicate.i and _judges(head):
            # "the imposition of tariffs does not signal a trade war" denies the war.
            break
        if head.i == current.i or current.dep_ not in _CLIMB or (current.dep_ == "advcl" and not _purpose(current)):
            break
        sibling = current.dep_ in ("conj", "advcl")
        # What happens to a bill happens to what it would do: "rejected a bill that would have imposed sanctions".
        of_bill = current.dep_ == "relcl" and named(head, vocabulary().words.bills)
        if (current.dep_ == "relcl" and not of_bill) or (current.dep_ == "acl" and current.tag_ == "VBN"):
            break
        if noun is None or head.i != noun.i:
            finite = current.dep_ != "conj" and child(current, "nsubj", "nsubjpass") is not None
            crossed = (crossed or finite) and head.i not in cues
            state.level(head, lexical=not sibling, aux=not crossed and (not sibling or current.tag_ in ("VB", "VBN")))
        current = head
    if state.status == "enacted" and _aim(predicate):
        state.status = "considered"
    ended = any(c.lower_ == "longer" for t in (predicate, predicate.head) for c in t.children)
    return Stage(state.status, state.asker, state.conditional, ended=ended, future=state.future)


def _judges(verb: Token) -> bool:
    """Whether a verb speaks of something else that its subject does: it has an object or a clause of its own."""
    return is_verb(verb) and any(c.dep_ in ("dobj", "ccomp") for c in verb.children)


def _aim(verb: Token) -> bool:
    """An aim and no deed: "in order to lift the tariffs"."""
    if verb.tag_ != "VB" or not any(c.lower_ == "to" for c in verb.children):
        return False
    return verb.dep_ == "advcl" or (verb.dep_ == "acl" and verb.head.lower_ == "order" and verb.head.dep_ == "pobj")


def _settled(verb: Token, noun: Token, cues: dict[int, Cue]) -> bool:
    """Talk about a measure that exists, or no talk at all: "the sanctions were not discussed"."""
    if any(c.dep_ == "neg" or (c.dep_ == "prep" and c.lower_ == "with" and _shared(verb)) for c in verb.children):
        return True
    definite = any(c.dep_ == "poss" or c.lower_ in ("the", "these", "those", "such") for c in noun.children)
    shaded = any((cue := cues.get(c.i)) is not None and cue.group in _STATUS for c in noun.children)
    return definite and not shaded


def _shared(verb: Token) -> bool:
    """A talk with somebody else: "discussed the sanctions with the envoy"."""
    return verb.lower_.startswith(("discuss", "debat"))


def _purpose(verb: Token) -> bool:
    """An infinitive of purpose: "flew there to lift", "persuading them not to impose"."""
    return verb.tag_ == "VB" and any(c.lower_ == "to" for c in verb.children)


class _State:
    """The status while the path is read."""

    def __init__(self, cues: dict[int, Cue], base: EventStatus, hanging: EventStatus) -> None:
        self.cues = cues
        self.hanging: EventStatus = hanging
        self.status: EventStatus = base
        self.asker: Token | None = None
        self.conditional = False
        self.future = False
        self.hung = False

    def modifiers(self, noun: Token) -> None:
        """Adjectives: "possible sanctions", "the planned tariffs"."""
        for one in noun.children:
            cue = self.cues.get(one.i)
            if one.dep_ in ("amod", "compound", "advmod", "det") and cue is not None and cue.group in _STATUS:
                if self.status == "enacted":
                    self.status = _STATUS[cue.group]
            elif one.dep_ == "det" and one.lower_ == "no" and self.status == "enacted":
                self.status = "rejected"

    def level(self, token: Token, *, lexical: bool, aux: bool = True) -> None:
        """One step of the way up: the word itself, then its auxiliaries and negation."""
        cue = self.cues.get(token.i)
        if lexical and cue is not None:
            self.lexical(token, cue.group)
        open_ = self.hung or self.status in ("enacted", "considered")
        if lexical and token.lower_ in vocabulary().words.bills and open_:
            self.status = "proposed"
        if aux:
            self.auxiliaries(token)

    def lexical(self, token: Token, group: CueGroup) -> None:
        if group == "open":
            self.status = "considered"
            return
        status = _STATUS.get(group)
        if status is None:
            return
        self.future = self.future or status in ("threatened", "proposed")
        if status == "rejected" and self.status == "rejected":
            self.status = "considered"
        elif status == "requested" and self.status == "rejected":
            self.status = "proposed"  # asked not to do it: a plan that is known, not yet done
        elif group in _STRONG or self.status == "enacted":
            self.status = status
        if status == "requested" and is_verb(token) and not is_passive(token):
            self.asker = surface_subject(token)

    def auxiliaries(self, token: Token) -> None:
        groups = {cue.group for c in token.children if (cue := self.cues.get(c.i)) is not None and _governs(c)}
        before = token.doc[max(token.i - 2, token.sent.start) : token.i]
        negative = (
            "negative" in groups
            or any(c.lower_ == "not" for c in before)
            or any(
                c.dep_ == "neg" or (c.dep_ == "det" and c.lower_ == "no" and token.tag_ == "NNS")
                for c in token.children
            )
        )
        if any(c.dep_ == "mark" and c.lower_ in ("if", "unless") for c in token.children):
            self.conditional = True
            if self.status == "enacted":
                self.status = "threatened"
        self.future = self.future or bool(groups & {"future", "would"})
        modal = next((g for g in ("considered", "requested", "would", "future") if g in groups), None)
        if negative:
            self.negate(token, modal)
        elif modal is not None and self.status in ("enacted", "considered") and _hangs(token):
            self.status, self.hung = self.hanging, True
        elif modal in ("considered", "requested") and self.status == "enacted":
            self.status = "considered" if modal == "considered" else "requested"
        elif self.status == "enacted" and is_verb(token):
            loose = modal == "would" and token.dep_ != "ccomp"
            if loose or self.draft(token):
                self.status = "proposed"

    def negate(self, token: Token, modal: str | None) -> None:
        if self.status in ("rejected", "denied"):
            self.status = "considered"
        elif self.status == "threatened" and self.conditional:
            return
        elif modal is not None or (token.tag_ == "VB" and any(c.lower_ == "to" for c in token.children)):
            self.status = "rejected"
        elif self.status == "enacted":
            self.status = "denied"
        else:
            self.status = "rejected"

    @staticmethod
    def draft(token: Token) -> bool:
        """The subject is a bill or plan, or a body whose vote alone makes no law: nothing is decided yet."""
        subject = child(token, "nsubj")
        if subject is None:
            return False
        words = vocabulary().words
        named_ = {t.lower_ for t in token.doc[subject.left_edge.i : subject.i + 1]}
        return subject.lower_ in words.bills or (bool(named_ & words.chambers) and "white" not in named_)


def _hangs(verb: Token) -> bool:
    """Whether something else must happen first: "will ban them unless they pay"."""
    clauses = (c for c in verb.children if c.dep_ == "advcl" and c.i > verb.i)
    return any(c.dep_ == "mark" and c.lower_ in ("if", "unless") for one in clauses for c in one.children)


def _governs(token: Token) -> bool:
    return token.dep_ in ("aux", "neg", "advmod", "auxpass", "mark", "acomp", "det", "preconj", "cc")
