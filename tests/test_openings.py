"""What a pattern may begin with: never wrong on the safe side, for all rules and for any pattern."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import rulebook
from pipeline.openings import Index, Openers, Openings
from pipeline.text import fold

BOOK = rulebook.load()
CASES = Path(__file__).parent / "cases"
KINDS = [("deadlines", "point"), ("deadlines", "phrase"), ("targets", "phrase"), ("targets", "trap")]
RULES = [rule for name, kind in KINDS for rule in BOOK.rules(name, kind)]


def _phrases() -> list[str]:
    texts = [example.text for rule in RULES for example in rule.examples]
    texts += [text for rule in RULES for text in rule.counter]
    for name in ("deadlines.tsv", "targets.tsv"):
        rows = csv.reader((CASES / name).open(encoding="utf-8"), delimiter="\t", quoting=csv.QUOTE_NONE)
        texts += [row[1].replace("\\n", "\n") for row in rows if len(row) > 1]
    return sorted({shown for text in texts for shown in (text, fold(text))})


PHRASES = _phrases()


def may_begin(signs: Openings, text: str, place: int) -> bool:
    return bool(Index([(signs, True)]).at(text, place))


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: f"{rule.kind}:{rule.id}")
def test_every_match_of_a_rule_begins_as_foretold(rule: rulebook.Rule) -> None:
    name = rule.source.partition(".")[0]
    signs, pattern = BOOK.openings(name, rule.pattern), BOOK.compile(name, rule.pattern)
    missed = [(t, m[0]) for t in PHRASES for m in pattern.finditer(t) if not may_begin(signs, t, m.start())]
    assert not missed


def _patterns() -> st.SearchStrategy[str]:
    classes = (r"\d", r"\s", r"\w", ".", "[ab]", "[^a]", r"[\d-]", "[a-c]", r"\.", r"\b", "^", "$", "(?=a)", "(?!b)")
    single = st.sampled_from(["a", "b", "c", " ", "1", "ab", "abc", "abcab", *classes, "{one}", "{two=x}"])

    def wider(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
        group = inner.map(lambda body: f"(?:{body})")
        repeat = st.sampled_from(["", "?", "*", "+", "{0,2}", "{1,2}", "{,2}", "??", "*+", "?+"])
        return st.one_of(
            st.lists(inner, min_size=1, max_size=3).map("".join),
            st.lists(inner, min_size=1, max_size=3).map(lambda many: f"(?:{'|'.join(many)})"),
            st.tuples(group, repeat).map("".join),
            group.map(lambda body: f"(?<!c){body}"),
        )

    return st.recursive(single, wider, max_leaves=8)


PIECES = {"one": "a?b|1", "two": "c(?:a|b)*"}


@given(_patterns(), st.text("abc 1.-é٣", max_size=8))
def test_any_pattern_any_text(pattern: str, text: str) -> None:
    signs = Openers(PIECES).of(pattern)
    filled = re.sub(r"\{([a-z]+)(?:=\w+)?\}", lambda m: f"(?:{PIECES[m[1]]})", pattern)
    for place in range(len(text) + 1):
        if re.compile(filled).match(text, place):
            assert may_begin(signs, text, place)


def test_most_rules_say_what_they_begin_with() -> None:
    unknown = [rule.id for rule in RULES if BOOK.openings(rule.source.partition(".")[0], rule.pattern) is None]
    assert len(unknown) <= 3, "all texts are tried against these"


def test_things_keep_their_order() -> None:
    index = Index([(frozenset({"ab"}), 1), (None, 2), (frozenset({r"\d", "a"}), 3)])
    assert [index.at("abc", 0), index.at("abc", 1), index.at("x1", 1), index.at("", 0)] == [
        (1, 2, 3),
        (2,),
        (2, 3),
        (2,),
    ]


@pytest.mark.parametrize("pattern", ["(?i)a", "(?P=name)", "(a", "a)", "{unknown}", r"(?(1)a|b)", "a|", "a*", ""])
def test_what_is_not_understood_may_begin_with_anything(pattern: str) -> None:
    assert Openers({}).of(pattern) is None
