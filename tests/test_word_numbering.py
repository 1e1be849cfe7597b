"""Automatic numbers: lists as in numbering.xml, and the text a reader of the page sees."""

from __future__ import annotations

import pytest

from pipeline import rulebook
from pipeline.document import Grid, Paragraph
from pipeline.read.word import read_word
from tests.word_xml import abstract, docx, level, num, numbered, p, picture, tbl, tc, tr

BOOK = rulebook.load()


def texts(body: str, numbering: str, styles: str = "") -> list[str]:
    document = read_word(docx(body, numbering=numbering, styles=styles), "t.docx", BOOK)
    return [block.text for block in document.blocks if isinstance(block, Paragraph)]


def at(*levels: int, number: int = 1) -> str:
    return "".join(p("x", numbered(number, ilvl)) for ilvl in levels)


OUTLINE = abstract(0, level(0, "%1.", "upperRoman"), level(1, "%2."), level(2, "%2.%3"), level(3, "%4)", "lowerLetter"))
LISTS = [
    ("outline", OUTLINE, at(0, 1, 2, 2, 1, 2, 3, 0, 1), "I. 1. 1.1 1.2 2. 2.1 a) II. 1."),
    ("start", abstract(0, level(0, "%1", start=5)), at(0, 0), "5 6"),
    ("zero", abstract(0, level(0, "%1", "decimalZero")), at(*[0] * 10), "01 02 03 04 05 06 07 08 09 10"),
    ("lower roman", abstract(0, level(0, "(%1)", "lowerRoman")), at(*[0] * 4), "(i) (ii) (iii) (iv)"),
    ("letters", abstract(0, level(0, "%1", "upperLetter", start=26)), at(0, 0, 0), "Z AA BB"),
    ("other script", abstract(0, level(0, "%1", "vietnameseCounting")), at(0, 0), "1 2"),
    ("level skipped", abstract(0, level(0, "%1."), level(1, "%1.%2")), at(1, 0, 1), "1.1 2. 2.1"),
    ("none", abstract(0, level(0, "%1", "none")), at(0, 0), " "),
    ("words", abstract(0, level(0, "Nhiệm vụ %1:")), at(0, 0), "Nhiệm vụ 1: Nhiệm vụ 2:"),
    (
        "legal",
        abstract(0, level(0, "%1.", "upperRoman"), level(1, "%1.%2", more="<w:isLgl/>")),
        at(0, 0, 1),
        "I. II. 2.1",
    ),
    (
        "never restarts",
        abstract(0, level(0, "%1.", "upperRoman"), level(1, "%2.", more='<w:lvlRestart w:val="0"/>')),
        at(0, 1, 1, 0, 1),
        "I. 1. 2. II. 3.",
    ),
    (
        "restarts after the first level only",
        abstract(0, level(0, "%1."), level(1, "%2)"), level(2, "(%3)", more='<w:lvlRestart w:val="1"/>')),
        at(0, 1, 2, 1, 2, 0, 2),
        "1. 1) (1) 2) (2) 2. (1)",
    ),
    (
        "custom zeros",
        abstract(
            0,
            '<w:lvl w:ilvl="0"><w:start w:val="1"/><mc:AlternateContent><mc:Choice Requires="w14">'
            '<w:numFmt w:val="custom" w:format="001, 002, 003, ..."/></mc:Choice><mc:Fallback>'
            '<w:numFmt w:val="decimal"/></mc:Fallback></mc:AlternateContent><w:lvlText w:val="%1"/></w:lvl>',
        ),
        at(0, 0),
        "001 002",
    ),
    ("no such list", "", at(0), ""),
    ("level out of range", abstract(0, level(0, "%1")), at(12), ""),
]


@pytest.mark.parametrize(("lists", "body", "wanted"), [case[1:] for case in LISTS], ids=[case[0] for case in LISTS])
def test_labels(lists: str, body: str, wanted: str) -> None:
    found = texts(body, lists + num(1, 0))
    assert " ".join(text.removesuffix("x").strip() for text in found) == wanted


def test_bullets_become_dashes_but_plus_and_star_stay() -> None:
    lists = abstract(
        0, level(0, "\uf0b7", "bullet"), level(1, "o", "bullet"), level(2, "+", "bullet"), level(3, "*", "bullet")
    )
    found = texts(at(0, 1, 2, 3), lists + num(1, 0))
    assert found == ["- x", "- x", "+ x", "* x"]


def test_suffix_nothing_glues_the_number() -> None:
    lists = abstract(0, level(0, "%1.", more='<w:suff w:val="nothing"/>')) + num(1, 0)
    assert texts(p("KẾ HOẠCH", numbered(1)), lists) == ["1.KẾ HOẠCH"]


def test_lists_of_one_definition_count_on_unless_one_starts_anew() -> None:
    override = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    lists = abstract(0, level(0, "%1.")) + num(1, 0) + num(2, 0) + num(3, 0, override)
    body = at(0, 0) + at(0, number=2) + at(0, 0, number=3) + at(0)
    assert texts(body, lists) == ["1. x", "2. x", "3. x", "1. x", "2. x", "3. x"]


def test_a_list_may_replace_a_level() -> None:
    override = f'<w:lvlOverride w:ilvl="0">{level(0, "Việc %1:")}</w:lvlOverride>'
    lists = abstract(0, level(0, "%1.")) + num(1, 0) + num(2, 0, override)
    assert texts(at(0) + at(0, number=2), lists) == ["1. x", "Việc 2: x"]


def test_definition_behind_a_numbering_style() -> None:
    style = '<w:style w:type="numbering" w:styleId="L"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    lists = (
        abstract(1, level(0, "%1)"), more='<w:styleLink w:val="L"/>')
        + abstract(2, more='<w:numStyleLink w:val="L"/>')
        + num(1, 1)
        + num(2, 2)
    )
    assert texts(at(0) + at(0, number=2), lists, style) == ["1) x", "2) x"]


STYLES = """
<w:style w:type="paragraph" w:default="1" w:styleId="N"/>
<w:style w:type="paragraph" w:styleId="A"><w:basedOn w:val="N"/>
<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="B"><w:basedOn w:val="A"/></w:style>
<w:style w:type="paragraph" w:styleId="C"><w:basedOn w:val="A"/>
<w:pPr><w:numPr><w:numId w:val="0"/></w:numPr></w:pPr></w:style>
"""


def test_numbers_come_through_paragraph_styles() -> None:
    first = level(0, "%1.", "upperRoman", more='<w:pStyle w:val="A"/>')
    second = level(1, "%1.%2", more='<w:pStyle w:val="B"/>')
    lists = abstract(0, first, second) + num(1, 0)
    off = '<w:pStyle w:val="A"/>' + numbered(0)
    body = "".join(p("x", f'<w:pStyle w:val="{style}"/>') for style in "ABBCAB") + p("x", off)
    assert texts(body, lists, STYLES) == ["I. x", "I.1 x", "I.2 x", "x", "II. x", "II.1 x", "x"]


def test_a_direct_level_moves_the_list_of_the_style() -> None:
    lists = abstract(0, level(0, "%1."), level(1, "%1.%2")) + num(1, 0)
    inner = '<w:pStyle w:val="A"/><w:numPr><w:ilvl w:val="1"/></w:numPr>'
    assert texts(p("x", '<w:pStyle w:val="A"/>') + p("x", inner), lists, STYLES) == ["1. x", "1.1 x"]


def test_counters_run_through_cells_and_body_in_document_order() -> None:
    lists = abstract(0, level(0, "%1.")) + num(1, 0)
    number = tc(p("", numbered(1)))
    body = p("trước", numbered(1)) + tbl(tr(number, "Việc A"), tr(number, "Việc B")) + p("sau", numbered(1))
    blocks = read_word(docx(body, numbering=lists), "t.docx", BOOK).blocks
    assert isinstance(blocks[0], Paragraph)
    assert isinstance(blocks[1], Grid)
    assert isinstance(blocks[2], Paragraph)
    assert (blocks[0].text, blocks[2].text) == ("1. trước", "4. sau")
    assert picture(blocks[1]) == ["2. Việc A", "3. Việc B"]


def test_a_number_under_a_merged_cell_is_counted_but_not_seen() -> None:
    lists = abstract(0, level(0, "%1.")) + num(1, 0)
    top = tc(p("", numbered(1)), '<w:vMerge w:val="restart"/>')
    under = tc(p("", numbered(1)), "<w:vMerge/>")
    body = tbl(tr(top, "a"), tr(under, "b"), tr(tc(p("", numbered(1))), "c"))
    document = read_word(docx(body, numbering=lists), "t.docx", BOOK)
    assert isinstance(document.blocks[0], Grid)
    assert picture(document.blocks[0]) == ["1. a", "^ b", "3. c"]
    assert document.notices == ()


def test_deleted_mark_joins_two_numbered_paragraphs_into_one() -> None:
    lists = abstract(0, level(0, "%1.")) + num(1, 0)
    gone = numbered(1) + '<w:rPr><w:del w:id="1" w:author="x"/></w:rPr>'
    assert texts(p("a", numbered(1)) + p("b", gone) + p("c", numbered(1)), lists) == ["1. a", "2. bc"]
