"""Names of every origin and kind, drawn or made up, to fill training text with."""

from __future__ import annotations

import re
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
_NUMBERS = {"d": (1, 9), "nn": (10, 26), "n": (100, 999)}
"""Slots of made names that a number fills, and its range."""
_INVENTED_SURNAMES, _DOUBLE_SURNAMES, _INVENTED_PLACES = 0.15, 0.12, 0.25
"""How often a name is one that no table has: unseen names must be told by what stands around them."""


class NamePools:
    """Draws names; every draw comes from the random numbers it is given, so a seed fixes them all."""

    def __init__(self) -> None:
        self._pools: dict[str, Any] = yaml.safe_load((_HERE / "pools.yml").read_text(encoding="utf-8"))
        # Without real firms a model trained on invented ones takes every well-known name for a public body.
        known = load_world().known_names
        self._pools["companies"] = sorted(form for form, kind in known.items() if kind == "Company") + sorted(
            load_world().wordlike_companies
        )
        people = read_yaml("tables/first_names.yml")
        self._people: dict[str, Any] = people if isinstance(people, dict) else {}
        self._makers: dict[str, Callable[[random.Random], str]] = {
            "person": lambda rng: self.person(rng)[0],
            "surname": lambda rng: self.person(rng)[1],
            "listed": self.listed,
            "company": self.company,
            "short": self.short,
            "body": lambda rng: self._known_or_made("body", "bodies", rng),
            "organization": lambda rng: self._known_or_made("organization", "organizations", rng),
            "country": lambda rng: rng.choice(self._countries),
            "people": lambda rng: rng.choice(self._peoples),
            "place": self.place,
            "vessel": lambda rng: self._known_or_made("vessel", "vessels", rng),
            "airplane": lambda rng: self._made("airplane", rng),
            "program": lambda rng: self._known_or_made("program", "programs", rng),
        }

    def draw(self, kind: str, rng: random.Random) -> str:
        """A name for a slot of ``sentences.yml``: person, surname, company, short, body, organization and so on."""
        return self._makers[kind](rng)

    def person(self, rng: random.Random) -> tuple[str, str]:
        """A full name, given and family name of one origin, and its surname."""
        origin = rng.choice(self._origins)
        given = rng.choice(self._people["given"][origin])
        families = [self._people["family_first"][table] for table in _SURNAME_FIRST.get(origin, ())]
        known = [*self._pools["surnames"].get(origin, ()), *chain.from_iterable(families)]
        surname = self.invented(rng) if rng.random() < _INVENTED_SURNAMES else str(rng.choice(known))
        if rng.random() < _DOUBLE_SURNAMES:
            second = rng.choice(self._origins)
            surname += "-" + str(rng.choice(self._pools["surnames"].get(second, ["Moreau"])))
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
        parts = [self.stem(rng)]
        if rng.random() < 0.12:
            parts = [f"{self.person(rng)[1]} {rng.choice(('and', '&'))} {self.person(rng)[1]}"]
        elif rng.random() < 0.15:
            parts.append(self.place(rng))
        if rng.random() < 0.75:
            parts.append(str(rng.choice(self._pools["middles"])))
        return self._with_form(" ".join(parts), rng)

    def short(self, rng: random.Random) -> str:
        """A firm as it is called after its first mention."""
        return str(rng.choice(self._pools["companies"])) if rng.random() < 0.45 else self.stem(rng)

    def stem(self, rng: random.Random) -> str:
        """The first word of a made-up company: one of ours, invented, or drawn from the names of people."""
        draw = rng.random()
        if draw < 0.4:
            return str(rng.choice(self._pools["stems"]))
        if draw < 0.48:
            return self.person(rng)[1]
        name = self.invented(rng)
        if draw < 0.56:
            return f"{name}{rng.choice(self._pools['stem_ends'])}"
        return f"{name} {self.invented(rng)}" if draw < 0.62 else name

    def place(self, rng: random.Random) -> str:
        """A place of the table, now and then one that no table has."""
        if rng.random() < _INVENTED_PLACES:
            return self.invented(rng) + str(rng.choice(self._pools["place_ends"]))
        return str(rng.choice(self._places))

    def listed(self, rng: random.Random) -> str:
        """A person as sanctions lists print one: ``LIND, Ana``."""
        full, surname = self.person(rng)
        given = full.replace(surname, "").strip(" -") or "Ana"
        return f"{surname.upper()}, {given}"

    def invented(self, rng: random.Random) -> str:
        """A capitalised word that no language has, made of syllables of one of several."""
        parts = self._pools["syllables"][rng.choice(sorted(self._pools["syllables"]))]
        word = "".join(str(rng.choice(parts["first"])) for _ in range(rng.choice((1, 1, 2)))) + str(
            rng.choice(parts["last"])
        )
        return word[0].upper() + word[1:].lower()

    def _known_or_made(self, kind: str, pool: str, rng: random.Random) -> str:
        return str(rng.choice(self._pools[pool])) if rng.random() < 0.5 else self._made(kind, rng)

    def _made(self, kind: str, rng: random.Random) -> str:
        """A name of a shape that ``made`` of ``pools.yml`` gives."""

        def part(slot: re.Match[str]) -> str:
            name = slot.group(1)
            if name in _NUMBERS:
                return str(rng.randint(*_NUMBERS[name]))
            if name == "letters":
                return "".join(rng.choices("ABCDEFGHKLMNPRSTXZ", k=2))
            parts = self._pools["parts"]
            return str(rng.choice(parts[name])) if name in parts else self.draw(name, rng)

        return re.sub(r"\{(\w+)\}", part, str(rng.choice(self._pools["made"][kind])))

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
