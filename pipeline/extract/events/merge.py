"""One event per decision: mentions of the same decision are merged, different decisions stay apart."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from pipeline.document import Context
from pipeline.extract.events.candidate import Candidate
from pipeline.extract.events.sameness import pair_features
from pipeline.extract.events.slots import overlap
from pipeline.records import EventStatus

if TYPE_CHECKING:
    from pipeline.extract.events.features import Features

# Stages of one decision, from the weakest to the strongest form.
_STAGES: tuple[EventStatus, ...] = ("considered", "threatened", "proposed", "enacted")
_MOST_PAIRS = 60
"""Mentions, the nearest, that one is compared with: a notice says "was added" hundreds of times."""
_DERIVED = frozenset({"expand", "renew", "ease", "delist", "challenge", "annul", "breach"})


@dataclass(slots=True)
class Decision:
    """Mentions of one decision; the first is the one that names it best. ``chance``: what the learned verdict gives."""

    mentions: list[Candidate] = field(default_factory=list)
    chance: float = 0.0

    @property
    def best(self) -> Candidate:
        """The mention that tells most."""
        status = self.status
        return max(
            self.mentions,
            key=lambda m: (m.status == status and not m.bare, not m.title, m.score, -m.sentence.start),
        )

    @property
    def status(self) -> EventStatus:
        """The strongest form that the article reports."""
        told = [m.status for m in self.mentions if not m.bare and not m.conditional] or [
            m.status for m in self.mentions if not m.bare
        ]
        told = told or [m.status for m in self.mentions]
        firm = [m.status for m in self.mentions if not m.bare and not m.conditional and not m.progressive]
        told = firm or told
        staged = [s for s in told if s in _STAGES]
        return max(staged, key=_STAGES.index) if staged else told[0]

    def union(self, name: str) -> list[str]:
        """Values of one field over all mentions, best first."""
        best = self.best
        ordered = [best, *(m for m in self.mentions if m is not best)]
        return list(dict.fromkeys(value for m in ordered for value in getattr(m, name)))


def in_order(decisions: Iterable[Decision]) -> list[Decision]:
    """Decisions by their first mention."""
    return sorted(decisions, key=lambda d: min(m.sentence.start for m in d.mentions))


class Pairs(Protocol):
    """What is learnt about pairs of mentions."""

    @property
    def same(self) -> float:
        """Chance from which a pair tells one decision."""
        ...

    def pair_chances(self, rows: Sequence[Features]) -> Sequence[float]:
        """Chance of each pair to tell one decision."""
        ...


class Merger:
    """Merges the mentions of one article; without what is learnt about pairs the rules decide alone."""

    def __init__(self, context: Context, model: Pairs | None = None) -> None:
        self._context = context
        self._model = model
        self._places = {sentence.start: number for number, sentence in enumerate(context.doc.sents)}

    def merge(self, mentions: list[Candidate], known: Sequence[Decision] = ()) -> list[Decision]:
        """Group mentions into decisions, in the order of first mention.

        Args:
            mentions: what to group.
            known: decisions that stand as they are; mentions that tell them again make none.
        """
        decisions: list[Decision] = []
        ordered = sorted(
            mentions, key=lambda m: (m.bare, not (m.targets and m.authorities), m.sentence.start, m.predicate.i)
        )
        for one in ordered:
            if known and self.home(known, one) is not None:
                continue
            home = self.home(decisions, one)
            if home is None and one.bare:
                home = next((d for d in decisions if d.best.action in _DERIVED and self._fits(d, one)), None)
                if home is not None and not one.targets:
                    continue
                if home is not None and home.best.action == "delist" and home.status == "enacted":
                    continue
                home = None
            if home is None:
                decisions.append(Decision([one]))
            else:
                home.mentions.append(one)
        for decision in decisions:
            self._settle(decision)
        return in_order(decisions)

    def told(self, known: Sequence[Decision], one: Decision) -> bool:
        """Whether a decision that other parties were given since is one of the known."""
        return self.home(known, one.best) is not None

    def _settle(self, decision: Decision) -> None:
        """Firms or persons restricted: the country that a headline names for them is no target."""
        best = decision.best
        parties = best.count or any(self._context.chain(t).type != "Country" for t in best.targets)
        if not parties or any(self._context.chain(t).type == "Country" for t in best.targets):
            return
        for one in decision.mentions:
            one.targets = [t for t in one.targets if self._context.chain(t).type != "Country"]

    def home(self, decisions: Sequence[Decision], one: Candidate) -> Decision | None:
        """The decision that a mention retells: one that shares a target, else the nearest before it."""
        decisions = [d for d in decisions if not _elsewhere(d, one)]
        if self._model is not None and not _another(one):
            return self._likeliest(decisions, one, self._model)
        fitting = [d for d in decisions if self._same(d, one)]
        if not fitting:
            return None
        here, named_ = one.sentence.start, set(one.targets)
        return min(
            fitting,
            key=lambda d: (not named_ & set(d.union("targets")), min(abs(m.sentence.start - here) for m in d.mentions)),
        )

    def _likeliest(self, decisions: Sequence[Decision], one: Candidate, model: Pairs) -> Decision | None:
        """The decision of which some mention is likeliest to tell the same."""
        action, here = one.action, one.sentence.start
        pairs = [(d, m) for d in decisions for m in self._witnesses(d, one) if m.action == action]
        if not pairs:
            return None
        if len(pairs) > _MOST_PAIRS:
            pairs = sorted(pairs, key=lambda pair: abs(pair[1].sentence.start - here))[:_MOST_PAIRS]
        chances = model.pair_chances([self.features(mention, one) for _, mention in pairs])
        best = max(range(len(pairs)), key=chances.__getitem__)
        return pairs[best][0] if chances[best] >= model.same else None

    @staticmethod
    def _witnesses(decision: Decision, one: Candidate) -> list[Candidate]:
        """The mentions that can say whether another tells the same: of other targets only those that name targets.

        A headline that names nobody would else join a listing of today to one of a year ago.
        """
        targets = set(decision.union("targets"))
        apart = bool(one.targets) and bool(targets) and not targets & set(one.targets)
        return [mention for mention in decision.mentions if mention.targets or not apart]

    def features(self, a: Candidate, b: Candidate) -> Features:
        """Features of a pair of mentions, what the rules take them for among them."""
        gap = abs(self._places[a.sentence.start] - self._places[b.sentence.start])
        return pair_features(self._context, a, b, gap=gap, ruled=self._same(Decision([a]), b))

    def _same(self, decision: Decision, one: Candidate) -> bool:
        lead = decision.best
        if lead.action != one.action:
            return False
        if not self._staged(decision, one) or not self._fits(decision, one):
            return False
        return all(overlap(m.announced, one.announced) for m in decision.mentions)

    @staticmethod
    def _staged(decision: Decision, one: Candidate) -> bool:
        if one.bare or (one.conditional and not one.fresh):
            return True
        if decision.status == one.status:
            return True
        if one.action != "designate" or one.fresh:
            return False
        return decision.status in _STAGES and one.status in _STAGES

    def _fits(self, decision: Decision, one: Candidate) -> bool:
        targets, deciders, programs = (
            set(decision.union("targets")),
            set(decision.union("authorities")),
            set(decision.union("programs")),
        )
        if one.authorities and deciders and not self._related(set(one.authorities), deciders):
            return False
        if one.targets and targets and not targets & set(one.targets):
            return self._one_round(decision, one)
        if programs and one.programs and not programs & set(one.programs):
            return not (one.targets and targets) or bool(targets & set(one.targets))
        counts = {m.count for m in decision.mentions if m.count}
        return not (one.count and counts and one.count not in counts and not (targets and one.targets))

    def _one_round(self, decision: Decision, one: Candidate) -> bool:
        """Different names of one round: same stage, same known author, no country, no other date."""
        lead = decision.best
        if not one.authorities and any(m.count for m in decision.mentions) and _another(one):
            return True
        if not one.authorities or not lead.authorities or one.action != "designate" or one.status != lead.status:
            return False
        kinds = {self._context.chain(t).type for t in (*one.targets, *decision.union("targets"))}
        if kinds & {"Country"} or one.programs != lead.programs:
            return False
        return lead.announced == one.announced and not self._past(one) and not self._past(lead)

    @staticmethod
    def _past(one: Candidate) -> bool:
        """An earlier decision: "had been sanctioned"."""
        return any(c.lower_ == "had" for c in one.predicate.children)

    def _related(self, a: set[str], b: set[str]) -> bool:
        one, two = self._lands(a), self._lands(b)
        return bool(a & b) or not one or not two or bool(one & two)

    def _lands(self, ids: set[str]) -> set[str]:
        """Jurisdictions of authorities: ISO codes, EU, UN."""
        found: set[str] = set()
        for one in sorted(ids):
            chain = self._context.chain(one)
            found.update(chain.countries)
            if chain.key:
                head = chain.key.split(".")[0].upper()
                found.add({"UK": "GB"}.get(head, head))
        return found


def _elsewhere(decision: Decision, one: Candidate) -> bool:
    """Whether another court than that of a decision rules."""
    courts = [m.court for m in decision.mentions if m.court is not None]
    return one.court is not None and any(one.court.differs(court) for court in courts)


def _another(one: Candidate) -> bool:
    """One more of the same round: "Norda, another shipper blacklisted"."""
    verb = one.predicate
    nouns = [verb.head] if verb.dep_ in ("acl", "amod", "relcl") else []
    nouns += [c for c in verb.children if c.dep_ in ("nsubj", "nsubjpass", "dobj")]
    return any(c.lower_ in ("another", "fellow") for noun in nouns for c in noun.children)


def copy_likewise(mentions: list[Candidate]) -> None:
    """Read "Oslo followed suit" as what the mention before it tells, by another author."""
    last: Candidate | None = None
    for one in sorted(mentions, key=lambda m: (m.sentence.start, m.predicate.i)):
        if one.likewise and last is not None and one.authorities:
            one.action, one.targets, one.count = last.action, list(last.targets), last.count
            one.measures = list(last.measures)
        elif not one.bare and not one.likewise:
            last = one


def inherit(decisions: list[Decision]) -> None:
    """Give what is done to a measure (lifted, widened) the parties and the kind of that measure."""
    sources = [d for d in decisions if d.best.action == "designate" and d.union("targets") and d.status == "enacted"]
    sources = sources or [d for d in decisions if d.best.action == "designate" and d.union("targets")]
    for decision in decisions:
        best = decision.best
        if best.action not in _DERIVED and not (best.more and best.status != "enacted"):
            continue
        source = _source(decision, sources)
        if source is None:
            continue
        if not decision.union("targets") and (best.noun is not None or best.action in ("challenge", "annul")):
            best.targets = [t for t in source.union("targets") if t not in best.authorities]
        if not decision.union("authorities") and best.action not in ("challenge", "breach", "annul"):
            best.authorities = [a for a in source.union("authorities") if a not in best.targets]
        if not decision.union("measures") and best.action in ("delist", "ease", "renew", "challenge", "annul"):
            best.measures = [m for one in source.mentions for m in one.measures if m not in best.measures][:1]
        if best.more and best.action == "designate":
            best.action = "expand"


def _source(decision: Decision, sources: list[Decision]) -> Decision | None:
    """The measure that a decision is about: one that shares its parties, else the only one there is."""
    targets, deciders = set(decision.union("targets")), set(decision.union("authorities"))
    others = [s for s in sources if s is not decision]
    for source in others:
        same_target = not targets or targets & set(source.union("targets"))
        same_author = not deciders or not source.union("authorities") or deciders & set(source.union("authorities"))
        if same_target and same_author and (targets or (deciders and len(others) == 1)):
            return source
    common = set.intersection(*(set(s.union("targets")) for s in others)) if others else set()
    return others[0] if (len(others) == 1 or common) and not targets else None
