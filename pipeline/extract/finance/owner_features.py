"""What speaks for an entity as the owner of an amount: features of a (draft, entity) pair, each named in plain words.

A feature is a name with a number, mostly 1. Names with ``*`` join two of them ("type*metric"). Nothing here decides;
``owner_model`` weighs the features with the coefficients of ``models/money_owner.json``.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pipeline.extract.finance.discourse import paragraph
from pipeline.extract.finance.doers import doer_of, doing, kind_of
from pipeline.extract.finance.home import home_of
from pipeline.extract.finance.owners import is_observer, may_own, reports, trades
from pipeline.extract.finance.reader_features import owner_features, roles
from pipeline.extract.finance.syntax import (
    OBJECTS,
    SUBJECTS,
    ancestors,
    is_say,
    is_verb,
    passive,
    stem,
    subject,
    verb_above,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Token

    from pipeline.document import Chain, Context, Mentioned
    from pipeline.extract.finance.draft import Draft
    from pipeline.extract.finance.parts import Parts
    from pipeline.extract.finance.topic import Topic

Features = dict[str, float]

TYPES = frozenset({"Company", "Organization", "PublicBody", "Country", "Person", "Location", "Vessel"})
_FAR = 60
"""Tokens from which on a mention is simply far away."""
_MANY_SENTENCES = 5


@dataclass(slots=True)
class Profile:
    """What holds of an entity wherever in the article the amount stands."""

    chain: Chain
    mentions: list[Mentioned]
    fixed: Features = field(default_factory=dict)


class Article:
    """The candidates of one article, and the places where they are named."""

    def __init__(self, context: Context, topic: Topic, parts: Parts) -> None:
        self.context = context
        self.topic = topic
        self.parts = parts
        self.home = home_of(context, topic)
        self.sents = [sent.start for sent in context.sentences]
        self.profiles = [
            Profile(chain, told) for chain in context.chains if chain.type in TYPES and (told := _told(context, chain))
        ]
        self.subjects = sorted(
            (mention.first, number)
            for number, profile in enumerate(self.profiles)
            for mention in profile.mentions
            if profile.chain.type != "Person" and self._root(mention).dep_ in SUBJECTS
        )
        self.names = sorted(mention.first for profile in self.profiles for mention in profile.mentions)
        self._describe(topic)

    def _root(self, mention: Mentioned) -> Token:
        return self.context.root(mention.first, mention.last)

    def _describe(self, topic: Topic) -> None:
        """Fill in what is the same for every amount: how much the article speaks of each entity, and where."""
        total = sum(len(profile.mentions) for profile in self.profiles)
        ranked = sorted(self.profiles, key=lambda one: (-len(one.mentions), one.mentions[0].first))
        lead = paragraph(self.context, self._body_start())[1]
        alike: dict[str, int] = {}
        for place, one in enumerate(ranked):
            kind, starts = one.chain.type, [self.context.starts[mention.first] for mention in one.mentions]
            among = alike.get(kind, 0)
            alike[kind] = among + 1
            found = one.fixed
            found["mention_share"] = len(one.mentions) / total
            found[f"rank={min(place, 3)}"] = found[f"type={kind}"] = 1.0
            found[f"type*rank_in_type={kind},{min(among, 2)}"] = 1.0
            titled = any(self.context.in_title(start) for start in starts)
            if titled:
                found["in_title"] = found[f"in_title*type={kind}"] = 1.0
            if any(start < lead and not self.context.in_title(start) for start in starts):
                found["in_lead"] = 1.0
            if one.chain is topic.company or one.chain is topic.country:
                found[f"topic*type={kind}"] = 1.0
            watched = sum(is_observer(self.context, self._root(mention)) for mention in one.mentions)
            found["reports"] = watched / len(one.mentions)
        for one in ranked:
            if alike[one.chain.type] == 1:
                one.fixed[f"only_of_type={one.chain.type}"] = 1.0

    def _body_start(self) -> int:
        body = [segment.start for segment in self.context.clean.segments if segment.kind == "body"]
        return min(body, default=0)

    def candidates(self, draft: Draft, last: Draft | None) -> list[tuple[Chain | None, Features]]:
        """Every entity that may own a draft, and nobody, each with its features.

        Args:
            draft: with the owner that the rules chose.
            last: the draft ahead of it, with its final owner.
        """
        doer = doer_of(draft)
        rows: list[tuple[Chain | None, Features]] = [(None, self._nobody(draft, doer))]
        rows += [
            (profile.chain, self._pair(draft, doer, number, last))
            for number, profile in enumerate(self.profiles)
            if profile.chain is draft.owner or all(profile.chain is not party for party, _ in draft.parties)
        ]
        self._read(draft, rows)
        return rows

    def others(self, draft: Draft, last: Draft | None) -> list[tuple[Chain, Features]]:
        """Every entity but the owner of a draft, each with the same features."""
        doer = doer_of(draft)
        rows = [
            (profile.chain, self._pair(draft, doer, number, last))
            for number, profile in enumerate(self.profiles)
            if profile.chain is not draft.owner
        ]
        self._read(draft, rows)
        return rows

    def _read(self, draft: Draft, rows: Sequence[tuple[Chain | None, Features]]) -> None:
        """Add what the reader says."""
        if draft.slot is not None:
            told = roles(self.context, draft.slot)
            for chain, found in rows:
                found.update(owner_features(told, None if chain is None else chain.id))

    def _nobody(self, draft: Draft, doer: Token | None) -> Features:
        found: Features = {"nobody": 1.0, f"nobody*metric={draft.metric}": 1.0, f"nobody*by={draft.by}": 1.0}
        found[f"nobody*doer={kind_of(self.context, doer, draft)}"] = 1.0
        if doer is not None and self.context.chain_at(doer.i) is None:
            found[f"nobody*doer_word={stem(doer.lower_)}"] = 1.0
        if not any(draft.sent.start <= first < draft.sent.end for first in self.names):
            found["nobody*no_name_in_sentence"] = 1.0
        per = draft.slot.money.per if draft.slot is not None else None
        if per is not None:
            found["nobody*per_unit" if per != "share" else "nobody*per_share"] = 1.0
        if draft.owner is None:
            found["rule_choice"] = found["rule_basis=none"] = 1.0
        else:
            found[f"nobody*rule_basis={draft.owner_basis}"] = 1.0
        return found

    def _pair(self, draft: Draft, doer: Token | None, number: int, last: Draft | None) -> Features:
        profile = self.profiles[number]
        chain, found = profile.chain, dict(profile.fixed)
        found[f"type*metric={chain.type},{draft.metric}"] = found[f"type*by={chain.type},{draft.by}"] = 1.0
        if chain is self.topic.titled:
            found["titled_first"] = 1.0
        if chain.type == "Country":
            self._state(draft, chain, found)
        if draft.owner is chain:
            found["rule_choice"] = found[f"rule_basis={draft.owner_basis}"] = 1.0
        for party, role in draft.parties:
            if party is chain:
                found[f"party={role}"] = found[f"party*metric={role},{draft.metric}"] = 1.0
        if self.parts.acts(chain, draft.metric):
            found["acts_in_article"] = found[f"acts_in_article*metric={draft.metric}"] = 1.0
        if self.parts.suffers(chain, draft.metric):
            found["suffers_in_article"] = found[f"suffers_in_article*metric={draft.metric}"] = 1.0
        if last is not None and last.owner is chain:
            found["last_owner"] = 1.0
            if draft.previous:
                found["last_owner*previous"] = 1.0
            if last.metric == draft.metric:
                found["last_owner*same_metric"] = 1.0
            if last.sent.start == draft.sent.start:
                found["last_owner*same_sentence"] = 1.0
        self._places(draft, number, found)
        if not may_own(chain, draft.metric) or not (self.topic.country is None or trades(chain, draft.metric)):
            found["unfit"] = found[f"unfit*type={chain.type}"] = 1.0
        found.update(doing(self.context, doer, kind_of(self.context, doer, draft), chain, found))
        return found

    def _state(self, draft: Draft, chain: Chain, found: Features) -> None:
        """What ties a state to the story: its bodies act, the story is written there."""
        body = draft.owner
        if self.home in chain.countries:
            found[f"story_country*metric={draft.metric}"] = 1.0
            found[f"story_country*choice={body.type if body is not None else None}"] = 1.0
        if body is not None and body is not chain and not set(body.countries).isdisjoint(chain.countries):
            found[f"state_of_choice={body.type}"] = found[f"state_of_choice*metric={draft.metric}"] = 1.0

    def _places(self, draft: Draft, number: int, found: Features) -> None:
        """Where the entity is named around the amount: clause, sentence, paragraph, sentences before."""
        at = self._token(draft)
        mentions = self.profiles[number].mentions
        ahead = [mention for mention in mentions if mention.first < at]
        inside = [mention for mention in mentions if draft.sent.start <= mention.first < draft.sent.end]
        for mention in inside:
            self._in_sentence(draft, mention, found)
        if not ahead:
            found["first_named_later"] = 1.0
            return
        near = ahead[-1]
        back = self._sentence(at) - self._sentence(near.first)
        found[f"sentences_back={min(back, _MANY_SENTENCES)}"] = found[f"kind={near.kind}"] = 1.0
        found["closeness"] = 1 - min(at - near.last, _FAR) / _FAR
        start = paragraph(self.context, draft.at)[0]
        local = [mention for mention in ahead if self.context.starts[mention.first] >= start]
        if local:
            found["same_paragraph"] = found[f"same_paragraph*type={self.profiles[number].chain.type}"] = 1.0
            found["paragraph_mentions"] = min(len(local), 3) / 3
            if not any(start <= self.context.starts[one] for one in self.names if one < local[0].first):
                found["paragraph_first"] = 1.0
        place = bisect_right(self.subjects, (at, -1))
        if place and self.subjects[place - 1][1] == number:
            found["last_subject"] = 1.0
        before = [one for one in self.subjects[:place] if one[0] < draft.sent.start]
        if before and before[-1][1] == number:
            found["subject_before_sentence"] = 1.0

    def _in_sentence(self, draft: Draft, mention: Mentioned, found: Features) -> None:
        root = self._root(mention)
        side = "ahead" if mention.first < self._token(draft) else "behind"
        relation = _relation(root)
        begin, end = bisect_left(self.names, draft.sent.start), bisect_left(self.names, draft.sent.end)
        others = self.names[begin:end]
        if mention.first == others[0]:
            found["sentence_first"] = found[f"sentence_first*relation={relation}"] = 1.0
        if side == "ahead" and not any(mention.first < one < self._token(draft) for one in others):
            found["nearest_ahead"] = found[f"nearest_ahead*relation={relation}"] = 1.0
        if _embedded(root):
            found["embedded"] = found[f"embedded*relation={relation}"] = 1.0
        found[f"in_sentence={side}"] = found[f"relation={relation},{side}"] = 1.0
        found[f"relation*kind={relation},{mention.kind}"] = 1.0
        found[f"relation*metric={relation},{draft.metric}"] = 1.0
        if root.dep_ in SUBJECTS and is_say(root.head):
            found["speaks"] = 1.0
            if side == "ahead":
                found[f"speaks*metric={draft.metric}"] = 1.0
        heads = {"cue": draft.cue.head if draft.cue is not None else None}
        heads["amount"] = draft.slot.head if draft.slot is not None else None
        above = {one.i for one in ancestors(root)}
        for name, head in heads.items():
            if head is None:
                continue
            verb = head if is_verb(head) else verb_above(head)
            actor = subject(verb) if verb is not None else None
            if actor is not None and verb is not None and mention.first <= actor.i < mention.last:
                voice = "passive" if passive(verb) else "subject"
                found[f"{voice}_of_{name}"] = found[f"{voice}_of*metric={draft.metric}"] = 1.0
                found[f"{voice}_of*verb={stem(verb.lower_)}"] = 1.0
            elif verb is not None and root.dep_ in ("pobj", "dative") and root.head.head.i == verb.i:
                found[f"{root.head.lower_}*verb={stem(verb.lower_)}"] = 1.0
            if head.i in above:
                found[f"hangs_on_{name}={relation}"] = 1.0

    def _token(self, draft: Draft) -> int:
        return draft.slot.first if draft.slot is not None else draft.sent.end - 1

    def _sentence(self, token: int) -> int:
        return bisect_right(self.sents, token)


def _told(context: Context, chain: Chain) -> list[Mentioned]:
    """The mentions of an entity outside datelines; none of one that only reports."""
    if reports(chain):
        return []
    lines = [(one.start, one.end) for one in context.clean.segments if one.kind == "dateline"]
    starts = ((mention, context.starts[mention.first]) for mention in sorted(chain.mentions))
    return [mention for mention, at in starts if not any(start <= at < end for start, end in lines)]


def _embedded(root: Token) -> bool:
    """Whether a name stands in a relative clause, a participle or an apposition: what is said by the way."""
    return any(one.dep_ in ("relcl", "acl", "appos") for one in ancestors(root.head)) or root.dep_ == "appos"


def _relation(root: Token) -> str:
    """Grammatical part of a name in its clause, in a few words."""
    if root.dep_ in SUBJECTS:
        return "passive_subject" if root.dep_ == "nsubjpass" else "subject"
    if root.dep_ == "poss":
        return "possessor"
    if root.dep_ in OBJECTS:
        return "object"
    if root.dep_ == "pobj":
        word = root.head.lower_
        return word if word in ("of", "by", "for", "to", "from", "in", "at", "with", "on", "against") else "phrase"
    return root.dep_ if root.dep_ in ("compound", "appos", "conj", "dative", "nmod", "amod") else "else"
