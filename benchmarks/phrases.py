"""How many distinct phrases a second are read, as `kehoach normalize target|deadline|owner` reads them, on one core.

Run: python -m benchmarks.phrases [phrases]      (default 5000 of each kind)
The phrases of tests/cases, then generated ones; every phrase is new to the reader, so no cache answers. Start-up
stands apart: reading the rules, importing spaCy, compiling what the first phrase needs. Seconds of the processor.
"""

from __future__ import annotations

import csv
import sys
import time
from collections.abc import Callable, Iterator
from itertools import chain, islice
from pathlib import Path

from pipeline import rulebook
from pipeline.normalize.phrases import Phrases

from .texts import Texts

CASES = Path(__file__).resolve().parents[1] / "tests" / "cases"
COLUMNS: dict[str, int] = {"target": 1, "deadline": 1, "owner": 1}  # where the phrase stands in a line of cases


def cases(kind: str) -> Iterator[str]:
    with (CASES / f"{kind}s.tsv").open(encoding="utf-8") as file:
        for row in csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            if len(row) > COLUMNS[kind] and not row[0].startswith("#"):
                yield row[COLUMNS[kind]].replace("\\n", "\n")


def generated(kind: str) -> Iterator[str]:
    texts = Texts(1)
    make: dict[str, Callable[[], str]] = {
        "target": lambda: f"{texts.target()}; {texts.target()}",
        "deadline": lambda: f"{texts.time()}, {texts.time()}",
        "owner": lambda: f"{texts.lead()} chủ trì, phối hợp với {texts.coop()}",
    }
    while True:
        yield make[kind]()


def distinct(kind: str, count: int) -> list[str]:
    return list(islice(dict.fromkeys(islice(chain(cases(kind), generated(kind)), 6 * count)), count))


def line(kind: str, count: int) -> str:
    phrases = distinct(kind, count)
    start = time.process_time()
    reader = Phrases(kind, rulebook.load(), plan_year=2024, issuer="Sở Khoa học và Công nghệ")
    reader.read("Văn phòng Sở chủ trì, trước ngày 30/11, đạt 85%")
    ready = time.process_time()
    for phrase in phrases:
        reader.read(phrase)
    seconds = time.process_time() - ready
    letters = sum(map(len, phrases)) / len(phrases)
    return f"{kind:9} {len(phrases):8} {letters:8.0f} {ready - start:8.2f} {seconds:7.2f} {len(phrases) / seconds:9.0f}"


def main(count: int) -> None:
    print("kind       phrases  letters  start s  read s  a second")
    for kind in COLUMNS:
        print(line(kind, count), flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5000)
