"""English verb and noun forms, so that rules name a lemma and match every form of it."""

from __future__ import annotations

from functools import cache

from pipeline.knowledge.files import read_yaml


@cache
def _irregular(kind: str) -> dict[str, list[str]]:
    table = read_yaml("tables/inflection.yml")
    return dict(table[kind]) if isinstance(table, dict) else {}


@cache
def _doubling() -> frozenset[str]:
    table = read_yaml("tables/inflection.yml")
    return frozenset(table["doubling"] if isinstance(table, dict) else ())


@cache
def verb_forms(lemma: str) -> tuple[str, ...]:
    """Forms of a verb, British spellings included; ``lemma`` may carry a particle ("cut off").

    >>> verb_forms("add")
    ('add', 'added', 'adding', 'adds')
    """
    head, _, rest = lemma.partition(" ")
    forms = _irregular("verbs").get(head) or {head, _s_form(head), *_past_forms(head), *_ing_forms(head)}
    return tuple(sorted(f"{form} {rest}" if rest else form for form in forms))


@cache
def noun_forms(lemma: str) -> tuple[str, ...]:
    """Singular and plural of a noun; in a compound the last word changes.

    >>> noun_forms("travel ban")
    ('travel ban', 'travel bans')
    """
    rest, _, head = lemma.rpartition(" ")
    forms = _irregular("nouns").get(head) or (head, _s_form(head))
    return tuple(sorted(f"{rest} {form}" if rest else form for form in forms))


def _s_form(word: str) -> str:
    if word.endswith("y") and word[-2:-1] not in "aeiou":
        return word[:-1] + "ies"
    if word.endswith(("s", "x", "z", "ch", "sh", "o")):
        return word + "es"
    return word + "s"


def _past_forms(word: str) -> tuple[str, ...]:
    past = _irregular("pasts").get(word)
    if past is not None:
        return tuple(past)
    if word.endswith("e"):
        return (word + "d",)
    if word.endswith("y") and word[-2:-1] not in "aeiou":
        return (word[:-1] + "ied",)
    return (word + "ed",)


def _ing_forms(word: str) -> tuple[str, ...]:
    if word.endswith("ie"):
        return (word[:-2] + "ying",)
    if word.endswith("e") and not word.endswith(("ee", "oe", "ye")):
        return (word[:-1] + "ing",)
    if word in _doubling():
        doubled = word + word[-1] + "ing"
        return (doubled, word + "ing") if word[-1] == "l" else (doubled,)
    return (word + "ing",)
