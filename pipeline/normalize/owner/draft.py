"""One owner while a text is read: what the grammar hands on before the owner has a role.

In: nothing (a plain record). Out: `Draft`. The public record is model.Owner.
"""

from __future__ import annotations

from dataclasses import dataclass

from ...model import OwnerKind, OwnerRole


@dataclass(slots=True)
class Draft:
    """One owner before it has a role. full: what is written; base: what the unit table is asked; seat: a head that
    was restored before a place; approves: what it does is to approve what others drafted; numbered: nothing but a
    number says which body it is; acts: a verb behind it says what it does."""

    start: int
    end: int
    name: str
    rule: str
    kind: OwnerKind = "unit"
    collective: bool = False
    full: str = ""
    base: str = ""
    head: str = ""
    leads: bool = False
    bystander: bool = False
    role: OwnerRole | None = None
    sure: bool = True
    open_list: bool = False
    seat: str = ""
    approves: bool = False
    numbered: bool = False
    acts: bool = False
