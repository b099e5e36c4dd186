"""The results of one task, checked and put together: regions with their controls, and links between them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from pipeline.evaluate.labelstudio.vocabulary import CHOICES, ENTITY, ENTITY_TYPES, FACT, FACT_LABELS, LINKS, TEXTS
from pipeline.records import Span


class Unmappable(Exception):  # noqa: N818 - it is caught and becomes a line of the report, not an error of the run
    """A result that has no place in a record; the message says which and why."""


@dataclass(slots=True)
class Region:
    """A labelled stretch of the text with what was chosen and typed for it."""

    id: str
    control: str
    label: str
    span: Span
    chosen: dict[str, list[str]] = field(default_factory=dict)
    typed: dict[str, list[str]] = field(default_factory=dict)

    def one(self, name: str) -> str | None:
        """The word chosen or the line typed in a control, None if there is none.

        Raises:
            Unmappable: there are several.
        """
        values = self.chosen.get(name) or self.typed.get(name) or []
        if len(values) > 1:
            raise Unmappable(f"region {self.id!r}: {name} has {len(values)} values, one is possible")
        return values[0] if values else None

    def required(self, name: str) -> str:
        """As :meth:`one`, but it must be there.

        Raises:
            Unmappable: it is not.
        """
        value = self.one(name)
        if value is None:
            raise Unmappable(f"region {self.id!r} ({self.label} {self.span.text!r}) needs {name}")
        return value


@dataclass(frozen=True, slots=True)
class Link:
    """An arrow from one region to another."""

    start: str
    end: str
    label: str


@dataclass(frozen=True, slots=True)
class Results:
    """The text, regions by id, in the order they were drawn, and links."""

    text: str
    regions: dict[str, Region]
    links: Sequence[Link]

    def linked(self, region: Region, label: str) -> list[Region]:
        """Regions that an arrow of this label leads to."""
        return [self.regions[link.end] for link in self.links if link.start == region.id and link.label == label]


def read_results(text: str, results: Iterable[dict[str, Any]]) -> Results:
    """Sort the results of a task.

    Raises:
        Unmappable: a result is of an unknown kind, outside the text, or leads to nothing.
    """
    results = list(results)
    regions: dict[str, Region] = {}
    for result in results:
        if result.get("type") == "labels":
            region = _region(text, result)
            if region.id in regions:
                raise Unmappable(f"region {region.id!r} has two labels")
            regions[region.id] = region
    links = []
    for result in results:
        if result.get("type") == "relation":
            links += _links(result, regions)
        elif result.get("type") in ("choices", "textarea"):
            _set(result, regions)
        elif result.get("type") != "labels":
            raise Unmappable(f"a result of type {result.get('type')!r} is not of this labelling configuration")
    return Results(text, regions, links)


def _region(text: str, result: dict[str, Any]) -> Region:
    control, value = result.get("from_name"), result.get("value", {})
    labels = value.get("labels", [])
    known = {ENTITY: ENTITY_TYPES, FACT: FACT_LABELS}.get(str(control), ())
    if len(labels) != 1 or labels[0] not in known:
        raise Unmappable(
            f"region {result.get('id')!r}: {control} has the labels {labels}, one of {list(known)} is possible"
        )
    return Region(str(result["id"]), str(control), labels[0], _span(text, str(result["id"]), value))


def _span(text: str, region: str, value: dict[str, Any]) -> Span:
    """The stretch of a region. Offsets are code points, in some versions of the editor UTF-16 units: the words tell."""
    start, end, words = value.get("start"), value.get("end"), value.get("text")
    if not (isinstance(start, int) and isinstance(end, int) and 0 <= start < end):
        raise Unmappable(f"region {region!r}: {start!r} to {end!r} is no stretch of a text")
    found = text[start:end]
    if words is not None and words != found:
        units = text.encode("utf-16-le")
        start, end = (len(units[: 2 * place].decode("utf-16-le", "ignore")) for place in (start, end))
        found = text[start:end]
    if (words is not None and words != found) or not found or end > len(text):
        raise Unmappable(f"region {region!r}: the text has {found!r} at {start}:{end}, not {words!r}")
    return Span(start=start, end=end, text=found)


def _set(result: dict[str, Any], regions: dict[str, Region]) -> None:
    region, name, value = regions.get(str(result.get("id"))), str(result.get("from_name")), result.get("value", {})
    if region is None:
        raise Unmappable(f"{name} is set for {result.get('id')!r}, which is no region")
    if result["type"] == "choices":
        unknown = [word for word in value.get("choices", []) if word not in CHOICES.get(name, ())]
        if name not in CHOICES or unknown:
            raise Unmappable(f"region {region.id!r}: {name} has no choice {', '.join(unknown) or '?'}")
        region.chosen[name] = list(value.get("choices", []))
    elif name not in TEXTS:
        raise Unmappable(f"region {region.id!r}: there is no control {name!r}")
    else:
        lines = value.get("text", [])
        region.typed[name] = [lines] if isinstance(lines, str) else list(lines)


def _links(result: dict[str, Any], regions: dict[str, Region]) -> list[Link]:
    start, end = str(result.get("from_id")), str(result.get("to_id"))
    for place in (start, end):
        if place not in regions:
            raise Unmappable(f"a link leads from {start!r} to {end!r}, but {place!r} is no region")
    labels = result.get("labels") or []
    unknown = [label for label in labels if label not in LINKS]
    if unknown or not labels:
        raise Unmappable(
            f"the link from {start!r} to {end!r} is labelled {labels or 'nothing'}, which is no known link"
        )
    if result.get("direction") == "left":
        start, end = end, start
    return [Link(start, end, label) for label in labels]
