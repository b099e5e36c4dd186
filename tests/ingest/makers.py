"""Files of every form, made in memory for the tests of ingest: our own words, no fixture files."""

from __future__ import annotations

import gzip
import io
import tarfile
import zipfile
from collections.abc import Mapping, Sequence

TITLE = "Two firms barred"
BODY = (
    "OSLO, March 14 - The Trade Ministry said on Thursday that it had barred Norda Lines and Fjell Tankers from public "
    "tenders, citing sales to a navy."
)
END = "Norda Lines had revenue of $40 million last year. Both companies may object until May, the ministry said."

PAGE = f"""<!DOCTYPE html>
<html lang="en-GB"><head><meta charset="utf-8"><title>{TITLE} | Port Gazette</title>
<meta property="og:title" content="Barred! Two firms">
<meta property="article:published_time" content="2024-03-13T09:00:00Z">
<script type="application/ld+json">{{"@graph": [{{"@type": "WebSite", "name": "Port Gazette"}},
 {{"@type": ["NewsArticle"], "headline": "{TITLE}",
 "datePublished": "2024-03-14T08:30:00+01:00", "inLanguage": "en-GB"}}]}}
</script></head><body>
<nav><ul><li><a href="/">Home</a></li><li><a href="/m">Markets</a></li><li><a href="/s">Sport</a></li></ul></nav>
<div class="cookie-banner">We use cookies. <button>Accept all</button></div>
<main><article><h1>{TITLE}</h1><p class="byline">By Ida Strand</p>
<p>{BODY}</p><h2>What it means</h2><p>{END}</p>
<ul><li>Norda Lines of Bergen</li><li>Fjell Tankers of Stavanger</li></ul>
<table><tr><th>Ship</th><th>IMO</th></tr><tr><td>Dune Lark</td><td>9000001</td></tr></table></article>
<aside><h3>Related articles</h3><ul><li><a href="/1">Bank pulls out of port deal</a></li></ul></aside></main>
<footer><p>© 2024 Port Gazette. All rights reserved.</p></footer></body></html>
"""
PAGE_TEXT = (
    f"{TITLE}\n\n{BODY}\n\nWhat it means\n\n{END}\n\n- Norda Lines of Bergen\n\n- Fjell Tankers of Stavanger\n\n"
    "Ship | IMO\n\nDune Lark | 9000001"
)
MAIL = (
    "From: desk@example.org\r\nSubject: =?utf-8?q?Two_firms_barred?=\r\nDate: Thu, 14 Mar 2024 09:00:00 +0100\r\n"
    "MIME-Version: 1.0\r\nContent-Type: multipart/alternative; boundary=B\r\n\r\n"
    "--B\r\nContent-Type: text/plain; charset=iso-8859-1\r\n\r\nThe caf\u00e9 was barred, the ministry said.\r\n"
    "--B\r\nContent-Type: text/html\r\n\r\n<p>Not this one.</p>\r\n--B--\r\n"
).encode("latin-1")
MARKDOWN = f"""---
title: {TITLE}
date: 2024-03-14
---
# {TITLE}

The *ministry* put [Norda Lines](https://example.org/n) on its
list, `twice`.

1. Norda
2. Fjell

| Ship | IMO |
|------|-----|
| Lark | 9   |

![a quay](quay.png)
"""
MARKDOWN_TEXT = (
    f"{TITLE}\n\nThe ministry put Norda Lines on its\nlist, twice.\n\n1. Norda\n\n2. Fjell\n\nShip | IMO\n\nLark | 9"
)


def make_pdf(pages: Sequence[Sequence[str]]) -> bytes:
    """A PDF whose pages carry these lines as text; a page without lines is empty, as a scan is."""
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", b"", b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"]
    kids = []
    for lines in pages:
        shown = b" T* ".join(b"(%s) Tj" % line.encode("latin-1") for line in lines)
        stream = b"BT /F1 11 Tf 14 TL 50 780 Td %s ET" % shown if lines else b""
        objects.append(b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream))
        objects.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 3 0 R>>>>/Contents %d 0 R>>"
            % len(objects)
        )
        kids.append(b"%d 0 R" % len(objects))
    objects[1] = b"<</Type/Pages/Count %d/Kids[%s]>>" % (len(kids), b" ".join(kids))
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + b"xref\n0 %d\n0000000000 65535 f \n%strailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (
        len(objects) + 1, table, len(objects) + 1, len(out),
    )  # fmt: skip


def make_zip(members: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def make_tar(members: Mapping[str, bytes | None], mode: str = "w") -> bytes:
    """A tar archive; a member of None is a link to /etc/passwd."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode=mode) as archive:  # type: ignore[call-overload]
        for name, data in members.items():
            member = tarfile.TarInfo(name)
            if data is None:
                member.type, member.linkname = tarfile.SYMTYPE, "/etc/passwd"
            else:
                member.size = len(data)
            archive.addfile(member, io.BytesIO(data or b""))
    return out.getvalue()


def make_warc(responses: Sequence[tuple[str, str, int, bytes]]) -> bytes:
    """A compressed WARC of responses: URL, content type, status, body."""
    out = b""
    for url, kind, status, body in responses:
        http = f"HTTP/1.1 {status} OK\r\nContent-Type: {kind}\r\n\r\n".encode() + body
        head = (
            f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\nWARC-Record-ID: <urn:uuid:1>\r\n"
            f"WARC-Date: 2025-01-01T00:00:00Z\r\nContent-Type: application/http; msgtype=response\r\n"
            f"Content-Length: {len(http)}\r\n\r\n"
        )
        out += gzip.compress(head.encode() + http + b"\r\n\r\n")
    return out


def make_docx() -> bytes:
    import docx

    document = docx.Document()
    document.add_paragraph(TITLE, style="Title")
    document.add_paragraph(BODY)
    document.add_paragraph("Norda Lines", style="List Bullet")
    row = document.add_table(1, 2).rows[0]
    row.cells[0].text, row.cells[1].text = "Dune Lark", "9000001"
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def make_parquet(columns: Mapping[str, Sequence[object]]) -> bytes:
    import pyarrow as pa
    import pyarrow.parquet as pq

    out = io.BytesIO()
    pq.write_table(pa.table({name: list(values) for name, values in columns.items()}), out)
    return out.getvalue()
