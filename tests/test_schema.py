"""The published JSON Schema is the one that the models make."""

from __future__ import annotations

import json
from typing import get_args

from conftest import ROOT

from pipeline import records
from pipeline.export.schema import record_schema


def test_the_committed_schema_is_in_step() -> None:
    committed = (ROOT / "configs" / "record.schema.json").read_text(encoding="utf-8")
    assert committed == record_schema(), "run: sanctex schema > configs/record.schema.json"


def test_the_schema_is_closed_and_names_every_vocabulary() -> None:
    schema = json.loads(record_schema())
    parts = [schema, *schema["$defs"].values()]
    assert all(part["additionalProperties"] is False for part in parts if part.get("type") == "object")
    enums = {tuple(found["enum"]) for part in parts for found in part["properties"].values() if "enum" in found}
    for vocabulary in (records.EntityType, records.RelationType, records.Metric, records.Action, records.EventStatus):
        assert get_args(vocabulary) in enums
