"""Owner and counterparties of a draft: by the frame of its cue, by the parse above it, by discourse."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.extract.finance.discourse import centre
from pipeline.extract.finance.frames import cast_of
from pipeline.extract.finance.measured import is_part, segment_of
from pipeline.extract.finance.owners import Cast, climb
from pipeline.extract.finance.segments import dimension_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.document import Chain
    from pipeline.extract.finance.cues import Cue
    from pipeline.extract.finance.draft import Draft
    from pipeline.extract.finance.scene import Scene

_OWNERLESS = frozenset({
    "money.commodity", "money.freight_rate", "money.reward", "money.market_size", "money.market_operation",
})  # fmt: skip
"""Rules whose amounts belong to nobody unless the clause itself names an owner."""


def add_people(scene: Scene, draft: Draft, cue: Cue | None) -> None:
    """Settle owner, counterparties and segment of a draft in place."""
    cast = cast_of(scene.context, cue, draft.slot, scene.slots) if cue is not None else Cast()
    parties = [chain for chain, _ in cast.parties]
    owners = [(chain, basis) for chain, basis in cast.owners if all(chain is not party for party in parties)]
    draft.cue, draft.parties = cue, cast.parties
    main = scene.topic.company
    if owners and main is not None and is_part(scene.context, owners[0][0], main, draft):
        draft.owner, draft.owner_basis = main, "part"
    elif owners:
        draft.owner, draft.owner_basis = owners[0]
    elif draft.metric == "investment" and cast.parties:
        draft.owner, draft.owner_basis, draft.parties = cast.parties[0][0], "frame", cast.parties[1:]
    elif (above := _above(scene, draft, cue, parties)) is not None:
        draft.owner, draft.owner_basis = above, "climb"
    elif not _ownerless(draft):
        draft.owner, draft.owner_basis = centre(scene, draft, parties)
    draft.segment = segment_of(scene.context, draft)
    if draft.segment is not None:
        offsets = scene.context.doc[draft.segment[0] : draft.segment[1]]
        draft.dimension = dimension_of(scene.context, offsets.start_char, offsets.end_char)


def _above(scene: Scene, draft: Draft, cue: Cue | None, parties: Sequence[Chain]) -> Chain | None:
    starts = [cue.head] if cue is not None else []
    starts += [draft.slot.head] if draft.slot is not None else []
    for start in starts:
        chain = climb(scene.context, start, draft.metric)
        if chain is not None and all(chain is not party for party in parties):
            return chain
    return None


def _ownerless(draft: Draft) -> bool:
    """Market prices and rewards belong to nobody; a price per tonne only to a seller that the clause names."""
    per = draft.slot.money.per if draft.slot is not None else None
    return draft.by in _OWNERLESS or (draft.metric == "unit_price" and per not in (None, "share"))
