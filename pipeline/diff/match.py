"""Which task of the old plan is which of the new one, without a key.

In: two plans, the rules, a person's decisions. Out: `Alignment`: every task in exactly one match, in the order of the
new plan, dropped ones where they stood. It does not say what changed in a pair (changes.py).
"""

from __future__ import annotations

from ..model import Plan
from ..rulebook import RuleBook
from .pairs import Alignment, Match, Pairs


def match(old: Plan, new: Plan, book: RuleBook, pairs: Pairs | None = None) -> tuple[Match, ...]:
    """The matches alone."""
    return align(old, new, book, pairs).matches


def align(
    old: Plan, new: Plan, book: RuleBook, pairs: Pairs | None = None, archive: tuple[Plan, ...] = ()
) -> Alignment:
    """The matches and what a person must look at; archive: other plans, whose words say what is common."""
    raise NotImplementedError
