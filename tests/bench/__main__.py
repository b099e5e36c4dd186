"""Speed, scaling and memory as ratios: ``python tests/bench --help``; ``make bench`` runs all that is quick."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
RESULTS = Path(__file__).with_name("results.json")
PARTS = ("start", "speed", "stages", "overhead", "scaling", "memory")


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("sources", nargs="*", type=Path, help="files or folders of articles; default: corpus")
    parser.add_argument(
        "--part", action="append", choices=(*PARTS, "kills"), help="what to measure; default: all but kills"
    )
    parser.add_argument("--limit", type=int, help="articles to read at most")
    parser.add_argument("--sizes", type=int, nargs="+", default=[1000, 5000], help="articles of the memory part")
    parser.add_argument("--kills", type=int, default=20, help="kills of the kills part, in a run of --sizes articles")
    parser.add_argument("--save", metavar="NAME", help=f"keep the figures under this name in {RESULTS.name}")
    parser.add_argument("--readme", action="store_true", help="only write the table of the kept figures into README.md")
    return parser.parse_args()


def main() -> None:
    import table

    chosen = arguments()
    if chosen.readme:
        table.write(ROOT / "README.md", json.loads(RESULTS.read_text(encoding="utf-8")))
        return
    import kills
    import machine
    import memory
    import scaling
    import speed
    import start
    import texts

    articles = texts.read(chosen.sources or [ROOT / "corpus"], chosen.limit)
    figures: dict[str, object] = {"machine": machine.facts(), "source": texts.facts(articles)}
    parts = {
        "start": start.measure,
        "speed": lambda: speed.measure(articles),
        "stages": lambda: speed.stages(articles),
        "overhead": lambda: speed.overhead(articles),
        "scaling": lambda: scaling.measure(articles),
        "memory": lambda: memory.measure(articles, chosen.sizes),
        "kills": lambda: kills.measure(articles, chosen.sizes[0], chosen.kills),
    }
    for name in chosen.part or PARTS:
        sys.stderr.write(f"bench: {name} …\n")
        figures[name] = parts[name]()
        sys.stdout.write(json.dumps({name: figures[name]}, indent=2) + "\n")
    if chosen.save:
        kept = json.loads(RESULTS.read_text(encoding="utf-8")) if RESULTS.exists() else {}
        kept[chosen.save] = kept.get(chosen.save, {}) | figures
        RESULTS.write_text(json.dumps(kept, indent=2, sort_keys=True) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
