"""Evidence for the type of a name from the name before it and from what is held of it: ``Ana Lind of Kaito Maru``."""

from __future__ import annotations

from pipeline.knowledge.world import World
from pipeline.printed import Printed
from pipeline.records import EntityType
from pipeline.resolve.mentions import NameMention, Votes

_FIRM = 3.5
"""Votes for what nobody but a firm can be there: more than a model's word."""
_MAY = 2.0
_FARTHEST = 7
"""Tokens before a name in which somebody is told to own a share of it."""
_ORGANIZED = frozenset({"Company", "Organization"})
_PLACE_LABELS = frozenset({"Location", "GPE", "LOC"})
_PERSON_LABELS = frozenset({"Person", "PERSON"})
_FIRM_LABELS = frozenset({"Company", "ORG", *_PERSON_LABELS})
_OWNS = frozenset(
    {"own", "owns", "owned", "hold", "holds", "held", "buy", "buys", "bought", "acquire", "acquires", "acquired"}
    | {"sell", "sold", "stake", "holding", "shareholding", "takes", "took", "keeps", "kept", "has", "had"}
)
_PERCENT = frozenset({"%", "percent", "pct", "cent"})
_WORKS = frozenset({"at", "of"})
_SEAT_ENDS = frozenset({",", ".", ";", ")", "said", "has", "had", "will", "may", "is", "was"})


def after_name(doc: Printed, before: NameMention, mention: NameMention) -> Votes:
    """Where a person works, and where a firm sits: ``Ana Lind of X``, ``Kaito Ltd of X``."""
    gap = [word for word in doc.lower[before.last : mention.first] if not word.isspace()]
    if gap[-1:] == ["the"]:
        gap.pop()
    if gap[:1] == [","]:
        gap.pop(0)
    if len(gap) != 1 or gap[0] not in _WORKS:
        return {}
    kind = _most(before)
    if kind == "Person":
        many = mention.last - mention.first > 1
        if mention.label in _PERSON_LABELS:
            return {"Company": _FIRM}
        return {"Company": _MAY} if many and gap[0] == "at" and mention.label in _PLACE_LABELS else {}
    seat = kind in _ORGANIZED and gap[0] == "of" and mention.label in _FIRM_LABELS
    behind = doc.lower[mention.last] if mention.last < len(doc) else "."
    return {"Location": _FIRM} if seat and mention.last - mention.first == 1 and behind in _SEAT_ENDS else {}


def seated(doc: Printed, mention: NameMention, world: World) -> Votes:
    """A place that the tables know says where a firm sits: ``X of Oslo``, ``X, of Oslo``."""
    position = mention.last + (doc.lower[mention.last : mention.last + 1] == [","])
    if doc.lower[position : position + 1] != ["of"] or position + 1 >= len(doc):
        return {}
    places = (" ".join(doc.words[position + 1 : position + 1 + length]) for length in (1, 2, 3))
    if not any(world.country_of_place(place) or world.is_country_noun(place) for place in places):
        return {}
    if mention.label in _PLACE_LABELS:
        return {"Company": _FIRM}
    return {"Company": _MAY} if mention.label in _PERSON_LABELS else {}


def share_held(doc: Printed, mention: NameMention, world: World) -> Votes:
    """A share of it is owned, bought or sold: ``owns 49 pct of X``, ``a 5% stake in X``."""
    del world
    first = mention.first - (doc.lower[mention.first - 1 : mention.first] == ["the"])
    if doc.lower[first - 1 : first] not in (["of"], ["in"]):
        return {}
    if mention.last < len(doc) and doc.tags[mention.last].startswith("NN"):
        # "34 pct of the Oslo company": a place that tells which.
        return {}
    before = doc.lower[max(first - _FARTHEST, 0) : first - 1]
    shared = bool(_PERCENT.intersection(before)) or before[-1:] in (["stake"], ["shareholding"])
    return {"Company": _FIRM} if shared and _OWNS.intersection(before) else {}


def works_at(doc: Printed, mention: NameMention, world: World) -> Votes:
    """A calling stands before that is followed somewhere: ``an analyst at X``, ``chairman of X``."""
    first = mention.first
    at, head = doc.lower[first - 1 : first], world.head_types.get(doc.lower[mention.last - 1], ("Company", 0.0))
    doubtful = _PERSON_LABELS if at == ["of"] else _FIRM_LABELS | _PLACE_LABELS
    if at not in (["at"], ["of"]) or mention.label not in doubtful or head[0] != "Company":
        return {}
    before = (" ".join(doc.lower[first - 1 - n : first - 1]) for n in (3, 2, 1))
    told = any(word in world.title_words or word.removesuffix("s") in world.title_words for word in before)
    return {"Company": _FIRM} if told else {}


def _most(mention: NameMention) -> EntityType | None:
    return max(mention.votes, key=lambda kind: mention.votes[kind], default=None)
