"""The lines of all shards in input order, near-duplicates marked or turned into issues."""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import orjson

from pipeline.duplicates import earliest
from pipeline.records import Issue
from pipeline.run.shards import FACTS, ISSUE, RECORD, SIGNATURE, Tally, read_shard
from pipeline.settings import Settings

_UNMARKED = b'"duplicate_of":null'
"""How a record says that it is no duplicate. No text can hold it: quotes inside a value are escaped."""


def marked(shards: Sequence[Path], scratch: Path, settings: Settings, total: Tally) -> Iterator[bytes]:
    """Records and issues as tagged lines, without signatures.

    Args:
        shards: files of the run in input order.
        scratch: file for the signatures, which do not fit into memory.
        settings: whether duplicates are kept, and how alike they are.
        total: gets the counts of all that is given.

    Raises:
        SanctexError: a shard is damaged.
    """
    if settings.duplicates == "off":
        yield from (line for line in _lines(shards, total) if not line.startswith(SIGNATURE))
        return
    with scratch.open("wb") as out:
        for line in _lines(shards, Tally()):
            if line.startswith(SIGNATURE):
                out.write(b64decode(line[1:]))
    found = earliest(scratch, settings.duplicate_threshold)
    wanted = np.zeros(len(found), dtype=np.bool_)
    wanted[found[found >= 0]] = True
    ids: dict[int, str] = {}
    number, original = -1, -1
    for line in _lines(shards, total):
        if line.startswith(SIGNATURE):
            number += 1
            original = int(found[number])
            continue
        if line.startswith(RECORD) and original >= 0:
            yield (_kept if settings.duplicates == "keep" else _skipped)(line, ids[original], total)
        else:
            yield line
        if line.startswith(RECORD) and number >= 0 and wanted[number]:
            ids[number] = orjson.loads(line[1:])["doc_id"]
        original = -1


def _kept(line: bytes, doc_id: str, total: Tally) -> bytes:
    total.duplicates += 1
    return line.replace(_UNMARKED, b'"duplicate_of":' + orjson.dumps(doc_id), 1)


def _skipped(line: bytes, doc_id: str, total: Tally) -> bytes:
    record = orjson.loads(line[1:])
    issue = Issue(
        code="duplicate",
        message=f"a near-duplicate of {doc_id!r}, which came before",
        uri=record["source"]["uri"],
        doc_id=record["doc_id"],
        stage="run",
    )
    # The shard counted it as a record.
    total.records -= 1
    for name in FACTS:
        total.facts[name] -= len(record[name])
    total.add(issue)
    return ISSUE + issue.model_dump_json().encode() + b"\n"


def _lines(shards: Sequence[Path], total: Tally) -> Iterator[bytes]:
    for shard in shards:
        yield from read_shard(shard, total)
