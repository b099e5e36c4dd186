"""Evidence for the type of a name from the words around it: titles, apposition, what is told of it, where it stands."""

from __future__ import annotations

from pipeline.knowledge.world import World
from pipeline.printed import Printed
from pipeline.records import EntityType
from pipeline.resolve.mentions import NameMention, Votes

_TOLD = 3.5
"""Votes of a common noun that stands with a name or a list of names: more than a model's word."""
_HOLDS = 5.0
"""Votes of a post that is said to be held somewhere: as much as a legal form."""
_LONGEST = 3
"""Words of the longest noun that is looked for before a name."""
_MAKERS = ("maker", "makers", "builder", "builders", "refiner", "refiners", "smelter", "packer")
_PHRASE = 9
"""Tokens behind a comma in which the noun of an apposition stands."""
_DETERMINERS = frozenset({"a", "an", "the", "one", "its", "another", "their", "our"})
_OF_THINGS = frozenset({"its", "their"})
_ENDS = frozenset(
    {"of", "in", "for", "that", "which", "who", "with", "and", "to", "at", "from", "by", "on", "said", "told"}
)
_NOMINAL = ("NN", "JJ", "VBG", "VBN", "HYPH", "POS", "CD")
_INSIDE = frozenset({"of", "at", "for", "from", "with"})
_AGES = range(16, 100)
_PERSON_OWNS = frozenset(
    {"wife", "husband", "son", "sons", "daughter", "brother", "sister", "father", "mother", "widow", "family", "lawyer"}
)
_LED_BY = frozenset({"chaired", "headed"})
_OPENERS = frozenset({"are", "were", "include", "including", ":", ","})
_BETWEEN = frozenset({",", ";", "and", "or", "the", '"'})
_GAP = 4
_SITES = frozenset(
    {"plant", "plants", "factory", "factories", "warehouse", "stores", "operations", "headquarters", "office"}
)
_MANY = 2
"""Words of a name that is hardly a place inside another, nor a surname alone."""
_PLACED = frozenset({"near", "outside", "downtown"})
_SEATED = frozenset({"based", "headquartered", "located", "situated"})


def kinds_at(doc: Printed, end: int, world: World) -> frozenset[EntityType]:
    """Types that the longest common noun before a token may have; a plural counts as its singular."""
    for length in range(_LONGEST, 0, -1):
        words = " ".join(doc.lower[max(end - length, 0) : end]).replace(" - ", " ").replace("-", " ")
        kinds = world.noun_kinds.get(words) or world.noun_kinds.get(words.removesuffix("s"))
        if kinds:
            return kinds
    maker = end > 0 and doc.lower[end - 1].endswith(_MAKERS)
    return frozenset({"Company"}) if maker else frozenset()


def one_kind(doc: Printed, end: int, world: World) -> EntityType | None:
    """The type of the common noun before a token, where it has one."""
    kinds = kinds_at(doc, end, world)
    return next(iter(kinds)) if len(kinds) == 1 else None


def firm_behind(doc: Printed, position: int, world: World) -> bool:
    """Whether a noun for a firm follows a name at once."""
    small = position < len(doc) and doc.words[position].islower()
    ends = range(position + 1, min(position + 2, len(doc)) + 1)
    return small and any(one_kind(doc, end, world) == "Company" for end in ends)


def role_after(doc: Printed, mention: NameMention, world: World) -> Votes:
    """A role follows after a comma: ``Ana Lind, its chief executive``; not the role of who is named next."""
    after = doc.lower[mention.last : mention.last + _PHRASE]
    if after[:1] != [","]:
        return {}
    words = after[1:]
    for i, word in enumerate(words):
        if word in (",", ".", ";", "said", "told"):
            break
        two = " ".join(words[i : i + 2])
        length = 2 if two in world.title_words else 1 if word in world.title_words else 0
        if length and words[0] in _OF_THINGS and _introduces(doc, mention.last + 1 + i + length):
            # "Kaito, its chairman, Ana Lind": the role is of who is named next.
            return {"Company": _TOLD} if mention.label in ("Person", "PERSON") else {}
        if length:
            firm = "Company" in world.noun_kinds.get(two if length > 1 else word, ())
            if firm or _names_next(doc, mention.last + 1 + i + length, world):
                return {}
            return {"Person": _HOLDS if words[i + length : i + length + 1] in (["of"], ["at"]) else _TOLD}
    return {}


def _introduces(doc: Printed, position: int) -> bool:
    """Whether a comma and a name follow a role."""
    return doc.words[position : position + 1] == [","] and doc.tags[position + 1 : position + 2] == ["NNP"]


def _names_next(doc: Printed, position: int, world: World) -> bool:
    """Whether a noun stands before a name of its own: "dealer" in "the Bishkek dealer Kaito Components"."""
    if position >= len(doc):
        return False
    word = doc.words[position]
    return word[0].isupper() and doc.tags[position] in ("NNP", "NNPS") and not world.is_demonym(word)


def age_after(doc: Printed, mention: NameMention, world: World) -> Votes:
    """An age between commas: ``Ana Lind, 34, a roofer``."""
    del world
    after = doc.words[mention.last : mention.last + 3]
    told = len(after) == 3 and after[0] == "," and after[1].isdigit() and int(after[1]) in _AGES
    return {"Person": 4.0} if told and after[2] in (",", ".", ")") else {}


def clause_after(doc: Printed, mention: NameMention, world: World) -> Votes:
    """A relative clause tells people from things: ``Ana Lind, who``, ``Kaito, which``."""
    del world
    after = doc.lower[mention.last : mention.last + 2]
    if after[:1] == ["who"] or after == [",", "who"]:
        return {"Person": _TOLD}
    if after == [",", "which"] and mention.label == "Person":
        return {"Company": _TOLD}
    return {}


def belongings_after(doc: Printed, mention: NameMention, world: World) -> Votes:
    """What only people have, and who is at the head of a thing: ``Ana Lind's wife``, ``chaired by Ana Lind``."""
    del world
    after = doc.lower[mention.last : mention.last + 2]
    if after[:1] == ["'s"] and after[-1] in _PERSON_OWNS:
        return {"Person": 2.0}
    before = doc.lower[max(mention.first - 2, 0) : mention.first]
    return {"Person": 2.0} if before[-1:] == ["by"] and before[0] in _LED_BY else {}


def apposition_after(doc: Printed, mention: NameMention, world: World) -> Votes:
    """A common noun follows, in apposition or as a predicate: ``X, a Chinese chipmaker``, ``X is an oil company``."""
    start = _phrase_start(doc, mention, world)
    if start is None:
        return {}
    found: Votes = {}
    for position in range(start, min(start + _PHRASE, len(doc))):
        if doc.words[position] in (",", ".", ";", "(", '"') or doc.lower[position] in _ENDS:
            break
        kind = one_kind(doc, position + 1, world)
        if kind is not None:
            found = {kind: _TOLD}
            if position + 1 < len(doc) and one_kind(doc, position + 2, world) is None:
                return {} if _names_next(doc, position + 1, world) else found
    return found


def _phrase_start(doc: Printed, mention: NameMention, world: World) -> int | None:
    """Where the noun phrase begins that says what a name is: behind ", a", "is the" or ", Russia's"."""
    after, low = (printed[mention.last : mention.last + 3] for printed in (doc.words, doc.lower))
    if len(after) < 3:
        return None
    if after[0] == ",":
        owner = after[2] == "'s" and world.is_place(after[1])
        told = low[1] in _DETERMINERS or world.is_demonym(after[1]) or owner
        return mention.last + 2 if told else None
    return mention.last + 2 if low[0] in ("is", "was") and low[1] in _DETERMINERS else None


def noun_before(doc: Printed, mention: NameMention, world: World) -> Votes:
    """A common noun stands before: ``chipmaker X``, ``the freight forwarder X``."""
    end = mention.first - (1 if mention.first and doc.words[mention.first - 1] in ('"', "<") else 0)
    comma = end > 1 and doc.words[end - 1] == "," and _introduced(doc, end - 1, mention)
    end -= comma
    if not end or doc.tags[end - 1] == "NNS" or firm_behind(doc, mention.last, world):
        return {}
    if doc.words[end - 1][0].isupper() and not doc.doc[end - 1].is_sent_start:
        return {}
    kinds = kinds_at(doc, end, world)
    if comma and len(kinds) > 1:
        return {}
    if kinds == {"Company", "Person"}:
        # "broker Hartley Quill" is a firm where "broker Ana Lind" is not.
        person = doc.words[mention.first] in world.given_names
        return {"Person": 2.0} if person else {"Company": _TOLD if mention.last - mention.first > 1 else 1.0}
    return {next(iter(kinds)): _TOLD} if len(kinds) == 1 else {}


def _introduced(doc: Printed, comma: int, mention: NameMention) -> bool:
    """Whether a name stands between commas behind a noun with its article: "a Danish importer, X, said"."""
    fenced = mention.last >= len(doc) or doc.words[mention.last] in (",", ".", ";", ">", '"')
    start = comma - 1
    while start > 0 and comma - start < _PHRASE and doc.tags[start].startswith(_NOMINAL):
        start -= 1
    # "director of the food agency, X": who is named is the director.
    return fenced and doc.lower[start] in _DETERMINERS and doc.lower[start - 1] not in _INSIDE


def place_before(doc: Printed, mention: NameMention, world: World) -> Votes:
    """A preposition of place stands before a name: ``near X``, ``based at X``, ``the port of X``."""
    if not mention.first or mention.last - mention.first > 2:
        return {}
    word = doc.lower[mention.first - 1]
    before = doc.lower[mention.first - 2] if mention.first > 1 else ""
    if word in _PLACED or (word in ("in", "at") and before in _SEATED):
        return {"Location": 4.0}
    if word == "of" and before in world.place_words["place_of"]:
        return {"Location": 4.0}
    if word == "in" and before not in world.company_words["company_before"]:
        return {"Location": 1.5} if mention.label in ("GPE", "LOC", "Location") else {}
    return {}


def of_place(doc: Printed, mention: NameMention, world: World) -> Votes:
    """A town or country has it, and it has no given name: ``Oslo's Norda Farrow``."""
    length = mention.last - mention.first
    if mention.first < 2 or doc.words[mention.first - 1] != "'s" or length < _MANY:
        return {}
    owner, first = doc.words[mention.first - 2], doc.words[mention.first]
    people = first in world.given_names or first in world.family_first
    if mention.label not in ("Person", "Location") or people or not world.is_place(owner):
        return {}
    return {} if world.is_place(doc.text(mention.first, mention.last)) else {"Company": _TOLD}


def place_after(doc: Printed, mention: NameMention, world: World) -> Votes:
    """What follows a place: ``X-based``, ``X airport``, and the state or country behind a comma: ``in X, Ohio``."""
    joined = doc.lower[mention.last : mention.last + 3]
    if not joined:
        return {}
    if joined[:2] == ["-", "based"]:
        return {"Location": 5.0}
    if joined[0] in world.place_words["place_nouns"]:
        return {"Location": 3.5}
    before = doc.lower[mention.first - 1] if mention.first else ""
    inside = before in ("in", "at", "from", "near", "of") and joined[0] == "," and len(joined) > 1
    outer = doc.words[mention.last + 1] if inside else ""
    within = inside and (world.country_of_place(outer) or world.is_country_noun(outer))
    return {"Location": _TOLD} if within and mention.last - mention.first <= 2 else {}


def business_beside(doc: Printed, mention: NameMention, world: World) -> Votes:
    """Words that stand beside companies: ``X's revenue``, ``a stake in X``, ``X raised``."""
    after = mention.last
    owns = after < len(doc) and doc.words[after] in ("'s", "'")
    after += owns
    weight = 0.0
    if (owns or mention.label in ("Person", "PERSON")) and leads_firm(doc, after, world):
        weight += _TOLD
    elif after < len(doc) and doc.lower[after] in world.company_words["company_after"]:
        # "the Oslo plant" stands in Oslo.
        sited = not owns and mention.label in ("GPE", "LOC", "Location") and doc.lower[after] in _SITES
        weight += 0.0 if sited else 2.0
    before = mention.first - 1
    if before > 0 and doc.lower[before] in ("in", "of", "by", "at", "from"):
        weight += 1.5 if doc.lower[before - 1] in world.company_words["company_before"] else 0.0
    root = doc.doc[mention.first : mention.last].root
    if root.dep_ in ("nsubj", "nsubjpass") and root.head.lower_ in world.company_words["company_verbs"]:
        weight += 1.0
    return {"Company": weight} if weight else {}


def leads_firm(doc: Printed, position: int, world: World) -> bool:
    """Whether who only firms have follows: "'s managing director"."""
    words = [" ".join(doc.lower[position : position + length]).replace(" - ", "-") for length in (3, 2, 1)]
    return any(word in world.company_words["company_led"] for word in words)


def listed_kind(doc: Printed, mention: NameMention, world: World) -> Votes:
    """What a plural noun says of the first name of a list: ``firms such as X``, ``ships, the X and the Y``."""
    position = mention.first - 1
    while position >= 0 and doc.lower[position] in ("the", '"'):
        position -= 1
    if position < 1:
        return {}
    opener = doc.lower[position]
    if opener == "as" and doc.lower[position - 1] == "such":
        position -= 1
    elif doc.tags[position] == "NNS":
        position += 1
    elif opener not in _OPENERS or (opener == "," and not _more(doc, mention.last)):
        return {}
    kinds = kinds_at(doc, position, world) if doc.tags[position - 1] == "NNS" else frozenset()
    return {next(iter(kinds)): _TOLD} if len(kinds) == 1 else {}


def same_list(doc: Printed, before: NameMention, mention: NameMention) -> bool:
    """Whether two names stand next to each other in a list."""
    gap = doc.lower[before.last : mention.first]
    return 0 < len(gap) <= _GAP and _BETWEEN.issuperset(gap)


def _more(doc: Printed, position: int) -> bool:
    return position < len(doc) and doc.lower[position] in (",", "and", "or")
