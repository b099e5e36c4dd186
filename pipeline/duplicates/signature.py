"""The signature of an article: equal words give equal digests, like words like MinHashes."""

from __future__ import annotations

import re
import zlib
from hashlib import blake2b
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from pipeline.records import Segment

DIGEST = 16
"""Bytes of the digest, which comes first."""
HASHES = 128
"""Hashes of 4 bytes after it. The share of equal ones is that of common word triples, give or take 0.04."""
SIZE = DIGEST + 4 * HASHES
_FEWEST = 16
"""Word triples below which only the same words make a duplicate: short notices differ by a name or a sum."""
_CHUNK = 512
_MULTIPLIERS = (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9)


def signature(text: str, segments: Sequence[Segment]) -> bytes:
    """Sign the body of an article: copies differ in headline, dateline and page furniture.

    Args:
        text: the article.
        segments: its parts; without a body the whole text is signed.
    """
    body = [text[one.start : one.end] for one in segments if one.kind == "body"]
    words = re.findall(r"\w+", " ".join(body or [text]).lower())
    digest = blake2b(" ".join(words).encode("utf-8", "replace"), digest_size=DIGEST).digest()
    triples = _triples(words)
    return digest + (_minima(triples) if len(triples) >= _FEWEST else b"\xff" * (4 * HASHES))


def _triples(words: Sequence[str]) -> NDArray[np.uint64]:
    """A number for each distinct run of three words."""
    codes = np.array([zlib.crc32(word.encode("utf-8", "replace")) for word in words], dtype=np.uint64)
    if len(codes) < 3:
        return codes[:0]
    parts = (codes[at : len(codes) - 2 + at] * np.uint64(_MULTIPLIERS[at]) for at in range(3))
    return np.unique(_mixed(np.add.reduce(list(parts))))


def _minima(triples: NDArray[np.uint64]) -> bytes:
    least = np.full(HASHES, np.iinfo(np.uint64).max, dtype=np.uint64)
    for start in range(0, len(triples), _CHUNK):
        # The triples are mixed already: multiplying is enough to order them anew 128 times.
        hashed = _FACTORS * triples[start : start + _CHUNK]
        np.minimum(least, hashed.min(axis=1), out=least)
    return (least >> np.uint64(32)).astype("<u4").tobytes()


def _mixed(values: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """The finalizer of splitmix64: every bit of the input changes half of the output."""
    values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return values ^ (values >> np.uint64(31))


_FACTORS = _mixed(np.arange(1, HASHES + 1, dtype=np.uint64) * np.uint64(_MULTIPLIERS[0]))[:, None] | np.uint64(1)
