"""What speaks for an organisation or state as the one in which a role is held whose clause does not say."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from pipeline.extract.leaders import led_states
from pipeline.knowledge.world import load_world

if TYPE_CHECKING:
    from pipeline.document import Chain, Context, Mentioned
    from pipeline.extract.relations.roles import Held, RoleSpan

Features = dict[str, float]

_HELD: dict[str, Held] = {
    "Company": "organization",
    "Organization": "organization",
    "PublicBody": "body",
    "Country": "country",
}
"""Types of the candidates and what a role is held in there."""
_OWNERS = frozenset({"its", "their", "our", "his", "her"})
_GENITIVE = frozenset({"'s", "'"})
_BESIDE = 3
"""Tokens between a person and what is printed beside the person."""
_NEAR = 8
"""Tokens between a role and a mention of the person that may be the one whose role it is."""
_FAR = 4
"""From how many sentences on all are alike."""
_OFTEN = 5
_RANKS = 3
"""Places back from the role from which on all are alike."""
_SHORT = 3
"""Letters of words that tell nothing of a name."""
_SAYS = frozenset({"say", "tell", "announce", "report", "expect", "plan", "deny", "add", "decline", "want", "hope"})
_TELLING = frozenset({"told", "against", "from", "in", "to", "with", "by", "at"})


class Question:
    """A role of a person, and the features of everything that may hold the role."""

    def __init__(self, context: Context, role: RoleSpan, person: Chain) -> None:
        self.context, self.role, self.person = context, role, person
        self._starts = [sentence.start for sentence in context.sentences]

    def candidates(self) -> list[tuple[Chain, Features]]:
        """Candidates in the order of the article's entities."""
        chains = [c for c in self.context.chains if c.type in _HELD and self.role.relations(_HELD[c.type])]
        return [(chain, self._features(chain)) for chain in chains if chain is not self.person]

    def _features(self, chain: Chain) -> Features:
        first = self.role.first
        before = [m for m in chain.mentions if m.first < first]
        found = {f"type.{chain.type}", f"role.{self.role.rows[0].id}.{chain.type}", f"kind.{self._kind}.{chain.type}"}
        if before:
            last = max(before)
            gap = min(self._sentence(first) - self._sentence(last.first), _FAR)
            found |= {f"gap.{gap}", f"gap.{gap}.{chain.type}"}
            found |= {f"nearest.{chain.type}"} if last == self._nearest.get(chain.type) else set()
            found |= {"nearest"} if last == self._nearest.get("") else set()
            if last == self._nearest.get(chain.type):
                found |= {f"nearest.{self._kind}.{chain.type}", f"nearest.{self._possessive}.{chain.type}"}
            found |= {f"subject.{min(gap, 2)}"} if self._is_subject(last) else set()
        else:
            found |= {"before.none", f"before.none.{chain.type}"}
        found |= self._weight(chain) | self._owned(chain) | self._country(chain) | self._in_sentence(chain)
        found |= self._in_paragraph(chain) | self._said(chain) | self._of_owner(chain) | self._alike(chain)
        if before:
            found |= self._rank(chain) | self._part_of(max(before))
        if any(self._beside(m) for m in chain.mentions):
            found.add("beside")
        if self._named(chain):
            found.add("named")
        return dict.fromkeys(sorted(found), 1.0)

    @cached_property
    def _kind(self) -> str:
        return "+".join(sorted({row.object for row in self.role.rows}))

    def _sentence(self, position: int) -> int:
        return sum(start <= position for start in self._starts)

    @cached_property
    def _nearest(self) -> dict[str, Mentioned]:
        """The last mention before the role by type; under "" of all."""
        found: dict[str, Mentioned] = {}
        for chain in self.context.chains:
            if chain.type in _HELD:
                for mention in (m for m in chain.mentions if m.first < self.role.first):
                    for key in ("", chain.type):
                        found[key] = max(found.get(key, mention), mention)
        return found

    def _is_subject(self, mention: Mentioned) -> bool:
        return any(token.dep_ in ("nsubj", "nsubjpass") for token in self.context.doc[mention.first : mention.last])

    def _in_sentence(self, chain: Chain) -> set[str]:
        """How the sentence of the role tells of a candidate: as who acts, as what the person speaks about."""
        sentence = self.context.doc[self.role.first].sent
        inside = [m for m in chain.mentions if sentence.start <= m.first < sentence.end]
        acts = "acts" if self._acts else "is.told"
        found = set()
        for mention in inside:
            place = "before" if mention.first < self.role.first else "behind"
            part = "subject" if self._is_subject(mention) else "other"
            found |= {f"{place}.{part}.{acts}.{chain.type}", f"{place}.{part}.{acts}.{self._kind}"}
            if place == "before" and self.role.first - mention.last < _BESIDE:
                found |= {f"adjacent.{chain.type}", f"adjacent.{self._possessive}"}
        if not inside:
            found.add(f"outside.{acts}.{chain.type}")
            found |= {f"outside.{self._possessive}.{gap}" for gap in self._told_before(chain, sentence.start)}
        return found

    def _in_paragraph(self, chain: Chain) -> set[str]:
        """How the paragraph tells of a candidate before the role: first of its kind, alone of its kind."""
        start, end = self._paragraph, self.role.first
        told = [other for _, other in self.context.chains_in(start, end) if other.type == chain.type]
        if not told:
            return {f"paragraph.new.{chain.type}"}
        if chain not in told:
            return {"paragraph.outside", f"paragraph.outside.{chain.type}"}
        found = {f"paragraph.{chain.type}", f"paragraph.{self._kind}.{chain.type}"}
        found |= {f"paragraph.first.{chain.type}"} if told[0] is chain else set()
        found |= {f"paragraph.last.{chain.type}"} if told[-1] is chain else set()
        return found | ({f"paragraph.only.{chain.type}"} if all(other is chain for other in told) else set())

    @cached_property
    def _paragraph(self) -> int:
        """First token of the paragraph."""
        offset = self.context.clean.view.rfind("\n", 0, self.context.starts[self.role.first]) + 1
        return self.context.token_range(offset, offset + 1)[0]

    def _told_before(self, chain: Chain, start: int) -> set[str]:
        """Parts that a candidate plays in the sentence before."""
        if start == 0:
            return set()
        before = self.context.doc[start - 1].sent
        inside = [m for m in chain.mentions if before.start <= m.first < before.end]
        first = min((m.first for m in inside), default=-1)
        firsts = [m.first for m, other in self.context.chains_in(before.start, before.end) if other.type in _HELD]
        return {"subject" if self._is_subject(m) else "other" for m in inside} | (
            {"first"} if firsts[:1] == [first] else set()
        )

    @cached_property
    def _acts(self) -> bool:
        """Whether the person or role is the subject of a clause."""
        mentions = [m for m in self.person.mentions if abs(m.first - self.role.first) < _NEAR]
        tokens = [*range(self.role.first, self.role.last), *(p for m in mentions for p in range(m.first, m.last))]
        return any(self.context.doc[p].dep_ in ("nsubj", "nsubjpass") for p in tokens)

    @cached_property
    def _possessive(self) -> str:
        """What stands before the role: an owner, an article or something else."""
        before = self.context.lower[max(self.role.first - 1, 0)]
        if before in _OWNERS or before in _GENITIVE:
            return "its"
        return "the" if before in ("the", "a", "an") else "bare"

    def _weight(self, chain: Chain) -> set[str]:
        like = [c for c in self.context.chains if c.type == chain.type]
        most = max(len(c.mentions) for c in like)
        found = {f"count.{min(len(chain.mentions), _OFTEN)}"}
        if len(chain.mentions) == most:
            found |= {"most", f"most.{chain.type}", f"most.{self._kind}.{chain.type}"}
        if len(like) == 1:
            found.add(f"only.{chain.type}")
        if min(like, key=lambda c: min(c.mentions)) is chain:
            found |= {"first", f"first.{chain.type}"}
        if self.context.in_title(self.context.doc[min(chain.mentions).first].idx):
            found |= {"title", f"title.{chain.type}"}
        return found

    def _owned(self, chain: Chain) -> set[str]:
        """How the word before the role ties it to something: "its chairman"."""
        before = self.context.doc[max(self.role.first - 1, 0)]
        if before.lower_ in _OWNERS:
            meant = self.context.chain_at(before.i)
            same = "this" if meant is chain else "other" if meant is not None else "open"
            return {f"owner.{same}", f"owner.{chain.type}", f"owner.{same}.{chain.type}"}
        if before.lower_ in _GENITIVE and before.i > 0:
            # "the company's chairman", where the noun was taken for no entity.
            noun = self.context.lower[before.i - 1]
            return {f"noun.{noun}.{chain.type}", f"noun.{chain.type}"}
        return {f"the.{chain.type}"} if before.lower_ == "the" else {f"bare.{chain.type}"}

    def _country(self, chain: Chain) -> set[str]:
        if chain.type != "Country":
            return set()
        found = set()
        states = led_states(self.person)
        if states:
            found.add("led" if states & set(chain.countries) else "led.other")
        if self._dateline:
            found.add("dateline" if self._dateline in chain.countries else "dateline.other")
        if self._place_before and self._place_before in chain.countries:
            found.add("place")
        return found

    @cached_property
    def _dateline(self) -> str | None:
        lines = [s for s in self.context.clean.segments if s.kind == "dateline"]
        if not lines:
            return None
        printed = self.context.doc.text[lines[0].start : lines[0].end]
        return load_world().country_of_place(printed.split(",")[0].strip(" -"))

    @cached_property
    def _place_before(self) -> str | None:
        """Country of the last place named in the sentence before the role: "In Oslo, Prime Minister X"."""
        start = self.context.doc[self.role.first].sent.start
        places = [c for _, c in self.context.chains_in(start, self.role.first) if c.type == "Location"]
        return load_world().country_of_place(places[-1].name) if places else None

    def _rank(self, chain: Chain) -> set[str]:
        """Which of those of its type it is, counted back from the role."""
        rank = min(self._order[chain.type].index(chain.id), _RANKS)
        return {f"rank.{rank}.{chain.type}", f"rank.{rank}.{self._possessive}"}

    @cached_property
    def _order(self) -> dict[str, list[str]]:
        """Ids of what is named before the role by type, the last one first."""
        last = {
            chain.id: (chain.type, max(m.first for m in chain.mentions if m.first < self.role.first))
            for chain in self.context.chains
            if any(m.first < self.role.first for m in chain.mentions)
        }
        found: dict[str, list[str]] = {}
        for name, (kind, _) in sorted(last.items(), key=lambda item: -item[1][1]):
            found.setdefault(kind, []).append(name)
        return found

    def _part_of(self, mention: Mentioned) -> set[str]:
        """What the last mention before the role is in its clause."""
        doc = self.context.doc
        root = doc[mention.first : mention.last].root
        gap = min(self._sentence(self.role.first) - self._sentence(mention.first), 2)
        found = {f"part.{root.dep_}.{gap}"}
        before = self.context.lower[max(mention.first - 1, 0)]
        return found | ({f"behind.{before}"} if before in _TELLING else set())

    def _said(self, chain: Chain) -> set[str]:
        """Whether a candidate says or expects something anywhere in the text, or does what firms and states do."""
        doc = self.context.doc
        tokens = (doc[m.last - 1] for m in chain.mentions)
        verbs = {token.head.lemma_ for token in tokens if token.dep_ == "nsubj"}
        return {f"says.{chain.type}"} if verbs & _SAYS else set()

    def _of_owner(self, chain: Chain) -> set[str]:
        """How a candidate is tied to the person whose the role is: "his foreign minister"."""
        owner = self.context.chain_at(max(self.role.first - 1, 0)) if self._possessive == "its" else None
        if owner is None or owner.type != "Person":
            return set()
        near = any(
            0 <= o.first - m.last <= _BESIDE or 0 <= m.first - o.last <= _BESIDE
            for m in chain.mentions
            for o in owner.mentions
        )
        led = bool(led_states(owner) & set(chain.countries)) and chain.type == "Country"
        return {f"{name}.{chain.type}" for name, told in (("owner.near", near), ("owner.leads", led)) if told}

    def _alike(self, chain: Chain) -> set[str]:
        """Whether a noun of the role or before it stands in a name of the candidate: "ministry official"."""
        first = self.role.first
        words = set(self.context.lower[first : self.role.last]) | set(self.context.lower[max(first - 2, 0) : first])
        words = {word for word in words if len(word) > _SHORT}
        named = {word for form in (chain.name, *chain.aliases) for word in form.lower().split()}
        nouns = [load_world().nominals.get(word) for word in self.context.lower[max(first - 2, 0) : first]]
        kinds = {kind for row in nouns if row is not None for kind in row.types}
        found = {f"alike.{chain.type}"} if words & named else set()
        return found | ({f"noun.{chain.type in kinds}"} if kinds else set())

    def _beside(self, mention: Mentioned) -> bool:
        """Whether the person is printed right behind the mention somewhere in the article."""
        return any(0 <= own.first - mention.last <= _BESIDE for own in self.person.mentions)

    def _named(self, chain: Chain) -> bool:
        """Whether a capitalised word of the role stands in a body's name: "Secretary of State"."""
        printed = self.context.doc[self.role.first : self.role.last]
        words = {token.text for token in printed if token.text[0].isupper() and token.tag_ != "IN"}
        return chain.type == "PublicBody" and any(words & set(form.split()) for form in (chain.name, *chain.aliases))
