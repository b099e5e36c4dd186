"""The classifier of lines: a logistic model that finds page furniture of which no rule knows the words.

Its coefficients stand in ``models/line_furniture.json``, learnt by ``pipeline.train.furniture``. Without the file the
rules decide alone.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cache

from pydantic import BaseModel, ConfigDict

from pipeline.clean.line_features import LONGEST, Line, features
from pipeline.knowledge.files import model_path, read_weights

MODEL = "line_furniture.json"


class LineWeights(BaseModel):
    """The whole of ``line_furniture.json``.

    Attributes:
        bias: the log-odds of a line of which nothing is known.
        threshold: probability from which a line is furniture.
        sentence_threshold: the same for a line that could be a sentence of the article.
        weights: coefficient of each feature; one that is not listed weighs nothing.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    bias: float
    threshold: float
    sentence_threshold: float
    weights: dict[str, float]


@cache
def line_weights() -> LineWeights | None:
    """Read the coefficients once; None where there are none.

    Raises:
        KnowledgeError: the file is there but wrong.
    """
    return read_weights(model_path(MODEL), LineWeights)


def learnt_furniture(paragraphs: Sequence[str], ruled: Sequence[bool], open_: Sequence[bool]) -> list[int]:
    """Positions of lines that are furniture though no rule says so, in order.

    Args:
        paragraphs: all of an article.
        ruled: which are furniture by the rules.
        open_: which may be asked about: not the headline, no captions.
    """
    model = line_weights()
    lines = [Line(one) for one in paragraphs]
    prose = [line.is_prose for line in lines]
    if model is None or not any(prose):
        # Without running text there is nothing to tell furniture from: tables, lists of names.
        return []
    furniture, found = list(ruled), list[int]()
    for at, line in enumerate(lines):
        if ruled[at] or not open_[at] or len(line.text) > LONGEST:
            continue
        needed = model.sentence_threshold if line.is_sentence else model.threshold
        if probability(features(lines, at, furniture, prose), model) >= needed:
            furniture[at] = True
            found.append(at)
    head = [at for at in range(prose.index(True)) if not ruled[at]]
    # A page has a headline: the last line before the text is it, if nothing else is left.
    return [at for at in found if at != head[-1]] if head and set(head) <= set(found) else found


def probability(names: Sequence[str], model: LineWeights) -> float:
    """How likely a line with these features is furniture."""
    score = model.bias + sum(model.weights.get(name, 0.0) for name in names)
    return 1 / (1 + math.exp(-score))
