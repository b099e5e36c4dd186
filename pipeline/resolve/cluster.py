"""Group the names of a document into entities: fuller names first, each shorter one joins its best match."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from pipeline.knowledge.world import World
from pipeline.records import EntityType
from pipeline.resolve.compare import SAME, Name, compare
from pipeline.resolve.mentions import NameMention, Votes


@dataclass(slots=True)
class Cluster:
    """Mentions of one thing with the distinct names among them."""

    mentions: list[NameMention]
    names: list[Name] = field(default_factory=list)
    key: str | None = None
    fullest: list[NameMention] = field(default_factory=list)
    faint: list[NameMention] = field(default_factory=list)
    """Mentions by a surname or by initials alone, of which a model knows nothing."""

    def type(self) -> EntityType | None:
        """The type with most votes; a tie goes to the alphabetically first.

        Mentions of the fullest name decide where they are sure: a model that takes a bare surname for a company nine
        times does not outvote "Prime Minister Ana Lind" once.
        """
        sure = _sum(self.fullest)
        if _top(sure) == "Person" and any(one.votes.get("Person", 0.0) >= _SURE for one in self.fullest):
            # Its short forms are surnames, which a model takes for anything.
            return "Person"
        if max(sure.values(), default=0.0) >= _SURE * max(len(self.fullest), 1):
            return _top(sure)
        total = _sum(self.mentions)
        for one in self.faint:
            told = next((rule for rule in one.rules if rule.startswith("model.")), None)
            if told is not None and one.label in total:
                total[one.label] -= _MODEL
        return _top(total)


_SURE = 4.4
"""Votes per mention from which the fullest name alone decides: a head noun is enough, a model's word is not."""
_MODEL = 3.0
"""Votes of a model's word."""
_FAINT = frozenset({"surname", "acronym", "first_words"})


def _top(votes: Votes) -> EntityType | None:
    if not votes:
        return None
    best: EntityType = max(sorted(votes), key=votes.__getitem__)
    return best


def _sum(mentions: list[NameMention]) -> Votes:
    total: Votes = {}
    for mention in mentions:
        for kind, weight in mention.votes.items():
            total[kind] = total.get(kind, 0.0) + weight
    return total


def cluster(
    text: str, mentions: list[NameMention], world: World, meant: dict[str, NameMention] | None = None
) -> list[Cluster]:
    """Cluster mentions; returns clusters ordered by first mention.

    Args:
        text: the view that the mentions' offsets refer to.
        mentions: names with their votes.
        world: the tables, for the words that do not tell organisations apart.
        meant: the name that an abbreviation stands for, where the text explains it.
    """
    groups: dict[tuple[str, str | None], list[NameMention]] = defaultdict(list)
    for mention in mentions:
        groups[(mention.key or text[mention.start : mention.end], mention.key)].append(mention)
    families = frozenset(name.lower() for name in world.family_first)
    clusters: list[Cluster] = []
    loose: list[tuple[Name, list[NameMention]]] = []
    for (printed, key), members in groups.items():
        kind = Cluster(members).type()
        if kind is None:
            continue
        texts = sorted({text[m.start : m.end] for m in members}, key=lambda t: (-len(t), t)) if key else [printed]
        names = [Name(t, kind, key, world.weak_words, world.generic_words, families) for t in texts]
        if key is not None:
            clusters.append(Cluster(members, names, key, [one for one in members if one.key is not None]))
        else:
            loose.append((names[0], members))
    explained = meant or {}
    for name, members in sorted(loose, key=lambda pair: (pair[0].text in explained, *_order(*pair))):
        long = _meaning(name.text, text, explained)
        owner = None if long is None else next((one for one in clusters if any(m is long for m in one.mentions)), None)
        if owner is None:
            _join(name, members, clusters)
        else:
            owner.names.append(name)
            owner.mentions.extend(members)
            owner.faint.extend(members)
    return sorted((c for c in clusters if c.mentions), key=lambda c: min(m.first for m in c.mentions))


def _order(name: Name, members: list[NameMention]) -> tuple[int, int, int]:
    """Fuller names first, so that shorter ones find them."""
    return -len(name.core), -len(name.words), members[0].first


def _meaning(name: str, text: str, meant: dict[str, NameMention]) -> NameMention | None:
    """The first name of a row of explanations: "Kaito (KTO), formerly Norda" makes Norda Kaito."""
    seen: set[str] = set()
    long = None
    while name in meant and name not in seen:
        seen.add(name)
        long = meant[name]
        name = text[long.start : long.end]
    return long


def _join(name: Name, members: list[NameMention], clusters: list[Cluster]) -> None:
    scored = []
    for one in clusters:
        best = max((compare(name, other) for other in one.names), key=lambda found: found.score, default=None)
        if best is not None and best.score >= SAME:
            scored.append((best, one))
    if not scored:
        clusters.append(Cluster(list(members), [name], members[0].key, list(members)))
        return
    top = max(found.score for found, _ in scored)
    candidates = [one for found, one in scored if found.score == top]
    faint = any(found.score == top and found.detail in _FAINT for found, _ in scored)
    if len(candidates) == 1 or name.type != "Person":
        chosen = min(candidates, key=lambda one: min(m.first for m in one.mentions))
        chosen.names.append(name)
        chosen.mentions.extend(members)
        chosen.faint.extend(members if faint else ())
        return
    # Two people of one surname: each mention goes to whom the text named last.
    fixed = [(one, sorted(m.first for m in one.mentions)) for one in candidates]
    for mention in members:
        before = [
            (max(p for p in places if p <= mention.first), i)
            for i, (_, places) in enumerate(fixed)
            if places[0] <= mention.first
        ]
        chosen = fixed[max(before)[1]][0] if before else min(fixed, key=lambda pair: pair[1][0])[0]
        chosen.mentions.append(mention)
        if name not in chosen.names:
            chosen.names.append(name)
