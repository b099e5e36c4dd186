"""Open corpora with entity labels, brought to our types; what their labels do not tell for sure is unknown.

Their schemes differ from ours: "ORG" may be a firm, a ministry or a band. A label is kept where it has one meaning
here, or where a table, a head noun or a legal form tells the type; otherwise the name is masked.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

from pipeline.errors import ConfigError
from pipeline.knowledge.world import World, load_world
from pipeline.resolve.tables import Gazetteer
from pipeline.train.labelled import Labelled, NameSpan

_NO_NAMES = (
    *("field", "task", "algorithm", "metrics", "programlang", "discipline", "theory", "enzyme", "protein", "award"),
    *("chemicalelement", "chemicalcompound", "academicjournal", "astronomicalobject", "product"),
    *("Temporal", "Money", "Quantity", "Weapon"),
)
CERTAIN: dict[str, str | None] = {
    "PER": "Person",
    "person": "Person",
    "Person": "Person",
    "politician": "Person",
    "researcher": "Person",
    "scientist": "Person",
    "corporation": "Company",
    "politicalparty": "Organization",
    "university": "Organization",
    "LOC": "Location",
    "location": "Location",
    "Location": "Location",
    "country": "Country",
    **dict.fromkeys(_NO_NAMES),
}
"""Labels with one meaning here; None: no name of ours. Any other label is typed by the tables or masked."""

_NO_SPACE_BEFORE = frozenset((".", ",", ";", ":", "!", "?", "%", ")", "]", "'s", "'", "n't", "''"))
_NO_SPACE_AFTER = frozenset(("(", "[", "$", "``"))
_FULL_NAME = re.compile(r"(?:[A-Z][\w'’.-]+ ?){2,3}")
_PER_TEXT = 8
"""Sentences of a text."""


def read_open_data(folder: Path) -> list[Labelled]:
    """Texts of every known corpus below a folder, in a fixed order.

    Raises:
        ConfigError: the folder holds none of them.
    """
    typer = _Typer(load_world())
    items = [typer.typed(text, spans) for text, spans in (*_conll_texts(folder), *_re3d_texts(folder))]
    if not items:
        raise ConfigError(f"{folder}: no .conll file and no documents.json with entities.json: see models/README.md")
    return items


class _Typer:
    """Gives coarse labels our types."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._gazetteer = Gazetteer(world)

    def typed(self, text: str, spans: list[NameSpan]) -> Labelled:
        """Our types for a text's spans; sure table names outside of them are added."""
        sure = {(hit.start, hit.end): str(hit.type) for hit in self._gazetteer.find(text) if hit.weight >= 6.0}
        names: list[NameSpan] = []
        unknown: list[tuple[int, int]] = []
        for start, end, label in spans:
            name = text[start:end]
            # One word for a person is mostly a party to a contract ("Borrower"), small letters a description.
            doubtful = name[0].islower() or (label == "PER" and " " not in name)
            kind = None if doubtful else self._type(name, label, sure.get((start, end)))
            if kind is not None:
                names.append((start, end, kind))
            elif doubtful or CERTAIN.get(label, label) is not None:
                unknown.append((start, end))
        taken = [(start, end) for start, end, _ in spans]
        free = ((s, e) for s, e in sure if not any(s < end and start < e for start, end in taken))
        names += [(s, e, sure[s, e]) for s, e in free]
        return Labelled(text, tuple(sorted(names)), tuple(unknown))

    def _type(self, name: str, label: str, known: str | None) -> str | None:
        if label in CERTAIN and CERTAIN[label] not in ("Location",):
            return CERTAIN[label]
        if known is not None:
            return known
        if label in CERTAIN:
            return CERTAIN[label]
        words = name.split()
        if words[-1].strip(".,") in self._world.strong_forms and len(words) > 1:
            return "Company"
        if len(words) == 1 or label in ("MISC", "misc"):
            return None
        head = self._world.head_types.get(words[-1].lower())
        return None if head is None or head[1] < 3.0 else str(head[0])


def _conll_texts(folder: Path) -> Iterator[tuple[str, list[NameSpan]]]:
    """Eight sentences of a ``.conll`` file at a time: word first, label last on a line."""
    for file in sorted(folder.rglob("*.conll")):
        sentences = [
            [(line.split()[0], line.split()[-1]) for line in block.splitlines() if len(line.split()) > 1]
            for block in re.split(r"\n\s*\n", file.read_text(encoding="utf-8"))
            if block.strip() and not block.startswith("-DOCSTART-")
        ]
        for first in range(0, len(sentences), _PER_TEXT):
            yield _joined([pair for sentence in sentences[first : first + _PER_TEXT] for pair in sentence])


def _joined(pairs: list[tuple[str, str]]) -> tuple[str, list[NameSpan]]:
    text = ""
    spans: list[NameSpan] = []
    before = "O"
    for word, tag in pairs:
        if text and word not in _NO_SPACE_BEFORE and text.rsplit(None, 1)[-1] not in _NO_SPACE_AFTER:
            text += " "
        label = tag.partition("-")[2]
        if tag != "O" and label:
            inside = spans and before.partition("-")[2] == label and not tag.startswith("B-")
            start = spans.pop()[0] if inside else len(text)
            spans.append((start, len(text) + len(word), label))
        text += word
        before = tag
    return text, spans


def _re3d_texts(folder: Path) -> Iterator[tuple[str, list[NameSpan]]]:
    """Documents with entities beside them; titles and descriptions that they count in are masked."""
    for file in sorted(folder.rglob("documents.json")):
        spans: dict[str, list[NameSpan]] = {}
        for line in (file.parent / "entities.json").read_text(encoding="utf-8").splitlines():
            entity = json.loads(line)
            spans.setdefault(entity["documentId"], []).append((entity["begin"], entity["end"], entity["type"]))
        for line in file.read_text(encoding="utf-8").splitlines():
            document = json.loads(line)
            text = document["text"]
            found = sorted(set(spans.get(document["_id"], ())), key=lambda one: (one[1] - one[0], one))
            kept: list[NameSpan] = []
            for start, end, label in found:
                if all(end <= other[0] or other[1] <= start for other in kept):
                    plain = label == "Person" and _FULL_NAME.fullmatch(text[start:end]) is not None
                    kept.append((start, end, label if plain or label in ("Location", "Nationality") else "unsure"))
            yield text, sorted(kept)
