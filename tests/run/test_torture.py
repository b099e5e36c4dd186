"""A folder of everything that goes wrong: every article is a record or an issue, and nothing ends the run."""

from __future__ import annotations

import gzip
import io
import json
import os
import random
import struct
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest
import run_workers
from conftest import ROOT
from ingest import makers

from pipeline import run
from pipeline.errors import ConfigError
from pipeline.ingest import Piece, Reader, paths_under, pieces, read_path, singles
from pipeline.reading import Limits, Reading
from pipeline.records import Issue
from pipeline.settings import Settings

STORY = "The ministry said on Monday that it had added Norda Lines to its list of barred firms.\n"
LIMITS = Limits(seconds=5, members=3000, held_bytes=20_000_000, unpacked_bytes=60_000_000)
SETTINGS = Settings(shard_size=16, limits=LIMITS)
MANY = 1500


def nested(levels: int) -> bytes:
    data = STORY.encode()
    for level in range(levels):
        data = makers.make_zip({f"{level}.zip" if level else "a.txt": data})
    return data


def zip_bomb() -> bytes:
    """Many names for one highly packed member, as the bombs that overlap have."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(20):
            archive.writestr(f"{number}.txt", b"\0" * 4_000_000)
    return out.getvalue()


def long_header() -> bytes:
    """A tar archive that announces a name of 4 GB."""
    member = tarfile.TarInfo("././@LongLink")
    member.type, member.size = tarfile.GNUTYPE_LONGNAME, 4_000_000_000
    return member.tobuf(tarfile.GNU_FORMAT) + b"x" * 2048


def laughing_page() -> bytes:
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    return f'<!DOCTYPE html [<!ENTITY l0 "ha">{entities}]><html><body><p>&l9; {STORY}</p></body></html>'.encode()


def laughing_docx() -> bytes:
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    doctype = f'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY l0 "ha">{entities}]>'.encode()
    source = zipfile.ZipFile(io.BytesIO(makers.make_docx()))
    parts = {name: source.read(name) for name in source.namelist()}
    body = parts["word/document.xml"]
    body = body[body.index(b"?>") + 2 :].replace(makers.TITLE.encode(), b"&l9;")
    return makers.make_zip(parts | {"word/document.xml": doctype + body})


BAD: dict[str, tuple[bytes, list[str]]] = {
    "binary.txt": (random.Random(7).randbytes(5000), ["not_text"]),
    "bomb.jsonl.gz": (gzip.compress(b'{"text": "a b c"}\n' * 4000), ["too_large"]),
    "bomb.txt.gz": (gzip.compress(b"a " * 30_000_000), ["too_large"]),
    "bomb.zip": (zip_bomb(), ["too_large"]),
    "broken.docx": (b"PK\x03\x04 nothing", ["unreadable"]),
    "broken.gz": (gzip.compress(STORY.encode())[:30], ["unreadable"]),
    "broken.parquet": (b"PAR1 nothing PAR1", ["unreadable"]),
    "broken.pdf": (b"%PDF-1.7 nothing", ["unreadable"]),
    "broken.tar": (b"nothing " * 200, ["unreadable"]),
    "broken.warc": (b"WARC/1.0\r\nnothing", ["empty"]),
    "broken.zip": (makers.make_zip({"a.txt": STORY.encode()})[:-30], ["unreadable"]),
    "deep.zip": (nested(7), ["too_deep"]),
    "deep.html": (b"<div>" * 5000 + STORY.encode(), ["too_deep"]),
    "empty.txt": (b"", ["empty"]),
    "empty.zip": (makers.make_zip({}), ["empty"]),
    "header.tar": (long_header(), ["too_large"]),
    "laughing.docx": (laughing_docx(), ["unreadable"]),
    "nothing.eml": (b"\n", ["empty"]),
    "numbers.csv": (b"a,b\n1,2\n", ["bad_fields"]),
    "open.csv": (b'text\n"' + b"no end " * 900_000, ["unreadable"]),
    "tower.json": (b"[" * 100_000, ["bad_json"]),
}
GOOD: dict[str, tuple[bytes, int]] = {
    "line\nbreak.txt": (STORY.encode(), 1),
    "ship 🚢 – café.txt": (STORY.encode(), 1),
    "laughing.html": (laughing_page(), 1),
    "up.zip": (makers.make_zip({"../../up.txt": STORY.encode(), "/etc/abs.txt": STORY.encode()}), 2),
    "half.txt": (STORY.encode("utf-16-le")[:-1], 1),
    "mixed.txt": (STORY.encode() + "caf\xe9 “”".encode("cp1252", "replace") + "ü".encode(), 1),
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    root = tmp_path / "in"
    root.mkdir()
    for name, (data, _) in (BAD | GOOD).items():
        (root / name).write_bytes(data)
    (root / os.fsdecode(b"no\xffutf8.txt")).write_text(STORY)
    (root / "loop").symlink_to(root)
    (root / "self.txt").symlink_to(root / "self.txt")
    (root / "gone.txt").symlink_to(root / "nowhere.txt")
    os.mkfifo(root / "pipe.txt")
    with (root / "huge.txt").open("wb") as huge:
        huge.truncate(20_000_000_000)
    (root / "many").mkdir()
    for number in range(MANY):
        (root / "many" / f"{number}.txt").write_text(f"{number} {STORY}")
    return root


LEFT = {"gone.txt": "missing", "self.txt": "unreadable", "pipe.txt": "unreadable", "huge.txt": "too_large"}


def counts(out: Path) -> tuple[int, dict[str, list[str]]]:
    """Number of records, and codes of issues by the name of their file."""
    found: dict[str, list[str]] = {}
    for line in (out / "issues.jsonl").read_text(encoding="utf-8").splitlines():
        issue = json.loads(line)
        found.setdefault(issue["uri"].split("/in/")[1].split("!")[0].split("#")[0], []).append(issue["code"])
    return len((out / "records.jsonl").read_bytes().splitlines()), found


SCRIPT = r"""
import re, sys
from pathlib import Path
sys.path[:0] = ["tests", "tests/run"]
import run_workers, test_torture
from pipeline import run
run.batch([Path(sys.argv[1])], Path(sys.argv[2]), test_torture.SETTINGS, engine="inline",
          make_worker=run_workers.Signing)
print(int(re.search(r"VmHWM:\s+(\d+)", Path("/proc/self/status").read_text())[1]) // 1024)
"""
"""It asks /proc: the peak that getrusage tells would be that of the process of the tests, if that is larger."""


def test_every_article_is_a_record_or_an_issue_and_memory_is_bounded(folder: Path, tmp_path: Path) -> None:
    """One run in a process of its own, whose memory can be read, and one with two workers, for the same bytes."""
    command = [sys.executable, "-c", SCRIPT, str(folder), str(tmp_path / "one")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) < 450, "megabytes"
    records, issues = counts(tmp_path / "one")
    assert issues == {name: codes for name, (_, codes) in BAD.items()} | {name: [code] for name, code in LEFT.items()}
    assert records == MANY + 1 + sum(count for _, count in GOOD.values()) + LIMITS.members
    run.batch([folder], tmp_path / "two", SETTINGS, workers=2, make_worker=run_workers.Signing)
    for name in ("records.jsonl", "issues.jsonl"):
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()


def test_a_page_that_takes_too_long_is_given_up(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_bytes(b"<p><a href=x>The bank was fined</a>" * 40_000)
    (found,) = read_path(tmp_path / "a.html", Reading(limits=Limits(seconds=0.3)))
    assert isinstance(found, Issue)
    assert (found.code, found.message) == ("too_slow", "reading it took more than 0.3 seconds")


def test_sizes_that_lie_are_not_believed(tmp_path: Path) -> None:
    data = bytearray(makers.make_zip({"a.txt": b"x" * 9_000_000}))
    at = data.rindex(b"PK\x01\x02")
    data[at + 24 : at + 28] = struct.pack("<I", 10)
    (tmp_path / "a.zip").write_bytes(data)
    (found,) = read_path(tmp_path / "a.zip", Reading())
    assert isinstance(found, Issue)
    assert found.code in {"unreadable", "too_large"}


# Pieces of files that hold many --------------------------------------------------------------------------------------

ROWS = [{"id": f"r{number}", "text": f"{number} {STORY * 9}"} for number in range(150)]
LINES = b"\n".join(json.dumps(row).encode() for row in ROWS)
NOISE = random.Random(3).randbytes(50_000).hex()
MEMBERS = {f"{number:03d}.txt": f"{number} {STORY} {NOISE[number * 600 : number * 600 + 600]}" for number in range(150)}
BIG = {
    "a.csv": b"id,text\n" + b"\n".join(b'%s,"%s"' % (row["id"].encode(), row["text"].encode()) for row in ROWS),
    "a.json": json.dumps(ROWS).encode(),
    "a.jsonl.gz": gzip.compress(LINES + NOISE.encode()),
    "a.parquet": makers.make_parquet({"id": [r["id"] for r in ROWS], "text": [r["text"] + NOISE[:500] for r in ROWS]}),
    "a.zip": makers.make_zip({name: text.encode() for name, text in MEMBERS.items()}),
    "a.tar.gz": makers.make_tar({name: text.encode() for name, text in MEMBERS.items()}, "w:gz"),
    "a.warc": gzip.decompress(
        makers.make_warc([(f"https://example.org/{n}", "text/plain", 200, t.encode()) for n, t in MEMBERS.items()])
    ),
}


@pytest.mark.parametrize("name", BIG)
def test_pieces_of_a_file_are_the_file_in_any_order(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.modules["pipeline.ingest.pieces"], "_SMALL", 1000)
    path, reading = tmp_path / name, Reading()
    path.write_bytes(BIG[name])
    whole = list(read_path(path, reading))
    parts = list(pieces(path, 40, reading))
    assert len(whole) >= 150
    assert len(parts) == 4
    reader = Reader(reading)
    assert [item for part in parts for item in reader(part)] == whole
    backwards = [list(reader(part)) for part in reversed(parts)]
    assert [item for part in reversed(backwards) for item in part] == whole
    alone = list(singles(parts[1], reading))
    assert len(alone) == 40
    assert [item for one in alone for item in Reader(reading)(one)] == whole[40:80]
    assert [item for one in singles(Piece(path), reading) for item in reader(one)] == whole


# Lists of files ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("end", ["\n", "\0"])
def test_a_list_names_files(end: str, tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    names = [tmp_path / "b[1].txt", tmp_path / "sub" / "a.txt"]
    for name in names:
        name.write_text(STORY)
    listed = [names[0], tmp_path / "sub", tmp_path / "none.txt", names[0]]
    (tmp_path / "list").write_text(end.join(map(str, listed)) + end)
    assert list(paths_under([Path(f"@{tmp_path / 'list'}")])) == [*names, tmp_path / "none.txt"]


def test_a_list_that_is_not_there_stops_the_run(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="cannot be read"):
        list(paths_under([Path(f"@{tmp_path / 'none'}")]))
