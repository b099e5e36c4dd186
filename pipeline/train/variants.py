"""Variants of a training text: other names in place of its own, capitals, small letters."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline.train.labelled import Labelled, NameSpan

if TYPE_CHECKING:
    import random

    from pipeline.train.pools import NamePools

_DRAWN: dict[str, str] = {"Company": "company", "Location": "place", "Vessel": "vessel"}
"""Types whose names carry no further meaning, so that one may stand for another, and where the other comes from."""


def swap_names(item: Labelled, pools: NamePools, rng: random.Random) -> Labelled:
    """Put other names in place of an article's own; a short form follows its full name where it is a part of it."""
    chosen: dict[tuple[str, str], str] = {}
    parts: list[str] = []
    spans: list[NameSpan] = []
    last = length = 0
    for start, end, label in item.spans:
        name = item.text[start:end]
        new = _other(name, label, chosen, pools, rng)
        parts += [item.text[last:start], new]
        length += start - last
        spans.append((length, length + len(new), label))
        length += len(new)
        last = end
    unknown = tuple(_moved(item.spans, spans, span) for span in item.unknown)
    title, _ = _moved(item.spans, spans, (item.title, item.title))
    return Labelled("".join([*parts, item.text[last:]]), tuple(spans), unknown, title)


def _other(name: str, label: str, chosen: dict[tuple[str, str], str], pools: NamePools, rng: random.Random) -> str:
    if label not in ("Person", *_DRAWN) or name.isupper():
        return name
    if (name, label) not in chosen:
        words = name.split()
        if label == "Person":
            full, surname = pools.person(rng)
            chosen[name, label] = full if len(words) > 1 else surname
            chosen.setdefault((words[-1], label), surname)
            chosen.setdefault((words[0], label), surname)
        else:
            kind = "short" if label == "Company" and len(words) == 1 else _DRAWN[label]
            chosen[name, label] = pools.draw(kind, rng)
    return chosen[name, label]


def _moved(old: tuple[NameSpan, ...], new: list[NameSpan], span: tuple[int, int]) -> tuple[int, int]:
    """Where a span lies after the names before it changed length."""
    pairs = zip(old, new, strict=True)
    shift = sum((after[1] - after[0]) - (before[1] - before[0]) for before, after in pairs if before[1] <= span[0])
    return span[0] + shift, span[1] + shift


def vary(item: Labelled, rng: random.Random) -> Labelled:
    """Now and then a text in capitals or small letters, as headlines and damaged pages print it."""
    draw = rng.random()
    if draw < 0.04 and len(item.text.upper()) == len(item.text):
        return replace(item, text=item.text.upper())
    if draw < 0.055 and len(item.text.lower()) == len(item.text):
        return replace(item, text=item.text.lower())
    if draw < 0.2 and item.title:
        head = item.text[: item.title]
        if len(head.upper()) == len(head):
            return replace(item, text=head.upper() + item.text[item.title :])
    return item
