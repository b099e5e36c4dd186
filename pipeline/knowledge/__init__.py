"""Knowledge as data: the loader of ``tables/*.yml`` and ``rules/*.yml``.

A table is a list of rows, a rule file a list of rules; both are checked against the pydantic model that the caller
names, so a typo stops the program before the first article. A rule's pattern is a regular expression over one
sentence, case-insensitive, in which three macros keep it readable:

- ``{v:add}``: every form of the verb (add, adds, added, adding); ``{v:add|place}`` of several verbs
- ``{n:list}``: singular and plural of the noun
- ``{w:name}``: the alternatives that the same file lists under ``words: {name: [...]}``; a blank in an alternative
  matches any white space

``[^.;]`` is any character inside a sentence: the full stop of an abbreviation does not end one.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from pipeline.errors import KnowledgeError
from pipeline.knowledge.alternatives import any_of
from pipeline.knowledge.files import digest, read_yaml
from pipeline.knowledge.inflect import noun_forms, verb_forms
from pipeline.knowledge.ruleset import RuleSet

__all__ = ["Row", "Rule", "RuleSet", "digest", "expand", "load_rules", "load_section", "load_table", "read_yaml"]

_INSIDE = r"(?:[^.;]|(?<=(?-i:[A-Z]))\.|\.(?! (?-i:[A-Z\"])))"
"""What ``[^.;]`` stands for: the full stops of "U.S." and "Corp. of" end no sentence."""
_MACRO = re.compile(r"\{([vnw]):([^{}]+)\}")
_PLAIN = re.compile(r"[A-Za-z '-]+")


class Row(BaseModel):
    """Base of every table row: unknown keys are errors, rows cannot change."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Rule(Row):
    """Base of every rule: a stable id, a pattern, and examples that a generic test runs."""

    id: str = Field(pattern=r"^[a-z_]+(\.[a-z0-9_]+)+$")
    pattern: str
    matches: tuple[str, ...] = Field(min_length=1)
    rejects: tuple[str, ...] = Field(min_length=1)
    note: str | None = None

    def __hash__(self) -> int:
        return hash(self.id)


RowT = TypeVar("RowT", bound=Row)
RuleT = TypeVar("RuleT", bound=Rule)


def load_table(name: str, row: type[RowT], *, key: str | None = None) -> tuple[RowT, ...]:
    """Read ``tables/<name>.yml`` as rows of one type.

    Args:
        name: file name without ending.
        row: the model of one row.
        key: for a file that holds several lists, the one to read.

    Raises:
        KnowledgeError: the file is missing, is no list, or a row does not fit its model.
    """
    path = f"tables/{name}.yml"
    data = read_yaml(path)
    if key is not None:
        data = data.get(key) if isinstance(data, dict) else None
    if not isinstance(data, list):
        raise KnowledgeError(f"pipeline/knowledge/{path}: expected a list of rows")
    return tuple(_row(row, item, path) for item in data)


def _row(model: type[RowT], item: object, path: str) -> RowT:
    try:
        return model.model_validate(item)
    except ValidationError as error:
        name = item.get("id", item) if isinstance(item, dict) else item
        raise KnowledgeError(
            f"pipeline/knowledge/{path}: {name!r}: {error.errors()[0]['msg']} at {error.errors()[0]['loc']}"
        ) from error


@cache
def load_rules(name: str, rule: type[RuleT]) -> RuleSet[RuleT]:
    """Read ``rules/<name>.yml`` and compile every pattern.

    Returns:
        Pairs of rule and compiled pattern, in file order (earlier rules win where a caller stops at the first).

    Raises:
        KnowledgeError: the file, a rule, a macro or a pattern is wrong, or an id is used twice.
    """
    path = f"rules/{name}.yml"
    data = read_yaml(path)
    if not isinstance(data, dict) or not isinstance(data.get("rules"), list):
        raise KnowledgeError(f"pipeline/knowledge/{path}: expected a mapping with a list under 'rules'")
    words = {key: tuple(map(str, values)) for key, values in (data.get("words") or {}).items()}
    rules = [_row(rule, item, path) for item in data["rules"]]
    ids = [one.id for one in rules]
    if len(set(ids)) != len(ids):
        raise KnowledgeError(f"pipeline/knowledge/{path}: an id is used twice")
    return RuleSet((one, _compile(one, words, path)) for one in rules)


def load_section(name: str, section: str, row: type[RowT]) -> tuple[RowT, ...]:
    """Read a further list of ``rules/<name>.yml``, such as one that maps words to values.

    Raises:
        KnowledgeError: the section is missing or a row does not fit its model.
    """
    path = f"rules/{name}.yml"
    data = read_yaml(path)
    rows = data.get(section) if isinstance(data, dict) else None
    if not isinstance(rows, list):
        raise KnowledgeError(f"pipeline/knowledge/{path}: expected a list under {section!r}")
    return tuple(_row(row, item, path) for item in rows)


def _compile(rule: Rule, words: dict[str, tuple[str, ...]], path: str) -> re.Pattern[str]:
    try:
        return re.compile(expand(rule.pattern, words), re.IGNORECASE)
    except (re.error, KeyError) as error:
        raise KnowledgeError(f"pipeline/knowledge/{path}: {rule.id}: {error}") from error


def expand(pattern: str, words: dict[str, tuple[str, ...]]) -> str:
    """Replace the macros of a rule pattern by plain regular expressions.

    Raises:
        KeyError: ``{w:…}`` names a list that the file does not have.
    """

    def alternatives(match: re.Match[str]) -> str:
        kind, names = match.group(1), match.group(2).split("|")
        if kind == "w":
            forms = [form for name in names for form in words[name]]
            if all(_PLAIN.fullmatch(form) for form in forms):
                return any_of(forms, blank=r"\s+")
            forms = [expand(form, words).replace(" ", r"\s+") for form in forms]
            return "(?:" + "|".join(sorted(forms, key=len, reverse=True)) + ")"
        inflect = verb_forms if kind == "v" else noun_forms
        return any_of((form for name in names for form in inflect(name)), blank=r"\s+")

    return _MACRO.sub(alternatives, pattern).replace("[^.;]", _INSIDE)
