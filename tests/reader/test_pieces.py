"""Spelling of words in pieces."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pipeline.reader.pieces import END, PAD, START, UNKNOWN, Speller, lay

PIECES = [PAD, UNKNOWN, START, END, "bank", "##s", "b", "##a", "s", "-", ".", "u", "sanction", "##ed", "cafe"]
NUMBERS = {piece: number for number, piece in enumerate(PIECES)}


def spelled(*words: str) -> list[list[str]]:
    return [[PIECES[number] for number in word] for word in Speller(NUMBERS).spell(words)]


def test_the_longest_piece_wins_and_case_and_accents_go() -> None:
    assert spelled("Banks", "ba", "Café", "SANCTIONED") == [
        ["bank", "##s"], ["b", "##a"], ["cafe"], ["sanction", "##ed"],
    ]  # fmt: skip


def test_punctuation_stands_alone() -> None:
    assert spelled("U.S.", "bank-s") == [["u", ".", "s", "."], ["bank", "-", "s"]]


def test_what_cannot_be_spelled_is_unknown() -> None:
    assert spelled("銀行", " ", "bank" * 20) == [[UNKNOWN], [UNKNOWN], [UNKNOWN]]


@given(st.lists(st.text(max_size=12), max_size=30))
def test_every_word_has_a_place_or_is_out_of_reach(words: list[str]) -> None:
    pieces, places = lay(Speller(NUMBERS), words, 16)
    assert len(pieces) <= 16 + 1
    assert len(places) == len(words)
    assert all(0 <= first < last < len(pieces) for first, last in places)
