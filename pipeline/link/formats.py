"""The forms of watch-lists: a raw row of each → a :class:`ListRow`.

Each function takes what the CSV or JSON reader gives and raises ``ValueError`` with what is wrong; None is a row that
names nothing that news can name (an address, the record of a sanction).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from pipeline.link import ids
from pipeline.link.ids import Identifier
from pipeline.link.names import Kind


@dataclass(frozen=True, slots=True)
class ListRow:
    """One listed person or thing.

    Attributes:
        list: name of the list.
        id: its key in the list.
        kind: of what; ``any`` where the list does not say.
        names: the main name first, then the others.
        identifiers: numbers that name it for certain.
        countries: alpha-2 codes, where the list gives them.
    """

    list: str
    id: str
    kind: Kind
    names: tuple[str, ...]
    identifiers: frozenset[Identifier] = frozenset()
    countries: frozenset[str] = frozenset()


_SCHEMATA: Mapping[str, Kind] = {
    "Person": "person", "Company": "organisation", "Organization": "organisation", "PublicBody": "organisation",
    "LegalEntity": "any", "Vessel": "vessel", "Airplane": "airplane", "CryptoWallet": "wallet",
}  # fmt: skip
_TYPES: Mapping[str, Kind] = {
    "individual": "person", "entity": "organisation", "vessel": "vessel", "aircraft": "airplane", "-0-": "organisation",
}  # fmt: skip
_NAMES = ("name", "alias", "previousName", "weakAlias", "abbreviation")
_REGISTERED = ("registrationNumber", "ogrnCode", "innCode", "taxNumber", "uscCode", "vatCode")
_SDN_ALIAS = re.compile(r"\b[afn]\.?k\.?a\.? ['\"]?([^'\";]+)")
SDN_COLUMNS = 12
"""Columns of OFAC's SDN file, which has no head."""
_NOTHING = "-0-"


def from_simple(row: Mapping[str, str], name: str) -> ListRow | None:
    """A row of OpenSanctions' ``targets.simple.csv``."""
    schema = _required(row, "schema")
    if schema not in _SCHEMATA:
        return None
    kind = _SCHEMATA[schema]
    numbers = _split(row.get("identifiers"))
    return ListRow(
        name,
        _required(row, "id"),
        kind,
        _names([_required(row, "name"), *_split(row.get("aliases"))]),
        _known(ids.of_unknown_scheme(number, vessel=kind == "vessel") for number in numbers),
        frozenset(code.upper() for code in _split(row.get("countries"))),
    )


def from_ftm(row: object, name: str) -> ListRow | None:
    """An entity of FollowTheMoney as JSON, nested or not."""
    if not isinstance(row, dict) or not isinstance(row.get("properties"), dict):
        raise ValueError("no entity of FollowTheMoney: an object with id, schema and properties")  # noqa: TRY004 - of the row
    kind = _SCHEMATA.get(str(row.get("schema")))
    if kind is None:
        return None
    values = {key: [str(one) for one in many] for key, many in row["properties"].items() if isinstance(many, list)}
    names = [one for key in _NAMES for one in values.get(key, ())]
    if not row.get("id"):
        raise ValueError("no id")
    keys = values.get("publicKey", [])
    numbers: list[Identifier | None] = [ids.wallet(one) for one in keys]
    numbers += [ids.of_unknown_scheme(one, vessel=True) for one in values.get("imoNumber", ())]
    numbers += [ids.of_unknown_scheme(one, vessel=False) for key in ("isin", "leiCode") for one in values.get(key, ())]
    numbers += [ids.registration(one) for key in _REGISTERED for one in values.get(key, ())]
    countries = {one.upper() for key in ("country", "nationality", "jurisdiction") for one in values.get(key, ())}
    return ListRow(name, str(row["id"]), kind, _names(names or keys), _known(numbers), frozenset(countries))


def from_csl(row: Mapping[str, str], name: str) -> ListRow | None:
    """A row of the US Consolidated Screening List."""
    main = _required(row, "name")
    text = f"{row.get('ids') or ''}; {row.get('remarks') or ''}"
    key = row.get("_id") or row.get("entity_number") or main
    kind = _TYPES.get((row.get("type") or "").strip().lower(), "any")
    found = [one.identifier for one in ids.printed(text)]
    return ListRow(name, key, kind, _names([main, *_split(row.get("alt_names"))]), frozenset(found))


def from_sdn(row: Sequence[str], name: str, aliases: Mapping[str, Sequence[str]]) -> ListRow | None:
    """A row of OFAC's ``SDN.CSV``; ``aliases`` are those of ``ALT.CSV`` by the number of the row."""
    cells = [cell.strip() for cell in row]
    if len(cells) != SDN_COLUMNS:
        raise ValueError(f"{len(cells)} columns instead of {SDN_COLUMNS}")
    if not cells[0].isdigit() or not cells[1]:
        raise ValueError(f"no number and name at the start: {cells[0]!r}, {cells[1]!r}")
    remarks = "" if cells[11] == _NOTHING else cells[11]
    found = [one.identifier for one in ids.printed(remarks)]
    others = [*aliases.get(cells[0], ()), *(match[1].strip() for match in _SDN_ALIAS.finditer(remarks))]
    return ListRow(name, cells[0], _TYPES.get(cells[2].lower(), "any"), _names([cells[1], *others]), frozenset(found))


def from_table(row: Mapping[str, str], name: str, line: int) -> ListRow | None:
    """A row of any CSV with a column ``name``; ``id``, ``type``, ``aliases``, ``identifiers``, ``countries`` count."""
    told = (row.get("type") or row.get("schema") or "").strip()
    kind = _SCHEMATA.get(told) or _TYPES.get(told.lower(), "any")
    numbers = _split(row.get("identifiers"))
    return ListRow(
        name,
        (row.get("id") or "").strip() or f"line {line}",
        kind,
        _names([_required(row, "name"), *_split(row.get("aliases"))]),
        _known(ids.of_unknown_scheme(number, vessel=kind == "vessel") for number in numbers),
        frozenset(code.upper() for code in _split(row.get("countries"))),
    )


def from_line(line: str, name: str, number: int) -> ListRow | None:
    """A line of a plain list of names; an empty one and one that starts with # name nobody."""
    text = line.strip()
    if not text or text.startswith("#"):
        return None
    found = _known([ids.of_unknown_scheme(text, vessel=False)] if " " not in text else [])
    wallets = frozenset(one for one in found if one.scheme == "wallet")
    return ListRow(name, f"line {number}", "wallet" if wallets else "any", _names([text]), wallets)


def _required(row: Mapping[str, str], key: str) -> str:
    value = (row.get(key) or "").strip()
    if not value:
        raise ValueError(f"nothing in column {key!r}")
    return value


def _split(value: str | None) -> list[str]:
    return [part.strip() for part in (value or "").split(";") if part.strip()]


def _names(names: Iterable[str]) -> tuple[str, ...]:
    found = tuple(dict.fromkeys(one.strip() for one in names if one.strip() and one.strip() != _NOTHING))
    if not found:
        raise ValueError("no name")
    return found


def _known(numbers: Iterable[Identifier | None]) -> frozenset[Identifier]:
    return frozenset(number for number in numbers if number is not None)
