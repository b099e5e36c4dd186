"""Names of every origin and kind, drawn or made up, to fill training text with."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from pipeline.knowledge import read_yaml
from pipeline.knowledge.world import load_world

if TYPE_CHECKING:
    import random

_HERE = Path(__file__).parent
_SURNAME_FIRST = {
    "japanese": ("japanese",),
    "korean_chinese_vietnamese": ("chinese", "korean", "cantonese_taiwanese", "vietnamese"),
}
"""Origins of given names whose surnames stand in ``family_first`` of the table of first names."""


class NamePools:
    """Draws names; every draw comes from the random numbers it is given, so a seed fixes them all."""

    def __init__(self) -> None:
        self._pools: dict[str, Any] = yaml.safe_load((_HERE / "pools.yml").read_text(encoding="utf-8"))
        people = read_yaml("tables/first_names.yml")
        self._people: dict[str, Any] = people if isinstance(people, dict) else {}
        self._makers: dict[str, Callable[[random.Random], str]] = {
            "person": lambda rng: self.person(rng)[0],
            "surname": lambda rng: self.person(rng)[1],
            "company": self.company,
            "short": self.short,
            "body": lambda rng: str(rng.choice(self._pools["bodies"])),
            "organization": lambda rng: str(rng.choice(self._pools["organizations"])),
            "country": lambda rng: rng.choice(self._countries),
            "people": lambda rng: rng.choice(self._peoples),
            "place": lambda rng: rng.choice(self._places),
            "vessel": lambda rng: str(rng.choice(self._pools["vessels"])),
            "program": lambda rng: str(rng.choice(self._pools["programs"])),
        }

    def draw(self, kind: str, rng: random.Random) -> str:
        """A name for a slot of ``sentences.yml``: person, surname, company, short, body, organization and so on."""
        return self._makers[kind](rng)

    def person(self, rng: random.Random) -> tuple[str, str]:
        """A full name, given and family name of one origin, and its surname."""
        origin = rng.choice(self._origins)
        given = rng.choice(self._people["given"][origin])
        families = [self._people["family_first"][table] for table in _SURNAME_FIRST.get(origin, ())]
        surname = str(rng.choice([*self._pools["surnames"].get(origin, ()), *chain.from_iterable(families)]))
        draw = rng.random()
        if origin == "korean_chinese_vietnamese" and draw < 0.7:
            return f"{surname} {given}", surname
        if draw < 0.12:
            return f"{given[0]}. {surname}", surname
        if draw < 0.22:
            return f"{given} {rng.choice('ABCDEFGHJKLMNPRSTW')}. {surname}", surname
        if draw < 0.32:
            return f"{given} {rng.choice(self._people['given'][origin])} {surname}", surname
        return f"{given} {surname}", surname

    def company(self, rng: random.Random) -> str:
        """A firm's full name: half of them real ones."""
        draw = rng.random()
        if draw < 0.35:
            return str(rng.choice(self._pools["companies"]))
        if draw < 0.5:
            return self._with_form(str(rng.choice(self._pools["companies"])), rng)
        parts = [str(rng.choice(self._pools["stems"]))]
        if rng.random() < 0.12:
            parts = [f"{self.person(rng)[1]} {rng.choice(('and', '&'))} {self.person(rng)[1]}"]
        elif rng.random() < 0.15:
            parts.append(rng.choice(self._places))
        if rng.random() < 0.75:
            parts.append(str(rng.choice(self._pools["middles"])))
        return self._with_form(" ".join(parts), rng)

    def short(self, rng: random.Random) -> str:
        """A firm as it is called after its first mention."""
        return str(rng.choice(self._pools["companies" if rng.random() < 0.6 else "stems"]))

    def _with_form(self, name: str, rng: random.Random) -> str:
        form = str(rng.choice(self._pools["forms"]))
        comma = "," if form.rstrip(".") in ("Inc", "Ltd", "LLC", "Co., Ltd") and rng.random() < 0.3 else ""
        return f"{name}{comma} {form}" if form else name

    @cached_property
    def _origins(self) -> list[str]:
        return sorted(set(self._people["given"]) & (set(self._pools["surnames"]) | set(_SURNAME_FIRST)))

    @cached_property
    def _countries(self) -> list[str]:
        rows = [row for row in load_world().countries if row.kind != "territory"]
        return sorted({form for row in rows for form in (row.name, *row.aliases[:2], *row.former_names)})

    @cached_property
    def _peoples(self) -> list[str]:
        return sorted({form for row in load_world().countries for form in row.demonyms if not form.endswith("s")})

    @cached_property
    def _places(self) -> list[str]:
        return sorted({row.name for row in load_world().places})
