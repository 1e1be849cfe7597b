"""Which tables are the plan. In: Document. Out: a `Verdict` for each grid, with its columns, why it is one or is none.

The decision list: a known kind of other table (rules/columns.toml, refusal); no heading; no content column; no plan
column; nothing filled in; else it is a plan.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import Any

from ..document import Column, Document, Notice, Paragraph, Verdict
from ..rulebook import Rule, RuleBook
from ..text import fold, key
from .columns import PLAN_ROLES, YEAR, ColumnReading, past_years, read_columns
from .header_words import NAME, HeaderWords, header_words
from .labels import read_label
from .lines import is_index
from .stitch import Chain, Sheet, chains
from .vocabulary import Vocabulary, vocabulary

FRAME = frozenset(("head-table", "signature-table"))  # ids of refusals of what every document has
_BODY = 100  # characters of a paragraph that is no title
_PLACES = 4  # tables named one by one
_SAMPLE = 60  # body cells of a column that decide what it is


@dataclass(slots=True)
class Judged:
    """A table and the decision on it. rule: id of what speaks against it, "" where it is a plan; reason: Vietnamese."""

    chain: Chain
    columns: tuple[ColumnReading, ...]
    rule: str
    reason: str
    score: float
    notices: tuple[Notice, ...] = ()

    @property
    def block(self) -> int:
        """Where it begins in Document.blocks."""
        return self.chain.sheets[0].lat.block

    @property
    def accepted(self) -> bool:
        return not self.rule

    @property
    def plan_columns(self) -> tuple[Column, ...]:
        return tuple(Column(i, c.role, c.header, c.alternatives, c.reason, c.unit) for i, c in enumerate(self.columns))


def judge(document: Document, book: RuleBook) -> list[Judged]:
    """Every table of the document with the decision on it."""
    words, vocab = header_words(book), vocabulary(book)
    year = _first_year(document, vocab)
    return [_judge_chain(chain, words, vocab, year) for chain in chains(document, words, vocab)]


def _first_year(document: Document, vocab: Vocabulary) -> int | None:
    """The first year the title names: "Kế hoạch ... năm 2026", "giai đoạn 2026-2030"; not one it reaches for.

    The title is bold and stands above the body, which begins with the first long paragraph.
    """
    for block in document.blocks:
        if not isinstance(block, Paragraph):
            continue
        if block.bold and (years := YEAR.findall(vocab.without_horizon(block.text))):
            return min(map(int, years))
        if not block.bold and not block.italic and len(block.text) > _BODY:
            return None
    return None


def judge_grids(document: Document, book: RuleBook) -> tuple[Verdict, ...]:
    """One verdict a grid, in document order, for `explain`."""
    vocab = vocabulary(book)
    out: list[Verdict] = []
    for judged in judge(document, book):
        columns = judged.plan_columns
        first = place_of(document, judged.chain.sheets[0].lat.block, vocab)
        for number, sheet in enumerate(judged.chain.sheets):
            reason = vocab.messages["joined"].format(first=first) if number else judged.reason
            out.append(Verdict(sheet.lat.block, judged.accepted, reason, columns, judged.score))
    return tuple(out)


def place_of(document: Document, block: int, vocab: Vocabulary) -> str:
    """ "Bảng ở trang 3", or "Bảng thứ 2" where there are no pages."""
    return places_of(document, [block], vocab)


def places_of(document: Document, blocks: Sequence[int], vocab: Vocabulary) -> str:
    """ "Bảng ở trang 3, 5", of many the first ones."""
    pages: list[int] = []
    numbers: list[int] = []
    for block in blocks[: _PLACES + 1]:
        grid = document.blocks[block]
        if not isinstance(grid, Paragraph) and grid.page is not None:
            pages.append(grid.page)
        numbers.append(sum(1 for b in document.blocks[: block + 1] if not isinstance(b, Paragraph)))
    shown = list(dict.fromkeys(pages or numbers))
    text = ", ".join(map(str, shown[:_PLACES])) + (", …" if len(blocks) > _PLACES else "")
    return vocab.messages["table_page" if pages else "table_number"].format(place=text)


# --- one table -------------------------------------------------------------------------------------------------


def _judge_chain(chain: Chain, words: HeaderWords, vocab: Vocabulary, year: int | None) -> Judged:
    samples = _samples(chain)
    columns, headed = _columns(chain, samples, words)
    columns = past_years(columns, year)
    roles = {c.role for c in columns}
    refusal = _refusal(chain, columns, samples, words)
    messages = vocab.messages
    score = float(sum(1 for c in columns if c.role in PLAN_ROLES or c.role == "content"))
    if refusal:
        return Judged(chain, columns, refusal.id, refusal.extra["message"], score)
    for rule, failed in (
        ("form", not headed and _is_room_to_write(samples, vocab)),
        ("no_header", not headed),
        ("no_content", "content" not in roles),
        ("no_plan_column", not any(c.role in PLAN_ROLES and not c.weak for c in columns)),
    ):
        if failed:
            return Judged(chain, columns, rule, messages[rule], score)
    filled, total = _filled(chain, columns, vocab)
    score += filled / total if total else 0.0
    if not filled:
        rule = "form" if total else "no_rows"
        return Judged(chain, columns, rule, messages[rule], score)
    return Judged(chain, columns, "", messages["accepted"], score, _guesses(chain, columns, messages))


def _columns(
    chain: Chain, samples: Sequence[Sequence[str]], words: HeaderWords
) -> tuple[tuple[ColumnReading, ...], bool]:
    """The columns, and whether they can be trusted: by the heading; without one by cells that are clear enough."""
    if chain.header:
        return read_columns(chain.header.parts, samples, words), True
    parts = _top_row(chain.sheets[0])
    if read_label(parts[0][0]):
        blind = read_columns([("",)] * len(samples), samples, words)
        if blind[0].role == "no" and any(c.role == "content" for c in blind):
            return blind, True
    return read_columns(parts, [[] for _ in parts], words), False


def _guesses(chain: Chain, columns: Sequence[ColumnReading], messages: Mapping[str, str]) -> tuple[Notice, ...]:
    """Told to the reader: columns known by their cells alone."""
    if not any(c.guessed for c in columns):
        return ()
    names = "; ".join(f"“{c.header}”" for c in columns if c.guessed and c.header)
    message = messages["guessed_columns" if chain.header else "guessed_table"]
    page = chain.sheets[0].lat.grid.page
    return (Notice("G5", message.format(columns=names), page=page, level="warning"),)


def _is_room_to_write(samples: Sequence[Sequence[str]], vocab: Vocabulary) -> bool:
    """Dots in most cells of a table without a heading."""
    texts = [t for column in samples for t in column]
    return sum(1 for t in texts if vocab.has_dots(t)) * 2 > len(texts)


def _top_row(sheet: Sheet) -> tuple[tuple[str, ...], ...]:
    """The first filled row, taken as heading, of a table without one."""
    row = next((cells for cells in sheet.lat.starts if any(c.text.strip() for c in cells)), [])
    return tuple((c.text[:200],) for c in row) or (("",),)


def _samples(chain: Chain) -> list[list[str]]:
    """Texts of the body by column, from the first rows."""
    samples: list[list[str]] = [[] for _ in chain.sheets[0].spans]
    for sheet in chain.sheets:
        for row in range(sheet.first, sheet.lat.rows):
            if row == sheet.first and is_index([c.text for c in sheet.lat.starts[row] if c.text.strip()], len(samples)):
                continue
            for cell in sheet.lat.starts[row]:
                covered = sheet.columns_of(cell)
                if cell.text.strip() and len(covered) == 1 and len(samples[covered[0]]) < _SAMPLE:
                    samples[covered[0]].append(cell.text)
    return samples


def _filled(chain: Chain, columns: Sequence[ColumnReading], vocab: Vocabulary) -> tuple[int, int]:
    """Body rows in which a plan column is filled beside a content (or one merged from above), and body rows in all."""
    plan = {i for i, c in enumerate(columns) if c.role in PLAN_ROLES}
    content = next(i for i, c in enumerate(columns) if c.role == "content")
    filled = total = 0
    written = False
    for sheet in chain.sheets:
        for row in range(sheet.first, sheet.lat.rows):
            cells = [(sheet.columns_of(c), c.text) for c in sheet.lat.starts[row] if not vocab.is_blank(c.text.strip())]
            places = {i for covered, _ in cells for i in covered[:1]}
            written = written or content in places
            total += 1
            filled += written and bool(places & plan) and not any(len(covered) > 2 for covered, _ in cells[:1])
    return filled, total


# --- other kinds of tables -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Facts:
    """What a refusal rule may look at. keys: of the headings, padded with blanks; opening: the first rows, folded."""

    keys: tuple[str, ...]
    columns: tuple[ColumnReading, ...]
    samples: Sequence[Sequence[str]]
    words: HeaderWords
    opening: str
    rows: int
    width: int


@lru_cache(maxsize=8)
def _refusals(book: RuleBook) -> tuple[tuple[Rule, tuple[str, ...], tuple[str, ...]], ...]:
    return tuple(
        (r, tuple(f" {key(w)} " for w in r.extra.get("headings", ())), tuple(fold(t) for t in r.extra.get("text", ())))
        for r in book.rules(NAME, "refusal")
    )


def _refusal(
    chain: Chain, columns: tuple[ColumnReading, ...], samples: Sequence[Sequence[str]], words: HeaderWords
) -> Rule | None:
    """The rule that says what other table this is."""
    lat = chain.sheets[0].lat
    opening = " ".join(" ".join(c.text.split()) for c in islice(lat.grid.cells, 24))
    return refusal_of(columns, opening, words, samples, lat.rows, lat.columns)


def refusal_of(
    columns: tuple[ColumnReading, ...], opening: str, words: HeaderWords, samples: Sequence[Sequence[str]] = (),
    rows: int = 1, width: int = 1,
) -> Rule | None:  # fmt: skip
    """The rule against a table of these columns. opening: text of its first rows; samples: cells by column."""
    keys = tuple(f" {key(c.header)} " for c in columns)
    facts = _Facts(keys, columns, samples, words, fold(opening)[:4000], rows, width)
    return next((rule for rule, headings, text in _refusals(words.book) if _is_kind(rule, headings, text, facts)), None)


def _is_kind(rule: Rule, headings: Sequence[str], text: Sequence[str], facts: _Facts) -> bool:
    extra = rule.extra
    roles = {c.role for c in facts.columns}
    if set(extra.get("unless", ("",))) <= roles or roles & set(extra.get("without", ())):
        return False
    if "unless_cells" in extra and _cells_say(extra["unless_cells"], facts):
        return False
    if text:
        limit = facts.rows <= extra.get("rows", 10**9) and facts.width <= extra.get("columns", 10**9)
        return limit and any(t in facts.opening for t in text)
    if "role" in extra:
        return sum(1 for c in facts.columns if c.role == extra["role"]) >= int(extra.get("need", 1))
    if headings:
        return sum(1 for k in facts.keys if any(h in k for h in headings)) >= int(extra.get("need", 1))
    return _cells_say(extra, facts)


def _cells_say(extra: Any, facts: _Facts) -> bool:
    """At least `share` of the filled cells of the column look like `cells`."""
    return any(
        len(facts.samples) > i and facts.words.share(extra["cells"], facts.samples[i]) >= extra.get("share", 0.5)
        for i, c in enumerate(facts.columns)
        if c.role == extra["column"]
    )
