"""The JSON Schema of a record, as published in ``configs/record.schema.json``."""

from __future__ import annotations

import json

from pipeline.records import ArticleRecord


def record_schema() -> str:
    """JSON Schema (2020-12) of :class:`~pipeline.records.ArticleRecord` as it is written, with a final line end."""
    schema = ArticleRecord.model_json_schema(mode="serialization")
    return (
        json.dumps({"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}, indent=2, ensure_ascii=False)
        + "\n"
    )
