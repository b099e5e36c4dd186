"""Names by a code with a check digit: ships by IMO number, and cryptocurrency wallets."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator

from pipeline.resolve.mentions import Found

_IMO = re.compile(r"\bIMO(?: +(?:number|no\.?))?[:\s]*([0-9]{7})\b", re.IGNORECASE)
_BITCOIN = re.compile(r"\b(?:[13][1-9A-HJ-NP-Za-km-z]{25,34}|bc1[02-9ac-hj-np-z]{11,71})\b")
_ETHEREUM = re.compile(r"\b0x[0-9a-fA-F]{40}\b")
_TRON = re.compile(r"\bT[1-9A-HJ-NP-Za-km-z]{33}\b")
_BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
SHORTEST_WALLET = 14
"""Characters of the shortest address."""


def numbered_ships(view: str) -> Iterator[Found]:
    """Ships before a valid IMO number."""
    for match in _IMO.finditer(view):
        if imo_valid(match.group(1)):
            before = re.search(r"((?:[A-Z][\w'-]* +)+)\(?(?:,\s*)?$", view[: match.start()][-60:])
            if before is not None:
                start = match.start() - len(view[: match.start()][-60:]) + before.start(1)
                yield Found(start, start + len(before.group(1).rstrip()), "Vessel", 6.0, "vessel.imo")


def wallets(view: str) -> Iterator[Found]:
    """Cryptocurrency addresses whose checksum holds (Bitcoin and Tron base58check) or whose form is unmistakable."""
    for pattern in (_BITCOIN, _TRON):
        for match in pattern.finditer(view):
            address = match.group()
            if address.startswith("bc1") or base58_valid(address):
                yield Found(match.start(), match.end(), "CryptoWallet", 8.0, "wallet.checksum")
    for match in _ETHEREUM.finditer(view):
        yield Found(match.start(), match.end(), "CryptoWallet", 8.0, "wallet.form")


def base58_valid(address: str) -> bool:
    """Whether the last four bytes of a base58check address are the double SHA-256 of the others."""
    number = 0
    for char in address:
        number = number * 58 + _BASE58.index(char)
    raw = number.to_bytes(25, "big") if number < 1 << 200 else b""
    return bool(raw) and hashlib.sha256(hashlib.sha256(raw[:-4]).digest()).digest()[:4] == raw[-4:]


def imo_valid(number: str) -> bool:
    """Whether the check digit of a ship's IMO number holds: sum of the first six digits by weights 7 to 2."""
    return sum(int(digit) * weight for digit, weight in zip(number, range(7, 1, -1), strict=False)) % 10 == int(
        number[6]
    )
