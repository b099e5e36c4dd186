"""Drafts → FollowTheMoney entities, with the checks that the library leaves out.

Its own validation accepts a Sanction without an entity and drops a date that it cannot read without a word. Here every
value that goes in must come out, every required property must be there, every reference must lead to an entity of the
same article whose schema may stand there, and every fact must have left a trace.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pipeline.errors import ConfigError
from pipeline.export.ftm.draft import Draft, Sheet, Value

if TYPE_CHECKING:
    from followthemoney import EntityProxy
    from followthemoney.property import Property

Kept = tuple[Value, str]
"""A value and the form in which FollowTheMoney keeps it."""


class Checked:
    """The entities of one article and what is wrong with them."""

    def __init__(self, sheet: Sheet) -> None:
        """Make and check the entities of a sheet.

        Raises:
            ConfigError: FollowTheMoney is not installed.
        """
        self.problems: list[str] = []
        self.entities: dict[str, EntityProxy] = {}
        self.values: dict[str, list[Kept]] = {}
        for draft in sheet.drafts.values():
            self._make(draft)
        self.problems += _untraced(sheet)
        for entity in self.entities.values():
            self.problems += _missing(entity)
            self.problems += _invalid(entity)
            self.problems += self._dangling(entity)

    def _make(self, draft: Draft) -> None:
        try:
            from followthemoney import model  # noqa: PLC0415
            from followthemoney.exc import InvalidData  # noqa: PLC0415 - an optional extra that takes a second to load
        except ImportError as error:
            raise ConfigError("FollowTheMoney is not installed: pip install 'sanctex[ftm]'") from error
        entity = model.make_entity(draft.schema)
        entity.id = draft.id
        self.entities[draft.id] = entity
        kept = self.values[draft.id] = []
        for value in draft.values:
            prop = entity.schema.properties.get(value.prop)
            if prop is None or prop.stub:
                self.problems.append(f"{draft.schema} {draft.id} has no property {value.prop!r}")
                continue
            try:
                added = entity.unsafe_add(prop, value.text)
            except InvalidData as error:  # an entity that points at itself
                self.problems.append(f"{draft.schema} {draft.id}: {value.prop} {value.text!r}: {error}")
                continue
            if added is None or not _same(prop, value.text, added):
                self.problems.append(f"{draft.schema} {draft.id}: {value.prop} {value.text!r} became {added!r}")
            else:
                kept.append((value, added))

    def _dangling(self, entity: EntityProxy) -> Iterator[str]:
        for prop in entity.iterprops():
            if prop.range is not None:
                for value in entity.get(prop):
                    end = self.entities.get(value)
                    if end is None or not end.schema.is_a(prop.range):
                        what = "is not in the output" if end is None else f"is a {end.schema.name}"
                        yield f"{entity.schema.name} {entity.id}: {prop.name} {value} {what}"


def _untraced(sheet: Sheet) -> Iterator[str]:
    """Facts that neither left a value nor are reported as lost."""
    traced = {value.grounds.fact for draft in sheet.drafts.values() for value in draft.values}
    traced |= {what for kind, what in sheet.losses if kind in {"program_target", "self_link"}}
    yield from (f"{fact.id} left no trace" for fact in sheet.record.facts() if fact.id not in traced)


def _missing(entity: EntityProxy) -> Iterator[str]:
    for name in entity.schema.required:
        if not entity.get(name):
            yield f"{entity.schema.name} {entity.id} lacks {name}"


def _invalid(entity: EntityProxy) -> Iterator[str]:
    from followthemoney.exc import InvalidData  # noqa: PLC0415 - as above

    try:
        entity.schema.validate({"properties": entity.to_dict()["properties"]})
    except InvalidData as error:
        yield f"{entity.schema.name} {entity.id} is invalid: {error.errors}"


def _same(prop: Property, given: str, kept: str) -> bool:
    """Whether a value came out as it went in: but for blanks in words, and the spelling of codes."""
    if prop.type.name in {"country", "language", "mimetype"}:
        return True  # a closed list: what is not on it comes out as None
    if prop.type.name in {"name", "text", "string", "address", "identifier"}:
        return "".join(given.split()) == "".join(kept.split())
    return given == kept
