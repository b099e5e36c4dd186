"""A run → a folder of FollowTheMoney files."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import orjson

from pipeline.export.ftm.check import Checked
from pipeline.export.ftm.draft import PREFIX, Grounds, Sheet, mapping
from pipeline.export.ftm.events import add_events
from pipeline.export.ftm.links import add_links
from pipeline.export.ftm.money import add_money
from pipeline.export.ftm.things import finish, start
from pipeline.export.source import Run
from pipeline.records import ArticleRecord

if TYPE_CHECKING:
    from followthemoney import EntityProxy
    from followthemoney.statement import Statement
    from followthemoney.statement.serialize import StatementWriter

_EXAMPLES = 3
_COLUMNS = ("statement_id", "entity_id", "prop", "doc_id", "fact", "start", "end", "quote", "rule", "confidence")


@dataclass(slots=True)
class Outcome:
    """What was written, what is wrong with it, and what could not be held."""

    paths: list[Path]
    articles: int = 0
    schemata: Counter[str] = field(default_factory=Counter)
    statements: int = 0
    problems: list[str] = field(default_factory=list)
    losses: Counter[str] = field(default_factory=Counter)
    examples: dict[str, list[str]] = field(default_factory=dict)


def map_record(record: ArticleRecord) -> Sheet:
    """The drafts of one record."""
    sheet = start(record)
    add_links(sheet)
    add_events(sheet)
    add_money(sheet)
    finish(sheet)
    return sheet


def write_ftm(run: Run, folder: Path) -> Outcome:
    """Write ``entities.ftm.json``, ``statements.csv``, ``provenance.csv`` and ``report.json``.

    Raises:
        ConfigError: FollowTheMoney is not installed, or the run cannot be read.
    """
    folder.mkdir(parents=True, exist_ok=True)
    names = ("entities.ftm.json", "statements.csv", "provenance.csv", "report.json")
    outcome = Outcome([folder / name for name in names])
    with ExitStack() as stack:
        entities = stack.enter_context(outcome.paths[0].open("wb"))
        statements = stack.enter_context(outcome.paths[1].open("wb"))
        grounds = csv.writer(stack.enter_context(outcome.paths[2].open("w", encoding="utf-8", newline="")))
        grounds.writerow(_COLUMNS)
        writer: StatementWriter | None = None
        seen: set[str] = set()
        for record in run.records():
            sheet = map_record(record)
            if sheet.article in seen:
                sheet.losses = [("duplicate", "article")]
                _count(outcome, sheet)
                continue
            seen.add(sheet.article)
            checked = Checked(sheet)
            writer = writer or stack.enter_context(_statement_writer(statements))
            _count(outcome, sheet)
            outcome.articles += 1
            outcome.problems += [f"{record.doc_id}: {problem}" for problem in checked.problems]
            for entity in checked.entities.values():
                outcome.schemata[entity.schema.name] += 1
                entities.write(orjson.dumps(_plain(entity), option=orjson.OPT_APPEND_NEWLINE | orjson.OPT_SORT_KEYS))
            written: set[str | None] = set()
            for statement, value in _statements(checked):
                grounds.writerows(_grounds(record, statement, value))
                if statement.id not in written:  # two facts may give the same value
                    written.add(statement.id)
                    writer.write(statement)
            outcome.statements += len(written)
    outcome.paths[3].write_bytes(orjson.dumps(report(outcome), option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE))
    return outcome


def report(outcome: Outcome) -> dict[str, Any]:
    """The outcome as ``report.json`` holds it."""
    meanings = mapping()["losses"]
    return {
        "articles": outcome.articles,
        "entities": dict(sorted(outcome.schemata.items())),
        "statements": outcome.statements,
        "problems": outcome.problems,
        "losses": [
            {"kind": kind, "count": count, "meaning": meanings[kind], "examples": outcome.examples[kind]}
            for kind, count in sorted(outcome.losses.items())
        ],
    }


def _count(outcome: Outcome, sheet: Sheet) -> None:
    for kind, what in sheet.losses:
        outcome.losses[kind] += 1
        examples = outcome.examples.setdefault(kind, [])
        if len(examples) < _EXAMPLES:
            examples.append(f"{sheet.record.doc_id}#{what}")


def _plain(entity: EntityProxy) -> dict[str, Any]:
    """An entity as a line of the file; values in order, so that the same run gives the same bytes."""
    data = entity.to_dict()
    properties = {prop: sorted(values) for prop, values in data["properties"].items()}
    return {"id": data["id"], "schema": data["schema"], "properties": properties, "datasets": [PREFIX]}


def _statement_writer(stream: BinaryIO) -> StatementWriter:
    from followthemoney.statement.serialize import get_statement_writer  # noqa: PLC0415 - an optional extra

    return get_statement_writer(stream, "csv")


def _statements(checked: Checked) -> Iterator[tuple[Statement, Grounds]]:
    """A statement for each value, and one that says that the entity is there."""
    from followthemoney.statement import Statement  # noqa: PLC0415 - an optional extra

    for entity in checked.entities.values():
        assert entity.id is not None
        schema = entity.schema.name
        there = Statement(entity.id, Statement.BASE, schema, entity.checksum or entity.id, PREFIX, origin=PREFIX)
        yield there, Grounds(PREFIX)
        for value, kept in checked.values[entity.id]:
            yield (
                Statement(
                    entity.id, value.prop, schema, kept, PREFIX, original_value=value.text, origin=value.grounds.origin
                ),
                value.grounds,
            )


def _grounds(record: ArticleRecord, statement: Statement, grounds: Grounds) -> Iterator[tuple[object, ...]]:
    for span in grounds.spans:
        place = (span.start, span.end, span.text)
        head = (statement.id, statement.entity_id, statement.prop, record.doc_id, grounds.fact)
        yield (*head, *place, grounds.origin, grounds.confidence)
