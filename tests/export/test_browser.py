"""The report in a real browser: it loads, filters, leads to the words of a fact, and no article can run anything."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import need

from export import articles
from pipeline.export.report import write_report
from pipeline.export.source import open_run

FLAGS = (
    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip
ARTICLES = 130


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A report of the two articles many times over, so that there are pages of rows."""
    folder = tmp_path_factory.mktemp("run")
    both = articles.records()
    records = [
        both[n % 2].model_copy(update={"doc_id": f"n{n}", "title": f"{both[n % 2].title} {n}"}) for n in range(ARTICLES)
    ]
    (folder / "records.jsonl").write_text("".join(one.model_dump_json() + "\n" for one in records))
    (folder / "issues.jsonl").write_text(articles.issue().model_dump_json() + "\n")
    write_report(open_run(folder), folder / "report")
    return folder / "report"


@pytest.fixture(scope="module")
def driver(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    browser = next(filter(None, map(shutil.which, names)), None)
    chromedriver = shutil.which("chromedriver")
    need(browser is not None and chromedriver is not None, "Chromium with chromedriver")
    from selenium import webdriver

    options = webdriver.ChromeOptions()
    options.binary_location = str(browser)
    for flag in (*FLAGS, "--window-size=1280,900", f"--user-data-dir={tmp_path_factory.mktemp('profile')}"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    started = webdriver.Chrome(options=options, service=webdriver.ChromeService(chromedriver, env={**os.environ}))
    started.set_script_timeout(10)
    yield started
    started.quit()


@pytest.fixture
def page(driver: Any, report: Path) -> Iterator[Pages]:
    """The pages; at the end of each test nothing may have been complained about."""
    driver.get_log("browser")
    yield Pages(driver, report)
    assert [entry["message"] for entry in driver.get_log("browser")] == []
    assert driver.execute_script("return globalThis.harmed ?? null") is None
    driver.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


class Pages:
    def __init__(self, driver: Any, report: Path) -> None:
        self.driver = driver
        self.report = report

    def open(self, file: str) -> None:
        self.driver.get("about:blank")
        self.driver.get(f"{self.report.as_uri()}/{file}")

    def all(self, selector: str) -> list[Any]:
        return list(self.driver.find_elements("css selector", selector))

    def one(self, selector: str) -> Any:
        return self.driver.find_element("css selector", selector)

    def texts(self, selector: str) -> list[str]:
        return [element.text for element in self.all(selector)]

    def js(self, script: str) -> Any:
        return self.driver.execute_script(f"return {script}")

    def keys(self, *keys: str) -> None:
        from selenium.webdriver import ActionChains

        ActionChains(self.driver).send_keys(*keys).perform()

    def phone(self) -> None:
        metrics = {"width": 360, "height": 740, "deviceScaleFactor": 2, "mobile": True}
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)


def test_the_overview_counts_and_leads_on(page: Pages) -> None:
    page.open("index.html")
    assert "sanction events" in page.one(".tiles").text
    assert page.one(".tiles .n").text == "390"
    page.one(".bars a").click()
    assert page.one("h1").text == "Events"
    assert page.one("#status").text.startswith("130 of 390 rows")
    assert set(page.texts("#rows td:nth-child(5)")) == {"Aldor Robotics"}
    page.one("#only button").click()
    assert page.one("#status").text.startswith("390 rows")


def test_a_point_of_the_chart_leads_to_its_fact(page: Pages) -> None:
    page.open("index.html")
    page.all("circle[data-href]")[-1].click()  # the one that is drawn over the others
    assert page.texts(".words .on.strong") == ["$5 million"]


def test_a_table_filters_sorts_and_turns_pages(page: Pages) -> None:
    page.open("events.html")
    assert len(page.all("#rows tr")) == 50
    page.one("#next").click()
    assert page.one("#page").text == "Page 2 of 8"
    page.one("#search").send_keys("ferro LINES")
    assert page.one("#status").text == "65 of 390 rows, showing 1 to 50"
    assert set(page.texts("#rows td:nth-child(5)")) == {"Ferro Lines"}
    page.one("#search").send_keys(" nonesuch")
    assert page.one("#nothing").is_displayed()
    page.one("#clear").click()
    page.one("#facet-action [value=delist]").click()
    assert set(page.texts("#rows .tag")) == {"delist", "enacted"}
    page.one("#head th:nth-child(9) button").click()
    assert page.one("#head th:nth-child(9)").get_attribute("aria-sort") == "ascending"
    assert page.one("#rows td:nth-child(9)").text.endswith(" 1")
    page.one("#head th:nth-child(9) button").click()
    assert page.one("#rows td:nth-child(9)").text.endswith(" 129")


def test_what_is_chosen_is_in_the_address(page: Pages) -> None:
    page.open("events.html#action=delist&q=ferro&sort=article")
    assert page.one("#status").text.startswith("65 of 390 rows")
    page.one("#rows a").click()
    page.driver.back()
    assert page.one("#facet-action").get_attribute("value") == "delist"
    assert page.one("#search").get_attribute("value") == "ferro"


def test_a_row_leads_to_the_words_of_its_fact(page: Pages) -> None:
    page.open("events.html#action=penalize")
    page.one("#rows a").click()
    assert page.driver.current_url.endswith("#s1")
    assert page.texts(".words .on.strong") == ["agreed to pay"]
    assert page.one(".fact[aria-pressed=true]").get_attribute("data-fact") == "s1"


def test_a_fact_shows_its_words_by_keyboard_and_back(page: Pages) -> None:
    from selenium.webdriver.common.keys import Keys

    page.open("a/00001.html")
    page.js("document.querySelector('[data-fact=f1]').focus()")
    page.keys(Keys.ENTER)
    assert "".join(page.texts(".words .on")) == "about $1.2 billion"
    assert page.js("document.activeElement.textContent") == "about $1.2 billion"
    page.keys(Keys.ESCAPE)
    assert page.js("document.activeElement.dataset.fact") == "f1"
    page.keys(Keys.ESCAPE)
    assert page.all(".words .on") == []


def test_words_lead_to_their_fact(page: Pages) -> None:
    page.open("a/00001.html")
    page.one(".words .t-trigger").click()
    assert page.one(".fact[aria-pressed=true]").get_attribute("data-fact") == "s1"
    page.one("#legend [value=person]").click()
    assert "hide-person" in page.one("#text").get_attribute("class")


def test_tags_in_an_article_do_nothing(page: Pages) -> None:
    page.open("a/00002.html")
    assert "<script>window.harmed = 1</script>" in page.one(".words").text
    assert page.all("main img, main script") == []
    for file in ("articles.html#q=harmed", "issues.html", "index.html"):
        page.open(file)
        assert page.all("main img, main b, main i") == []


def test_a_key_goes_to_the_search_and_dark_mode_is_kept(page: Pages) -> None:
    page.open("money.html")
    page.keys("/")
    assert page.js("document.activeElement.id") == "search"
    before = page.js("getComputedStyle(document.body).backgroundColor")
    page.one("#theme").click()
    after = page.js("getComputedStyle(document.body).backgroundColor")
    page.open("index.html")
    assert before != after == page.js("getComputedStyle(document.body).backgroundColor")
    page.one("#theme").click()


@pytest.mark.parametrize("file", ["index.html", "events.html", "entities.html", "a/00001.html", "a/00002.html"])
def test_a_phone_needs_no_sideways_scrolling(page: Pages, file: str) -> None:
    page.phone()
    page.open(file)
    assert page.js("document.documentElement.scrollWidth") <= 360
    if file.startswith("a/"):
        page.js("document.querySelector('[data-fact=s1]').click()")
        assert page.one("#chosen").is_displayed()


def test_everything_that_can_be_used_has_a_name(page: Pages) -> None:
    nameless = """[...document.querySelectorAll("a, button, input, select, [role=region], nav, table")]
        .filter((node) => !(node.labels?.length || node.getAttribute("aria-label") || node.textContent.trim()))
        .map((node) => node.outerHTML.slice(0, 80))"""
    for file in ("index.html", "events.html", "a/00001.html"):
        page.open(file)
        assert page.js(nameless) == []
        assert page.js("document.querySelectorAll('h1').length") == 1
