"""Numbers that name one thing for certain: ships' IMO numbers, ISINs, LEIs, wallet addresses, registration numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple


class Identifier(NamedTuple):
    """A number and what it numbers.

    Attributes:
        scheme: ``imo``, ``isin``, ``lei``, ``wallet`` or ``registration``.
        value: capitals and digits; a wallet address as printed, for its case counts.
    """

    scheme: str
    value: str


_IMO = re.compile(r"\bIMO(?: +(?:number|no\.?))?[:\s]*(\d{7})\b", re.IGNORECASE)
_ISIN = re.compile(r"\b[A-Z]{2}[A-Z0-9]{9}\d\b")
_LEI = re.compile(r"\b[A-Z0-9]{18}\d\d\b")
_WALLET = re.compile(r"\b(?:0x[0-9a-fA-F]{40}|bc1[02-9ac-hj-np-z]{11,71}|[13T][1-9A-HJ-NP-Za-km-z]{25,33})\b")
_REGISTRATION = re.compile(
    r"\b(?:OGRN|INN|KPP|(?:tax|company|business|commercial|trade)? ?(?:registration|registry|register|reg\.?|company|"
    r"identification|tax id) (?:ID|number|no\.?|code)(?: \(?INN\)?)?)[:\s#]*(?P<value>[A-Z]{0,4}[\d-]{6,20})\b",
    re.IGNORECASE,
)
_SEVEN = re.compile(r"(?:IMO)?\s*(\d{7})", re.IGNORECASE)
_SHORTEST = 6


class Printed(NamedTuple):
    """An identifier where it stands in a text."""

    start: int
    end: int
    identifier: Identifier


def printed(text: str) -> Iterator[Printed]:
    """Identifiers that a text prints with what they are, or whose check digits hold."""
    for match in _IMO.finditer(text):
        if is_imo(match[1]):
            yield Printed(*match.span(), Identifier("imo", match[1]))
    for match in _ISIN.finditer(text):
        if is_isin(match[0]):
            yield Printed(*match.span(), Identifier("isin", match[0]))
    for match in _LEI.finditer(text):
        if is_lei(match[0]):
            yield Printed(*match.span(), Identifier("lei", match[0]))
    for match in _WALLET.finditer(text):
        if any(char.isdigit() for char in match[0]):
            yield Printed(*match.span(), wallet(match[0]))
    for match in _REGISTRATION.finditer(text):
        value = _plain(match["value"])
        if len(value) >= _SHORTEST:
            yield Printed(*match.span(), Identifier("registration", value))


def of_unknown_scheme(value: str, *, vessel: bool) -> Identifier | None:
    """What a list calls only an identifier, told by its form; None for what is too short to be one."""
    text = value.strip()
    seven = _SEVEN.fullmatch(text)
    if seven is not None and is_imo(seven[1]) and (vessel or not text.isdigit()):
        return Identifier("imo", seven[1])
    if _ISIN.fullmatch(text) and is_isin(text):
        return Identifier("isin", text)
    if _LEI.fullmatch(text) and is_lei(text):
        return Identifier("lei", text)
    if _WALLET.fullmatch(text):
        return wallet(text)
    return registration(text)


def registration(value: str) -> Identifier | None:
    """A number of a register, without dashes and blanks; None if it is too short to tell one from another."""
    plain = _plain(value)
    return Identifier("registration", plain) if len(plain) >= _SHORTEST and any(c.isdigit() for c in plain) else None


def wallet(address: str) -> Identifier:
    """A wallet address: hexadecimal and bech32 ones mean the same in either case."""
    return Identifier("wallet", address.lower() if address[:2].lower() in ("0x", "bc") else address)


def is_imo(digits: str) -> bool:
    """Whether the check digit of a ship's number holds: the first six digits weighted 7 to 2."""
    return sum(int(digit) * weight for digit, weight in zip(digits, range(7, 1, -1), strict=False)) % 10 == int(
        digits[6]
    )


def is_isin(code: str) -> bool:
    """Whether the check digit of a security's number holds: Luhn over letters as numbers 10 to 35."""
    digits = [int(digit) for char in code for digit in str(int(char, 36))]
    doubled = [digit * 2 if place % 2 else digit for place, digit in enumerate(reversed(digits))]
    return sum(digit // 10 + digit % 10 for digit in doubled) % 10 == 0


def is_lei(code: str) -> bool:
    """Whether the check digits of a legal entity's identifier hold: ISO 7064, modulo 97."""
    return int("".join(str(int(char, 36)) for char in code)) % 97 == 1


def _plain(value: str) -> str:
    return re.sub(r"[^A-Za-z0-9]", "", value).upper()
