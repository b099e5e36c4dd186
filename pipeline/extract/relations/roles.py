"""Role phrases of a sentence ("deputy trade minister", "founder and chief executive") by ``tables/titles.yml``.

A role is the longest phrase of the table, with the nouns and adjectives before it ("money market" manager), what it is
of ("director of research") and a second role joined by "and". Status words ("former", "-elect") are no part of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Literal

from pipeline.document import Context
from pipeline.extract.relations.nouns import kinds_of_organization
from pipeline.extract.relations.role_words import scope, status_words, whole_words
from pipeline.knowledge.rows import Role
from pipeline.knowledge.world import load_world
from pipeline.records import RelationType

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

Held = Literal["organization", "body", "country", "place", "person"]

_LONGEST = 6
"""Words of the longest phrase of the table."""
_BEFORE = 4
"""Words before a phrase that may belong to the role."""
_BEHIND = 6
"""Words behind "of" or "for" that may belong to the role."""
_DEPUTIES = frozenset({"deputy", "vice", "assistant", "associate", "under", "junior"})
_NOT_BEFORE = frozenset(
    {"own", "other", "such", "same", "many", "several", "two", "three", "four", "five", "chief", "mr"}
)
_AND = frozenset({"and", "&", "/"})
_BOARD = ("chair", "board")


@dataclass(frozen=True, slots=True)
class RoleSpan:
    """A printed role as token positions (half-open) and what it can mean.

    Attributes:
        first: first token.
        last: behind the last token.
        rows: rows of the table, those of a joined role behind.
        plural: whether it is held by several ("directors").
        lowered: whether it is a deputy's or a part's post ("deputy head", "director of research").
    """

    first: int
    last: int
    rows: tuple[Role, ...]
    plural: bool
    lowered: bool = False

    @property
    def kin(self) -> bool:
        """Whether it is a tie between relatives."""
        return any(row.relation == "family" for row in self.rows)

    def relations(self, held: Held) -> tuple[RelationType, ...]:
        """Relations that the role makes with something of this kind, in the order printed, each once."""
        if held in ("organization", "body"):
            chosen = [row for row in self.rows if row.object == held]
            chosen = chosen or [row for row in self.rows if row.object in ("organization", "body")]
            if not chosen and self.of_state:
                if self.in_scope("abroad"):
                    # The "UN ambassador" of a state is none of the UN's.
                    return ()
                # A minister with a named ministry heads it.
                return ("employment",) if self.lowered else ("directorship",)
            return tuple(dict.fromkeys(_lower(row.relation) if self.lowered else row.relation for row in chosen))
        chosen = [
            row for row in self.rows if row.object == held or (held == "person" and row.id in scope("of_persons"))
        ]
        if chosen or held == "person":
            return tuple(dict.fromkeys(_lower(row.relation) if self.lowered else row.relation for row in chosen))
        # An office of a state: a post in its service, whatever it is in the body itself.
        chosen = [row for row in self.rows if row.id in scope("of_states")]
        return tuple(dict.fromkeys(_lower(row.relation) for row in chosen))

    def in_scope(self, name: str) -> bool:
        """Whether a row of the role is listed under ``scopes`` in the rule file."""
        return any(row.id in scope(name) for row in self.rows)

    @property
    def of_state(self) -> bool:
        """Whether a state alone has it: minister, prime minister, king."""
        return any(row.object == "country" for row in self.rows) and not self.of_company

    @property
    def of_company(self) -> bool:
        """Whether an organisation can have it."""
        return any(row.object == "organization" for row in self.rows)


def _lower(kind: RelationType) -> RelationType:
    return "employment" if kind == "directorship" else kind


@cache
def _phrases() -> dict[tuple[str, ...], tuple[Role, ...]]:
    found: dict[tuple[str, ...], list[Role]] = {}
    for row in load_world().roles:
        for phrase in row.phrases:
            words = tuple(phrase.lower().replace("-", " ").split())
            # "founder and chief executive" is read as two roles, each with its own relation.
            if words[-1] not in ("of", "for", "to", "in") and "and" not in words:
                found.setdefault(words, []).append(row)
    return {words: tuple(rows) for words, rows in found.items()}


@cache
def _fields() -> frozenset[str]:
    """Words for what ministries deal with."""
    return frozenset(word.lower() for row in load_world().fields for form in row.words for word in form.split())


@cache
def _first_words() -> frozenset[str]:
    """First words of phrases; of phrases of one word also the plural."""
    single = [words[0] for words in _phrases() if len(words) == 1]
    plural = {form for word in single for form in (word + "s", word.removesuffix("man") + "men")}
    return frozenset({words[0] for words in _phrases()} | plural)


@cache
def _phrase_words() -> frozenset[str]:
    return frozenset(word for phrase in _phrases() for word in phrase)


def find_roles(context: Context, sentence: Span) -> list[RoleSpan]:
    """Roles of a sentence in text order, not overlapping."""
    found: list[RoleSpan] = []
    free = sentence.start
    begins = _first_words()
    for position in range(sentence.start, sentence.end):
        if position < free or context.lower[position] not in begins:
            continue
        role = _phrase_at(context, position, sentence.end)
        if role is None:
            continue
        floor = found[-1].last if found else sentence.start
        role = _extend(context, role, floor, sentence.end)
        joined = _adjacent(found[-1], role) or _joined(context, found[-1], role) if found else None
        if joined is not None:
            found[-1] = joined
        else:
            found.append(role)
        free = role.last
    return found


def _phrase_at(context: Context, position: int, end: int) -> RoleSpan | None:
    """The longest phrase that starts at a token; hyphens inside count as blanks."""
    if context.chain_at(position) is not None:
        return None
    words: list[str] = []
    best: RoleSpan | None = None
    for last in range(position, min(end, position + 2 * _LONGEST)):
        if context.lower[last] == "-":
            continue
        words.append(context.lower[last])
        if len(words) > _LONGEST:
            break
        for form, plural in _singular(words):
            rows = _phrases().get(form)
            if (
                rows is not None
                and _is_noun(context.doc[last], len(words))
                and not (plural and _governs(context, last, end))
                and not _hyphenated(context, last)
            ):
                best = RoleSpan(position, last + 1, rows, plural)
    return best


def _singular(words: list[str]) -> Iterator[tuple[tuple[str, ...], bool]]:
    *first, last = words
    yield (*first, last), False
    if last.endswith("men"):
        yield (*first, last[:-3] + "man"), True
    elif last.endswith("s") and len(last) > 3:
        yield (*first, last[:-1]), True


def _governs(context: Context, position: int, end: int) -> bool:
    """Whether a word like "heads" or "chairs" is a verb: a thing other than a person follows at once."""
    if context.lower[position] not in ("heads", "chairs") or position + 1 >= end:
        return False
    follower = context.chain_at(position + 1)
    return context.lower[position + 1] == "the" or (follower is not None and follower.type != "Person")


def _hyphenated(context: Context, position: int) -> bool:
    """Whether a word is the first part of another: "the head of state-owned Kaito" heads no state."""
    return context.lower[position + 1 : position + 3] in (["-", "owned"], ["-", "run"], ["-", "controlled"])


def _is_noun(token: Token, words: int) -> bool:
    return words > 1 or token.tag_.startswith("NN") or (token.text[0].isupper() and not token.is_sent_start)


def _extend(context: Context, role: RoleSpan, floor: int, end: int) -> RoleSpan:
    """Add the words before it that belong to it, and what it is of."""
    first = role.first
    while first > floor and role.first - first < _BEFORE and _belongs(context, first - 1):
        first -= 1
    while first < role.first and (context.words[first] == "-" or context.lower[first] in status_words()):
        first += 1
    printed = [token.lower_ for token in context.doc[first : role.last]]
    deputy = _DEPUTIES & set(printed)
    # A vice president of a state is its second head.
    second = deputy == {"vice"} and printed[-1] == "president"
    lowered = bool(deputy) and not second and not any(word.startswith(_BOARD) for word in printed)
    ranked = context.lower[role.first - 1] in whole_words()
    part = first < role.first and role.in_scope("of_parts") and len(printed) < _BEFORE and not ranked
    # "sales chief" heads a part; "airline chief" heads the airline.
    lowered = lowered or (part and context.lower[role.first - 1] not in kinds_of_organization())
    last = role.last if role.kin else _complement(context, role.last, end)
    return replace(role, first=first, last=last, lowered=lowered or last > role.last)


def _belongs(context: Context, position: int) -> bool:
    token = context.doc[position]
    if context.chain_at(position) is not None or token.is_space or token.lower_ in _NOT_BEFORE:
        return token.lower_ == "chief"
    if token.text == "-":
        return True
    if token.lower_ in status_words():
        return False
    capital = context.words[position + 1][0].isupper()
    if token.is_lower and capital:
        return False
    if token.tag_ == "NNP" and not token.is_sent_start and token.lower_ not in _fields() | _DEPUTIES | _phrase_words():
        return False
    return (token.tag_ in ("NN", "JJ", "NNP", "NNS", "HYPH") and len(token) > 1) or token.lower_ in _DEPUTIES


def _complement(context: Context, position: int, end: int) -> int:
    """Behind "director of research" and "head of the export bureau"; nothing if a name follows at once."""
    doc = context.doc
    if position >= end or doc[position].lower_ not in ("of", "for", "in"):
        return position
    start = position + 1
    if doc[position].lower_ == "in":
        if doc[position : position + 3].text.lower() != "in charge of":
            return position
        start = position + 3
    last = start + (start < end and doc[start].lower_ == "the")
    first = last
    while last < end and last - first < _BEHIND and context.chain_at(last) is None and _in_complement(doc[last]):
        last += 1
    if doc[last - 1].text == "-":
        # "head of state-owned Kaito"
        return position
    while last > first and doc[last - 1].lower_ in _AND | {","}:
        last -= 1
    follower = context.chain_at(last) if last < end else None
    named = follower is not None and follower.type != "Person"
    return last if last > first and not named else position


def _in_complement(token: Token) -> bool:
    return token.tag_ in ("NN", "NNS", "JJ", "VBG", "HYPH", "NNP", "NNPS") or token.lower_ in _AND


def _adjacent(one: RoleSpan, two: RoleSpan) -> RoleSpan | None:
    """One role of two side by side: "deputy" and "economy minister", the last word decides; "founder" and "CEO"."""
    if one.last != two.first:
        return None
    if any(row.relation == "founder" for row in one.rows):
        return RoleSpan(one.first, two.last, (*one.rows, *two.rows), two.plural, two.lowered)
    return replace(two, first=one.first, lowered=True)


def _joined(context: Context, one: RoleSpan, two: RoleSpan) -> RoleSpan | None:
    """One role of two that are joined: "chairman and chief executive"."""
    between = context.doc[one.last : two.first]
    if len(between) > 2 or not any(token.lower_ in _AND for token in between) or one.plural or two.plural:
        return None
    if any(token.lower_ not in _AND | {","} and token.lower_ not in status_words() for token in between):
        return None
    return RoleSpan(one.first, two.last, (*one.rows, *two.rows), False, one.lowered and two.lowered)
