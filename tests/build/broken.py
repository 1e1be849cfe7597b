"""Files that are no good: bombs, fakes, monsters, and seeded random damage to good files.

In: nothing, or the bytes of a good file. Out: bytes. Every function gives the same bytes each time.
"""

from __future__ import annotations

import io
import itertools
import random
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy
from typing import Any

from lxml import etree

from .grid import NS

_RELS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
    'Target="word/document.xml"/></Relationships>'
)
_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)


def word(body: str, doctype: str = "") -> bytes:
    """A smallest Word file around the markup of a body."""
    xml = f'<?xml version="1.0" encoding="UTF-8"?>{doctype}<w:document {NS}><w:body>{body}</w:body></w:document>'
    return archive({"[Content_Types].xml": _TYPES, "_rels/.rels": _RELS, "word/document.xml": xml})


def archive(parts: Mapping[str, str | bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, text in parts.items():
            file.writestr(zipfile.ZipInfo(name), text, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def zip_bomb(megabytes: int) -> bytes:
    """A Word file of a few hundred kilobytes that unpacks to that many megabytes of blanks."""
    out, bomb = io.BytesIO(), zipfile.ZipInfo("word/document.xml")
    bomb.compress_type = zipfile.ZIP_DEFLATED
    with zipfile.ZipFile(out, "w") as file:
        file.writestr(zipfile.ZipInfo("[Content_Types].xml"), _TYPES)
        file.writestr(zipfile.ZipInfo("_rels/.rels"), _RELS)
        with file.open(bomb, "w", force_zip64=True) as part:
            part.write(f"<w:document {NS}><w:body><w:p><w:r><w:t>".encode())
            for _ in range(megabytes):
                part.write(b" " * 2**20)
            part.write(b"</w:t></w:r></w:p></w:body></w:document>")
    return out.getvalue()


def entity_bomb() -> bytes:
    """Ten to the ninth laughs."""
    names = "abcdefghij"
    entities = '<!ENTITY a "ha">' + "".join(
        f'<!ENTITY {name} "{f"&{before};" * 10}">' for before, name in itertools.pairwise(names)
    )
    return word("<w:p><w:r><w:t>&j;</w:t></w:r></w:p>", f"<!DOCTYPE d [{entities}]>")


def outside_entity(address: str) -> bytes:
    """A document that wants to read another file of the machine."""
    return word("<w:p><w:r><w:t>&x;</w:t></w:r></w:p>", f'<!DOCTYPE d [<!ENTITY x SYSTEM "{address}">]>')


def table(rows: list[list[str]], cell: str = "<w:p><w:r><w:t>{}</w:t></w:r></w:p>", props: str = "") -> str:
    """Markup of a plain table."""
    cells = ["".join(f"<w:tc>{props}{cell.format(text)}</w:tc>" for text in row) for row in rows]
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in cells)}</w:tbl>"


def nested(depth: int) -> str:
    """Tables in tables in tables."""
    return "<w:tbl><w:tr><w:tc>" * depth + "<w:p/>" + "</w:tc></w:tr></w:tbl>" * depth


def mutants(good: bytes, count: int, seed: int) -> Iterator[bytes]:
    """Seeded random damage: to the raw bytes, but mostly to what is inside.

    The markup of a Word file stays markup; the objects of a PDF stay objects, its drawings drawings.
    """
    chance = random.Random(seed)
    inside = _other_markup if good.startswith(b"PK") else _other_objects
    for i in range(count):
        yield (inside if i % 4 else _damaged)(good, chance)


def _other_markup(good: bytes, chance: random.Random) -> bytes:
    with zipfile.ZipFile(io.BytesIO(good)) as file:
        parts = {name: file.read(name) for name in file.namelist()}
    for name in ("word/document.xml", chance.choice(("word/numbering.xml", "word/styles.xml"))):
        root = etree.fromstring(parts[name])
        for _ in range(chance.randint(1, 12)):
            chance.choice(_MARKUP)(list(root.iter(etree.Element)), chance)
        parts[name] = etree.tostring(root)
    return archive(parts)


def _drop(elements: list[Any], chance: random.Random) -> None:
    victim = chance.choice(elements[2:])
    victim.getparent().remove(victim)


def _double(elements: list[Any], chance: random.Random) -> None:
    twin = chance.choice(elements[2:])
    twin.addnext(deepcopy(twin))


def _move(elements: list[Any], chance: random.Random) -> None:
    chance.choice(elements[1:]).append(deepcopy(chance.choice(elements[2:])))


def _rename(elements: list[Any], chance: random.Random) -> None:
    chance.choice(elements[2:]).tag = chance.choice(elements[2:]).tag


def _attribute(elements: list[Any], chance: random.Random) -> None:
    found = [(element, name) for element in elements for name in element.attrib]
    for element, name in chance.sample(found, min(len(found), 6)):
        element.set(name, chance.choice(("", "0", "-1", "3", "65536", "99999999999", "none", "x")))


_MARKUP: tuple[Callable[[list[Any], random.Random], None], ...] = (_drop, _double, _move, _rename, _attribute)


def _damaged(good: bytes, chance: random.Random) -> bytes:
    data = bytearray(good)
    for _ in range(chance.randint(1, 4)):
        chance.choice(_DAMAGES)(data, chance)
    return bytes(data)


def _flip(data: bytearray, chance: random.Random) -> None:
    for _ in range(min(len(data), 8)):
        data[chance.randrange(len(data))] = chance.randrange(256)


def _cut(data: bytearray, chance: random.Random) -> None:
    start = chance.randrange(len(data))
    del data[start : start + chance.randint(1, 200)]
    data += b" " * (not data)


def _repeat(data: bytearray, chance: random.Random) -> None:
    start = chance.randrange(len(data))
    data[start:start] = data[start : start + 200] * chance.randint(1, 5)


def _numbers(data: bytearray, chance: random.Random) -> None:
    """Other numbers in place of some: lengths, offsets, spans, counts."""
    found = list(re.finditer(rb"\d+", data))
    for match in sorted(chance.sample(found, min(len(found), 5)), key=lambda m: m.start(), reverse=True):
        data[match.start() : match.end()] = chance.choice((b"0", b"-1", b"7", b"65536", b"99999999999"))


def _end(data: bytearray, chance: random.Random) -> None:
    del data[chance.randrange(1, len(data) + 1) :]


_DAMAGES: tuple[Callable[[bytearray, random.Random], None], ...] = (_flip, _cut, _repeat, _numbers, _end)


_OBJECT = re.compile(rb"\n\d+ 0 obj.*?endobj", re.DOTALL)
_ENTRY = re.compile(rb"\n\d{10} \d{5} n ")
_STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)
_KEY = re.compile(rb"/[A-Z][A-Za-z]{1,14}(?![A-Za-z])")
_DRAWS = re.compile(rb"\s(?:re|l|Tm|Tj|TJ|cm)\s")  # a stream that draws is a page


def _other_objects(good: bytes, chance: random.Random) -> bytes:
    data = bytearray(good)
    for _ in range(chance.randint(1, 3)):
        chance.choice(_OBJECTS)(data, chance)
    return bytes(data)


def _drop_object(data: bytearray, chance: random.Random) -> None:
    """Blanks in its place: the others stay where the table of objects says."""
    victim = chance.choice(list(_OBJECT.finditer(data)))
    data[victim.start() : victim.end()] = b"\n" + b" " * (len(victim[0]) - 1)


def _swap_entries(data: bytearray, chance: random.Random) -> None:
    """One object where another is looked for."""
    one, two = chance.sample(list(_ENTRY.finditer(data)), 2)
    data[one.start() : one.end()], data[two.start() : two.end()] = two[0], one[0]


def _forget_table(data: bytearray, _: random.Random) -> None:
    """A table of objects that starts at its own end."""
    at = data.rfind(b"startxref")
    data[at:] = b"startxref\n%d\n%%%%EOF\n" % (len(data) - 9)


def _other_key(data: bytearray, chance: random.Random) -> None:
    keys = list(_KEY.finditer(data))
    if keys:
        victim = chance.choice(keys)
        data[victim.start() : victim.end()] = chance.choice(keys)[0]


def _other_drawing(data: bytearray, chance: random.Random) -> None:
    """A page whose numbers and operators are not what they were."""
    for match in chance.sample(list(_STREAM.finditer(data)), 8):
        try:
            words = zlib.decompress(match[1])
        except zlib.error:
            continue
        if _DRAWS.search(words):
            parts = words.split(b" ")
            for n in chance.sample(range(len(parts)), min(len(parts), chance.choice((1, 20, 200)))):
                parts[n] = chance.choice(
                    (b"0", b"-1", b"1e38", b"99999999999", b"nan", b"q", b"Q", b"re", parts[n - 1])
                )
            data[match.start(1) : match.end(1)] = zlib.compress(b" ".join(parts))
            return


_OBJECTS: tuple[Callable[[bytearray, random.Random], None], ...] = (
    _drop_object, _swap_entries, _forget_table, _other_key, _other_drawing, _other_drawing,
)  # fmt: skip
