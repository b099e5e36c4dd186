"""Ingest of every form: what is article, title and date, and what a missing extra says."""

from __future__ import annotations

import bz2
import datetime as dt
import gzip
import io
import json
import lzma
import random
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT

from ingest import makers
from ingest.makers import BODY, END, PAGE, PAGE_TEXT, TITLE
from pipeline.document import Article
from pipeline.ingest import read_path, read_stream
from pipeline.reading import Fields, Reading
from pipeline.records import Issue

DAY = dt.date(2024, 3, 14)


def read(data: bytes, name: str, reading: Reading | None = None, form: str | None = None) -> list[Article | Issue]:
    """Read bytes as a file of that name, without a file."""
    from pipeline.ingest.endings import Kind, kind_of
    from pipeline.ingest.forms import items_of
    from pipeline.ingest.items import Ask

    kind = kind_of(name) if form is None else Kind(form)  # type: ignore[arg-type]
    ask = Ask(reading or Reading(), packed=len(data))
    return [item.read() for item in items_of(io.BytesIO(data), name, ask, kind, len(data))]


def article(data: bytes, name: str, reading: Reading | None = None) -> Article:
    (item,) = read(data, name, reading)
    assert isinstance(item, Article), item
    return item


def codes(items: list[Article | Issue]) -> list[str | None]:
    return [item.code if isinstance(item, Issue) else None for item in items]


def texts(items: list[Article | Issue]) -> list[str]:
    return [item.text if isinstance(item, Article) else item.code for item in items]


# Documents -----------------------------------------------------------------------------------------------------------


def test_html_gives_the_article_and_what_the_page_says_of_it() -> None:
    found = article(PAGE.encode(), "a.html")
    assert found.text == PAGE_TEXT
    assert (found.title, found.published.date, found.published.basis) == (TITLE, DAY, "metadata")
    assert (found.language, found.source.media_type) == ("en", "text/html")


FACTS = {
    "json-ld first": (
        '<script type="application/ld+json">[{"@type":"NewsArticle","headline":"A firm barred",'
        '"datePublished":"2024-03-14"}]</script><meta property="og:title" content="No">'
        '<meta name="date" content="2020-01-01">',
        "A firm barred",
        DAY,
    ),
    "broken json-ld": (
        '<script type="application/ld+json">{"@type": </script><meta property="og:title" content="A firm barred">'
        '<meta property="article:published_time" content="2024-03-14T08:00:00Z">',
        "A firm barred",
        DAY,
    ),
    "a date of change is none": (
        '<title>A firm barred - Port Gazette</title><meta property="article:modified_time" content="2024-03-14">',
        "A firm barred",
        None,
    ),
    "the site's mark is cut off": ("<title>A firm barred | Port Gazette</title>", "A firm barred", None),
    "a date that is none": ('<meta name="date" content="yesterday"><title>X</title>', "X", None),
}


@pytest.mark.parametrize("name", FACTS)
def test_facts_of_a_page(name: str) -> None:
    head, title, day = FACTS[name]
    found = article(f"<html><head>{head}</head><body><p>{BODY}</p><p>{END}</p></body></html>".encode(), "a.html")
    assert (found.title, found.published.date) == (title, day)
    assert BODY in found.text


def test_a_page_that_shows_a_teaser_only_is_read_from_its_metadata() -> None:
    told = json.dumps({"@type": "Article", "headline": TITLE, "articleBody": f"{BODY}\n\n{END}" * 2})
    page = f'<script type="application/ld+json">{told}</script><p>OSLO, March 14 - The Trade Ministry …</p>'
    assert article(page.encode(), "a.html").text.count(END) == 2


def test_a_page_too_short_for_statistics_is_read_whole() -> None:
    assert article(b"<html><body>Bank <b>fined</b>.</body></html>", "a.html").text == "Bank fined."


@pytest.mark.parametrize("page", ["", "<html></html>", "<!-- x -->", "<script>x()</script>"])
def test_a_page_without_text_is_an_issue(page: str) -> None:
    assert codes(read(page.encode(), "a.html")) == ["empty"]


def test_the_page_or_the_server_says_its_encoding() -> None:
    page = PAGE.replace("utf-8", "windows-1251").replace("Norda", "Норда").encode("cp1251")
    assert "Норда" in article(page, "a.html").text
    assert article(PAGE.replace("utf-8", "no-such").encode(), "a.html").text == PAGE_TEXT


def test_markdown_loses_its_marks() -> None:
    found = article(makers.MARKDOWN.encode(), "a.md")
    assert found.text == makers.MARKDOWN_TEXT
    assert (found.title, found.published.date) == (TITLE, DAY)


def test_pdf_gives_its_text_layer_without_running_heads() -> None:
    rows = [f"Ship {n} of the firm may not call at any port." for n in range(8)]
    pages = [
        ["Ministry of Trade", f"Firm {name} was barred on Monday,", "it said.", *rows, f"Page {n}"]
        for n, name in enumerate("ABCD")
    ]
    text = article(makers.make_pdf(pages), "a.pdf").text
    assert "Firm C was barred on Monday,\nit said." in text
    assert text.count(rows[3]) == 4
    assert "Ministry of Trade" not in text
    assert "Page 2" not in text


def test_a_scanned_pdf_is_an_issue_that_says_so() -> None:
    (found,) = read(makers.make_pdf([[], []]), "a.pdf")
    assert isinstance(found, Issue)
    assert (found.code, "no text layer" in found.message) == ("empty", True)


def test_docx_gives_paragraphs_and_tables() -> None:
    found = article(makers.make_docx(), "a.docx")
    assert found.text == f"{TITLE}\n\n{BODY}\n\n- Norda Lines\n\nDune Lark | 9000001"
    assert found.title == TITLE


def test_mail_gives_subject_date_and_plain_text() -> None:
    found = article(makers.MAIL, "a.eml")
    assert found.text == f"{TITLE}\n\nThe café was barred, the ministry said."
    assert (found.title, found.published.date, found.source.encoding) == (TITLE, DAY, "cp1252")


def test_mail_of_html_only() -> None:
    message = b"Subject: Bank fined\nContent-Type: text/html; charset=utf-8\n\n<p>The bank<br>was fined.</p>"
    found = article(message, "a.eml")
    assert (found.text, found.published.date) == ("Bank fined\n\nThe bank\n\nwas fined.", None)


# Rows ----------------------------------------------------------------------------------------------------------------


def test_csv_rows_are_articles() -> None:
    table = 'id;title;text;date\n1;Fine;"The bank; was ""fined""\nagain.";2024-03-14\n2;x;;\n3;y;T.;soon\n4;a;b;c;d\n'
    found = read(table.encode(), "a.csv")
    assert codes(found) == [None, "bad_fields", "bad_date", "bad_fields"]
    first = found[0]
    assert isinstance(first, Article)
    assert (first.doc_id, first.title, first.published.date, first.source.uri) == ("1", "Fine", DAY, "a.csv#2")
    assert first.text == 'Fine\n\nThe bank; was "fined"\nagain.'


def test_csv_of_another_encoding_and_without_the_column() -> None:
    assert article("text\tid\nDas Café schloß.\tx\n".encode("cp1252"), "a.tsv").text == "Das Café schloß."
    (found,) = read(b"headline,id\nx,1\n", "a.csv")
    assert isinstance(found, Issue)
    assert (found.code, "fields.text" in found.message) == ("bad_fields", True)


def test_a_quote_that_is_never_closed_does_not_swallow_the_memory() -> None:
    small = Reading(max_bytes=1000)
    assert codes(read(b'text\ngood\n"open' + b" word\n" * 500, "a.csv", small)) == [None, "unreadable"]


@pytest.mark.parametrize("ending", [".json", ".jsonl"])
def test_fields_are_named_in_the_configuration(ending: str) -> None:
    names = Fields(text=("content.body",), title=("head",), date=("day",), url=("where",), id=("key",))
    row = {"content": {"body": END}, "head": TITLE, "day": "2024-03-14", "where": "https://example.org/x", "key": 7}
    found = article(json.dumps(row).encode(), f"a{ending}", Reading(fields=names))
    assert (found.text, found.title, found.published.date) == (f"{TITLE}\n\n{END}", TITLE, DAY)
    assert (found.doc_id, found.source.uri) == ("7", "https://example.org/x")


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ({"text": END}, [None]),
        ([{"text": END}, {"text": BODY}, 5, {"title": "x"}], [None, None, "bad_fields", "bad_fields"]),
        ({"articles": [{"text": END}], "count": 1}, [None]),
        ({"items": []}, ["empty"]),
        ({"labels": {}}, ["bad_fields"]),
        ("text", ["bad_fields"]),
    ],
)
def test_json_is_an_article_or_holds_a_list_of_them(value: object, expected: list[str | None]) -> None:
    assert codes(read(json.dumps(value, indent=1).encode(), "a.json")) == expected


def test_lines_of_json_may_be_called_json() -> None:
    assert codes(read(b'{"text": "a b"}\n{"text": "c d"}\n', "a.json")) == [None, None]


def test_html_in_a_field_becomes_text() -> None:
    row = {"text": "<p>The <b>bank</b> was fined.</p><p>It owns &lt;NRD.O&gt;.</p>"}
    assert article(json.dumps(row).encode(), "a.json").text == "The bank was fined.\n\nIt owns <NRD.O>."
    wire = {"text": "Norda <NRD.O> and <Fjell Tankers> fell < 3%."}
    assert article(json.dumps(wire).encode(), "a.json").text == wire["text"]


def test_parquet_rows_are_articles() -> None:
    stamp = dt.datetime(2024, 3, 14, 9)
    data = makers.make_parquet({"text": [END, None], "date": [stamp, None], "id": ["x", "y"], "other": [1, 2]})
    first, second = read(data, "a.parquet")
    assert isinstance(first, Article)
    assert (first.doc_id, first.published.date, first.text) == ("x", DAY, END)
    assert isinstance(second, Issue)
    assert (second.code, second.doc_id) == ("bad_fields", "y")


# Archives ------------------------------------------------------------------------------------------------------------


def test_members_of_archives_are_articles_whatever_they_are() -> None:
    inner = makers.make_zip({"b.html": PAGE.encode(), "n.jsonl": b'{"text": "l1"}\n{"text": "l2"}', "pic.png": b"x"})
    members: dict[str, bytes | None] = {
        "in/z.zip": inner,
        "a.txt.gz": gzip.compress(b"in gz"),
        "b.txt.bz2": bz2.compress(b"in bz2"),
        "c.txt.xz": lzma.compress(b"in xz"),
        "__MACOSX/._d.txt": b"resource fork",
        "d.txt": b"plain",
        "link.txt": None,
    }
    found = read(makers.make_tar(members, "w:gz"), "all.tar.gz")
    assert texts(found) == [PAGE_TEXT, "l1", "l2", "in gz", "in bz2", "in xz", "plain", "unreadable"]
    uris = [item.source.uri if isinstance(item, Article) else item.uri for item in found]
    assert uris[:3] == ["all.tar.gz!/in/z.zip!/b.html", *(f"all.tar.gz!/in/z.zip!/n.jsonl#{n}" for n in (1, 2))]
    assert uris[-1] == "all.tar.gz!/link.txt"


def test_warc_gives_pages_that_were_found() -> None:
    data = makers.make_warc(
        [
            ("https://example.org/a", "text/html; charset=utf-8", 200, PAGE.encode()),
            ("https://example.org/i", "image/png", 200, b"x" * 70_000),
            ("https://example.org/g", "text/html", 404, PAGE.encode()),
            ("https://example.org/t", "text/plain", 200, BODY.encode()),
        ]
    )
    first, second = read(data, "a.warc.gz")
    assert isinstance(first, Article)
    assert isinstance(second, Article)
    assert (first.text, first.source.uri, first.published.date) == (PAGE_TEXT, "https://example.org/a", DAY)
    assert (second.text, second.published.date) == (BODY, None)


# Names, streams, extras ----------------------------------------------------------------------------------------------

SNIFFED = {
    "html": (PAGE.encode(), 1),
    "pdf": (makers.make_pdf([["A firm was barred."]]), 1),
    "docx": (makers.make_docx(), 1),
    "mail": (makers.MAIL, 1),
    "jsonl": (b'{"text": "a b"}\n{"text": "c d"}\n', 2),
    "json": (b'[\n {"text": "a b"}, {"text": "c d"}, {"text": "e f"}\n]', 3),
    "parquet": (makers.make_parquet({"text": ["a b", "c d"]}), 2),
    "warc": (makers.make_warc([("https://example.org/", "text/plain", 200, b"a b")]), 1),
    "zip": (makers.make_zip({"a.txt": b"a b", "b.txt": b"c d"}), 2),
    "tar": (makers.make_tar({"a.txt": b"a b", "b.txt": b"c d"}), 2),
    "packed": (gzip.compress(PAGE.encode()), 1),
    "text": (b'Date: unknown. "{" he said.\n', 1),
}


@pytest.mark.parametrize("name", SNIFFED)
def test_a_stream_and_a_file_without_an_ending_tell_by_their_bytes(name: str, tmp_path: Path) -> None:
    data, count = SNIFFED[name]
    (tmp_path / "file").write_bytes(data)
    for found in (read_stream(io.BytesIO(data), Reading()), read_path(tmp_path / "file", Reading())):
        assert codes(list(found)) == [None] * count


def test_a_stream_is_what_the_caller_says() -> None:
    found = list(read_stream(io.BytesIO(b"text\na b\nc d\n"), Reading(), form="csv"))
    assert texts(found) == ["a b", "c d"]


@pytest.mark.parametrize(("package", "name", "extra"), [
    ("docx", "a.docx", "docx"), ("pyarrow", "a.parquet", "parquet"), ("fastwarc", "a.warc", "warc"),
])  # fmt: skip
def test_a_missing_extra_is_named(package: str, name: str, extra: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in [one for one in sys.modules if one.partition(".")[0] == package]:
        monkeypatch.delitem(sys.modules, module)
    monkeypatch.setitem(sys.modules, package, None)
    for module in ("word", "columns", "warc"):
        monkeypatch.delitem(sys.modules, f"pipeline.ingest.{module}", raising=False)
        monkeypatch.delattr(f"pipeline.ingest.{module}", raising=False)
    (found,) = read(b"WARC/1.0 whatever", name)
    assert isinstance(found, Issue)
    assert (found.code, f"sanctex[{extra}]" in found.message) == ("no_reader", True)


def test_plain_text_loads_no_reader_of_another_form() -> None:
    code = (
        "import io, sys\nfrom pipeline.ingest import read_stream\nfrom pipeline.reading import Reading\n"
        "(one,) = read_stream(io.BytesIO(b'The bank was fined.'), Reading())\nassert one.text\n"
        "heavy = {'lxml', 'trafilatura', 'pypdfium2', 'docx', 'pyarrow', 'fastwarc', 'markdown_it', 'spacy'}\n"
        "assert not heavy & set(sys.modules), heavy & set(sys.modules)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


# Damage --------------------------------------------------------------------------------------------------------------

SOUND = {
    "a.html": PAGE.encode(),
    "a.md": makers.MARKDOWN.encode(),
    "a.pdf": makers.make_pdf([["A firm was barred."] * 8] * 4),
    "a.docx": makers.make_docx(),
    "a.eml": makers.MAIL,
    "a.csv": b'text,id\n"a b",1\nc d,2\n',
    "a.json": b'{"articles": [{"text": "a b"}, {"text": "c d"}]}',
    "a.jsonl": b'{"text": "a b"}\n{"text": "c d"}\n',
    "a.parquet": makers.make_parquet({"text": ["a b"] * 20}),
    "a.zip": makers.make_zip({"a.html": PAGE.encode(), "b.txt": b"b c"}),
    "a.tar": makers.make_tar({"a.html": PAGE.encode(), "b.txt": b"b c"}),
    "a.tgz": makers.make_tar({"a.html": PAGE.encode(), "b.txt": b"b c"}, "w:gz"),
    "a.warc": gzip.decompress(makers.make_warc([("https://example.org/", "text/html", 200, PAGE.encode())])),
    "a.txt.xz": lzma.compress(b"a b c"),
}


def damaged(data: bytes, chance: random.Random) -> bytes:
    """Bytes changed, cut out, repeated, cut off."""
    broken = bytearray(data)
    for _ in range(chance.choice([1, 3, 20])):
        at, length = chance.randrange(len(broken) + 1), chance.randrange(1, 50)
        how = chance.randrange(4)
        if how == 0:
            broken[at : at + 1] = chance.randbytes(1)
        elif how == 1:
            del broken[at : at + length]
        elif how == 2:
            broken[at:at] = broken[at : at + length]
        elif chance.random() < 0.2:
            del broken[at:]
    return bytes(broken)


@pytest.mark.parametrize("name", SOUND)
def test_damage_gives_articles_or_issues_and_nothing_else(name: str) -> None:
    chance = random.Random(name)
    for _ in range(25):
        found = read(damaged(SOUND[name], chance), name)
        assert found
        assert all(item.text if isinstance(item, Article) else item.model_dump_json() for item in found)
