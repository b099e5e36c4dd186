"""Ingest: whatever the bytes are, each article gives an article or an issue with a code and a message."""

from __future__ import annotations

import codecs
import io
import json
import random
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.document import Article
from pipeline.ingest import Piece, Reader, paths_under, pieces, read_path, read_stream, read_text
from pipeline.ingest.article import repair
from pipeline.reading import Reading
from pipeline.records import Issue

LIMIT = 5_000_000
READING = Reading(max_bytes=LIMIT)
STORY = "The café in Zürich said “no comment” on the €5 million fine – its naïve owner left.\nShares fell 3%.\n"
RUSSIAN = "Министерство торговли сообщило, что компания внесена в список. Акции компании упали на три процента.\n" * 4


def read(path: Path, max_bytes: int = LIMIT) -> list[Article | Issue]:
    return list(read_path(path, Reading(max_bytes=max_bytes)))


def article(path: Path) -> Article:
    (item,) = read(path)
    assert isinstance(item, Article), item
    return item


def issue(path: Path, max_bytes: int = LIMIT) -> Issue:
    (item,) = read(path, max_bytes)
    assert isinstance(item, Issue)
    assert item.uri == str(path)
    assert item.stage == "ingest"
    assert item.message
    return item


ENCODED = {
    "utf-8": (STORY.encode(), "utf-8"),
    "utf-8 with mark": (codecs.BOM_UTF8 + STORY.encode(), "utf-8"),
    "cp1252": (STORY.encode("cp1252"), "cp1252"),
    "utf-16 little-endian with mark": (codecs.BOM_UTF16_LE + STORY.encode("utf-16-le"), "utf-16"),
    "utf-16 big-endian with mark": (codecs.BOM_UTF16_BE + STORY.encode("utf-16-be"), "utf-16"),
    "utf-16 little-endian without mark": (STORY.encode("utf-16-le"), "utf-16-le"),
    "utf-16 big-endian without mark": (STORY.encode("utf-16-be"), "utf-16-be"),
    "utf-32 with mark": (STORY.encode("utf-32"), "utf-32"),
    "latin-1 bytes in utf-8": (STORY.encode().replace("é".encode(), b"\xe9", 1), "utf-8"),
    "cp1252 quotes in utf-8": (STORY.encode().replace("“".encode(), b"\x93"), "utf-8"),
}


@pytest.mark.parametrize("name", ENCODED)
def test_encodings_give_the_same_text(tmp_path: Path, name: str) -> None:
    data, encoding = ENCODED[name]
    (tmp_path / "a.txt").write_bytes(data)
    read = article(tmp_path / "a.txt")
    assert read.text == STORY
    assert read.source.encoding == encoding
    assert read.source.bytes == len(data)


def test_mojibake_is_undone(tmp_path: Path) -> None:
    sound = STORY.replace("”", "“")
    (tmp_path / "a.txt").write_bytes(sound.encode().decode("cp1252").encode())
    assert article(tmp_path / "a.txt").text == sound


def test_another_alphabet_is_no_binary_file(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(RUSSIAN.encode("cp1251"))
    assert article(tmp_path / "a.txt").text == RUSSIAN


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_line_ends_are_unified(tmp_path: Path, ending: str) -> None:
    (tmp_path / "a.txt").write_bytes(STORY.replace("\n", ending).encode())
    assert article(tmp_path / "a.txt").text == STORY


def test_characters_that_are_no_text_are_dropped(tmp_path: Path) -> None:
    marked = STORY.replace("café", "ca\0fé").replace("Zürich", "\u202bZürich\u202c\u200f").replace("no", "n\u200bo")
    (tmp_path / "a.txt").write_bytes(marked.encode())
    assert article(tmp_path / "a.txt").text == STORY


def test_half_a_surrogate_pair_becomes_text_that_can_be_written() -> None:
    text = read_text("The fine \ud83d was high.").text
    assert text.encode()
    assert text.startswith("The fine")


def test_repair_leaves_sound_text_alone() -> None:
    sound = "Shares of AT&T (‘T’) rose 5½% – “a lot”… <T.N> said ¥300bn, ＮＴＴ, ﷼ and £1\n"
    assert repair(sound) == sound


BINARY = {
    "png": b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256)) * 9,
    "pdf": b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n",
    "zip": b"PK\x03\x04" + bytes(range(256)) * 4,
    "random": random.Random(7).randbytes(4000),
    "zeros": bytes(4000),
}


@pytest.mark.parametrize("name", BINARY)
def test_binary_files_are_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / "a.txt").write_bytes(BINARY[name])
    assert issue(tmp_path / "a.txt").code in ("not_text", "empty")


@pytest.mark.parametrize("data", [b"", b"  \n\t\r\n", codecs.BOM_UTF8])
def test_empty_files(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "a.txt").write_bytes(data)
    assert issue(tmp_path / "a.txt").code == "empty"


def test_a_file_of_50_mb_is_refused_without_being_read(tmp_path: Path) -> None:
    with (tmp_path / "a.txt").open("wb") as file:
        file.truncate(50_000_000)
    start = time.perf_counter()
    found = issue(tmp_path / "a.txt")
    assert found.code == "too_large"
    assert "50,000,000 bytes" in found.message
    assert time.perf_counter() - start < 1


def test_a_link_that_leads_nowhere_says_where_it_leads(tmp_path: Path) -> None:
    (tmp_path / "a.txt").symlink_to("gone.txt")
    found = issue(tmp_path / "a.txt")
    assert (found.code, "did you mean" in found.message) == ("missing", False)
    assert "leads to 'gone.txt'" in found.message


def test_text_padded_with_zeros_is_not_taken_for_utf_16(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(STORY.encode() + bytes(20 * len(STORY)))
    assert issue(tmp_path / "a.txt").code == "not_text"


def test_a_missing_file_names_the_nearest(tmp_path: Path) -> None:
    (tmp_path / "report.txt").write_text(STORY)
    found = issue(tmp_path / "reprot.txt")
    assert found.code == "missing"
    assert "did you mean" in found.message
    assert "report.txt" in found.message
    assert "no folder" in issue(tmp_path / "none" / "a.txt").message


@pytest.mark.parametrize("name", ["a.txt", "a.jsonl"])
def test_a_file_that_may_not_be_read(tmp_path: Path, unreadable: Callable[[Path], None], name: str) -> None:
    (tmp_path / name).write_text(STORY)
    unreadable(tmp_path / name)
    found = issue(tmp_path / name)
    assert found.code == "unreadable"
    assert "Permission denied" in found.message
    assert [piece.end for piece in pieces(tmp_path / name, 64, READING)] == [None]


def test_a_long_file_of_another_encoding_is_read_in_linear_time(tmp_path: Path) -> None:
    data = "é ü ß – word ".encode("cp1252") * 50_000 + "“".encode()
    (tmp_path / "a.txt").write_bytes(data)
    start = time.perf_counter()
    assert article(tmp_path / "a.txt").text.startswith("é ü ß – word")
    assert time.perf_counter() - start < 8


def test_the_document_id_is_the_digest_of_the_bytes(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(STORY)
    (tmp_path / "b.txt").write_text(STORY)
    one, two = article(tmp_path / "a.txt"), article(tmp_path / "b.txt")
    assert one.doc_id == two.doc_id == one.source.sha256[:16]


# JSON Lines ----------------------------------------------------------------------------------------------------------

LINES = [
    (json.dumps({"id": "n1", "text": STORY, "title": "Fine", "published": "2024-03-15"}), None),
    (json.dumps({"id": 7, "text": STORY}), None),
    (json.dumps({"text": STORY, "published": "2024-03-15T08:30:00Z", "more": [1]}), None),
    ("", "skipped"),
    ('{"id": "n2", "text": ', "bad_json"),
    ('{"id": "n3"}', "bad_fields"),
    ("[1, 2]", "bad_fields"),
    ('{"id": "n4", "text": 5}', "bad_fields"),
    (json.dumps({"id": "n5", "text": STORY, "title": ["x"]}), "bad_fields"),
    (json.dumps({"id": "n6", "text": STORY, "published": "15 March"}), "bad_date"),
    (json.dumps({"id": "n7", "text": STORY, "published": 20240315}), "bad_date"),
    (json.dumps({"id": "n8", "text": STORY, "published": "2024-02-30"}), "bad_date"),
    (json.dumps({"id": "n9", "text": " "}), "empty"),
    (json.dumps({"id": "n10", "text": "x" * 3000}), "too_large"),
    ('{"text": "half \\ud83d"}', "bad_json"),
]


def test_each_line_gives_an_article_or_an_issue(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text("\n".join(line for line, _ in LINES))
    found = read(path, 2500)
    expected = [(number, code) for number, (_, code) in enumerate(LINES, start=1) if code != "skipped"]
    assert [item.code if isinstance(item, Issue) else None for item in found] == [code for _, code in expected]
    assert [item.uri if isinstance(item, Issue) else item.source.uri for item in found] == [
        f"{path}#{number}" for number, _ in expected
    ]
    first, second, third = found[:3]
    assert isinstance(first, Article)
    assert (first.doc_id, first.title, str(first.published.date), first.published.basis) == (
        "n1",
        "Fine",
        "2024-03-15",
        "metadata",
    )
    assert first.text == f"Fine\n\n{STORY}"
    assert isinstance(second, Article)
    assert second.doc_id == "7"
    assert isinstance(third, Article)
    assert str(third.published.date) == "2024-03-15"


def test_a_title_that_opens_the_text_is_not_doubled(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps({"text": f"Fine\n\n{STORY}", "title": "Fine"}))
    assert article(path).text == f"Fine\n\n{STORY}"


def test_a_mark_before_the_first_line_is_no_json_error(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(codecs.BOM_UTF8 + json.dumps({"text": STORY}).encode())
    assert article(path).text == STORY


def test_an_empty_or_missing_jsonl_file_is_an_issue(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(b"\n \n")
    assert issue(tmp_path / "a.jsonl").code == "empty"
    assert issue(tmp_path / "b.jsonl").code == "missing"


@pytest.mark.parametrize("size", [1, 2, 5, 100])
def test_pieces_of_a_file_are_the_file(tmp_path: Path, size: int) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text("\n".join(line for line, _ in LINES))
    parts = list(pieces(path, size, READING))
    assert len(parts) == -(-len(LINES) // size)
    reader = Reader(Reading(max_bytes=2500))
    assert [item for part in parts for item in reader(part)] == read(path, 2500)


def test_other_files_are_one_piece(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(STORY)
    assert list(pieces(tmp_path / "a.txt", 1, READING)) == [Piece(tmp_path / "a.txt")]
    assert list(Reader(READING)(Piece(tmp_path / "a.txt"))) == read(tmp_path / "a.txt")


# Paths and streams ---------------------------------------------------------------------------------------------------


def test_folders_and_patterns_give_their_files_once_and_sorted(tmp_path: Path) -> None:
    for name in ("b.txt", "a.txt", "sub/c.TXT", "d.jsonl", "e.png", "README.md", ".hidden.txt", ".git/f.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(STORY)

    def names(*inputs: str) -> list[str]:
        return [str(path.relative_to(tmp_path)) for path in paths_under(tmp_path / one for one in inputs)]

    assert names(".") == ["a.txt", "b.txt", "d.jsonl", "sub/c.TXT"]
    assert names("*.txt", "a.txt", "b.txt") == [".hidden.txt", "a.txt", "b.txt"]
    assert names("b.txt", "a.txt", "b.txt") == ["b.txt", "a.txt"]
    assert names("*.pdf", "none.txt") == ["*.pdf", "none.txt"]


def test_a_file_whose_name_holds_pattern_signs_is_itself(tmp_path: Path) -> None:
    (tmp_path / "a[1].txt").write_text(STORY)
    assert list(paths_under([tmp_path / "a[1].txt"])) == [tmp_path / "a[1].txt"]


@pytest.mark.parametrize(
    ("data", "code"), [(STORY.encode(), None), (b"", "empty"), (b"x" * 101, "too_large"), (bytes(50), "empty")]
)
def test_a_stream_is_read_like_a_file(data: bytes, code: str | None) -> None:
    limit = 10_000 if code is None else 100
    (item,) = read_stream(io.BytesIO(data), Reading(max_bytes=limit))
    if code is None:
        assert isinstance(item, Article)
        assert item.text == STORY
    else:
        assert isinstance(item, Issue)
        assert item.code == code
