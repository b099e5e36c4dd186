"""How long a report takes to open and to filter in Chromium: ``python tests/export/measure_report.py out/run/report``.

Opening is from the navigation to the end of loading, filtering from a key press to the end of the layout that follows
it; each is the median of five. Not a test: the machine decides.
"""

from __future__ import annotations

import shutil
import statistics
import sys
import tempfile
from pathlib import Path

from selenium import webdriver

FILTER = """
const search = document.querySelector("#search");
const times = ["a", "an", "ban", "bank", "iran sanct"].map((words) => {
  const start = performance.now();
  search.value = words;
  search.dispatchEvent(new Event("input"));
  document.body.getBoundingClientRect();
  return performance.now() - start;
});
return times;
"""


def main(report: Path) -> None:
    """Print a line for each page."""
    options = webdriver.ChromeOptions()
    options.binary_location = str(shutil.which("chromium") or shutil.which("google-chrome"))
    flags = ("headless=new", "no-sandbox", "disable-gpu", "disable-background-networking", "disable-component-update")
    for flag in (*flags, "disable-sync", "disable-quic", "no-first-run", f"user-data-dir={tempfile.mkdtemp()}"):
        options.add_argument(f"--{flag}")
    driver = webdriver.Chrome(options=options, service=webdriver.ChromeService(shutil.which("chromedriver")))
    for page in (*sorted(path.name for path in report.glob("*.html")), "a/00001.html"):
        opened = []
        for _ in range(5):
            driver.get("about:blank")
            driver.get(f"{report.resolve().as_uri()}/{page}")
            opened.append(driver.execute_script("return performance.getEntriesByType('navigation')[0].loadEventEnd"))
        line = f"{page:16} opens in {statistics.median(opened):5.0f} ms"
        if driver.execute_script("return document.querySelector('#search') !== null"):
            times = driver.execute_script(FILTER)
            rows = driver.execute_script("return sanctexTable.rows.length")
            line += f"; {rows:,} rows filter in {statistics.median(times):4.0f} ms, the first time {times[0]:4.0f} ms"
        sys.stdout.write(line + "\n")
    driver.quit()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
