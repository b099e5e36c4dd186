"""What a run may be told about its input: names of fields, and the limits that hostile files meet."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

Only = Literal["all", "relevant", "sanctions"]
"""Which articles are processed: all, those with words of sanctions or money, those with words of sanctions."""


class _Choices(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


def _names(*names: str, what: str) -> tuple[str, ...]:
    """A setting that lists names of fields, the first that is there counts."""
    return Field(default=names, strict=False, description=what)


class Fields(_Choices):
    """Keys or columns that hold the parts of an article; of several names the first that has a value counts.

    A name may lead into an object: ``content.body``.
    """

    text: tuple[str, ...] = _names("text", "body", "content", "article", what="the article")
    title: tuple[str, ...] = _names("title", "headline", what="its headline")
    date: tuple[str, ...] = _names("published", "date", "published_at", "pubdate", what="its publication date")
    url: tuple[str, ...] = _names("url", "link", what="where it stands")
    id: tuple[str, ...] = _names("id", "doc_id", what="its id")
    articles: tuple[str, ...] = _names(
        "articles", "items", "data", "documents", "results", what="the list of articles in a .json file"
    )


class Limits(_Choices):
    """How far a reader goes before it gives a file up with an issue."""

    seconds: float = Field(default=30.0, gt=0, strict=False, description="for reading one article")
    depth: int = Field(default=4, ge=1, description="archives inside archives")
    members: int = Field(default=2_000_000, ge=1, description="articles in one file")
    held_bytes: int = Field(
        default=100_000_000,
        ge=1,
        description="largest file that can only be read whole: .pdf, .docx, .eml, .json, an archive inside another",
    )
    unpacked_bytes: int = Field(default=50_000_000_000, ge=1, description="what one compressed file unpacks to")
    ratio: int = Field(default=200, ge=1, description="unpacked bytes to packed ones, after the first 10 MB")


class Reading(_Choices):
    """All that ingest is told.

    Attributes:
        max_bytes: largest article, in bytes of the source.
        fields: names of keys and columns.
        limits: what guards against hostile files.
    """

    max_bytes: int = 5_000_000
    fields: Fields = Fields()
    limits: Limits = Limits()
