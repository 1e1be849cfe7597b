"""The text of a paragraph, feature by feature: what Word shows is what is read."""

from __future__ import annotations

import pytest

from pipeline import rulebook
from pipeline.document import Document, Paragraph
from pipeline.read.word import read_word
from tests.word_xml import NAMESPACES, docx, p, r, tbl, tr

BOOK = rulebook.load()


def read(body: str, styles: str = "") -> Document:
    return read_word(docx(body, styles=styles), "t.docx", BOOK)


def lines(document: Document) -> list[str]:
    return [block.text for block in document.blocks if isinstance(block, Paragraph)]


def codes(document: Document) -> list[str]:
    return [notice.code for notice in document.notices]


def field(*kinds: str) -> str:
    return "".join(f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in kinds)


INSTRUCTION = '<w:r><w:instrText xml:space="preserve"> PAGEREF _x </w:instrText></w:r>'
BOX = "<w:txbxContent><w:p><w:r><w:t>trong khung</w:t></w:r></w:p></w:txbxContent>"
TWO_BRANCHES = (
    '<mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:txbx>{0}</wps:txbx></w:drawing></mc:Choice>'
    "<mc:Fallback><w:pict><v:textbox>{0}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent>"
)
SYMBOL = '<w:r><w:sym w:font="{}" w:char="{}"/></w:r>'
NOTE = '<w:r><w:footnoteReference w:id="2"/></w:r>'
UP = '<w:vertAlign w:val="superscript"/>'

ALTERNATE = (
    "<mc:AlternateContent><mc:Choice Requires='x'>{}</mc:Choice><mc:Fallback>{}</mc:Fallback></mc:AlternateContent>"
)
FRACTION = "<m:f><m:num><m:r><m:t>{}</m:t></m:r></m:num><m:den><m:r><m:t>{}</m:t></m:r></m:den></m:f>"

ONE_PARAGRAPH = [
    (
        "tab and breaks",
        "<w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t><w:cr/><w:t>d</w:t></w:r>",
        "a b\nc\nd",
    ),
    ("page break", '<w:r><w:t>a</w:t><w:br w:type="page"/><w:t>b</w:t></w:r>', "a b"),
    ("hyphens", "<w:r><w:t>QĐ</w:t><w:noBreakHyphen/><w:t>TTg</w:t></w:r>", "QĐ-TTg"),
    ("soft hyphen in a word", "<w:r><w:t>kế ho</w:t><w:softHyphen/><w:t>ạch</w:t></w:r>", "kế hoạch"),
    ("soft hyphen in a range", "<w:r><w:t>2021</w:t><w:softHyphen/><w:t>2025</w:t></w:r>", "2021-2025"),
    ("no-break space", r("Quý\u00a0IV"), "Quý IV"),
    ("new line in the XML", "<w:r><w:t>a\n  b</w:t></w:r>", "a b"),
    ("inserted", f"<w:ins>{r('mới')}</w:ins>{r(' nữa')}", "mới nữa"),
    ("deleted", f"{r('giữ')}<w:del><w:r><w:delText>bỏ</w:delText></w:r></w:del>", "giữ"),
    ("moved away", f"{r('giữ')}<w:moveFrom>{r('bỏ')}</w:moveFrom><w:moveTo>{r(' đến')}</w:moveTo>", "giữ đến"),
    (
        "link and smart tag",
        f"<w:hyperlink>{r('a')}</w:hyperlink><w:smartTag><w:smartTagPr/>{r('b')}</w:smartTag>",
        "ab",
    ),
    ("content control", f"<w:sdt><w:sdtPr/><w:sdtContent>{r('chọn')}</w:sdtContent></w:sdt>", "chọn"),
    ("simple field", f'<w:fldSimple w:instr="DATE">{r("17/01")}</w:fldSimple>', "17/01"),
    ("field", f"{r('tr. ')}{field('begin')}{INSTRUCTION}{field('separate')}{r('5')}{field('end')}", "tr. 5"),
    (
        "field in a field",
        f"{field('begin')}{INSTRUCTION}{field('begin')}{INSTRUCTION}{field('separate')}{r('mã')}{field('end')}"
        f"{field('separate')}{r('7')}{field('end')}{r('.')}",
        "7.",
    ),
    ("field without result", f"{r('a')}{field('begin')}{INSTRUCTION}{field('end')}{r('b')}", "ab"),
    ("end without begin", f"{field('end')}{r('còn')}", "còn"),
    ("symbol font", f"{SYMBOL.format('Symbol', 'F0B3')}{r(' 85%')}", "≥ 85%"),
    ("symbol bullet", f"{SYMBOL.format('Wingdings', 'F0A7')}{r(' Sở Y tế')}", "- Sở Y tế"),
    ("tick", SYMBOL.format("Wingdings", "F0FC"), "✓"),
    ("symbol of a text font", SYMBOL.format("Times New Roman", "2265"), "≥"),
    ("symbols typed", r("\uf0b3 85%", '<w:rFonts w:ascii="Symbol" w:hAnsi="Symbol"/>'), "≥ 85%"),
    ("footnote mark", f"{r('năm 2024')}{NOTE}{r(' và')}", "năm 2024 và"),
    (
        "own footnote mark",
        r("năm 2024") + '<w:r><w:footnoteReference w:customMarkFollows="1"/><w:t>*</w:t></w:r>',
        "năm 2024",
    ),
    ("typed note", f"{r('năm 2024')}{r('1', UP)}", "năm 2024 (1)"),
    ("power", f"{r('500 m')}{r('2', UP)}", "500 m2"),
    ("degree", f"{r('37')}{r('0', UP)}{r('C')}", "37°C"),
    ("note behind a word", f"{r('chương trình')}{r('2', UP)}", "chương trình (2)"),
    ("capitals by format", r("Kế hoạch", "<w:caps/>"), "KẾ HOẠCH"),
    ("formula", f"<m:oMath>{FRACTION.format('a', 'b')}</m:oMath>", "a/b"),
    ("comment", f"<w:commentRangeStart w:id='0'/>{r('chữ')}<w:r><w:commentReference w:id='0'/></w:r>", "chữ"),
    ("alternative text", f"<w:r>{ALTERNATE.format('', '<w:t>☺</w:t>')}</w:r>", "☺"),
    ("unknown wrapper", f"<w:unknown>{r('vẫn đọc')}</w:unknown>", "vẫn đọc"),
    ("decomposed accents", r("ke\u0302\u0301 hoa\u0323ch"), "kế hoạch"),
]


@pytest.mark.parametrize(("content", "wanted"), [c[1:] for c in ONE_PARAGRAPH], ids=[c[0] for c in ONE_PARAGRAPH])
def test_one_paragraph(content: str, wanted: str) -> None:
    assert lines(read(p(content))) == [wanted]


def test_hidden_text_is_left_out_and_reported() -> None:
    styles = (
        '<w:style w:type="character" w:styleId="H"><w:rPr><w:vanish/></w:rPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="HP"><w:rPr><w:vanish/></w:rPr></w:style>'
    )
    body = (
        p(r("thấy") + r("ẩn", "<w:vanish/>") + r("ẩn 2", '<w:rStyle w:val="H"/>') + r(" rõ", '<w:vanish w:val="0"/>'))
        + p("ẩn 3", '<w:pStyle w:val="HP"/>')
        + p(r("hiện", '<w:vanish w:val="false"/>'), '<w:pStyle w:val="HP"/>')
    )
    document = read(body, styles)
    assert lines(document) == ["thấy rõ", "hiện"]
    assert codes(document) == ["W1"]
    assert document.notices[0].quote == "ẩn; ẩn 2; ẩn 3"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (f"{r('a')}<w:del><w:r><w:delText>b</w:delText></w:r></w:del>", "W2"),
        (f"{r('a')}{NOTE}", "W4"),
        (r("30/11", "<w:strike/>"), "W5"),
        (r("30/11", "<w:dstrike/>"), "W5"),
        (f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{r('Chọn ngày')}</w:sdtContent></w:sdt>", "W9"),
    ],
)
def test_what_a_reader_could_miss_is_reported(content: str, code: str) -> None:
    assert codes(read(p(content))) == [code]


def test_the_text_of_a_footnote_stands_in_the_notice() -> None:
    notes = f'<w:footnotes {NAMESPACES}><w:footnote w:id="2">{p("Theo Nghị quyết số 76")}</w:footnote></w:footnotes>'
    data = docx(p(r("năm 2024") + NOTE), parts={"word/footnotes.xml": notes})
    (notice,) = read_word(data, "t.docx", BOOK).notices
    assert (notice.code, notice.quote) == ("W4", "Theo Nghị quyết số 76")


def test_struck_text_stays() -> None:
    assert lines(read(p(r("30/11", "<w:strike/>")))) == ["30/11"]


def test_nothing_is_reported_of_a_plain_paragraph() -> None:
    assert codes(read(p("Văn phòng Sở") + tbl(tr("a", "b")))) == []


def test_text_boxes_are_paragraphs_once() -> None:
    anchored = r("trước ") + f"<w:r>{TWO_BRANCHES.format(BOX)}</w:r>" + r("sau")
    assert lines(read(p(anchored) + p("cuối"))) == ["trước sau", "trong khung", "cuối"]


def test_old_text_box_without_alternative() -> None:
    assert lines(read(p(f"<w:r><w:pict><v:shape><v:textbox>{BOX}</v:textbox></v:shape></w:pict></w:r>"))) == [
        "trong khung"
    ]


def test_table_in_a_text_box_is_read_as_lines() -> None:
    box = f"<w:txbxContent>{tbl(tr('a', 'b'), tr('c', 'd'))}<w:p/></w:txbxContent>"
    assert lines(read(p(f"<w:r><w:drawing>{box}</w:drawing></w:r>"))) == ["a | b", "c | d"]


def test_deleted_paragraph_mark_joins_with_the_next() -> None:
    gone = '<w:rPr><w:del w:id="1" w:author="x"/></w:rPr>'
    assert lines(read(p("một ", gone) + p("hai ", gone) + p("ba"))) == ["một hai ba"]
    assert lines(read(p("cuối", gone))) == ["cuối"]


def test_blocks_inside_controls_and_alternatives() -> None:
    body = f"<w:sdt><w:sdtContent>{p('a')}<w:sdt><w:sdtContent>{p('b')}</w:sdtContent></w:sdt></w:sdtContent></w:sdt>"
    body += ALTERNATE.format(p("c"), p("c")) + f"<w:customXml>{p('d')}</w:customXml><w:altChunk/>"
    document = read(body)
    assert lines(document) == ["a", "b", "c", "d"]
    assert codes(document) == ["W6"]


STYLES = """
<w:docDefaults><w:rPrDefault><w:rPr><w:sz w:val="26"/></w:rPr></w:rPrDefault></w:docDefaults>
<w:style w:type="paragraph" w:default="1" w:styleId="N"/>
<w:style w:type="paragraph" w:styleId="T"><w:basedOn w:val="N"/><w:pPr><w:jc w:val="center"/></w:pPr>
<w:rPr><w:b/><w:i/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="T2"><w:basedOn w:val="T"/></w:style>
<w:style w:type="character" w:styleId="S"><w:rPr><w:b/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="L1"><w:basedOn w:val="L2"/></w:style>
<w:style w:type="paragraph" w:styleId="L2"><w:basedOn w:val="L1"/></w:style>
"""
LOOKS = [
    ("direct", p(r("x", "<w:b/>") + r(" ") + r("y", "<w:b/>")), (True, False, False)),
    ("one plain run", p(r("x", "<w:b/>") + r("y")), (False, False, False)),
    ("style", p("x", '<w:pStyle w:val="T"/>'), (True, True, True)),
    ("base style", p("x", '<w:pStyle w:val="T2"/>'), (True, True, True)),
    ("switched off", p(r("x", '<w:b w:val="0"/>'), '<w:pStyle w:val="T"/><w:jc w:val="left"/>'), (False, True, False)),
    ("toggled twice", p(r("x", '<w:rStyle w:val="S"/>'), '<w:pStyle w:val="T"/>'), (False, True, True)),
    ("character style", p(r("x", '<w:rStyle w:val="S"/>')), (True, False, False)),
    ("styles in a circle", p("x", '<w:pStyle w:val="L1"/>'), (False, False, False)),
    ("unknown style", p("x", '<w:pStyle w:val="none"/>'), (False, False, False)),
]


@pytest.mark.parametrize(("body", "wanted"), [c[1:] for c in LOOKS], ids=[c[0] for c in LOOKS])
def test_bold_italic_centred(body: str, wanted: tuple[bool, bool, bool]) -> None:
    (block,) = read(body, STYLES).blocks
    assert isinstance(block, Paragraph)
    assert (block.bold, block.italic, block.centered) == wanted


VN = '<w:rFonts w:ascii=".VnTime" w:hAnsi=".VnTime"/>'
VNH = '<w:rFonts w:ascii=".VnTimeH" w:hAnsi=".VnTimeH"/>'
VNI = '<w:rFonts w:ascii="VNI-Times" w:hAnsi="VNI-Times"/>'


def test_old_fonts_are_converted_run_by_run() -> None:
    body = p(r("Căn cứ ") + r("QuyÕt ®Þnh", VN) + r(" và ") + r("Keá hoaïch", VNI) + r(" kÕ ho¹ch", VNH))
    document = read(body)
    assert lines(document) == ["Căn cứ Quyết định và Kế hoạch KẾ HOẠCH"]
    assert [(n.code, n.quote) for n in document.notices] == [("X5", "Quyết định; Kế hoạch; KẾ HOẠCH")]


def test_a_letter_cut_into_two_runs_of_one_font() -> None:
    assert lines(read(p(r("quye", VNI) + r("át", VNI + "<w:b/>")))) == ["quyết"]


def test_soft_hyphen_of_an_old_font_is_a_letter() -> None:
    soft = f"<w:r><w:rPr>{VN}</w:rPr><w:t>nh</w:t><w:softHyphen/><w:t>ng</w:t></w:r>"
    assert lines(read(p(soft) + p(r("nh\u00adng", VN)))) == ["nhưng", "nhưng"]


def test_old_font_through_a_style_and_unicode_typed_in_it() -> None:
    styles = f'<w:style w:type="paragraph" w:styleId="V"><w:rPr>{VN}</w:rPr></w:style>'
    style = '<w:pStyle w:val="V"/>'
    times = '<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman"/>'
    theme = '<w:rFonts w:asciiTheme="minorHAnsi" w:hAnsiTheme="minorHAnsi"/>'
    body = p("Së Néi vô", style) + p("Sở Nội vụ", style) + p(r("có", times), style) + p(r("có", theme), style)
    assert lines(read(body, styles)) == ["Sở Nội vụ", "Sở Nội vụ", "có", "có"]


def test_old_encoding_without_its_font_is_found_by_counting() -> None:
    long = "C¨n cø QuyÕt ®Þnh cña Uû ban nh©n d©n tØnh vÒ c¶i c¸ch hµnh chÝnh"
    document = read(p(long) + p("Së Néi vô") + p("sè 5") + tbl(tr("Thêi gian", "Néi dung")))
    assert lines(document) == ["Căn cứ Quyết định của Uỷ ban nhân dân tỉnh về cải cách hành chính", "Sở Nội vụ", "số 5"]
    assert codes(document) == ["X5"]
