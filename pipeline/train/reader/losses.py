"""How wrong the network is on a batch of lessons."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import combinations

import torch
from torch import nn

from pipeline.reader.heads import APART, Family
from pipeline.train.reader.batches import Batch, Laid
from pipeline.train.reader.choices import LABELS, REASONS
from pipeline.train.reader.lesson import NONE, FrameLesson
from pipeline.train.reader.marked import FACT_STATUSES
from pipeline.train.reader.network import Network

_ELSEWHERE = -100
"""What the losses skip: an answer that is not known."""


def batch_loss(network: Network, rows: Sequence[Laid], pad: int) -> torch.Tensor:
    """Sum of the losses of all heads."""
    batch = Batch(network, rows, pad)
    actions = [_place(LABELS.actions, t) for one in batch.lessons for t in one.triggers]
    loss = _cross(network.trigger(batch.words), actions) * _TRIGGER
    for family, of_family in _LOSSES.items():
        frames = [
            (i, frame)
            for i, one in enumerate(batch.lessons)
            for frame in one.frames(family)
            if batch.reached(i, frame.first)
        ]
        if frames:
            vectors = batch.means([(i, one.first, one.last) for i, one in frames])
            state = network.state_of(family, vectors, batch.means([(i, *one.sentence) for i, one in frames]))
            told = [one for _, one in frames]
            loss = loss + of_family(network, state, told)
            for here in (True, False):
                loss = loss + _role_loss(network, family, frames, vectors, batch, here=here)
            if family == "event":
                loss = loss + _same_loss(network, frames, vectors)
    return loss


_TRIGGER = 3.0
"""Weight of the triggers, whose loss is a mean over mostly empty words."""


def _event_loss(network: Network, state: torch.Tensor, told: Sequence[FrameLesson]) -> torch.Tensor:
    loss = _cross(network.heads["event_status"](state), [_place(LABELS.statuses, one.status) for one in told])
    loss = loss + _several(network.heads["event_measures"](state), LABELS.measures, [one.measures for one in told])
    return loss + _several(network.heads["event_reasons"](state), REASONS, [one.reasons for one in told])


def _amount_loss(network: Network, state: torch.Tensor, told: Sequence[FrameLesson]) -> torch.Tensor:
    loss = _cross(network.heads["amount_metric"](state), [_place(LABELS.metrics, one.kind) for one in told])
    facts = [None if one.kind == NONE else one.status for one in told]
    stages = _cross(network.heads["amount_status"](state), [_place(FACT_STATUSES, one) for one in facts])
    moved = [None if one.change is None else frozenset({"change"} if one.change else ()) for one in told]
    return loss + 0.5 * stages + 0.5 * _several(network.heads["amount_change"](state), ("change",), moved)


_LOSSES: dict[Family, Callable[[Network, torch.Tensor, Sequence[FrameLesson]], torch.Tensor]] = {
    "event": _event_loss, "amount": _amount_loss,
}  # fmt: skip


def _role_loss(
    network: Network,
    family: Family,
    frames: Sequence[tuple[int, FrameLesson]],
    vectors: torch.Tensor,
    batch: Batch,
    *,
    here: bool,
) -> torch.Tensor:
    """Loss over the places of the frames' own sentences, or over the others, which are many and mostly play no part."""
    names = LABELS.roles(family)
    pairs = [
        (row, (i, one.sentence[0] + place.first, one.sentence[0] + place.last), place, names.index(role))
        for row, (i, one) in enumerate(frames)
        for place, role in zip(one.places, one.roles, strict=True)
        if role is not None and (place.apart == "here") == here
    ]
    if not pairs:
        return vectors.sum() * 0
    asked, spans, places, roles = zip(*pairs, strict=True)
    kinds = torch.tensor([LABELS.kinds.index(one.kind) for one in places])
    apart = torch.tensor([APART.index(one.apart) for one in places])
    sums = network.roles_of(family, vectors[list(asked)], batch.means(spans), kinds, apart)
    return _cross(sums, list(roles))


def _same_loss(network: Network, frames: Sequence[tuple[int, FrameLesson]], vectors: torch.Tensor) -> torch.Tensor:
    """Loss over pairs of triggers of one passage: whether they tell one decision."""
    pairs = [
        (a, b, float(one.decision == other.decision))
        for (a, (i, one)), (b, (j, other)) in combinations(enumerate(frames), 2)
        if i == j and one.decision is not None and other.decision is not None
    ]
    if not pairs:
        return vectors.sum() * 0
    a, b, answers = zip(*pairs, strict=True)
    sums = network.same_of(vectors[list(a)], vectors[list(b)])
    return nn.functional.binary_cross_entropy_with_logits(sums, torch.tensor(answers))


def _place(names: Sequence[str], name: str | None) -> int:
    return _ELSEWHERE if name is None else names.index(name)


def _cross(sums: torch.Tensor, answers: Sequence[int]) -> torch.Tensor:
    if all(one == _ELSEWHERE for one in answers):
        return sums.sum() * 0
    return nn.functional.cross_entropy(sums, torch.tensor(answers), ignore_index=_ELSEWHERE)


def _several(sums: torch.Tensor, names: Sequence[str], answers: Sequence[frozenset[str] | None]) -> torch.Tensor:
    known = [row for row, one in enumerate(answers) if one is not None]
    if not known:
        return sums.sum() * 0
    wanted = torch.tensor([[float(name in (answers[row] or ())) for name in names] for row in known])
    return nn.functional.binary_cross_entropy_with_logits(sums[known], wanted, reduction="sum") / len(known)
