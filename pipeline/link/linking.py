"""A run and watch-lists → records with their matches, each match with its reason, and what could not be read.

The run is read twice, before and after the lists; of it only its distinct names are held, of lists only the matches.
"""

from __future__ import annotations

import csv
import io
import os
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import BinaryIO

import orjson

from pipeline.export.source import Run
from pipeline.link.blocking import Index
from pipeline.link.compare import THRESHOLD
from pipeline.link.formats import ListRow
from pipeline.link.lists import ListForm, read_list
from pipeline.link.matching import Match, match
from pipeline.link.names import read_name
from pipeline.link.wanted import Wanted, wanted
from pipeline.records import Entity, Issue, WatchlistMatch

TOP = 5
"""Matches of one name in one list that are kept."""
_FILES = ("records.linked.jsonl", "matches.csv", "matches.jsonl", "link_issues.jsonl")


@dataclass(frozen=True, slots=True)
class WatchList:
    """A list to look names up in.

    Attributes:
        path: its file.
        name: what matches call it; the name of the file by default.
        form: of the file; its first line tells.
    """

    path: Path
    name: str | None = None
    form: ListForm | None = None


@dataclass(frozen=True, slots=True)
class Linked:
    """What a linking did.

    Attributes:
        paths: the files it wrote.
        names: distinct names that were looked up.
        matched: those of them that match a row.
        rows: rows read, by list.
        issues: rows that could not be read, or only in part, by code.
    """

    paths: tuple[Path, ...]
    names: int
    matched: int
    rows: Mapping[str, int]
    issues: Mapping[str, int]


def link(run: Run, lists: Sequence[WatchList], out: Path, *, threshold: float = THRESHOLD, top: int = TOP) -> Linked:
    """Look the names of a run up in watch-lists.

    Args:
        run: what was extracted.
        lists: where to look.
        out: folder for records.linked.jsonl, matches.csv, matches.jsonl and link_issues.jsonl.
        threshold: least score of a match.
        top: matches of one name in one list that are kept, the best first.

    Raises:
        ConfigError: the run or a list cannot be read.
        OSError: the files cannot be written.
    """
    things = list(dict.fromkeys(one for record in run.records() for _, one in wanted(record)))
    rows: Counter[str] = Counter()
    issues: list[Issue] = []
    found = search(things, _read(lists, rows, issues), threshold=threshold, top=top)
    out.mkdir(parents=True, exist_ok=True)
    paths = tuple(out / name for name in _FILES)
    with ExitStack() as stack:
        records, table, lines, problems = (stack.enter_context(_whole(path)) for path in paths)
        problems.writelines(issue.model_dump_json().encode() + b"\n" for issue in issues)
        _write_run(run, found, set(rows), (records, table, lines))
    return Linked(paths, len(things), len(found), rows, Counter(issue.code for issue in issues))


def search(
    things: Sequence[Wanted], rows: Iterable[ListRow], *, threshold: float = THRESHOLD, top: int = TOP
) -> dict[Wanted, tuple[Match, ...]]:
    """The matches of each thing that has some, the best first; what its identifier names goes before all else."""
    names = [tuple(read_name(text, one.kind) for text in one.names) for one in things]
    index = Index(names, [one.identifiers for one in things])
    found: dict[int, dict[str, list[Match]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        for number, borne in index.candidates(row).items():
            hit = match(things[number], names[number], row, borne)
            if hit.score >= threshold:
                kept = found[number][row.list]
                kept.append(hit)
                kept.sort(key=_rank)
                del kept[top:]
    return {
        things[number]: tuple(hit for name in sorted(by_list) for hit in by_list[name])
        for number, by_list in sorted(found.items())
    }


def _rank(hit: Match) -> tuple[bool, float, str]:
    return not hit.rule.startswith("id."), -hit.score, hit.id


def _read(lists: Sequence[WatchList], rows: Counter[str], issues: list[Issue]) -> Iterator[ListRow]:
    for one in lists:
        for row in read_list(one.path, one.name, one.form):
            if isinstance(row, Issue):
                issues.append(row)
            else:
                rows[row.list] += 1
                yield row


def _write_run(
    run: Run, found: Mapping[Wanted, tuple[Match, ...]], listed: set[str], files: tuple[BinaryIO, BinaryIO, BinaryIO]
) -> None:
    """Records with their matches, and the matches as table and lines; matches of lists that were not read stay."""
    records, table, lines = files
    text = io.TextIOWrapper(table, encoding="utf-8", newline="", write_through=True)
    columns = ["doc_id", "entity", "type", "entity_name", *(field.name for field in fields(Match))]
    writer = csv.DictWriter(text, columns, lineterminator="\n")
    writer.writeheader()
    for record in run.records():
        hits = {entity.id: found.get(one, ()) for entity, one in wanted(record)}
        entities = tuple(
            _matched(entity, hits[entity.id], listed) if entity.id in hits else entity for entity in record.entities
        )
        records.write(record.model_copy(update={"entities": entities}).model_dump_json().encode() + b"\n")
        for entity in record.entities:
            for hit in hits.get(entity.id, ()):
                place = {"doc_id": record.doc_id, "entity": entity.id, "type": entity.type, "entity_name": entity.name}
                writer.writerow(place | asdict(hit))
                lines.write(orjson.dumps(place | asdict(hit)) + b"\n")
    text.detach()


def _matched(entity: Entity, hits: Sequence[Match], listed: set[str]) -> Entity:
    kept = [one for one in entity.matches if one.list not in listed]
    new = [WatchlistMatch(list=hit.list, id=hit.id, name=hit.name, score=hit.score) for hit in hits]
    return entity.model_copy(update={"matches": (*kept, *new)})


@contextmanager
def _whole(target: Path) -> Iterator[BinaryIO]:
    """A file that appears under its name only when all of it is on disk."""
    temporary = target.with_name(f"{target.name}.{os.getpid()}.tmp")
    try:
        with temporary.open("wb") as out:
            yield out
            out.flush()
            os.fsync(out.fileno())
        temporary.replace(target)
    finally:
        temporary.unlink(missing_ok=True)
