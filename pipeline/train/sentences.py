"""Texts made of our own sentence patterns, filled from the pools of names."""

from __future__ import annotations

import calendar
import re
from functools import cache
from pathlib import Path
from string import ascii_uppercase
from typing import TYPE_CHECKING, Any

import yaml

from pipeline.train.labelled import Labelled, NameSpan

if TYPE_CHECKING:
    import random

    from pipeline.train.pools import NamePools

_SLOT = re.compile(r"\{([A-Za-z]+)\}")
_CAPITALS = 0.4
"""How often a headline is in capitals, as old wire copy has it."""
LABELS: dict[str, str] = {
    "person": "Person",
    "surname": "Person",
    "listed": "Person",
    "company": "Company",
    "short": "Company",
    "body": "PublicBody",
    "organization": "Organization",
    "country": "Country",
    "people": "Country",
    "place": "Location",
    "vessel": "Vessel",
    "airplane": "Airplane",
    "program": "Program",
}


def make_texts(number: int, pools: NamePools, rng: random.Random) -> list[Labelled]:
    """So many texts of four to eight sentences each, now and then with a headline.

    Two blanks between sentences are what the view makes of a line end.
    """
    return [_text(pools, rng) for _ in range(number)]


@cache
def _patterns() -> dict[str, Any]:
    data: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "sentences.yml").read_text(encoding="utf-8"))
    return data


def _text(pools: NamePools, rng: random.Random) -> Labelled:
    chosen = rng.sample(_patterns()["body"], rng.randint(4, 8))
    if rng.random() < 0.3:
        chosen.insert(0, rng.choice(_patterns()["title"]))
    parts: list[str] = []
    spans: list[NameSpan] = []
    length = 0
    people: list[str] = []
    for pattern in chosen:
        sentence, names = fill(pattern, pools, people, rng)
        if pattern in _patterns()["title"] and rng.random() < _CAPITALS and len(sentence.upper()) == len(sentence):
            sentence = sentence.upper()
        spans += [(start + length, end + length, label) for start, end, label in names]
        parts.append(sentence + ("  " if rng.random() < 0.3 or pattern in _patterns()["title"] else " "))
        length += len(parts[-1])
    return Labelled("".join(parts), tuple(spans))


def fill(pattern: str, pools: NamePools, people: list[str], rng: random.Random) -> tuple[str, list[NameSpan]]:
    """Fill the slots of one pattern; a surname is mostly that of someone who was named before.

    Args:
        pattern: a sentence of ``sentences.yml``.
        pools: names to draw from.
        people: surnames of those who were named before; whom the sentence names is added.
        rng: random numbers.

    Returns:
        The sentence and its name spans.
    """
    parts: list[str] = []
    spans: list[NameSpan] = []
    length = last = 0
    long: tuple[str, str | None] = ("", None)
    term = ""
    for slot in _SLOT.finditer(pattern):
        kind = slot.group(1)
        before = pattern[last : slot.start()]
        length += len(before)
        label = LABELS.get(kind)
        if kind == "acronym":
            name, label = _initials(long[0]), long[1]
        elif kind == "initials":
            name = _initials(term) if term else "".join(rng.choices(ascii_uppercase, k=rng.randint(2, 4)))
        else:
            name = _name(kind, pools, people, rng)
        if label is not None:
            spans.append((length, length + len(name), label))
        if kind in ("company", "body", "organization", "program"):
            long = name, label
        term = name if kind == "term" else term
        parts += [before, name]
        length += len(name)
        last = slot.end()
    return "".join([*parts, pattern[last:]]), spans


def _name(kind: str, pools: NamePools, people: list[str], rng: random.Random) -> str:
    if kind == "person":
        name, surname = pools.person(rng)
        people.append(surname)
        return name
    if kind == "surname" and people and rng.random() < 0.7:
        return rng.choice(people)
    return pools.draw(kind, rng) if kind in LABELS else _filler(kind, rng)


def _initials(name: str) -> str:
    """``General Trade Office`` → ``GTO``; what is short already stays."""
    letters = "".join(word[0] for word in name.split() if word[0].isupper())
    return letters if len(letters) > 1 else name


def _filler(kind: str, rng: random.Random) -> str:
    """What stands in a slot that is no name."""
    number = rng.choice((rng.randint(2, 60), rng.randint(100, 990)))
    if kind == "money":
        unit = rng.choice(("mln", "bln", "million", "billion"))
        form = rng.choice(("${} {}", "{}.5 {} dlrs", "€{} {}", "{} {} yen"))
        return form.format(number, unit)
    if kind == "pct":
        return rng.choice(("{}%", "{} pct", "{}.4 percent")).format(number % 100)
    if kind == "year":
        return str(rng.randint(1979, 2026))
    if kind == "day":
        month = rng.choice(calendar.month_name[1:])
        return rng.choice(
            (rng.choice(calendar.day_name), f"{month} {rng.randint(1, 28)}", f"{rng.randint(1, 28)} {month}")
        )
    if kind == "n":
        return str(number)
    word = str(rng.choice(_patterns()["fillers"][kind.lower()]))
    return word[0].upper() + word[1:] if kind[0].isupper() else word
