"""The whole pipeline from Python: structure and stability, never exact output of the model."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import ARTICLE, SAMPLE

import pipeline
from pipeline import flow
from pipeline.document import Article
from pipeline.errors import ArticleError, ConfigError
from pipeline.flow import Extractor
from pipeline.ingest import read_path, read_text
from pipeline.reading import Reading
from pipeline.records import ArticleRecord, Issue
from pipeline.settings import Settings

pytestmark = pytest.mark.model
READING = Reading()


def sample() -> list[Article]:
    items = [item for path in sorted(SAMPLE.glob("*.txt")) for item in read_path(path, READING)]
    return [item for item in items if isinstance(item, Article)]


@pytest.fixture
def with_batch(extractor: Extractor) -> Iterator[Extractor]:
    """The loaded extractor, whose settings a test may change."""
    kept = extractor.settings
    yield extractor
    extractor.settings = kept


def test_a_record_of_the_api(extractor: Extractor) -> None:
    record = extractor.extract(ARTICLE, published=dt.date(2024, 3, 14))
    assert record.title == "Ministry lists two shipping firms"
    assert (record.published.date, record.published.basis) == (dt.date(2024, 3, 14), "option")
    assert record.text == ARTICLE
    assert [segment.kind for segment in record.segments] == ["title", "dateline", "body"]
    assert {entity.name for entity in record.entities} >= {"Norda Lines", "Fjell Tankers"}
    assert any(event.action == "designate" for event in record.sanction_events)
    assert any(fact.metric == "revenue" and fact.amount is not None for fact in record.financials)
    assert all(record.text[span.start : span.end] == span.text for span in record.spans())


def test_a_title_of_its_own_is_the_title(extractor: Extractor) -> None:
    record = extractor.extract(ARTICLE.split("\n", 2)[2], title="Two firms listed")
    assert record.title == "Two firms listed"


@pytest.mark.parametrize("text", ["", " \n", "0", "– 3.14 –", "\0\0"])
def test_a_text_without_words_raises_with_a_code(extractor: Extractor, text: str) -> None:
    with pytest.raises(ArticleError) as caught:
        extractor.extract(text)
    assert caught.value.code == "empty"


@pytest.mark.parametrize(
    "text",
    [
        "Le ministère du Commerce a annoncé jeudi qu'il avait inscrit deux entreprises sur sa liste noire.",
        "Das Handelsministerium hat am Donnerstag zwei Reedereien auf seine schwarze Liste gesetzt, hieß es.",
        "Министерство торговли внесло две компании в чёрный список, сообщили в четверг в Осло.",
        "商务部周四表示，已将两家航运公司列入出口管制清单。",
    ],
)
def test_another_language_is_an_issue(extractor: Extractor, text: str) -> None:
    (issue,) = extractor.process([read_text(text)])
    assert isinstance(issue, Issue)
    assert issue.code == "language"


def test_text_without_a_sentence_gives_a_record(extractor: Extractor) -> None:
    for text in ("Norda Lines", "Exports, by country:\nNorway 12\nSweden 9\nthe rest 4", "WORD " * 300):
        (result,) = extractor.process([read_text(text)])
        assert isinstance(result, ArticleRecord), result


def test_one_line_of_200_000_characters(extractor: Extractor) -> None:
    long = "Administrative representatives acknowledged responsibility notwithstanding considerable disappointment. "
    line = "The ministry of Norway bought tea. " + long * 20
    text = (line * (200_000 // len(line) + 1))[:200_000]
    (result,) = extractor.process([read_text(text)])
    assert isinstance(result, ArticleRecord), result
    assert len(result.text) == 200_000


def test_more_than_the_model_can_read_is_an_issue(extractor: Extractor) -> None:
    (result,) = extractor.process([read_text("The bank was fined. " * (extractor.nlp.max_length // 20 + 1))])
    assert isinstance(result, Issue)
    assert result.code == "too_large"


def test_the_same_input_gives_the_same_bytes_in_batches_of_1_and_64(with_batch: Extractor) -> None:
    articles = sample()
    outputs = []
    for size in (1, 64):
        with_batch.settings = Settings(batch_size=size)
        outputs.append([result.model_dump_json() for result in with_batch.process(articles)])
    assert outputs[0] == outputs[1]


def test_issues_of_the_input_pass_through_in_order(extractor: Extractor, tmp_path: Path) -> None:
    articles = sample()[:2]
    (missing,) = read_path(tmp_path / "none.txt", READING)
    results = list(extractor.process([articles[0], missing, read_text("0"), articles[1]]))
    assert [isinstance(result, ArticleRecord) for result in results] == [True, False, False, True]
    assert results[1] is missing


def test_a_defect_costs_one_article(extractor: Extractor, monkeypatch: pytest.MonkeyPatch) -> None:
    real = flow.extract

    def broken(context: object) -> object:
        if "Norda" in context.text:  # type: ignore[attr-defined]
            raise ZeroDivisionError("a defect")
        return real(context)  # type: ignore[arg-type]

    monkeypatch.setattr(flow, "extract", broken)
    first, second, third = extractor.process([read_text(ARTICLE), sample()[0], read_text(ARTICLE)])
    assert isinstance(second, ArticleRecord)
    for result in (first, third):
        assert isinstance(result, Issue)
        assert (result.code, result.message) == ("crash", "ZeroDivisionError: a defect")
        assert result.detail is not None
        assert "Traceback" in result.detail


def test_a_failure_of_the_model_costs_one_article(extractor: Extractor, monkeypatch: pytest.MonkeyPatch) -> None:
    real = type(extractor.nlp).make_doc

    def broken(self: object, text: str) -> object:
        if "Norda" in text:
            raise ValueError("E000")
        return real(self, text)  # type: ignore[arg-type]

    monkeypatch.setattr(type(extractor.nlp), "make_doc", broken)
    results = list(extractor.process([sample()[0], read_text(ARTICLE), sample()[1]]))
    assert [isinstance(result, ArticleRecord) for result in results] == [True, False, True]
    assert isinstance(results[1], Issue)
    assert (results[1].code, results[1].stage) == ("crash", "annotate")


def test_every_sample_article_gives_a_record(extractor: Extractor) -> None:
    results = list(extractor.process(sample()))
    assert [result for result in results if isinstance(result, Issue)] == []
    assert len(results) >= 12


def test_a_missing_model_says_how_to_get_one() -> None:
    with pytest.raises(ConfigError, match=r"no spaCy pipeline 'no_such_model'.*pip install"):
        pipeline.load(Settings(model="no_such_model"))


def test_a_model_without_a_parser_is_refused(tmp_path: Path) -> None:
    import spacy

    spacy.blank("en").to_disk(tmp_path / "blank")
    with pytest.raises(ConfigError, match="parser"):
        pipeline.load(Settings(model=str(tmp_path / "blank")))
