"""The unit table: names and aliases of bodies to one `Unit`, at the date of the plan.

In: rules/units.csv, a name as written. Out: `Unit`. It splits no lists and knows no roles.

A body that changed on a day has one row before and one after it (Sở Tài chính before and since 01/3/2025): the name is
resolved at the plan's date. A name no row holds on that day gives the row nearest to it, so that a check can say
"ended": ask `Unit.valid`. A local alias ("Văn phòng") means a unit only inside a plan whose issuer has such units.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from itertools import product

from .rulebook import RuleBook
from .text import fold
from .unit_rows import Unit, check_units, read_units

__all__ = ["Unit", "UnitTable", "check_units", "name_key", "spellings", "unit_table"]

_TOKEN = re.compile(r"\w+|[^\w\s]")
_VOWEL = re.compile(r"[aăâeêioôơuưyáàảãạắằẳẵặấầẩẫậéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ]")
_SPELLINGS = 96  # of one alias, at most


class UnitTable:
    """All units of a rule book. `book` may lack the table: then nothing is known."""

    def __init__(self, book: RuleBook) -> None:
        self.units: dict[str, Unit] = read_units(book)
        tails = book.table("owners").get("tails", {})
        self.tails: tuple[str, ...] = tuple(tails.get("own", ()))
        self.own_place: str = tails.get("place", "")
        self._and: str = tails.get("and", "&")
        self._names: dict[str, list[tuple[Unit, bool]]] = {}
        self._classes: list[tuple[re.Pattern[str], Unit]] = []
        self.places: set[str] = set()
        self._committees: tuple[str, ...] = tuple(tails.get("committees", ()))
        self._homes: dict[str, tuple[str, ...]] = {
            organ: tuple(begins) for organ, begins in book.table("owners").get("homes", {}).items()
        }
        for unit in self.units.values():
            self._enter(unit)

    def _enter(self, unit: Unit) -> None:
        if unit.kind == "class":
            self._classes += ((_shape(name), unit) for name in (unit.name, *unit.aliases))
            return
        for name in (unit.name, *unit.aliases):
            self._add(name, unit, local=False)
        for name in unit.local_aliases:
            self._add(name, unit, local=True)
        if unit.kind == "place":  # "UBND tỉnh Khánh Hòa" names the committee, not the place
            names = map(name_key, (unit.name, *unit.aliases))
            self.places.update(name for name in names if not name.startswith(self._committees))

    def _add(self, name: str, unit: Unit, *, local: bool) -> None:
        for spelling in spellings(name, self._and):
            entries = self._names.setdefault(spelling, [])
            if all(unit is not known for known, _ in entries):
                entries.append((unit, local))

    def spellings(self) -> Iterator[str]:
        """Every spelling of every name: folded tokens with one blank between them."""
        return iter(self._names)

    def candidates(self, name: str) -> tuple[Unit, ...]:
        """Every unit that goes by this name, whatever the day and the issuer."""
        return tuple(unit for unit, _ in self._names.get(name_key(name), ()))

    def resolve(
        self, name: str, on: date | None = None, issuer: str | None = None, parent: str | None = None
    ) -> Unit | None:
        """The unit a name means in a plan of that day and issuer; None if unknown or ambiguous.

        >>> from datetime import date
        >>> from pipeline.rulebook import load
        >>> table = UnitTable(load())
        >>> table.resolve("Sở KHCN", date(2024, 1, 17)).id, table.resolve("Sở KH và CN", date(2025, 6, 1)).id
        ('so-khcn-truoc-2025', 'so-khcn')
        >>> table.resolve("VP", issuer="Sở Nội vụ").id, table.resolve("VP")
        ('van-phong-so', None)
        """
        key = self._homely(name_key(name), issuer, parent)
        for step in range(3):
            if key in self._names:
                home = parent if issuer and key == name_key(issuer) else issuer
                entries = [e for e in self._names[key] if not e[1] or (not step and self._at_home(e[0], home))]
                return self._choose(entries, on, issuer, parent)
            shorter = self._untailed(key)
            if shorter == key:
                break
            local = f"{shorter} {self.own_place}"
            key = local if local in self._names and key[len(shorter) + 1 :] in self.places else shorter
        return None

    def _at_home(self, unit: Unit, issuer: str | None) -> bool:
        """ "Văn phòng" is the office of a Sở in the plan of a Sở, not in that of a hospital or of the police."""
        begins = self._homes.get(unit.id) or self._homes.get(unit.level)
        return not begins or f"{name_key(issuer or '')} ".startswith(begins)

    def _homely(self, key: str, issuer: str | None, parent: str | None) -> str:
        """ "UBND tỉnh Khánh Hòa" in a plan of that province is "UBND tỉnh"."""
        home = self.place_of(issuer or "") or self.place_of(parent or "")
        if home and key.endswith(" " + home):
            general = f"{key[: -len(home) - 1]} {self.own_place}"
            return general if general in self._names else key
        return key

    @lru_cache(maxsize=1024)  # noqa: B019 - the table lives as long as its rule book
    def place_of(self, name: str) -> str:
        """The province a name ends with, folded; "" if it names none."""
        words = name_key(name).split(" ")
        tails = (" ".join(words[-size:]) for size in range(min(7, len(words)), 0, -1))
        return next((tail for tail in tails if tail in self.places), "")

    def class_of(self, name: str, on: date | None = None) -> Unit | None:
        """The class row ("UBND huyện *") a name of no single row belongs to: it says until when such bodies exist."""
        if self.resolve(name, on) is not None:
            return None
        key = name_key(name)
        return next((unit for pattern, unit in self._classes if pattern.fullmatch(key)), None)

    def _choose(
        self, entries: list[tuple[Unit, bool]], on: date | None, issuer: str | None, parent: str | None
    ) -> Unit | None:
        inner, own = self._levels(issuer, parent)
        for level in (inner, own):  # a plan of a department says "Văn phòng" and means its own
            near = [unit for unit, _ in entries if level and unit.level == level]
            if near:
                return _at(near, on)
        wide = [unit for unit, local in entries if not local]
        if len({unit.level for unit in wide if unit.valid(on)}) > 1 and len({u.kind for u in wide}) > 1:
            return None
        return _at(wide, on) if wide else None

    @lru_cache(maxsize=64)  # noqa: B019 - the table lives as long as its rule book
    def _levels(self, issuer: str | None, parent: str | None) -> tuple[str, str]:
        """The level of the issuer's own units, and its own level."""
        for name in (issuer, parent):
            words = name_key(name).split(" ") if name else []
            for size in range(len(words), 0, -1):  # "UBND xã Diên Điền": the longest beginning that is a name
                wide = [u for u, local in self._names.get(" ".join(words[:size]), ()) if not local]
                if wide:
                    return (wide[0].inner, wide[0].level) if name == issuer else ("", wide[0].inner)
        return "", ""

    def _untailed(self, key: str) -> str:
        """The name without the place or body it says it belongs to: "tỉnh Khánh Hòa", "của Sở"."""
        words = key.split(" ")
        for size in range(min(7, len(words) - 1), 0, -1):
            if " ".join(words[-size:]) in self.places:
                return " ".join(words[:-size])
        for tail in self.tails:
            if key.endswith(" " + tail):
                return key[: -len(tail) - 1]
        return key


@lru_cache(maxsize=4096)
def name_key(name: str) -> str:
    """Folded tokens with one blank between them; what names are looked up by.

    >>> name_key("Sở KH&CN"), name_key("VP. Sở")
    ('sở kh & cn', 'vp . sở')
    """
    return " ".join(_TOKEN.findall(fold(name)))


def spellings(name: str, conjunction: str) -> set[str]:
    """The ways a name is written with other joints: "Sở VH,TT&DL" also as VHTTDL, VH-TT-DL, "VH, TT và DL".

    >>> sorted(spellings("Sở KH&CN", "và"))
    ['sở kh & cn', 'sở kh , cn', 'sở kh - cn', 'sở kh cn', 'sở kh và cn', 'sở khcn']
    >>> sorted(spellings("Sở Văn hóa và Thể thao", "và"))
    ['sở văn hóa & thể thao', 'sở văn hóa , thể thao', 'sở văn hóa và thể thao']
    """
    joint_pattern = _joint_pattern(conjunction)
    parts = [name_key(part) for part in joint_pattern.split(name)]
    joints = [name_key(joint) for joint in joint_pattern.findall(name)]
    if not joints or not all(parts):
        return {name_key(name)}
    choices = [
        _joints(parts[n].rsplit(" ", 1)[-1], joint, parts[n + 1].split(" ", 1)[0], f" {conjunction} ")
        for n, joint in enumerate(joints)
    ]
    found = {name_key(name)}
    for chosen in product(*choices):
        found.add(parts[0] + "".join(joint + part for joint, part in zip(chosen, parts[1:], strict=True)))
        if len(found) >= _SPELLINGS:
            break
    return found


@lru_cache(maxsize=4)
def _joint_pattern(conjunction: str) -> re.Pattern[str]:
    return re.compile(rf"\s*[,&]\s*|\s+[-–]\s+|(?<=\w)-(?=\w)|\s+{re.escape(conjunction)}\s+", re.IGNORECASE)


def _joints(left: str, joint: str, right: str, conjunction: str) -> tuple[str, ...]:
    """What may stand for a joint: anything, even nothing, between two abbreviations (they have no vowel)."""
    if not _VOWEL.search(left) and not _VOWEL.search(right):
        return ("", " & ", conjunction, " - ", " , ", " ")
    if joint in (conjunction.strip(), "&"):
        return (conjunction, " & ", " , ")
    return (" - ", " , ", " ", conjunction) if joint == "-" else (" , ", " ")


def _shape(name: str) -> re.Pattern[str]:
    return re.compile(re.escape(name_key(name)).replace(r"\*", r"\w+(?: \w+){0,5}"))


def _at(units: list[Unit], on: date | None) -> Unit:
    """The unit valid on that day; else, or without a day, the nearest or newest."""
    alive = [unit for unit in units if unit.valid(on)]
    if on is not None and not alive:
        return min(units, key=lambda u: _distance(u, on))
    return max(alive, key=lambda u: (u.valid_to is None, u.valid_from or date.min))


def _distance(unit: Unit, on: date) -> int:
    return min(abs((day - on).days) for day in (unit.valid_from, unit.valid_to) if day)


@lru_cache(maxsize=4)
def unit_table(book: RuleBook) -> UnitTable:
    """The table of a rule book, built once."""
    return UnitTable(book)
