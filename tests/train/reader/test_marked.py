"""Marked passages: marks become frames and fillers with offsets, and what is not understood is an error."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.errors import ConfigError
from pipeline.train.reader.marked import parse, read_marked
from tests.conftest import ROOT

LINE = (
    "{A|Oslo} on {D|Monday} {designate enacted asset_freeze terrorism|froze} accounts of {T+O2|Orlo Mills}, "
    "which owes {debt2|5 mln dlrs}, and may {delist2 considered|lift} curbs on {T2|Kest}."
)


def test_marks_become_offsets() -> None:
    passage = parse("{A|Oslo} {designate enacted asset_freeze terrorism|froze} accounts of {T|Orlo Mills}.")
    assert passage.text == "Oslo froze accounts of Orlo Mills."
    frame = passage.frames[0]
    assert passage.text[frame.start : frame.end] == "froze"
    assert (frame.kind, frame.status, frame.family) == ("designate", "enacted", "event")
    assert (frame.measures, frame.reasons) == (frozenset({"asset_freeze"}), frozenset({"terrorism"}))
    assert [(passage.text[f.start : f.end], f.role, f.frames) for f in passage.fillers] == [
        ("Oslo", "authority", (0,)), ("Orlo Mills", "target", (0,)),
    ]  # fmt: skip


def test_numbers_tell_frames_apart() -> None:
    passage = parse(LINE)
    kinds = [one.kind for one in passage.frames]
    assert kinds == ["designate", "debt", "delist"]
    told = {(passage.text[f.start : f.end], f.role): [kinds[i] for i in f.frames] for f in passage.fillers}
    assert told["Oslo", "authority"] == ["designate", "delist"]
    assert told["Orlo Mills", "owner"] == ["debt"]
    assert told["Kest", "target"] == ["delist"]


def test_ties() -> None:
    passage = parse("{U|Ana Lind}, {directorship former|chairman} of {Y|Orlo}.")
    assert [(one.kind, one.status, one.family) for one in passage.frames] == [("directorship", "former", "tie")]
    assert [one.role for one in passage.fillers] == ["subject", "object"]


@pytest.mark.parametrize(
    "line",
    [
        "{designate|froze}", "{designate enacted soon|froze}", "{A|Oslo} froze", "{revenue {debt|5}}", "{|x}",
        "{revenue actual forecast|5}", "{T7|Kest} {designate enacted|froze}", "{prizes|5}",
    ],
)  # fmt: skip
def test_what_is_not_understood_is_an_error(line: str, tmp_path: Path) -> None:
    path = tmp_path / "bad.txt"
    path.write_text(f"# a note\n{line}\n", encoding="utf-8")
    with pytest.raises(ConfigError, match=r"bad\.txt:2"):
        list(read_marked(path))


@pytest.mark.parametrize("path", sorted((ROOT / "corpus" / "marked").glob("*.txt")), ids=lambda path: path.stem)
def test_the_shipped_passages_can_be_read(path: Path) -> None:
    passages = list(read_marked(path))
    assert len(passages) > 400
    assert len({one.text for one in passages}) == len(passages)
