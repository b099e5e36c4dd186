"""Names beside a long list: ``python tests/bench/link.py [ROWS] [NAMES]`` makes up both and says seconds and memory."""

from __future__ import annotations

import csv
import random
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from pipeline.link.formats import ListRow
from pipeline.link.linking import search
from pipeline.link.lists import read_list
from pipeline.link.wanted import Wanted


def _words(text: str) -> list[str]:
    return text.split()


GIVEN = _words(
    "Mohammed Ali Ahmad Hassan Hussein Ivan Sergei Vladimir Dmitry Alexander Olga Elena Natalia Wei Jun Li Ming Xiao "
    "Hong Jose Maria Juan Carlos Luis Pedro Ana John Peter Anna Paul Jong Yong Chol Min Sung Nguyen Van Thi Fatima "
    "Omar Khalid Abdul Rahman Karim Yusuf Ibrahim Mustafa"
)
SYLLABLES = _words(
    "ba be bi bo bu ka ke ki ko ku ra ri ro ru la li lo lu ma mi mo mu na ni no nu ta ti to tu sa si so su va vi vo za "
    "zi zo sha she cha che ga ge go da de do fa fe"
)
ENDS = _words("ov ev in enko sky ian zadeh i ez o ic yan man son")
FIELDS = _words(
    "Trading Shipping Lines Bank Holding Industries International Technologies Electronics Energy Oil Logistics "
    "Construction Engineering Investment"
)
FORMS = ("Ltd", "LLC", "Inc", "JSC", "GmbH", "Co., Ltd.", "SA", "PJSC", "OOO")
PLACES = _words("China Russia Iran Korea Shanghai Moscow Tehran Dubai Panama Turkey")
HEAD = _words("id schema name aliases birth_date countries addresses identifiers sanctions dataset")


class Names:
    """Makes up names, the same ones each time."""

    def __init__(self) -> None:
        self._chance = random.Random(7)
        self._surnames = [self._word(1, 3) + self._chance.choice(ENDS) for _ in range(30_000)]

    def _word(self, least: int, most: int) -> str:
        return "".join(self._chance.choices(SYLLABLES, k=self._chance.randint(least, most))).capitalize()

    def new(self, schema: str) -> str:
        """A person's or a company's."""
        chance = self._chance
        if schema == "Person":
            given = chance.choices(GIVEN, k=1 + (chance.random() < 0.4))
            return " ".join([*given, chance.choice(self._surnames)])
        words = [chance.choice(PLACES)] if chance.random() < 0.3 else []
        words += [self._word(2, 4), *chance.sample(FIELDS, chance.randint(1, 2))]
        return " ".join([*words, *([chance.choice(FORMS)] if chance.random() < 0.6 else [])])

    def row(self, number: int) -> list[str]:
        """A row of targets.simple.csv with up to four other names."""
        schema = "Person" if self._chance.random() < 0.55 else "Company"
        others = ";".join(self.new(schema) for _ in range(self._chance.choice([0, 0, 1, 2, 4])))
        return [f"x-{number}", schema, self.new(schema), others, *[""] * (len(HEAD) - 4)]


def main(rows: int = 200_000, names: int = 1_000) -> None:
    """Look made-up names up, half of which are in the list."""
    make, chance = Names(), random.Random(8)
    listed = [make.row(number) for number in range(rows)]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "targets.simple.csv"
        with path.open("w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows([HEAD, *listed])
        wanted = [chance.choice(listed) if chance.random() < 0.5 else make.row(0) for _ in range(names)]
        del listed
        kinds = {"Person": "person", "Company": "organisation"}
        things = [Wanted(kinds[row[1]], (row[2],), frozenset(), frozenset()) for row in wanted]
        before, cpu = time.perf_counter(), time.process_time()
        found = search(things, _rows(path))
        wall, cpu = time.perf_counter() - before, time.process_time() - cpu
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    told = f"{len(found)} matched, {wall:.1f} s ({cpu:.1f} s of one core), {peak} MB"
    sys.stdout.write(f"{names:,} names, {rows:,} rows: {told}\n")


def _rows(path: Path) -> Iterator[ListRow]:
    for row in read_list(path):
        assert isinstance(row, ListRow), row
        yield row


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
