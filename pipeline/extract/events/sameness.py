"""What tells whether two mentions of one action tell one decision: named features of the pair."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from pipeline.extract.events.features import base
from pipeline.extract.events.reader_features import same_chance
from pipeline.readings import steps

if TYPE_CHECKING:
    from pipeline.document import Context
    from pipeline.extract.events.candidate import Candidate
    from pipeline.extract.events.features import Features

_FAR = (0, 1, 2, 4, 7, 12)
"""Sentences between two mentions up to which a distance is one feature."""
_KNOWN = frozenset({"the", "these", "those", "this", "that", "such", "its", "their", "his", "both"})
"""Words before a noun that point back to what is told."""
_OTHER = frozenset(
    {
        "another",
        "new",
        "further",
        "fresh",
        "additional",
        "more",
        "second",
        "third",
        "fourth",
        "previous",
        "earlier",
        "separate",
        "similar",
        "own",
        "other",
        "last",
        "existing",
        "current",
        "latest",
        "first",
        "initial",
        "original",
        "wider",
        "broader",
        "tougher",
        "stricter",
    }
)
"""Words before a noun that set it apart from others of its kind, or beside them."""
_LINKS = frozenset(
    {"and", "but", "while", "after", "before", "since", "following", "also", ",", ";", "which", "by", "as"}
)
"""Words between two mentions of one sentence."""
_SLOTS = ("targets", "authorities", "programs", "measures", "reasons")


def pair_features(context: Context, a: Candidate, b: Candidate, *, gap: int, ruled: bool) -> Features:
    """Names of the features of two mentions, in either order.

    Args:
        context: the article.
        a: one mention.
        b: another, of the same action.
        gap: sentences from one to the other.
        ruled: whether the rules take them for one.
    """
    first, second = sorted((a, b), key=lambda m: (m.sentence.start, m.predicate.i))
    return dict.fromkeys(_features(context, first, second, gap, "same" if ruled else "apart"), 1.0)


def _features(context: Context, a: Candidate, b: Candidate, gap: int, rule: str) -> Iterator[str]:
    yield f"rule={rule}"
    yield f"action={a.action}"
    yield f"action={a.action}:{rule}"
    distance = next((str(far) for far in _FAR if gap <= far), "more")
    yield f"gap={distance}"
    yield f"gap={distance}:{rule}"
    yield f"title={a.title}:{b.title}"
    stages = f"{a.status}:{b.status}" if a.status != b.status else "one"
    yield f"status={stages}"
    yield f"status.{'one' if a.status == b.status else 'two'}:{rule}"
    parties = []
    for slot in _SLOTS:
        how = _sets(getattr(a, slot), getattr(b, slot))
        parties.append(how)
        yield f"{slot}={how}"
        yield f"{slot}={how}:{a.action}"
        if slot == "targets":
            yield f"{slot}={how}:{rule}"
    yield "parties=" + ":".join(parties[:2])
    yield "kinds=" + ":".join(_kinds(context, one.targets) for one in (a, b))
    yield f"count={_values(a.count, b.count)}"
    for name in ("announced", "effective", "expires"):
        one, two = getattr(a, name), getattr(b, name)
        yield f"{name}={_values(one and (one.start or one.text), two and (two.start or two.text))}"
    for side, one in (("a", a), ("b", b)):
        yield from (f"{side}.{what}" for what in _own(one))
    for name in ("bare", "trusted", "loose", "conditional", "fresh", "more", "weak"):
        yield f"{name}={getattr(a, name)}:{getattr(b, name)}"
    yield f"word={'one' if base(a.predicate) == base(b.predicate) else 'two'}"
    if a.noun is not None and b.noun is not None:
        yield f"noun={'one' if base(a.noun) == base(b.noun) else 'two'}"
    yield f"by={'one' if a.rule == b.rule else 'two'}"
    chance = same_chance(context, a, b)
    if chance is not None:
        yield from steps("r.same", chance)
        yield from steps(f"r.same:{rule}", chance)
        yield from steps("r.apart", 1 - chance)
    if gap == 0:
        linked = a.predicate.is_ancestor(b.predicate) or b.predicate.is_ancestor(a.predicate)
        between = {t.lower_ for t in a.sentence.doc[a.predicate.i : b.predicate.i]}
        yield f"linked={linked}"
        yield from (f"between={word}" for word in sorted(between & _LINKS))


def _sets(one: Sequence[str], two: Sequence[str]) -> str:
    a, b = set(one), set(two)
    if not a or not b:
        return "none" if not a and not b else "half"
    if a == b:
        return "equal"
    return "within" if a <= b or b <= a else "share" if a & b else "apart"


def _values(one: object, two: object) -> str:
    if one is None or two is None:
        return "none" if one is two else "half"
    return "equal" if one == two else "apart"


def _kinds(context: Context, ids: Sequence[str]) -> str:
    kinds = {"state" if context.chain(id_).type == "Country" else "other" for id_ in ids}
    return "+".join(sorted(kinds)) or "nobody"


def _own(one: Candidate) -> Iterator[str]:
    """How a mention presents what it tells: as known, as new, as past."""
    noun = one.noun if one.noun is not None else one.predicate
    yield f"tag={one.predicate.tag_}"
    yield f"by={one.rule}"
    words = {child.lower_ for child in noun.children if child.i < noun.i}
    if words & _KNOWN:
        yield "known"
    yield from (f"adj={word}" for word in sorted(words & _OTHER))
    yield from (f"aux={child.lower_}" for child in one.predicate.children if child.dep_ in ("aux", "auxpass", "neg"))
    yield from (f"adv={child.lower_}" for child in one.predicate.children if child.dep_ == "advmod")
    yield f"dep={one.predicate.dep_}"
    if noun is not one.predicate:
        yield f"noun={base(noun)}:{noun.tag_}"
