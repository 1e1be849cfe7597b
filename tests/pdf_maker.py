"""Small PDFs written by hand, for what LibreOffice does not make: odd rules, rotation, broken fonts.

In: drawing calls in points from the top left. Out: bytes. Every letter is half as wide as the type is high, a blank
a quarter; any character may be written (a ToUnicode table says which).
"""

from __future__ import annotations

from dataclasses import dataclass, field

BLANK = 0.25
LETTER = 0.5


@dataclass
class PdfPage:
    """One page; y runs down from the top, `text` is placed by its base line."""

    maker: PdfMaker
    width: float
    height: float
    rotate: int = 0
    origin: tuple[float, float] = (0.0, 0.0)
    crop: tuple[float, float] = (0.0, 0.0)  # so much of the file's left and right, bottom and top is cut off
    ops: list[str] = field(default_factory=list)
    forms: list[tuple[str, str]] = field(default_factory=list)

    def text(self, x: float, y: float, text: str, size: float = 12, bold: bool = False) -> PdfPage:
        codes = "".join(f"{self.maker.code(char):02x}" for char in text)
        font = "F2" if bold else "F1"
        self.ops.append(f"BT /{font} {size} Tf 1 0 0 1 {self._x(x)} {self._y(y)} Tm <{codes}> Tj ET")
        return self

    def line(self, x0: float, y0: float, x1: float, y1: float, width: float = 0.5) -> PdfPage:
        self.ops.append(f"{width} w {self._x(x0)} {self._y(y0)} m {self._x(x1)} {self._y(y1)} l S")
        return self

    def bar(self, x0: float, y0: float, x1: float, y1: float) -> PdfPage:
        """A filled rectangle."""
        self.ops.append(f"{self._x(x0)} {self._y(y1)} {x1 - x0} {y1 - y0} re f")
        return self

    def frame(self, x0: float, y0: float, x1: float, y1: float) -> PdfPage:
        """A stroked rectangle."""
        self.ops.append(f"0.5 w {self._x(x0)} {self._y(y1)} {x1 - x0} {y1 - y0} re S")
        return self

    def grid(self, xs: list[float], ys: list[float]) -> PdfPage:
        for y in ys:
            self.line(xs[0], y, xs[-1], y)
        for x in xs:
            self.line(x, ys[0], x, ys[-1])
        return self

    def picture(self) -> PdfPage:
        """An image over the whole page."""
        self.ops.append(f"q {self.width} 0 0 {self.height} {self.origin[0]} {self.origin[1]} cm /Im Do Q")
        return self

    def form(self, matrix: str, content: str) -> PdfPage:
        """A form XObject with its matrix; its content is raw."""
        self.forms.append((matrix, content))
        self.ops.append(f"/Fm{len(self.forms) - 1} Do")
        return self

    def _x(self, x: float) -> float:
        return round(x + self.origin[0], 3)

    def _y(self, y: float) -> float:
        return round(self.height - y + self.origin[1], 3)


@dataclass
class PdfMaker:
    """Collects pages and writes the file."""

    pages: list[PdfPage] = field(default_factory=list)
    codes: dict[str, int] = field(default_factory=dict)
    base_font: str = "Helvetica"

    def page(
        self, width: float = 595, height: float = 842, rotate: int = 0, origin: tuple[float, float] = (0, 0),
        crop: tuple[float, float] = (0, 0),
    ) -> PdfPage:  # fmt: skip
        self.pages.append(PdfPage(self, width, height, rotate, origin, crop))
        return self.pages[-1]

    def code(self, char: str) -> int:
        if char == " ":
            return 32
        return self.codes.setdefault(char, 33 + len(self.codes))

    def bytes(self) -> bytes:
        objects: list[bytes] = [b"", b""]  # catalog and page tree come last

        def add(body: str, stream: bytes | None = None) -> int:
            head = body if stream is None else body[:-2] + f" /Length {len(stream)} >>"
            tail = b"" if stream is None else b"\nstream\n" + stream + b"\nendstream"
            objects.append(head.encode("latin-1") + tail)
            return len(objects)

        fonts = " ".join(
            f"/F{n} {self._font(add, name)} 0 R" for n, name in ((1, self.base_font), (2, f"{self.base_font}-Bold"))
        )
        image = add(
            "<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8 >>", b"\0"
        )
        kids = []
        for page in self.pages:
            head = "<< /Type /XObject /Subtype /Form /BBox [0 0 2000 2000] /Matrix"
            made = [add(f"{head} [{matrix}] >>", content.encode()) for matrix, content in page.forms]
            forms = " ".join(f"/Fm{n} {number} 0 R" for n, number in enumerate(made))
            content = add("<< >>", "\n".join(page.ops).encode())
            x, y = page.origin
            box = f"[{x} {y} {x + page.width} {y + page.height}]"
            a, b = page.crop
            cropped = f"[{x + a} {y + b} {x + page.width - a} {y + page.height - b}]"
            kids.append(
                add(
                    f"<< /Type /Page /Parent 2 0 R /MediaBox {box} /CropBox {cropped} "
                    f"/Rotate {page.rotate} /Contents {content} 0 R "
                    f"/Resources << /Font << {fonts} >> /XObject << /Im {image} 0 R {forms} >> >> >>"
                )
            )
        objects[0] = b"<< /Type /Catalog /Pages 2 0 R >>"
        objects[1] = f"<< /Type /Pages /Count {len(kids)} /Kids [{' '.join(f'{k} 0 R' for k in kids)}] >>".encode()
        return _file(objects)

    def _font(self, add, name: str) -> int:  # type: ignore[no-untyped-def]
        widths = " ".join(str(round(1000 * (BLANK if code == 32 else LETTER))) for code in range(32, 256))
        entry = f"<< /Type /Font /Subtype /Type1 /BaseFont /{name} /FirstChar 32 /LastChar 255 /Widths [{widths}]"
        pairs = "\n".join(
            f"<{code:02x}> <{char.encode('utf-16-be').hex()}>" for char, code in [(" ", 32), *self.codes.items()]
        )
        cmap = (
            "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /U def\n"
            "1 begincodespacerange <00> <ff> endcodespacerange\n"
            f"{len(self.codes) + 1} beginbfchar\n{pairs}\nendbfchar endcmap end end"
        )
        return int(add(f"{entry} /ToUnicode {add('<< >>', cmap.encode())} 0 R >>"))


def _file(objects: list[bytes]) -> bytes:
    out = bytearray(b"%PDF-1.5\n")
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    return bytes(out)
