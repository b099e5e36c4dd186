"""Settle who else takes part in a money fact: for each entity of the article, the likeliest role or none.

The coefficients stand in ``models/money_party.json``, learnt by ``pipeline.train.parties``. Without the file the roles
that the rules give stand.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, get_args

from pydantic import BaseModel, ConfigDict

from pipeline.extract.weighing import Classes
from pipeline.knowledge.files import model_path, read_weights
from pipeline.records import CounterpartyRole

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.document import Chain
    from pipeline.extract.finance.draft import Draft
    from pipeline.extract.finance.owner_features import Article, Features

MODEL = "money_party.json"
NOBODY = "none"
"""The class of entities that take no part."""
ROLES: dict[str, frozenset[str]] = {
    "penalty": frozenset({"authority"}),
    "acquisition_price": frozenset({"buyer", "seller"}),
    "funding_raised": frozenset({"investor"}),
    "investment": frozenset({"investor", "buyer", "seller"}),
    "debt": frozenset({"lender"}),
    "aid": frozenset({"lender"}),
    "contract_value": frozenset({"customer"}),
    "orders": frozenset({"customer"}),
    "trade_value": frozenset({"buyer", "customer", "seller"}),
    "unit_price": frozenset({"customer", "buyer"}),
}
"""The roles that others can have in a fact of each metric."""


class PartyWeights(BaseModel):
    """The whole of ``money_party.json``.

    Attributes:
        least: chance that a role must have.
        classes: the roles, and ``none``.
        bias: one number for each class.
        weights: coefficients of each feature, one for each class; a feature not listed weighs nothing.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    least: float
    classes: tuple[str, ...]
    bias: tuple[float, ...]
    weights: dict[str, tuple[float, ...]]


class PartyModel:
    """The coefficients as arrays."""

    def __init__(self, told: PartyWeights) -> None:
        self._least = told.least
        self._classes = Classes(told.classes, told.bias, told.weights)

    def role(self, features: Features, metric: str) -> CounterpartyRole | None:
        """The likeliest role of an entity with these features that a fact of the metric has, if it is likely enough."""
        chances = self._classes.chances(self._classes.sums(features))
        known: tuple[CounterpartyRole, ...] = get_args(CounterpartyRole)
        likely = max((role for role in known if role in ROLES[metric]), key=lambda role: chances.get(role, 0.0))
        return likely if chances.get(likely, 0.0) >= self._least else None


@cache
def party_model() -> PartyModel | None:
    """Read the coefficients once; None where there are none.

    Raises:
        KnowledgeError: the file is there but wrong.
    """
    weights = read_weights(model_path(MODEL), PartyWeights)
    return None if weights is None else PartyModel(weights)


def choose_parties(article: Article, drafts: Sequence[Draft]) -> None:
    """Give each draft, in text order and with its final owner, the entities that take part; drafts change in place."""
    model = party_model()
    if model is None:
        return
    last: Draft | None = None
    for draft in drafts:
        if draft.metric in ROLES:
            rows = party_rows(article, draft, last)
            told = [(chain, role) for chain, row in rows if (role := model.role(row, draft.metric)) is not None]
            judged = {chain.id for chain, _ in rows}
            draft.parties = told + [(chain, role) for chain, role in draft.parties if chain.id not in judged]
        last = draft


def party_rows(article: Article, draft: Draft, last: Draft | None) -> list[tuple[Chain, Features]]:
    """Every entity but the owner with its features, which are those of owners, and each of them with the metric."""
    rows = []
    for chain, found in article.others(draft, last):
        if draft.metric == "penalty" and chain.type == "Person":
            continue  # who is punished beside another
        crossed = {f"{draft.metric}*{name}": value for name, value in found.items() if "metric=" not in name}
        rows.append((chain, {**found, **crossed, f"metric={draft.metric}": 1.0}))
    return rows
