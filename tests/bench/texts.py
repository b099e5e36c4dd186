"""The articles that are measured on."""

from __future__ import annotations

import json
from collections.abc import Sequence
from itertools import cycle, islice
from pathlib import Path

from pipeline.document import Article
from pipeline.ingest import paths_under, read_path, read_text
from pipeline.settings import Settings


def read(sources: Sequence[Path], limit: int | None) -> list[Article]:
    """Articles of files and folders; what stands under ``corpus`` besides articles is left out."""
    found: list[Article] = []
    for path in paths_under(sources):
        if path.name.lower() in {"readme.md", "guidelines.md", "datasheet.md"} or path.suffix == ".json":
            continue
        found += [item for item in read_path(path, Settings().reading) if isinstance(item, Article)]
        if limit is not None and len(found) >= limit:
            return found[:limit]
    return found


def words(articles: Sequence[Article]) -> int:
    return sum(len(article.text.split()) for article in articles)


def facts(articles: Sequence[Article]) -> dict[str, int]:
    return {"articles": len(articles), "words": words(articles)}


def short(articles: Sequence[Article]) -> list[Article]:
    """The beginning of each: for what needs many articles, not many words."""
    return [read_text(article.text[:600]) for article in articles]


def write(articles: Sequence[Article], number: int, path: Path) -> None:
    """A file of ``number`` articles: the same again and again, no two of them equal."""
    with path.open("w", encoding="utf-8") as out:
        for count, article in enumerate(islice(cycle(articles), number)):
            text = f"{article.text}\n\nReference {count}."
            out.write(json.dumps({"id": str(count), "text": text}) + "\n")


def fresh(articles: Sequence[Article]) -> list[Article]:
    """The same once more, read anew."""
    return [read_text(article.text, title=article.title, published=article.published) for article in articles]
