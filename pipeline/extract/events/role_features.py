"""What speaks for an entity as authority, target or programme of an event: features of (mention, entity) pairs.

A feature is a name with a number, mostly 1, in plain words; names with ``*`` join two of them. Nothing here decides:
``roles`` weighs the features with the coefficients of ``models/event_roles.json``.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pipeline.extract.events.deciders import Deciders
from pipeline.extract.events.parties import Parties
from pipeline.extract.events.paths import head_word, part_of, path
from pipeline.extract.events.role_scene import Scene, read_scene
from pipeline.extract.events.syntax import is_passive, is_verb
from pipeline.extract.events.vocabulary import vocabulary
from pipeline.readings import steps

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Token

    from pipeline.document import Chain, Context, Mentioned
    from pipeline.extract.events.candidate import Candidate

Features = dict[str, float]
ROLES = ("authorities", "targets", "programs")
BACK, ON = 4, 5
"""Sentences before and behind a mention in which its parties are looked for, beside the title."""
_BULLET = re.compile(r"^\s*(?:[-*•–—]|\d{1,2}[.)]|[(]\w{1,2}[)])\s+")
_MANY = 4


@dataclass(slots=True)
class Profile:
    """An entity with the places where it is named and what holds of it for every event of the article."""

    chain: Chain
    mentions: list[tuple[Mentioned, int]]
    fixed: Features = field(default_factory=dict)


class Surroundings:
    """The entities of one article as parties of its events."""

    def __init__(self, context: Context, mentions: Sequence[Candidate]) -> None:
        self.context = context
        self.deciders = Deciders(context)
        self.parties = Parties(context)
        self._told = list(mentions)
        self._sents = list(context.doc.sents)
        self._starts = [sent.start for sent in self._sents]
        self._titled = [context.in_title(sent.start_char) for sent in self._sents]
        self._acting = {self._sentence(m.predicate.i) for m in mentions if not m.bare}
        self.profiles = [self._profile(chain) for chain in context.chains if chain.mentions]
        self._names = sorted(
            (m.first, number) for number, one in enumerate(self.profiles) for m, _ in one.mentions if m.kind == "name"
        )
        self._named = Counter(self._sentence(first) for first, _ in self._names)
        self._rank()

    def _profile(self, chain: Chain) -> Profile:
        return Profile(chain, [(m, self._sentence(m.first)) for m in sorted(chain.mentions)])

    def _sentence(self, token: int) -> int:
        return bisect_right(self._starts, token) - 1

    def _rank(self) -> None:
        """What is the same for every event: how much the article speaks of each entity, where, and in which part."""
        senders, alike = vocabulary().words.senders, dict[str, int]()
        lead = next((i for i, titled in enumerate(self._titled) if not titled), 0)
        for one in sorted(self.profiles, key=lambda p: (-len(p.mentions), p.mentions[0][0].first)):
            chain, found = one.chain, one.fixed
            kind = chain.type
            among = alike[kind] = alike.get(kind, -1) + 1
            found[f"type={kind}"] = 1.0
            found[f"rank_in_type={min(among, 2)}*type={kind}"] = 1.0
            if self.deciders.is_authority(chain):
                found["can_decide"] = 1.0
            if kind == "Country" and chain.key in senders:
                found["sender"] = 1.0
            if kind == "PublicBody" and chain.key is not None:
                found["known_body"] = 1.0
            if any(self._titled[s] for _, s in one.mentions):
                found[f"in_title*type={kind}"] = 1.0
            if any(s == lead for _, s in one.mentions):
                found[f"in_lead*type={kind}"] = 1.0
            if len(one.mentions) > 1:
                found["named_again"] = 1.0
            for role in ROLES:
                told = [m for m in self._told if chain.id in getattr(m, role)]
                if told:
                    found[f"told_{role}"] = 1.0
                    found[f"told_{role}_share"] = len(told) / len(self._told)

    def candidates(self, mention: Candidate) -> list[tuple[Chain, Features]]:
        """The entities that stand near a mention of an event, each with its features."""
        scene = read_scene(self.context, self.parties, mention, self._sentence(mention.predicate.i))
        here = scene.here
        rows: list[tuple[Chain, Features]] = []
        for number, one in enumerate(self.profiles):
            near = [(m, s) for m, s in one.mentions if -BACK <= s - here <= ON or self._titled[s]]
            ruled = [role for role in ROLES if one.chain.id in getattr(mention, role)]
            if near or ruled:
                rows.append((one.chain, self._pair(scene, number, near, ruled)))
        return rows

    # --- pairs ----------------------------------------------------------------------------------------------------

    def _pair(self, scene: Scene, number: int, near: list[tuple[Mentioned, int]], ruled: list[str]) -> Features:
        mention, here = scene.mention, scene.here
        one = self.profiles[number]
        found, kind = dict(one.fixed), one.chain.type
        found[f"doing={scene.doing}*type={kind}"] = 1.0
        found[f"status={mention.status}*type={kind}"] = 1.0
        for role in ROLES:
            if role in ruled:
                found[f"rule_{role}"] = found[f"rule_{role}*type={kind}"] = 1.0
                if not mention.parsed:
                    found[f"rule_{role}*by_order"] = 1.0
            elif getattr(mention, role):
                found[f"others_{role}"] = found[f"others_{role}*type={kind}"] = 1.0
        inside = [m for m, s in near if s == here]
        for name, told in (("r", scene.heard), ("around", scene.around)):
            for role, chance in told.get(one.chain.id, {}).items():
                found |= dict.fromkeys(steps(f"{name}.{role}", chance), 1.0)
                if name == "around" and not inside:
                    found |= dict.fromkeys(steps(f"outside.{role}", chance), 1.0)
        sides = f"acting={scene.acting}", f"acted={scene.acted}"
        if inside:
            found["inside"] = 1.0
            for place in inside:
                self._inside(scene, place, number, found)
            found.update({f"inside*{side}*type={kind}": 1.0 for side in sides})
            return found
        if not near:
            found["far"] = 1.0
            return found
        place, sentence = min(near, key=lambda pair: (self._titled[pair[1]], abs(pair[1] - here), pair[1]))
        self._outside(scene, place, sentence, number, found)
        side = self._side(scene, sentence)
        found.update({f"{side}*{one}*type={kind}": 1.0 for one in sides})
        return found

    def _side(self, scene: Scene, sentence: int) -> str:
        return "title" if self._titled[sentence] else "before" if sentence < scene.here else "behind"

    def _inside(self, scene: Scene, place: Mentioned, number: int, found: Features) -> None:
        mention = scene.mention
        root = self.context.root(place.first, place.last)
        kind = self.profiles[number].chain.type
        side = "before" if place.first < mention.predicate.i else "after"
        voice = "passive" if is_verb(mention.predicate) and is_passive(mention.predicate) else "active"
        found[f"side={side}*voice={voice}"] = found[f"side={side}*type={kind}"] = 1.0
        found[f"kind={place.kind}"] = 1.0
        steps = path(mention.predicate, root)
        found[f"path={steps}*{voice}"] = found[f"path={steps}*doing={scene.doing}"] = 1.0
        found[f"path={steps}*rule={mention.rule}"] = 1.0
        if mention.noun is not None and mention.noun.i != mention.predicate.i:
            found[f"noun_path={path(mention.noun, root)}"] = 1.0
        part, word = part_of(root), head_word(root)
        found[f"part={part}"] = found[f"part={part}*type={kind}"] = found[f"part={part}*head={word}"] = 1.0
        found[f"head={word}*type={kind}"] = 1.0
        low, high = sorted((place.first, mention.predicate.i))
        gap = high - low
        found[f"gap={min(gap // 4, _MANY)}*side={side}"] = 1.0
        between = sum(1 for position, other in self._names if low < position < high and self._alike(other, number))
        found[f"between={min(between, 3)}*side={side}*type={kind}"] = 1.0
        for role in ("targets", "authorities"):
            if self._listed_with(root, getattr(mention, role), number):
                found[f"listed_with_{role}"] = 1.0
        self._rivals(mention, number, found)

    def _alike(self, other: int, number: int) -> bool:
        return other != number and self.profiles[other].chain.type == self.profiles[number].chain.type

    def _listed_with(self, root: Token, ids: list[str], number: int) -> bool:
        """Whether an entity is coordinated with one that the rules took."""
        top = root
        while top.dep_ in ("conj", "appos") and top.head.i != top.i:
            top = top.head
        own = self.profiles[number].chain
        for token in (top, *(t for t in top.subtree if t.dep_ in ("conj", "appos"))):
            chain = self.context.chain_at(token.i)
            if chain is not None and chain is not own and chain.id in ids:
                return True
        return False

    def _rivals(self, mention: Candidate, number: int, found: Features) -> None:
        """Other events of the sentence that the rules gave the entity to."""
        id_ = self.profiles[number].chain.id
        for other in self._told:
            if other is mention or other.sentence.start != mention.sentence.start:
                continue
            same = "same" if other.action == mention.action else "other"
            for role in ROLES:
                if id_ in getattr(other, role):
                    found[f"rival_{role}*{same}_action"] = 1.0

    def _outside(self, scene: Scene, place: Mentioned, sentence: int, number: int, found: Features) -> None:
        mention, side = scene.mention, self._side(scene, sentence)
        where = side if side == "title" else f"{sentence - scene.here:+d}"
        one = self.profiles[number]
        kind = one.chain.type
        root = self.context.root(place.first, place.last)
        part = part_of(root)
        found[f"at={where}"] = found[f"at={where}*type={kind}"] = 1.0
        found[f"outside_part={part}*type={kind}"] = 1.0
        found[f"{side}*part={part}"] = found[f"{side}*kind={place.kind}"] = 1.0
        sent = self._sents[sentence]
        if self._named[sentence] >= _MANY:
            found[f"{side}*many_names*type={kind}"] = 1.0
        if _BULLET.match(self.context.printed.text(sent.start, sent.end)):
            found[f"{side}*bullet*type={kind}"] = 1.0
        if sentence not in self._acting:
            found[f"{side}*quiet_sentence*type={kind}"] = 1.0
        paragraph = self.context.clean.view[
            min(sent.start_char, mention.sentence.start_char) : max(sent.start_char, mention.sentence.start_char)
        ]
        if "\n\n" not in paragraph:
            found[f"{side}*same_paragraph"] = 1.0
        for role in ("targets", "authorities"):
            if not getattr(mention, role):
                found[f"{side}*no_{role}*type={kind}"] = 1.0
                found[f"at={where}*no_{role}*can_decide={one.fixed.get('can_decide', 0.0):.0f}"] = 1.0
        if mention.count is not None and mention.count > len(mention.targets):
            found[f"{side}*counted*type={kind}"] = 1.0
        self._near_events(mention, sentence, side, one, found)

    def _near_events(self, mention: Candidate, sentence: int, side: str, one: Profile, found: Features) -> None:
        """What the events of the entity's own sentence make of it."""
        for other in self._told:
            if other is mention or self._sentence(other.predicate.i) != sentence:
                continue
            same = "same" if other.action == mention.action else "other"
            for role in ROLES:
                if one.chain.id in getattr(other, role):
                    shared = set(other.targets) & set(mention.targets)
                    found[f"{side}*told_{role}*{same}_action"] = 1.0
                    if shared:
                        found[f"told_{role}*shared_target*{same}_action"] = 1.0
