"""Signatures of a run in input order → for each article the earliest one that it is a duplicate of."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from pipeline.duplicates.signature import DIGEST, HASHES, SIZE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from numpy.typing import NDArray

_ROWS = 4
"""Hashes of a band: articles that share a band are compared. With 32 bands of 4, of pairs that share 0.7 of their
triples one in 6,000 is missed, and of those that share 0.2 one in 20 is compared."""
_TRIES = 64
"""Earlier articles of a band that one is compared with: more than that share a formula, not a story."""
_BLOCK = 1 << 16
_NONE = -1


def earliest(path: Path, threshold: float) -> NDArray[np.int64]:
    """Number of the earliest duplicate of each article, -1 where there is none.

    Two articles are duplicates if their words are the same, or if the estimated share of word triples that they have in
    common reaches the threshold.

    Args:
        path: file of signatures, one after another, in input order.
        threshold: share from 0 to 1.
    """
    count = path.stat().st_size // SIZE
    found = np.full(count, _NONE, dtype=np.int64)
    if count < 2:
        return found
    rows = np.memmap(path, dtype=np.uint8, mode="r", shape=(count, SIZE))
    _same_words(rows, found)
    single = np.flatnonzero(found == _NONE)
    first = found.copy()
    _alike(rows, single, found, threshold)
    # What is like an article is like its copies: their earliest duplicate is that of the original, or the original.
    copies = np.flatnonzero(first != _NONE)
    originals = first[copies]
    found[copies] = np.where(found[originals] == _NONE, originals, found[originals])
    return found


def _same_words(rows: NDArray[np.uint8], found: NDArray[np.int64]) -> None:
    keys = np.empty((len(rows), 2), dtype=np.uint64)
    for start in range(0, len(rows), _BLOCK):
        block = np.ascontiguousarray(rows[start : start + _BLOCK, :DIGEST])
        keys[start : start + _BLOCK] = block.view("<u8")
    order = np.lexsort((np.arange(len(rows)), keys[:, 1], keys[:, 0]))
    fresh = np.any(keys[order[1:]] != keys[order[:-1]], axis=1)
    head = _heads(fresh)
    same = head != np.arange(len(order))
    found[order[same]] = order[head[same]]


def _alike(rows: NDArray[np.uint8], single: NDArray[np.int64], found: NDArray[np.int64], threshold: float) -> None:
    """Compare each article of ``single`` with the earlier ones that share a band, band by band."""
    for band in range(HASHES // _ROWS):
        keys, known = _band(rows, single, band)
        members = single[known]
        order = np.argsort(keys[known], kind="stable")  # articles of one key stay in input order
        sorted_keys, sorted_members = keys[known][order], members[order]
        head = _heads(sorted_keys[1:] != sorted_keys[:-1])
        for later, earlier in _pairs(head, sorted_members, found, rows, threshold):
            found[later] = np.where(found[later] == _NONE, earlier, np.minimum(found[later], earlier))


def _pairs(
    head: NDArray[np.int64],
    members: NDArray[np.int64],
    found: NDArray[np.int64],
    rows: NDArray[np.uint8],
    threshold: float,
) -> Iterator[tuple[NDArray[np.int64], NDArray[np.int64]]]:
    """Duplicates by this band: each article with the first member of its group, then with the second, and so on."""
    place = np.arange(len(head)) - head
    left = np.flatnonzero(place > 0)
    for step in range(_TRIES):
        left = left[place[left] > step]
        later, earlier = members[left], members[head[left] + step]
        # What is a duplicate of an earlier one already has nothing to gain.
        useful = (found[later] == _NONE) | (found[later] > earlier)
        left, later, earlier = left[useful], later[useful], earlier[useful]
        if not len(left):
            return
        alike = _is_alike(rows, later, earlier, threshold)
        yield later[alike], earlier[alike]
        left = left[~alike]


def _band(
    rows: NDArray[np.uint8], single: NDArray[np.int64], band: int
) -> tuple[NDArray[np.uint64], NDArray[np.bool_]]:
    """A key for each article, and whether it has one: articles of few words have none."""
    start = DIGEST + 4 * _ROWS * band
    keys = np.empty(len(single), dtype=np.uint64)
    known = np.empty(len(single), dtype=np.bool_)
    for at in range(0, len(single), _BLOCK):
        part = single[at : at + _BLOCK]
        block = np.ascontiguousarray(rows[part, start : start + 4 * _ROWS]).view("<u8")
        keys[at : at + _BLOCK] = (block[:, 0] * np.uint64(0x9E3779B97F4A7C15)) ^ block[:, 1]
        known[at : at + _BLOCK] = ~np.all(block == np.iinfo(np.uint64).max, axis=1)
    return keys, known


def _is_alike(
    rows: NDArray[np.uint8], later: NDArray[np.int64], earlier: NDArray[np.int64], threshold: float
) -> NDArray[np.bool_]:
    alike = np.empty(len(later), dtype=np.bool_)
    for at in range(0, len(later), _BLOCK // 16):
        part = slice(at, at + _BLOCK // 16)
        left, right = (np.ascontiguousarray(rows[one[part], DIGEST:]).view("<u4") for one in (later, earlier))
        alike[part] = (left == right).sum(axis=1) >= threshold * HASHES
    return alike


def _heads(fresh: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Position of the first member of each position's group, where ``fresh`` says which but the first opens one."""
    starts = np.concatenate(([True], fresh))
    return np.maximum.accumulate(np.where(starts, np.arange(len(starts)), 0))
