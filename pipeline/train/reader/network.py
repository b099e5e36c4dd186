"""The reader as a trainable network: what ``pipeline.reader`` computes, in PyTorch."""

from __future__ import annotations

from typing import TYPE_CHECKING

import torch
from torch import nn

from pipeline.reader.heads import APART
from pipeline.train.reader.choices import REASONS
from pipeline.train.reader.marked import FACT_STATUSES

if TYPE_CHECKING:
    from transformers import BertModel

    from pipeline.reader.heads import Family, Labels

STATE, JOINT = 192, 128
"""Width of what is read off a trigger or amount, and of the space where it meets its parties."""


class Network(nn.Module):
    """Encoder and heads.

    Args:
        encoder: a BERT whose position and token-type vectors are kept as they are.
        labels: names of the columns.
        dropout: share of numbers that training blanks before each head.
    """

    def __init__(self, encoder: BertModel, labels: Labels, dropout: float) -> None:
        super().__init__()
        width = encoder.config.hidden_size
        self.encoder = encoder
        self.drop = nn.Dropout(dropout)
        self.trigger = nn.Linear(width, len(labels.actions))
        heads: dict[Family, dict[str, tuple[str, ...]]] = {
            "event": {"status": labels.statuses, "measures": labels.measures, "reasons": REASONS},
            "amount": {"metric": labels.metrics, "status": FACT_STATUSES, "change": ("change",)},
        }
        self.state = nn.ModuleDict({family: nn.Linear(2 * width, STATE) for family in heads})
        self.heads = nn.ModuleDict(
            {
                f"{family}_{name}": nn.Linear(STATE, len(columns))
                for family, parts in heads.items()
                for name, columns in parts.items()
            }
        )
        self.asks = nn.ModuleDict({family: nn.Linear(width, JOINT) for family in heads})
        self.answers = nn.ModuleDict({family: nn.Linear(width, JOINT) for family in heads})
        self.kinds = nn.ModuleDict({family: nn.Embedding(len(labels.kinds), JOINT) for family in heads})
        self.apart = nn.ModuleDict({family: nn.Embedding(len(APART), JOINT) for family in heads})
        self.roles = nn.ModuleDict({family: nn.Linear(2 * JOINT, len(labels.roles(family))) for family in heads})
        self.same = nn.Linear(2 * JOINT, 1)
        for one in (*self.kinds.values(), *self.apart.values()):
            nn.init.normal_(one.weight, std=0.3)

    def read(self, pieces: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """Vectors of the pieces: (passages, pieces, width)."""
        # Sixteen bits make the products of the encoder twice as quick; the heads are small and keep thirty-two.
        with torch.autocast("cpu", dtype=torch.bfloat16):
            hidden = self.encoder(input_ids=pieces, attention_mask=mask).last_hidden_state
        dropped: torch.Tensor = self.drop(hidden.float())
        return dropped

    def state_of(self, family: str, frames: torch.Tensor, whole: torch.Tensor) -> torch.Tensor:
        """What is read off triggers or amounts: (frames, STATE)."""
        found: torch.Tensor = self.drop(nn.functional.gelu(self.state[family](torch.cat([frames, whole], -1))))
        return found

    def roles_of(
        self, family: str, frames: torch.Tensor, places: torch.Tensor, kinds: torch.Tensor, apart: torch.Tensor
    ) -> torch.Tensor:
        """Sums of the roles for pairs of a frame and a place: (pairs, roles)."""
        asked = self.asks[family](frames)
        told = self.answers[family](places) + self.kinds[family](kinds) + self.apart[family](apart)
        found: torch.Tensor = self.roles[family](self.drop(joint(asked, told)))
        return found

    def same_of(self, one: torch.Tensor, other: torch.Tensor) -> torch.Tensor:
        """Sums for pairs of triggers: whether they tell one decision: (pairs,)."""
        asked = self.asks["event"]
        found: torch.Tensor = self.same(self.drop(joint(asked(one), asked(other))))[:, 0]
        return found


def joint(one: torch.Tensor, other: torch.Tensor) -> torch.Tensor:
    """Where two vectors meet; it does not matter which is first."""
    return torch.cat([nn.functional.gelu(one + other), one * other], -1)
