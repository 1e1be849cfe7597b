"""The zip around a Word file. In: the bytes. Out: `Package`, whose parts are parsed only when asked for.

Refuses, with what to do next, everything that is no readable Word file: other formats, locked or torn files,
broken XML, entity and zip bombs. It trusts no declared size. It does not interpret the parts.
"""

from __future__ import annotations

import posixpath
import zipfile
import zlib
from io import BytesIO

from lxml import etree

from ..errors import InputError
from .word_names import MAIN, STRICT, Element

LIMIT = 200 * 2**20  # bytes of one part, unpacked; the largest plans seen stay under 20 MB
_CHUNK = 2**15
_RATIO, _RATIO_FROM = 400, 4 * 2**20  # XML of long equal tables packs 280 to 1 at most; a bomb 1,000 to 1
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_TORN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError, RuntimeError)
_BROKEN = "Hãy mở tệp bằng Word rồi lưu lại dạng .docx, hoặc xin lại bản gốc."
_SAVE_AS = "Hãy mở bằng Word, chọn Lưu thành (Save As) dạng .docx rồi chạy lại."


class Package:
    """An opened .docx. Raises InputError where the file cannot be read."""

    def __init__(self, data: bytes, name: str) -> None:
        self._name = name
        self._refuse_other_formats(data)
        try:
            self._zip = zipfile.ZipFile(BytesIO(data))
        except _TORN as error:
            raise InputError(f"{name}: tệp bị hỏng hoặc tải về chưa trọn.", _BROKEN) from error
        self._parts = {i.filename.replace("\\", "/").lstrip("/").lower(): i for i in self._zip.infolist()}
        self._main = self._find_main()

    def main(self) -> Element:
        """The root of the document part."""
        root = self._parse(self._main)
        if root.tag != f"{{{MAIN}}}document":
            raise InputError(f"{self._name}: không phải văn bản Word.", _BROKEN)
        return root

    def related(self, kind: str) -> Element | None:
        """The root of a part the document refers to ("styles", "numbering", ...), None if there is none."""
        target = self._relation(self._main, kind) or posixpath.join(posixpath.dirname(self._main), f"{kind}.xml")
        return self._parse(target) if target in self._parts else None

    def _refuse_other_formats(self, data: bytes) -> None:
        name = self._name
        if data.startswith(_OLE):
            if "EncryptedPackage".encode("utf-16-le") in data:
                raise InputError(f"{name}: tệp có mật khẩu.", "Hãy mở bằng Word, bỏ mật khẩu rồi lưu lại.")
            raise InputError(f"{name}: tệp Word đời cũ (.doc), không phải .docx.", _SAVE_AS)
        if not data[:1024].strip(b"\0 \r\n\t"):
            raise InputError(f"{name}: tệp rỗng.", "Hãy tải lại tệp.")
        if not data.startswith(b"PK"):
            raise InputError(f"{name}: không phải tệp .docx (nội dung là định dạng khác).", _SAVE_AS)

    def _find_main(self) -> str:
        found = self._relation("", "officeDocument") or "word/document.xml"
        if found.startswith(("xl/", "ppt/")):
            raise InputError(f"{self._name}: đây là tệp Excel hoặc PowerPoint.", "Hãy đưa vào tệp Word hoặc PDF.")
        if found not in self._parts:
            raise InputError(f"{self._name}: tệp không có phần nội dung văn bản Word.", _BROKEN)
        return found

    def _relation(self, source: str, kind: str) -> str | None:
        folder, base = posixpath.split(source)
        path = posixpath.join(folder, "_rels", f"{base}.rels")
        if path not in self._parts:
            return None
        for relation in self._parse(path).iter(_RELATIONS):
            inside = relation.get("TargetMode") != "External"
            if inside and relation.get("Type", "").rpartition("/")[2] == kind:
                target = posixpath.join("/" + folder, relation.get("Target", "").replace("\\", "/"))
                return posixpath.normpath(target).lstrip("/").lower()
        return None

    def _parse(self, path: str) -> Element:
        try:
            root = self._feed(path)
            if STRICT in root.nsmap.values() or root.tag.startswith(f"{{{STRICT}}}"):
                plain = etree.tostring(root).replace(STRICT.encode(), MAIN.encode())
                root = etree.fromstring(plain, _parser())
        except etree.XMLSyntaxError as error:
            raise InputError(f"{self._name}: phần {path} bị hỏng (XML không đọc được).", _BROKEN) from error
        except _TORN as error:
            locked = self._parts[path].flag_bits & 1
            what = "tệp có mật khẩu" if locked else "tệp bị hỏng hoặc tải về chưa trọn"
            raise InputError(f"{self._name}: {what}.", _BROKEN) from error
        if root.getroottree().docinfo.internalDTD is not None:
            raise InputError(f"{self._name}: phần {path} chứa khai báo DTD, không an toàn.", _BROKEN)
        return root

    def _feed(self, path: str) -> Element:
        """Parse while unpacking: nothing is held that a bomb could fill."""
        info, parser, size = self._parts[path], _parser(), 0
        with self._zip.open(info) as stream:
            while chunk := stream.read(_CHUNK):
                size += len(chunk)
                self._refuse_bombs(max(size, info.file_size), info.compress_size)
                parser.feed(chunk)
        return parser.close()

    def _refuse_bombs(self, size: int, packed: int) -> None:
        if size > LIMIT or (size > _RATIO_FROM and size > _RATIO * max(packed, 1)):
            raise InputError(f"{self._name}: nội dung nén phình to bất thường ({size >> 20} MB), từ chối đọc.", _BROKEN)


def _parser() -> etree.XMLParser:
    return etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        huge_tree=False,
        load_dtd=False,
        collect_ids=False,
        remove_comments=True,
        remove_pis=True,
    )
