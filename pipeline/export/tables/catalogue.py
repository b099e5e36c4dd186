"""Names, types and meanings of the tables, as ``tables.yml`` gives them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its DuckDB type and what it means."""

    name: str
    type: str
    about: str


@dataclass(frozen=True, slots=True)
class Table:
    """One table: what a row is, which columns tell rows apart."""

    name: str
    about: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]


@cache
def read_tables() -> tuple[Table, ...]:
    """All tables, in the order of the file."""
    raw = yaml.safe_load((files("pipeline.export.tables") / "tables.yml").read_text(encoding="utf-8"))
    return tuple(
        Table(
            name,
            table["about"],
            tuple(table["key"]),
            tuple(Column(column, kind, about) for column, (kind, about) in table["columns"].items()),
        )
        for name, table in raw.items()
    )


def describe() -> str:
    """The tables and their columns as text for people."""
    lines: list[str] = []
    for table in read_tables():
        lines.append(f"{table.name}: {table.about}; key {', '.join(table.key)}")
        width = max(len(column.name) for column in table.columns)
        lines += [f"  {column.name:{width}}  {column.type:14}  {column.about}" for column in table.columns]
        lines.append("")
    return "\n".join(lines)
