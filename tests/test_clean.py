"""Clean: segments, dateline, publication date and language, by tables of cases; and the view the model reads."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from conftest import SAMPLE, cases
from hypothesis import given
from hypothesis import strategies as st

from pipeline.clean import clean
from pipeline.clean.heading import dateline_end
from pipeline.clean.language import language_of
from pipeline.document import CleanArticle
from pipeline.errors import ArticleError
from pipeline.ingest import read_text
from pipeline.records import Published


def cleaned(
    text: str, *, title: str | None = None, uri: str = "a.txt", published: dt.date | None = None
) -> CleanArticle:
    basis = Published(date=published, basis="none" if published is None else "option")
    return clean(read_text(text, title=title, uri=uri, published=basis), ("en",))


@pytest.mark.parametrize("row", cases("clean_segments"))
def test_segments(row: dict[str, Any]) -> None:
    found = cleaned(row["text"])
    text = found.article.text
    assert [[segment.kind, text[segment.start : segment.end]] for segment in found.segments] == row["segments"]
    titles = [words for kind, words in row["segments"] if kind == "title"]
    assert found.title == (titles[0] if titles else None)


@pytest.mark.parametrize("row", cases("clean_dateline"))
def test_dateline(row: dict[str, Any]) -> None:
    assert row["text"][: dateline_end(row["text"])].strip() == row["dateline"]


@pytest.mark.parametrize("row", cases("clean_published"))
def test_publication_date(row: dict[str, Any]) -> None:
    option = dt.date.fromisoformat(row["given"]) if row["given"] else None
    found = cleaned(row["text"], uri=row["uri"], published=option).published
    assert (found.date and found.date.isoformat(), found.basis) == (row["date"], row["basis"])


def test_a_given_title_is_found_in_the_text() -> None:
    found = cleaned("Port  Gazette\n\nTwo firms\nbarred\n\nThe ministry barred them.", title="Two firms barred")
    assert found.title == "Two firms barred"


@pytest.mark.parametrize("text", ["", " \n ", "1234 5678", "–––", "😀 😀"])
def test_a_text_without_a_letter_is_refused(text: str) -> None:
    with pytest.raises(ArticleError) as caught:
        cleaned(text)
    assert caught.value.code == "empty"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The ministry said that the bank was on its list.", "en"),
        ("Shr 52 cts vs 25 cts Net 5,154,000 vs 2,496,000 Revs 17.7 mln vs 14.1 mln", "en"),
        ("Bank fined", "en"),
        ("Le ministère a ajouté deux sociétés à sa liste noire, a-t-il annoncé lundi à Paris.", "fr"),
        ("Das Ministerium hat am Montag zwei Firmen auf seine schwarze Liste gesetzt, hieß es in Berlin.", "de"),
        ("Il ministero ha inserito lunedì due società nella lista nera, secondo una nota diffusa a Roma.", "it"),
        ("Министерство внесло две компании в чёрный список, сообщили в понедельник.", "ru"),
    ],
)
def test_language(text: str, language: str) -> None:
    assert language_of(text) == language


def test_another_language_is_refused_with_its_code() -> None:
    with pytest.raises(ArticleError, match="'fr'") as caught:
        cleaned("Le ministère a ajouté deux sociétés à sa liste noire, a-t-il annoncé lundi à Paris.")
    assert caught.value.code == "language"


def test_the_view_hides_furniture_and_keeps_every_offset() -> None:
    text = (
        "Share this: Facebook\n\nTwo firms barred\n\n"
        "The “ministry’s”\nlist grew, <NLX.O> fell.\n\nYou might also like\n- More bans"
    )
    found = cleaned(text)
    assert len(found.view) == len(found.article.text)
    assert "Facebook" not in found.view
    assert "More bans" not in found.view
    assert 'The "ministry\'s" list grew,         fell.' in found.view


def test_an_agency_that_lost_its_blank_stands_apart() -> None:
    view = cleaned("Two firms barred\n\n(WNA)Vice President Ana Lind barred two firms (the A) on Monday.").view
    assert view.endswith("(WNA,Vice President Ana Lind barred two firms (the A) on Monday.")


def test_capitals_of_a_headline_take_the_case_of_the_body() -> None:
    found = cleaned("NORDA LINES BARRED BY MINISTRY\n\nNorda Lines was barred by the ministry on Monday, it said.")
    assert found.view.startswith("Norda Lines barred by ministry")


@pytest.mark.parametrize("path", sorted(SAMPLE.glob("*.txt")), ids=lambda path: path.stem)
def test_sample_articles_have_a_headline_and_little_furniture(path: Any) -> None:
    found = cleaned(path.read_text(encoding="utf-8"))
    assert found.title
    body = sum(segment.end - segment.start for segment in found.segments if segment.kind == "body")
    assert body > 0.6 * len(found.article.text)


@given(st.text(alphabet=st.sampled_from(list("aB .,-–|:\n\r\t\u2028“’<>()19•")), max_size=300))
def test_segments_are_sorted_disjoint_and_leave_out_only_white_space(text: str) -> None:
    try:
        found = cleaned(f"The bank of the west was on the list.\n\n{text}")
    except ArticleError:
        return
    whole = found.article.text
    covered, last = "", 0
    for segment in found.segments:
        assert last <= segment.start < segment.end <= len(whole)
        covered += whole[segment.start : segment.end]
        last = segment.end
    assert "".join(covered.split()) == "".join(whole.split())
    assert len(found.view) == len(whole)


# The classifier of lines ---------------------------------------------------------------------------------------------

PAGES = cases("clean_pages")


def kinds_of(page: dict[str, Any]) -> list[tuple[str, str, str]]:
    """Labelled kind, found kind and words of each line of a page."""
    found = cleaned("\n\n".join(line for _, line in page["lines"]))
    text, rows = found.article.text, []
    for kind, line in page["lines"]:
        end = text.index(line) + len(line)
        rows.append((kind, next(one.kind for one in found.segments if one.end == end), line))
    return rows


@pytest.mark.parametrize("page", PAGES)
def test_no_line_of_an_article_is_taken_for_furniture(page: dict[str, Any]) -> None:
    assert [row for row in kinds_of(page) if row[0] != "boilerplate" and row[1] == "boilerplate"] == []


def test_most_furniture_is_found_and_little_of_it_by_rules_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    def share() -> float:
        rows = [row for page in PAGES for row in kinds_of(page.values[0]) if row[0] == "boilerplate"]
        return sum(found == "boilerplate" for _, found, _ in rows) / len(rows)

    assert share() >= 0.65
    monkeypatch.setattr("pipeline.clean.learnt_furniture", lambda *_: [])
    assert share() < 0.4


def test_without_running_text_nothing_is_learnt_furniture() -> None:
    table = "Your ships are barred\n\nSea Lark  9000002\n\nFiled under ships\n\nThe author"
    assert "boilerplate" not in {one.kind for one in cleaned(table).segments}
