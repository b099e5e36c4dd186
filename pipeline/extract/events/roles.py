"""Settle who plays which part in each event: weighted features of every entity around it.

The coefficients stand in ``models/event_roles.json``, learnt by ``pipeline.train.roles``; what the rules read is one of
the features. Without the file the reading of the rules stands.
"""

from __future__ import annotations

import math
from functools import cache
from typing import TYPE_CHECKING, Literal

from pydantic import BaseModel, ConfigDict

from pipeline.extract.events.reader_features import LIKELY, parts
from pipeline.extract.events.role_features import ROLES, Features, Surroundings
from pipeline.extract.weighing import total
from pipeline.knowledge.files import model_path, read_weights

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.document import Chain, Context
    from pipeline.extract.events.candidate import Candidate
    from pipeline.extract.events.merge import Decision

MODEL = "event_roles.json"
Role = Literal["authorities", "targets", "programs"]


class RoleWeights(BaseModel):
    """Coefficients of one role.

    Attributes:
        keep: chance from which an entity that the rules read keeps the role.
        first: chance from which another entity is given it, where the rules read none.
        more: the same where the rules read one.
        bias: sum to start from.
        weights: coefficient of each feature; a feature not listed weighs nothing.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    keep: float
    first: float
    more: float
    bias: float
    weights: dict[str, float]


class RoleModel(BaseModel):
    """The whole of ``event_roles.json``."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    authorities: RoleWeights
    targets: RoleWeights
    programs: RoleWeights


@cache
def role_model() -> RoleModel | None:
    """Read the coefficients once; None where there are none.

    Raises:
        KnowledgeError: the file is there but wrong.
    """
    return read_weights(model_path(MODEL), RoleModel)


_READ = {"authority": "authorities", "target": "targets", "program": "programs"}
"""The reader's names of the roles with ours."""


def complete(context: Context, mention: Candidate) -> None:
    """Give a mention the parties that the reader sees where it has none."""
    chances = parts(context, mention)
    for role, name in _READ.items():
        if not getattr(mention, name):
            taken = {*mention.authorities, *mention.targets}
            likely = [id_ for id_, one in chances.items() if one[role] >= LIKELY and id_ not in taken]
            found = [id_ for id_ in likely if fits(name, context.chain(id_))]
            setattr(mention, name, found)
            mention.completed = mention.completed or bool(found)


def assign_roles(context: Context, decisions: Sequence[Decision]) -> None:
    """Give and take parties of each decision by their features; all are weighed before the first is changed."""
    model = role_model()
    if model is None or not decisions:
        return
    best = [_whole(one) for one in decisions]
    around = Surroundings(context, best)
    found = [choose(mention, around.candidates(mention), model) for mention in best]
    for decision, chosen in zip(decisions, found, strict=True):
        for one in decision.mentions:
            one.authorities, one.targets, one.programs = (chosen[role] for role in ROLES)


def _whole(decision: Decision) -> Candidate:
    """The best mention with the parties of all."""
    best = decision.best
    best.authorities, best.targets = decision.union("authorities"), decision.union("targets")
    best.programs = best.programs or decision.union("programs")
    return best


def choose(mention: Candidate, rows: Sequence[tuple[Chain, Features]], model: RoleModel) -> dict[str, list[str]]:
    """The entities of each role, those of the rules first; nobody restricts himself or what he belongs to."""
    chosen: dict[str, list[str]] = {}
    sure: dict[str, dict[str, float]] = {}
    for role in ROLES:
        weights: RoleWeights = getattr(model, role)
        ruled = getattr(mention, role)
        odds = {chain.id: probability(features, weights) for chain, features in rows if fits(role, chain)}
        kept = [id_ for id_ in ruled if odds.get(id_, 0.0) >= weights.keep]
        level = weights.more if kept else weights.first
        new = [id_ for id_, chance in odds.items() if id_ not in ruled and chance >= level]
        chosen[role], sure[role] = kept + new, odds
    for id_ in set(chosen["authorities"]) & set(chosen["targets"]):
        loser = "targets" if sure["authorities"][id_] >= sure["targets"][id_] else "authorities"
        chosen[loser].remove(id_)
    if mention.action not in _APART:
        chains = {chain.id: chain for chain, _ in rows}
        home = {land for id_ in chosen["authorities"] if id_ in chains for land in _lands(chains[id_])}
        chosen["targets"] = [
            id_
            for id_ in chosen["targets"]
            if id_ not in chains or chains[id_].type not in _STATE or not _lands(chains[id_]) & home
        ]
    return chosen


_APART = frozenset({"challenge", "breach", "annul", "penalize"})
"""Actions whose authority is the forum or the body whose rules are broken."""
_STATE = frozenset({"Country", "PublicBody"})


def _lands(chain: Chain) -> set[str]:
    """Jurisdictions of a state or body: country codes, EU, UN."""
    head = (chain.key or "").split(".")[0].upper()
    return {*chain.countries, *({{"UK": "GB"}.get(head, head)} if head else ())}


_FIT = {
    "authorities": frozenset({"PublicBody", "Country", "Organization", "Person"}),
    "targets": frozenset(
        {"Company", "Person", "Organization", "PublicBody", "Vessel", "Airplane", "CryptoWallet", "Country", "Location"}
    ),
    "programs": frozenset({"Program"}),
}


def fits(role: str, chain: Chain) -> bool:
    """Whether an entity of this type can play a role at all."""
    return chain.type in _FIT[role]


def probability(features: Features, weights: RoleWeights) -> float:
    """Chance that the entity plays the role."""
    odds = weights.bias + total(features, weights.weights)
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, odds))))
