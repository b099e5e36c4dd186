"""How well two names fit, with the reason: which rule decided and what it saw of each word.

A score of :data:`THRESHOLD` or more is a match. The weights were set on the tuning half of
``tests/cases/link_pairs.jsonl``; the other half measures them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from pipeline.link.names import Name, Part
from pipeline.link.sounds import LIKE, alike
from pipeline.link.words import load_words

THRESHOLD = 0.8
"""Names at or above it are a match."""
_WEIGHTS = {
    "name": 1.0, "devout": 0.7, "patronymic": 0.6, "initial": 0.3, "number": 1.0,
    "generic": 0.5, "neutral": 0.3, "country": 0.8, "demonym": 0.8,
}  # fmt: skip
"""What a word of a role counts where both names have it, or each has another."""
_ALONE = {
    "name": 1.0, "number": 1.0, "generic": 0.4, "neutral": 0.05, "country": 0.55, "demonym": 0.15, "initial": 0.1,
}  # fmt: skip
"""What a word of an organisation's name costs that only one of the names has."""
_OF_COUNTRY = 0.05
_FORMS_DIFFER = 0.78
_GENERATION = 0.78
_FATHER_SWAPPED = 0.7
_SHUFFLED = 0.78


@dataclass(frozen=True, slots=True)
class Comparison:
    """The score of two names.

    Attributes:
        score: 0 to 1.
        rule: which comparison decided.
        detail: each word beside its partner, with what is only on one side.
    """

    score: float
    rule: str
    detail: str


@dataclass(frozen=True, slots=True)
class _Aligned:
    """Words paired, and those that have no partner."""

    pairs: tuple[tuple[Part, Part, float], ...]
    left: tuple[Part, ...]
    right: tuple[Part, ...]

    @property
    def weight(self) -> float:
        return sum(_WEIGHTS[_lighter(a, b).role] for a, b, _ in self.pairs)

    @property
    def sum(self) -> float:
        return sum(_WEIGHTS[_lighter(a, b).role] * score for a, b, score in self.pairs)

    @property
    def detail(self) -> str:
        shown = [a.text if a.text == b.text else f"{a.text}~{b.text} {score:.2f}" for a, b, score in self.pairs]
        shown += [f"-{part.text}" for part in self.left] + [f"+{part.text}" for part in self.right]
        return " ".join(shown)


def compare(a: Name, b: Name) -> Comparison:
    """Score a name of a text (``a``) and one of a list (``b``) of the same kind."""
    if not a.parts or not b.parts:
        return Comparison(0.0, "nothing", "a name without words")
    if a.kind == "person":
        return _persons(a, b)
    if a.kind in ("vessel", "airplane"):
        return _vessels(a, b)
    return _organisations(a, b)


def _persons(a: Name, b: Name) -> Comparison:
    if a.generation and b.generation and a.generation != b.generation:
        return Comparison(0.3, "generation", f"{a.generation} and {b.generation}")
    found = _persons_by_words(a, b)
    if bool(a.generation) != bool(b.generation):
        return Comparison(found.score * _GENERATION, "generation", f"{found.detail} ({a.generation or b.generation})")
    return found


def _persons_by_words(a: Name, b: Name) -> Comparison:
    same_order = [part.text for part in a.parts] == [part.text for part in b.parts]
    if a.compact == b.compact and not same_order and max(len(a.parts), len(b.parts)) > 1:
        return Comparison(0.97, "sound", f"{a.text} ~ {b.text}")
    found = _align(a.parts, b.parts, strict=False)
    named = [pair for pair in found.pairs if pair[0].role != "initial" and pair[1].role != "initial"]
    if len(named) < 2:
        return Comparison(_few(found, named), "one word", found.detail)
    score = found.sum / (found.weight + _person_rest(found, a, b))
    if same_order:
        return Comparison(1.0, "equal", found.detail)
    if not _in_turn(found, b):
        return Comparison(score * _SHUFFLED, "order", found.detail)
    if a.child and b.child and _first(found, a) is not None and _first(found, a) != b.parts[0]:
        return Comparison(score * _FATHER_SWAPPED, "father", found.detail)
    return Comparison(score, "words", found.detail)


def _in_turn(found: _Aligned, b: Name) -> bool:
    """Whether the shared words come in one order, where the family name may stand first or last: a rotation."""
    where = {part: place for place, part in enumerate(b.parts)}
    places = [where.get(two, -1) for one, two, _ in found.pairs if one.role in ("name", "devout")]
    descents = sum(second < first for first, second in pairwise([*places, places[0]] if places else []))
    return len(places) < 3 or descents <= 1


def _first(found: _Aligned, a: Name) -> Part | None:
    """The partner of the first word of ``a``."""
    return next((two for one, two, _ in found.pairs if one == a.parts[0]), None)


def _few(found: _Aligned, named: Sequence[tuple[Part, Part, float]]) -> float:
    """A surname alone, or with initials, names nobody; with two initials it nearly does."""
    if not named:
        return 0.0
    initials = len(found.pairs) - 1
    if initials > 1 and not found.left and not found.right:
        return 0.82
    return min(0.6 + 0.1 * initials, 0.7) if found.left or found.right or initials else 0.75


def _person_rest(found: _Aligned, a: Name, b: Name) -> float:
    """What words without a partner cost: much if both names have some, else the more the more there are."""
    left = [part for part in found.left if part.role != "devout"]
    right = [part for part in found.right if part.role != "devout"]
    if left and right:
        return sum(_WEIGHTS[part.role] for part in (*left, *right))
    extra, longer = (left, a) if left else (right, b)
    cost = 0.0
    for number, part in enumerate(extra, start=1):
        if part.role in ("patronymic", "initial"):
            cost += 0.05
        elif part == longer.parts[0] and len(longer.parts) > 2:
            # "Uday Saddam Hussein" is not Saddam Hussein.
            cost += 0.6
        else:
            cost += 0.1 * number
    return cost


def _vessels(a: Name, b: Name) -> Comparison:
    if a.compact == b.compact:
        return Comparison(1.0 if a.parts == b.parts else 0.97, "equal", a.compact)
    found = _align(a.parts, b.parts, strict=True)
    rest = sum(_WEIGHTS[part.role] for part in (*found.left, *found.right))
    return Comparison(found.sum / (found.weight + rest) if found.weight else 0.0, "words", found.detail)


def _organisations(a: Name, b: Name) -> Comparison:
    found = max(_organisations_by_words(a, b), _by_acronym(a, b), key=lambda one: one.score)
    if a.legal and b.legal and not a.legal & b.legal:
        forms = f"{', '.join(sorted(a.legal))} and {', '.join(sorted(b.legal))}"
        return Comparison(found.score * _FORMS_DIFFER, "legal form", f"{found.detail} ({forms})")
    if found.score == 1.0 and a.legal != b.legal:
        return Comparison(0.99, found.rule, f"{found.detail} (legal form on one side)")
    return found


def _by_acronym(a: Name, b: Name) -> Comparison:
    for short, long in ((a, b), (b, a)):
        if len(short.acronym) > 3 and short.acronym in long.initials:
            return Comparison(0.86, "acronym", f"{short.text} = {long.text}")
    return Comparison(0.0, "nothing", "")


def _organisations_by_words(a: Name, b: Name) -> Comparison:
    if [part.text for part in a.parts] == [part.text for part in b.parts]:
        if len(a.compact) < 3:
            return Comparison(0.7, "short", a.compact)
        return Comparison(1.0, "equal", " ".join(part.text for part in a.parts))
    if a.compact == b.compact and len(a.compact) > 4:
        return Comparison(0.97, "sound", f"{a.text} ~ {b.text}")
    found = _align(a.parts, b.parts, strict=True)
    if not any(part.role in ("name", "number") for pair in found.pairs for part in pair[:2]):
        return Comparison(0.0, "common words", found.detail)
    if any(part.role == "number" for part in (*found.left, *found.right)):
        return Comparison(0.5 * found.sum / max(found.weight, 1.0), "number", found.detail)
    return Comparison(found.sum / (found.weight + _organisation_rest(found)), "words", found.detail)


def _organisation_rest(found: _Aligned) -> float:
    if found.left and found.right:
        return sum(_WEIGHTS[part.role] for part in (*found.left, *found.right))
    return sum(
        _OF_COUNTRY if part.of and part.role == "country" else _ALONE[part.role] for part in (*found.left, *found.right)
    )


def _align(a: Sequence[Part], b: Sequence[Part], *, strict: bool) -> _Aligned:
    """Pair words, the most alike first; words that are one on the other side are joined before."""
    if len(a) > len(b):
        a = _joined(a, b, strict=strict)
    elif len(b) > len(a):
        b = _joined(b, a, strict=strict)
    scores = [
        (score, -abs(i - j), i, j) for i, one in enumerate(a) for j, two in enumerate(b)
        if (score := _alike(one, two, strict=strict)) >= LIKE
    ]  # fmt: skip
    pairs: dict[int, tuple[int, float]] = {}
    taken: set[int] = set()
    for score, _, i, j in sorted(scores, reverse=True):
        if i not in pairs and j not in taken:
            pairs[i] = (j, score)
            taken.add(j)
    return _Aligned(
        tuple((a[i], b[j], score) for i, (j, score) in sorted(pairs.items())),
        tuple(part for i, part in enumerate(a) if i not in pairs),
        tuple(part for j, part in enumerate(b) if j not in taken),
    )


def _alike(one: Part, two: Part, *, strict: bool) -> float:
    if one.text == two.text:
        return 1.0
    if "initial" in (one.role, two.role):
        return 0.85 if one.text[0] == two.text[0] else 0.0
    if "number" in (one.role, two.role) and one.role != two.role:
        return 0.0
    common = one.role in ("generic", "neutral") and two.role in ("generic", "neutral")
    score = alike(one.text, two.text, strict=strict)
    return score if not common or score >= 0.95 else 0.0


def _joined(parts: Sequence[Part], other: Sequence[Part], *, strict: bool) -> list[Part]:
    """Two neighbours that are one word of the other name as one: ``Xiao Ming`` beside ``Xiaoming``."""
    done = list(parts)
    texts = {part.text for part in other}
    for one, two in pairwise(parts):
        if one.text in texts or two.text in texts or one not in done or two not in done:
            continue
        wholes = {one.text + two.text, _pinyin(one) + _pinyin(two)}
        whole = next(
            (it for it in sorted(wholes) if any(alike(it, text, strict=strict) >= 0.92 for text in texts)), None
        )
        if whole is not None:
            place = done.index(one)
            done[place : place + 2] = [Part(whole, "name", one.of)]
    return done


def _pinyin(part: Part) -> str:
    return load_words().syllables.get(part.text, part.text)


def _lighter(a: Part, b: Part) -> Part:
    return min(a, b, key=lambda part: _WEIGHTS[part.role])
