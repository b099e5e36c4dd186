"""Learn which lines of a page are furniture: paragraphs of the gold set between furniture lines of our own wording.

Pages are put together at random (the seed is fixed) from the body of labelled articles and the lines of
``furniture.yml``; a logistic regression learns to tell them apart. The coefficients go to
``models/line_furniture.json`` with names, to be read and compared line by line.
"""

from __future__ import annotations

import json
import random
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import yaml
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from pipeline.clean.blocks import blocks
from pipeline.clean.furniture import kinds
from pipeline.clean.line_features import LONGEST, Line, features
from pipeline.clean.line_model import LineWeights
from pipeline.evaluate.gold import read_gold

SOURCE = Path(__file__).with_name("furniture.yml")
STRENGTH = 0.5
"""Inverse of the penalty on large coefficients."""
FEWEST, COMMON = 2, 20
"""Patterns of furniture lines, or articles, in which a word must stand to get a coefficient."""
THRESHOLD, SENTENCE_THRESHOLD = 0.9, 0.985
"""A wrong line taken away costs facts, one left costs little: set so that real wire copy loses no line. With 0.75 the
first finds hardly more; the second is for lines that could be sentences of the article."""
PAGES = 4
"""Pages made of each article."""

Page = list[tuple[str, bool]]
"""Lines of a page, and which are furniture."""


def train_furniture(gold: Path, out: Path, seed: int = 11) -> LineWeights:
    """Learn the coefficients and write them.

    Args:
        gold: gold set whose articles give the text.
        out: the JSON file to write.
        seed: of the pages.
    """
    model = fit(list(pages(gold, seed)), vocabulary(gold))
    out.write_text(json.dumps(model.model_dump(), indent=1, sort_keys=True) + "\n", encoding="utf-8")
    return model


def vocabulary(gold: Path) -> frozenset[str]:
    """Words that tell furniture or text whatever a page is about: in several patterns of lines, or in many articles."""
    source = yaml.safe_load(SOURCE.read_text(encoding="utf-8"))
    patterns = {line for kind, lines in source.items() if kind not in {"fillings", "body"} for line in lines}
    told = Counter(word for line in patterns for word in words_of(re.sub(r"\{\w+\}", " ", line)))
    used = Counter(word for article in read_gold(gold) for word in words_of(article.text))
    few = {word for word, count in told.items() if count >= FEWEST}
    return frozenset(few | {word for word, count in used.items() if count >= COMMON})


def words_of(line: str) -> set[str]:
    """Words of a line as the features have them."""
    return set(Line(line).small)


def fit(made: Sequence[Page], words: frozenset[str]) -> LineWeights:
    """Coefficients by feature name, to three places; only these words get one."""
    rows: list[dict[str, float]] = []
    labels: list[bool] = []
    for page in made:
        lines = [Line(line) for line, _ in page]
        truth, prose = [label for _, label in page], [line.is_prose for line in lines]
        for at, (line, label) in enumerate(zip(lines, truth, strict=True)):
            if len(line.text) <= LONGEST:
                rows.append(dict.fromkeys(features(lines, at, truth, prose), 1.0))
                labels.append(label)
    open_ = {"word", "first"}
    kept = [
        {name: 1.0 for name in row if name.partition(":")[0] not in open_ or name.partition(":")[2] in words}
        for row in rows
    ]
    names = DictVectorizer()
    model = LogisticRegression(C=STRENGTH, max_iter=3000)
    model.fit(names.fit_transform(kept), labels)
    found = zip(names.get_feature_names_out(), model.coef_[0], strict=True)
    weights = {str(name): round(float(value), 3) for name, value in found if round(float(value), 3) != 0}
    return LineWeights(
        bias=round(float(model.intercept_[0]), 3),
        threshold=THRESHOLD,
        sentence_threshold=SENTENCE_THRESHOLD,
        weights=weights,
    )


def pages(gold: Path, seed: int) -> Iterator[Page]:
    """Pages made of the articles of a gold set."""
    source = yaml.safe_load(SOURCE.read_text(encoding="utf-8"))
    chance = random.Random(seed)
    for article in read_gold(gold):
        paragraphs = list(blocks(article.text))
        roles = kinds(article.text, paragraphs)
        body = [
            article.text[one.start : one.end] for one, role in zip(paragraphs, roles, strict=True) if role == "body"
        ]
        for _ in range(PAGES if body else 0):
            yield _page(body, source, chance)


def _page(body: Sequence[str], source: dict[str, list[str]], chance: random.Random) -> Page:
    def some(kind: str, most: int) -> Page:
        chosen = chance.choices(source[kind], k=chance.randint(0, most))
        return [(_filled(line, source, chance), kind != "body") for line in chosen]

    page = some("head", 5)
    for line in body:
        page.append((_damaged(line, chance), False))
        if chance.random() < 0.12:
            page += some("middle", 2)
        if chance.random() < 0.12:
            page += some("body", 4)
    page += some("body", 5) if chance.random() < 0.4 else []
    parts = [some("tail", 6)]
    if chance.random() < 0.5:
        parts.append([*some("teasers_heads", 1), *some("teasers", 5)])
    if chance.random() < 0.5:
        parts.append([*some("comments_heads", 1), *some("comments", 4)])
    chance.shuffle(parts)
    return page + [line for part in parts for line in part]


def _damaged(line: str, chance: random.Random) -> str:
    """Mostly the paragraph as it is; sometimes one of its sentences, or its beginning, as feeds cut it off."""
    draw = chance.random()
    if draw < 0.1:
        return line[: chance.randint(20, 120)].rstrip()
    if draw < 0.3:
        return chance.choice(re.split(r"(?<=[.!?])\s+(?=[A-Z])", line))
    return line


def _filled(line: str, source: dict[str, list[str]], chance: random.Random) -> str:
    fillings: dict[str, list[str]] = source["fillings"]  # type: ignore[assignment]  # the one mapping of the file
    return re.sub(r"\{(\w+)\}", lambda match: chance.choice(fillings[match.group(1)]), line)
