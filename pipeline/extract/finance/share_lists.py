"""Lists of shares that go on without verb or whole: "… software 25% and services the rest", "up from 46 pct"."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from pipeline.extract.finance.lexicon import phrases
from pipeline.extract.finance.masked import SIGN
from pipeline.extract.finance.segments import clean, dimension_of
from pipeline.extract.finance.share_draft import ShareDraft, ShareScene, share_of

if TYPE_CHECKING:
    from typing import Literal

    How = Literal["share.listed", "share.earlier", "share.series", "share.moves_to"]

_SERIES = re.compile(rf"{SIGN}(?:\s*(?:,|and|,\s*and|&)\s*{SIGN})+")
_SURE: dict[How, float] = {"share.listed": 0.78, "share.earlier": 0.75, "share.series": 0.75, "share.moves_to": 0.75}
_REST = 0.7
_NEAR, _FAR = 100, 110
"""Most characters between two figures of which the second is an earlier value, or the next item of a list."""
_LEAST = Decimal("0.005")


def continue_list(scene: ShareScene) -> None:
    """Add the shares of the percentages that no rule took, by the list they stand in, and a remainder."""
    _series(scene)
    for place in sorted(scene.masked.percents):
        if place not in scene.used:
            draft = _one(scene, place)
            if draft is not None:
                scene.add(draft, place)
    _rest(scene)


def _one(scene: ShareScene, place: int) -> ShareDraft | None:
    """One further figure: the earlier value of the segment ahead, or the next segment of the list."""
    text, at = scene.masked.text, scene.masked.offset(place)
    base = next((draft for draft in reversed(scene.found) if draft.at < at), None)
    if base is None:
        later = next((draft for draft in scene.found if draft.at > at), None)
        led = later is not None and _hit("to_from", text[place + 1 : text.find(SIGN, place + 1)]) is not None
        return _make(scene, place, later, later.segment, "share.earlier") if later is not None and led else None
    begin = max((one + 1 for one in scene.masked.percents if one < place), default=0)
    near = text[begin:place]
    if len(near) < _NEAR and _hit("earlier", near) is not None:
        return _make(scene, place, base, base.segment, "share.earlier")
    if len(near) < _NEAR and _hit("moves_to", near) is not None:
        return _make(scene, place, base, base.segment, "share.moves_to")
    again = len(near) < _NEAR and _hit("same_again", near) is not None
    if again and _hit("named_behind", scene.masked.text[place + 1 :]) is None:
        return _make(scene, place, base, base.segment, "share.moves_to")
    segment = _named(scene, place, near)
    return None if segment is None else _make(scene, place, base, segment, "share.listed")


def _named(scene: ShareScene, place: int, near: str) -> tuple[int, int] | None:
    """Words of the next segment of a list, behind its figure ("25% from air") or ahead of it ("software 25%")."""
    behind = _hit("named_behind", scene.masked.text[place + 1 :])
    if behind is not None:
        return clean(scene.context, *scene.words_at(behind, place + 1))
    near = phrases("share_lists")["list.whole_again"].sub(" ", near)
    ahead = (_hit("named_at", near) or _hit("named_ahead", near)) if len(near) < _FAR else None
    if ahead is None or _hit("no_share", near) is not None:
        return None
    return clean(scene.context, *scene.words_at(ahead, place - len(near)))


def _make(scene: ShareScene, place: int, base: ShareDraft, segment: tuple[int, int], by: How) -> ShareDraft | None:
    """A share like ``base`` for another figure."""
    percent = scene.masked.percents[place]
    values = share_of(percent)
    dimension = base.dimension if segment == base.segment else dimension_of(scene.context, *segment)
    if values is None or dimension is None:
        return None
    earlier = by in ("share.earlier", "share.series")
    draft = replace(base, at=percent.start, sent=scene.sent, percent=percent, segment=segment, dimension=dimension)
    draft.value, draft.low, draft.high = values
    draft.qualifier, draft.by, draft.confidence, draft.period = percent.qualifier, by, _SURE[by], None
    draft.earlier, draft.status = earlier, "actual" if earlier else base.status
    return draft


def _series(scene: ShareScene) -> None:
    """A list of figures alone, in the order of the segments told before: "a year ago it was 35%, 38% and 27%"."""
    for match in _SERIES.finditer(scene.masked.text):
        places = [match.start() + one.start() for one in re.finditer(SIGN, match.group())]
        if any(place in scene.used for place in places):
            continue
        first = scene.masked.offset(places[0])
        pool = [draft for draft in scene.found if draft.at < first and not draft.earlier]
        if len(pool) != len(places):
            pool = [draft for draft in scene.last if not draft.earlier]
        if len(pool) != len(places):
            continue
        for place, base in zip(places, pool, strict=True):
            draft = _make(scene, place, base, base.segment, "share.series")
            if draft is not None:
                scene.add(draft, place)


def _rest(scene: ShareScene) -> None:
    """The remainder, where every other part of the whole is given: "… and services the rest"."""
    hit = _hit("rest_behind", scene.masked.text) or _hit("rest_ahead", scene.masked.text)
    group = [draft for draft in (scene.found or scene.last) if not draft.earlier]
    values = [draft.value for draft in group if draft.value is not None]
    if hit is None or not group or len(values) < len(group):
        return
    value = Decimal(1) - sum(values, Decimal(0))
    segment = clean(scene.context, *scene.words_at(hit))
    dimension = dimension_of(scene.context, *segment) if segment is not None else None
    if segment is None or dimension is None or not _LEAST < value < 1:
        return
    at = scene.masked.offset(hit.end()) - 1
    draft = replace(group[-1], at=at, sent=scene.sent, percent=None, value=value, segment=segment, dimension=dimension)
    draft.low = draft.high = draft.period = None
    draft.qualifier = "approximate" if any(one.qualifier != "exact" for one in group) else "exact"
    draft.by, draft.confidence, draft.earlier = "share.rest", _REST, False
    scene.add(draft, -1)


def _hit(name: str, text: str) -> re.Match[str] | None:
    return phrases("share_lists")[f"list.{name}"].search(text)
