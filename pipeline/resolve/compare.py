"""Are two names of one document the same thing? Scored comparisons, each explained in words.

A row of :data:`COMPARISONS` is a function of two names and the score it gives; the best row that applies decides, and
two names are joined when its score reaches :data:`SAME`. Order does not matter.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from pipeline.records import EntityType

SAME = 0.5
"""Joins at or above this score. Names that only share a common word stay below it."""

ORGANISED = frozenset({"Company", "PublicBody", "Organization"})
_SMALL_WORDS = frozenset(
    {"of", "the", "and", "for", "de", "la", "y", "et", "und", "&", "a", "an", "in", "on", "to", "with"}
)


@dataclass(frozen=True)
class Name:
    """A distinct name of a document with the type its mentions voted for.

    Attributes:
        text: as printed, without determiner, possessive or title.
        type: the leading vote.
        key: knowledge row, if the name is in a table.
        forms: lower-case legal forms and group words that do not tell companies apart.
        generic: lower-case words too common to stand for a company alone ("national", "bank").
        families: family names that stand before given names, in small letters.
    """

    text: str
    type: EntityType
    key: str | None
    forms: frozenset[str]
    generic: frozenset[str]
    families: frozenset[str] = frozenset()

    @cached_property
    def words(self) -> tuple[str, ...]:
        """Lower-case words without punctuation."""
        return tuple(re.findall(r"[\w&]+(?:['’]\w+)?", self.text.lower().replace(".", "")))

    @cached_property
    def distinct(self) -> frozenset[str]:
        """The words, each once."""
        return frozenset(self.words)

    @cached_property
    def core(self) -> tuple[str, ...]:
        """Words that tell this name apart: no legal forms at the end, no small words."""
        words = [word for word in self.words if word not in _SMALL_WORDS]
        if self.type == "Program" and len(words) > 1 and re.fullmatch(r"(?:19|20)\d\d", words[-1]):
            # "the Act" and "the Act of 2012" are one.
            words.pop()
        while len(words) > 1 and words[-1] in self.forms:
            words.pop()
        return tuple(words)

    @cached_property
    def has_form(self) -> bool:
        """Whether the name ends in a legal form: it is a full name, not a short one."""
        return len(self.words) > 1 and self.words[-1] in self.forms

    @cached_property
    def initials(self) -> frozenset[str]:
        """Acronyms that the name could have, upper case: of the core words, of all words."""
        spoken = [
            part for word in re.split(r"[\s/-]+", self.text) if (part := word.strip(".,()'\"")) and part[0].isalnum()
        ]
        big = "".join(word[0] for word in spoken if word[0].isupper())
        bare = "".join(
            word[0] for word in spoken if word.lower() not in _SMALL_WORDS and word.lower().strip(".") not in self.forms
        )
        every = "".join(word[0] for word in spoken)
        return frozenset(form.upper() for form in (big, bare, every) if len(form) >= 2)

    @cached_property
    def acronym(self) -> str:
        """The name without dots if it looks like an acronym, else the empty string."""
        bare = self.text.replace(".", "").replace(" ", "")
        return bare.upper() if 2 <= len(bare) <= 8 and sum(c.isupper() for c in bare) >= 2 and bare.isalnum() else ""


def same_key(a: Name, b: Name) -> bool:
    """Both names are aliases of one row of the tables."""
    return a.key is not None and a.key == b.key


def same_core(a: Name, b: Name) -> bool:
    """Equal but for legal form, case and punctuation: ``Kaito Ltd`` and ``KAITO``."""
    return a.core == b.core and bool(a.core)


def acronym(a: Name, b: Name) -> bool:
    """One is the initials of the other: ``ADB`` and ``Asian Development Bank``."""
    return any(x.acronym and len(y.core) > 1 and x.acronym in y.initials for x, y in ((a, b), (b, a)))


def short_form(a: Name, b: Name) -> bool:
    """One organisation's core words open the other's: ``Huawei`` and ``Huawei Technologies``."""
    if a.type not in ORGANISED or b.type not in ORGANISED:
        return False
    short, long = sorted((a, b), key=lambda name: len(name.core))
    if not short.core or len(short.core) == len(long.core) or long.core[: len(short.core)] != short.core:
        return False
    if short.has_form:
        # "Kaito Corp" is a full name: "Kaito France SA" and "Kaito Securities" are other companies.
        return False
    return not all(word in short.generic for word in short.core)


def first_words(a: Name, b: Name) -> bool:
    """The first words of a company, which a model took for a person or a place: ``Kumul`` and ``Kumul Foil Ltd``."""
    short, long = sorted((a, b), key=lambda name: len(name.core))
    if long.type not in ORGANISED or short.key is not None or short.type not in ("Person", "Location"):
        return False
    if not short.core or short.has_form or long.core[: len(short.core)] != short.core or short.core == long.core:
        return False
    return not all(word in short.generic for word in short.core)


def surname(a: Name, b: Name) -> bool:
    """A person's last or first word alone, or last name with initials: ``Lind`` and ``Ana Lind``."""
    short, long = sorted((a, b), key=lambda name: len(name.words))
    if len(short.words) != 1 or len(long.words) < 2 or long.type != "Person":
        return False
    # A model often takes a bare surname for a company: the full name nearby settles it.
    family = short.words[0] == long.words[0] and (short.type == "Person" or short.words[0] in short.families)
    return short.words[0] == long.words[-1] or family


def fuller_person(a: Name, b: Name) -> bool:
    """Same first and last word, more in between: ``Ana Lind`` and ``Ana M. Lind``."""
    if a.type != "Person" or b.type != "Person" or min(len(a.words), len(b.words)) < 2:
        return False
    first, other = a.words[0], b.words[0]
    initial = len(first) == 1 or len(other) == 1
    return a.words[-1] == b.words[-1] and (first == other or (initial and first[0] == other[0]))


def trailing_form(a: Name, b: Name) -> bool:
    """A public body's name after its country: ``Treasury`` and ``U.S. Treasury``."""
    if a.type != "PublicBody" or b.type != "PublicBody":
        return False
    short, long = sorted((a, b), key=lambda name: len(name.core))
    return bool(short.core) and len(short.core) < len(long.core) and long.core[-len(short.core) :] == short.core


def central_bank(a: Name, b: Name) -> bool:
    """The words "central bank" and the one central bank that the text names: ``Bank of Japan``, ``Federal Reserve``."""
    if a.type != "PublicBody" or b.type != "PublicBody":
        return False
    short, long = sorted((a, b), key=lambda name: name.words != ("central", "bank"))
    return (
        short.words == ("central", "bank")
        and re.search(r"\b(?:bank of|national bank|reserve|fed|bundesbank)\b", long.text.lower()) is not None
    )


COMPARISONS: tuple[tuple[Callable[[Name, Name], bool], float], ...] = (
    (same_key, 1.0),
    (same_core, 0.95),
    (acronym, 0.8),
    (fuller_person, 0.8),
    (short_form, 0.7),
    (first_words, 0.65),
    (surname, 0.6),
    (trailing_form, 0.6),
    (central_bank, 0.55),
)


@dataclass(frozen=True, slots=True)
class Comparison:
    """The score of two names and the comparison that gave it."""

    score: float
    detail: str


def compare(a: Name, b: Name) -> Comparison:
    """Score two names; names of clearly different kinds never join."""
    if a.key is not None and b.key is not None and a.key != b.key:
        return Comparison(0.0, "two rows of the tables")
    if a.distinct.isdisjoint(b.distinct):
        return _compare_apart(a, b)
    crossing = a.key is None and b.key is None and (surname(a, b) or first_words(a, b))
    if not (_compatible(a, b) or crossing):
        return Comparison(0.0, f"{a.type} and {b.type}")
    for function, score in COMPARISONS:
        if function(a, b):
            return Comparison(score, function.__name__)
    return Comparison(0.0, "nothing shared")


def _compare_apart(a: Name, b: Name) -> Comparison:
    """Score names that share no word: every other comparison asks for one."""
    if same_key(a, b) or a.acronym or b.acronym or a.type == b.type == "PublicBody":
        for function, score in COMPARISONS:
            if function in (same_key, acronym, central_bank) and _compatible(a, b) and function(a, b):
                return Comparison(score, function.__name__)
    return _APART


_APART = Comparison(0.0, "no word shared")


def _compatible(a: Name, b: Name) -> bool:
    if {a.type, b.type} == {"Location", "Country"}:
        # "Tokyo" the city and "Tokyo" the government are two things.
        return False
    if a.type == b.type or {a.type, b.type} <= ORGANISED:
        return True
    # "Norland Fund" is not Norland, though "Fund" tells no companies apart.
    return a.core == b.core and a.has_form == b.has_form
