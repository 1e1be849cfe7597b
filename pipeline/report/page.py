"""The comparison as one HTML page: no network, no other file, always the same bytes. In: Compared. Out: bytes.

The page filters by itself (page.js) and prints by itself (page.css). Everything is in the document without the script
too; the policy in its head lets nothing run or load but the two texts that stand in it.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Iterator
from importlib.resources import files
from typing import TYPE_CHECKING

from ..comparison import Compared
from ..rulebook import RuleBook
from .changes import Labels, tally
from .page_rows import element, groups, unchanged
from .paired import Sheet, lay_out

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

KINDS = {"new": "Mới", "dropped": "Không còn", "matched": "Tương ứng", "split": "Tách", "merged": "Gộp"}
TITLE = "So sánh nhiệm vụ của hai kế hoạch"


def dump(compared: Compared, book: RuleBook) -> bytes:
    """The page, UTF-8."""
    from lxml import etree

    labels, sheet = Labels(book), lay_out(compared, book)
    style, script = (files(__package__).joinpath(f"page.{kind}").read_text("utf-8") for kind in ("css", "js"))
    page = element(
        "html",
        element("head", *_head(sheet, style, script)),
        element("body", *_body(sheet, compared, labels), element("script", script)),
        lang="vi",
    )
    text = etree.tostring(page, method="html", encoding="unicode", doctype="<!DOCTYPE html>")
    return f"{text}\n".encode()


def _head(sheet: Sheet, style: str, script: str) -> Iterator[Element]:
    policy = (
        f"default-src 'none'; style-src {digest(style)}; script-src {digest(script)}; base-uri 'none'; "
        "form-action 'none'"
    )
    yield element("meta", charset="utf-8")
    yield element("meta", name="viewport", content="width=device-width, initial-scale=1")
    yield element("meta", http_equiv="Content-Security-Policy", content=policy)
    yield element("title", f"{TITLE}: {sheet.sides[0]}, {sheet.sides[1]}")
    yield element("style", style)


def digest(text: str) -> str:
    """What the policy in a page's head names a text by."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _body(sheet: Sheet, compared: Compared, labels: Labels) -> Iterator[Element]:
    yield element("a", "Đến bảng so sánh", class_="skip", href="#bang")
    yield element("h1", TITLE)
    yield _documents(sheet)
    yield element("p", element("b", "Tóm tắt: "), tally(compared), class_="tally")
    yield from _listed(f"Thay đổi của văn bản ({len(sheet.messages)})", sheet.messages)
    yield from _listed(f"Cần xem lại ({len(sheet.findings)})", sheet.findings)
    yield element("h2", "Số nhiệm vụ theo loại thay đổi")
    yield _form(sheet, compared, labels)
    yield element("h2", "Bảng so sánh", id="bang", tabindex="-1")
    new, gone = element("ins", "chữ mới hoặc đã sửa"), element("del", "chữ đã bỏ hoặc bị thay")
    yield element("p", "Cách đánh dấu: ", new, ", ", gone, ".", class_="legend")
    yield element("p", f"{len(sheet.lines)} dòng so sánh.", id="tinh", role="status", aria_live="polite")
    yield _pairs(sheet, labels)
    yield from unchanged(sheet, labels)


def _documents(sheet: Sheet) -> Element:
    top = element("tr", element("td", ""), *(element("th", name, scope="col") for name in sheet.sides))
    rows = [
        element("tr", element("th", what, scope="row"), *(element("td", text or "không ghi") for text in both))
        for what, *both in sheet.head
    ]
    return element("table", element("thead", top), element("tbody", *rows), class_="head")


def _listed(title: str, messages: Iterable[str]) -> Iterator[Element]:
    items = [element("li", message) for message in messages]
    if items:
        yield element("h2", title)
        yield element("ul", *items)


def _form(sheet: Sheet, compared: Compared, labels: Labels) -> Element:
    return element(
        "form",
        element("fieldset", element("legend", "Đánh dấu để chỉ xem các loại ấy", class_="screen needs-js"),
                element("div", *_codes(compared, labels), class_="codes")),
        element("div", *_filters(sheet), class_="filters needs-js"),
        id="loc", role="search", aria_label="Lọc bảng so sánh",
    )  # fmt: skip


def _codes(compared: Compared, labels: Labels) -> Iterator[Element]:
    counts = compared.diff.summary.codes
    known = [*labels.rules, *(code for code in counts if code not in labels.rules)]
    for code in known:
        count = next((n for name, n in counts.items() if name == code), 0)
        if count and (not labels.hidden(code) or code == "carried_unchanged"):
            name = labels.name(code)
            box = element("input", type="checkbox", name="loai", value=code, data_name=name, class_="needs-js")
            means = str(labels.rules[code].means) if code in labels.rules else name
            yield element("label", box, element("span", name), element("b", str(count)), title=means)


def _filters(sheet: Sheet) -> Iterator[Element]:
    kinds = [k for k in KINDS if any(line.change.kind == k for line in sheet.lines)]
    yield _choice("Nhóm", "nhom", [(kind, KINDS[kind]) for kind in kinds])
    yield _choice("Đơn vị", "donvi", [(name, name) for name in sheet.units])
    yield _choice("Mục", "muc", [(name, name) for name in sheet.sections])
    yield element(
        "label", element("span", "Tìm chữ (có dấu hoặc không dấu)"), element("input", type="search", name="tim")
    )
    yield _tick("xem", "Chỉ các dòng cần xác nhận hoặc xem lại")
    yield _tick("chuyennam", "Hiện cả chuyển năm và đổi số thứ tự")
    yield element(
        "label", element("span", "Thư mục chứa hai văn bản, để mở liên kết"),
        element("input", type="text", name="thumuc", placeholder=r"Ví dụ: D:\Ke hoach"),
    )  # fmt: skip
    yield element("div", element("button", "Bỏ lọc", type="reset"))


def _choice(name: str, key: str, options: Iterable[tuple[str, str]]) -> Element:
    values = [element("option", text, value=value) for value, text in options]
    return element(
        "label", element("span", name), element("select", element("option", "Tất cả", value=""), *values, name=key)
    )


def _tick(key: str, text: str) -> Element:
    return element(
        "label", element("input", type="checkbox", name=key, value="1"), element("span", text), class_="tick"
    )


def _pairs(sheet: Sheet, labels: Labels) -> Element:
    heads = [element("th", name, scope="col") for name in (*sheet.sides, "Thay đổi")]
    return element("table", element("thead", element("tr", *heads)), *groups(sheet, labels), class_="pairs")
