"""Settle in what a role is held whose clause does not say: weighted features pick among the entities, or none.

The coefficients stand in ``models/relation_holder.json``, learnt by ``pipeline.train.holders``; what the rules of
``holders.py`` would choose is one feature. Without the file the choice of the rules stands.
"""

from __future__ import annotations

import math
from functools import cache
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict

from pipeline.extract.leaders import led_states
from pipeline.extract.relations.holder_features import Question
from pipeline.extract.relations.holders import elsewhere, holder, of_leader
from pipeline.extract.weighing import total
from pipeline.knowledge.files import model_path, read_weights

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.document import Chain, Context
    from pipeline.extract.relations.holder_features import Features
    from pipeline.extract.relations.roles import RoleSpan

MODEL = "relation_holder.json"


class HolderWeights(BaseModel):
    """The whole of ``relation_holder.json``.

    Attributes:
        least: probability that the best candidate must reach; below it the role has no holder.
        bias: what every candidate starts with beside "none of them", whose sum is nought.
        weights: coefficient of each feature; a feature not listed weighs nothing.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    least: float
    bias: float
    weights: dict[str, float]


@cache
def holder_weights() -> HolderWeights | None:
    """Read the coefficients once; None where there are none.

    Raises:
        KnowledgeError: the file is there but wrong.
    """
    return read_weights(model_path(MODEL), HolderWeights)


def choose_holder(context: Context, role: RoleSpan, person: Chain) -> Chain | None:
    """In what the role of ``person`` is held, or None where that is not clear."""
    if elsewhere(context, role):
        return None
    state = of_leader(context, role)
    if state is not None:
        return state
    model = holder_weights()
    if model is None or person.type != "Person":
        return holder(context, role, person)
    rows = candidates(context, role, person)
    if role.in_scope("known"):
        states = led_states(person)
        rows = [row for row in rows if row[0].type != "Country" or states & set(row[0].countries)]
    return best(rows, model)


def candidates(context: Context, role: RoleSpan, person: Chain) -> list[tuple[Chain, Features]]:
    """Everything in which the role may be held with its features, the choice of the rules among them."""
    ruled = holder(context, role, person)
    rows = Question(context, role, person).candidates()
    return [
        (chain, features | {"ruled": 1.0, f"ruled.{chain.type}": 1.0} if chain is ruled else features)
        for chain, features in rows
    ]


def best(rows: Sequence[tuple[Chain, Features]], model: HolderWeights) -> Chain | None:
    """The most probable candidate, if it is probable enough; of equals the first."""
    chances = probabilities([features for _, features in rows], model)
    chosen = max(range(len(rows)), key=chances.__getitem__, default=None)
    return None if chosen is None or chances[chosen] <= model.least else rows[chosen][0]


def probabilities(rows: Sequence[Features], model: HolderWeights) -> list[float]:
    """How probable each candidate is; what is left to 1 is that it is none of them."""
    sums = [model.bias + total(features, model.weights) for features in rows]
    top = max([0.0, *sums])
    parts = [math.exp(one - top) for one in sums]
    whole = sum(parts) + math.exp(-top)
    return [part / whole for part in parts]
