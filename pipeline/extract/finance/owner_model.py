"""Settle whose amount each draft tells: a weighted sum of features picks among the entities of the article.

What the rules chose, and how they came to it, is among the features.

The coefficients stand in ``models/money_owner.json``, learnt by ``pipeline.train.owners``. Without the file the choice
of the rules stands.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict

from pipeline.extract.finance.digest import digest_items
from pipeline.extract.finance.doers import doer_of, kind_of
from pipeline.extract.weighing import total
from pipeline.knowledge.files import model_path, read_weights

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.document import Chain
    from pipeline.extract.finance.draft import Draft
    from pipeline.extract.finance.owner_features import Article, Features

MODEL = "money_owner.json"
GUESSED = frozenset({"climb", "near", "part", "topic"})
"""How the rules chose where the clause of the amount does not say; a frame, or no owner at all, stands."""

_BOUGHT = "acquisition_price"


class OwnerWeights(BaseModel):
    """The whole of ``money_owner.json``.

    Attributes:
        weights: coefficient of each feature; a feature not listed weighs nothing.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    weights: dict[str, float]


@cache
def owner_weights() -> OwnerWeights | None:
    """Read the coefficients once; None where there are none.

    Raises:
        KnowledgeError: the file is there but wrong.
    """
    return read_weights(model_path(MODEL), OwnerWeights)


def choose_owners(article: Article, drafts: Sequence[Draft]) -> None:
    """Give each draft, in text order, the owner that its features speak for most; drafts change in place."""
    model = owner_weights()
    if model is None or not drafts:
        return
    last: Draft | None = None
    items = digest_items(article.context)
    for draft in drafts:
        item = next((ids for start, end, ids in items if start <= draft.at < end), None)
        rows = article.candidates(draft, last) if draft.owner_basis in GUESSED else []
        owner = best(_possible(article, draft, rows, item), model) if rows else draft.owner
        if owner is not draft.owner:
            draft.owner, draft.owner_basis = owner, "none" if owner is None else "near"
        last = draft


def _possible(
    article: Article, draft: Draft, rows: Sequence[tuple[Chain | None, Features]], item: frozenset[str] | None
) -> list[tuple[Chain | None, Features]]:
    """The candidates that can be the owner: no state where a company acts, no buyer among the bought.

    In an item of a digest only what it names can be, where the rules found an owner; else their choice is always among
    them, as nobody is.
    """
    doer = doer_of(draft)
    firm = doer is not None and doer.lower_ != "bank" and kind_of(article.context, doer, draft) == "anaphor"
    told = draft.owner is not None and article.parts.suffers(draft.owner, _BOUGHT)
    bought = _BOUGHT if told and draft.owner_basis == "part" else ""

    def fits(chain: Chain | None) -> bool:
        if item is not None and draft.owner is not None:
            return chain is not None and chain.id in item
        if chain is None or chain is draft.owner:
            return True
        return not (firm and chain.type == "Country") and not article.parts.acts(chain, bought)

    return [row for row in rows if fits(row[0])] or list(rows)


def best(rows: Sequence[tuple[Chain | None, Features]], model: OwnerWeights) -> Chain | None:
    """The candidate with the highest sum; of equals the first."""
    return max(rows, key=lambda row: total(row[1], model.weights))[0]
