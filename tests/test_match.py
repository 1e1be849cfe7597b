"""Which task became which: made pairs with a known truth, the laws of an alignment, ties, size."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from collections import Counter
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline import rulebook
from pipeline.diff.match import align, match
from pipeline.diff.pairs import Alignment, Match
from pipeline.diff.rule_check import check_rules, content_likeness
from pipeline.model import Plan, Section, Task
from tests import edits
from tests.made_plans import table

BOOK = rulebook.load()
ROOT = Path(__file__).resolve().parent.parent
Ids = set[tuple[str, str]]


def links(matches: tuple[Match, ...]) -> Ids:
    return {(a.id, b.id) for m in matches for a in m.old for b in m.new}


def truth(pair: edits.Pair) -> Ids:
    return {(pair.old.tasks[i].id, pair.new.tasks[j].id) for i, j in pair.links}


def plan(year: int, *contents: str, lead: str = "Văn phòng Sở", section: str = "I. Nhiệm vụ chung") -> Plan:
    shared = {"lead": lead, "section": section, "time": f"Trong năm {year}"}
    rows = [{"no": str(n), "content": content, **shared} for n, content in enumerate(contents, 1)]
    return table(year, rows, ("no", "content", "time", "lead"))


def kinds(alignment: Alignment) -> Counter[str]:
    return Counter(m.kind for m in alignment.matches)


# --- pairs with a known truth ------------------------------------------------------------------------------------


@lru_cache
def scored(real: bool) -> tuple[float, list[str]]:
    """F1 over the links of several pairs on which nothing was tuned; the sure links that are wrong."""
    tables = edits.real_tables()
    right = wrong = missed = 0
    sure = []
    for seed in range(41, 45):
        some = tables[sorted(tables)[seed % len(tables)]] if real else None
        pair = edits.pair(seed, table=some)
        matches = match(pair.old, pair.new, BOOK)
        found, want = links(matches), truth(pair)
        right, wrong, missed = right + len(found & want), wrong + len(found - want), missed + len(want - found)
        sure += [
            f"{m.old[0].content} | {m.new[0].content}"
            for m in matches
            if m.kind == "matched" and m.confidence == "certain" and not links((m,)) <= want
        ]
    return 2 * right / (2 * right + wrong + missed), sure


def test_our_own_wording_is_aligned() -> None:
    score, sure = scored(False)
    assert score >= 0.985
    assert not sure


@pytest.mark.skipif(not edits.REAL.exists(), reason="the real tables are not beside the repository")
def test_real_wording_is_aligned() -> None:
    score, sure = scored(True)
    assert score >= 0.98
    assert len(sure) <= 1


def test_the_generator_makes_what_it_says() -> None:
    pair = edits.pair(7)
    codes = Counter(code for some in pair.links.values() for code in some)
    assert len(pair.old.tasks) >= 55
    assert min(codes[c] for c in ("reworded", "target_raised", "owner_renamed", "moved", "split", "merged")) > 0
    assert {i for i, _ in pair.links} < set(range(len(pair.old.tasks)))  # some are dropped
    assert {j for _, j in pair.links} < set(range(len(pair.new.tasks)))  # some are new


def test_the_rules_are_sound() -> None:
    assert check_rules(BOOK) == []


def test_broken_rules_are_told(tmp_path: Path) -> None:
    (tmp_path / "diff.toml").write_text('[floors]\nscore = 3\n[pairs.verdicts]\nsame = ["khác"]\n', "utf-8")
    told = " ".join(check_rules(rulebook.load(tmp_path)))
    assert "[floors] score" in told
    assert "“khác” stands twice" in told


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Mức độ hài lòng về tiếp cận dịch vụ", "Mức độ hài lòng về điều kiện tiếp đón và phục vụ"),
        ("Mức độ hài lòng về thủ tục hành chính", "Mức độ hài lòng về tiếp cận dịch vụ"),
        ("Tỷ lệ hồ sơ đất đai đúng hạn", "Tỷ lệ hồ sơ nộp qua bưu chính"),
        ("Kiểm tra bếp ăn trường học", "Kiểm tra tiến độ công trình thủy lợi"),
    ],
)
def test_measures_of_one_template_are_not_one(old: str, new: str) -> None:
    found = align(plan(2024, old, lead="Văn phòng Sở"), plan(2025, new, lead="Văn phòng Sở"), BOOK)
    assert kinds(found) == {"new": 1, "dropped": 1}


def test_words_that_repeat_in_a_plan_say_little() -> None:
    places = ("Bình An", "Phú Lộc", "Tân Mỹ", "Long Hải")
    said = "Xây dựng nhà văn hóa, sân thể thao phục vụ người dân xã {}"
    old = plan(2024, *(said.format(p) for p in places))
    new = plan(2025, *(said.format(p) for p in ("Long Hải", "Bình An", "Đông Sơn", "Tân Mỹ")))
    same = {(a.content, b.content) for m in match(old, new, BOOK) for a in m.old for b in m.new}
    assert same == {(said.format(p), said.format(p)) for p in ("Bình An", "Tân Mỹ", "Long Hải")}


def test_the_very_same_words_go_together_whatever_stands_around_them() -> None:
    """Five templates over many communes, some rows dropped, moved, with other owners: the same words stay one task."""
    chance = random.Random(4)
    names = ("An", "Phú", "Tân", "Long", "Mỹ", "Lộc", "Sơn", "Hải")
    owners = ("Sở Nội vụ", "Sở Y tế", "Sở Tư pháp")
    said = [f"{m.wordings[0]} tại xã {a} {b}" for m in edits.own_measures(chance)[:5] for a in names for b in names]
    chance.shuffle(said)

    def made_of(year: int, contents: list[str]) -> Plan:
        rows = [
            {"content": c, "lead": chance.choice(owners), "section": f"{n // 60}. Mục {n // 60}"}
            for n, c in enumerate(contents)
        ]
        return table(year, rows, ("no", "content", "time", "lead"))

    old, new = made_of(2024, said[:240]), made_of(2025, sorted(said[40:280], key=lambda _: chance.random()))
    became = {m.old[0].content: m.new[0].content for m in match(old, new, BOOK) if m.kind == "matched"}
    assert {c: became.get(c) for c in said[40:240]} == {c: c for c in said[40:240]}


def test_a_number_that_is_a_name_tells_many_rows_of_one_sentence_apart() -> None:
    """More roads than candidates are kept of a row: each stays itself, reworded or not."""
    said = [f"Sửa chữa mặt đường tỉnh lộ {900 + n} bị hư hỏng" for n in range(60)]
    reworded = [f"{c} do mưa lũ" if n % 2 else c for n, c in enumerate(said)]
    random.Random(3).shuffle(reworded)
    became = {m.old[0].content: m.new[0].content for m in match(plan(2024, *said), plan(2025, *reworded), BOOK)}
    assert {old: new.removesuffix(" do mưa lũ") for old, new in became.items()} == {c: c for c in said}


def test_abbreviations_and_ceremony_do_not_matter() -> None:
    assert (
        content_likeness("Niêm yết TTHC lĩnh vực đất đai", "Tiếp tục niêm yết thủ tục hành chính đất đai", BOOK) > 0.8
    )


def test_an_owner_and_its_successor_are_one() -> None:
    old = plan(2024, "Thử nghiệm mạng cảm biến cảnh báo lũ ở hạ lưu", lead="Sở Thông tin và Truyền thông")
    new = plan(2025, "Thử nghiệm cảm biến cảnh báo mực nước lũ", lead="Sở Khoa học và Công nghệ")
    reasons = " ".join(match(old, new, BOOK)[0].reasons)
    assert "Đơn vị chủ trì là một theo bảng đơn vị" in reasons


def test_a_section_that_rolls_its_year_is_the_same() -> None:
    old = plan(2024, "Thay bóng đèn ở hành lang khu lưu trữ", section="I. Hạn chế của năm 2023")
    new = plan(2025, "Thay bóng đèn ở hành lang khu lưu trữ", section="I. Hạn chế của năm 2024")
    found = match(old, new, BOOK)[0]
    assert found.confidence == "certain"
    assert any(reason.startswith("Cùng mục") for reason in found.reasons)


def test_two_words_in_another_section_are_not_sure() -> None:
    old = plan(2024, "Báo cáo năm", *OTHERS, section="I. Công tác văn thư")
    here, there = (
        plan(2025, "Báo cáo năm", *OTHERS, section=s) for s in ("I. Công tác văn thư", "I. Công tác xây dựng")
    )
    assert [match(old, new, BOOK)[0].confidence for new in (here, there)] == ["certain", "probable"]


# --- splits and merges -------------------------------------------------------------------------------------------

ONE = "Lắp máy quét ở quầy giao dịch; đào tạo nhân viên trực đường dây nóng"
HALVES = ("Lắp thêm máy quét ở các quầy giao dịch", "Đào tạo nhân viên trực đường dây nóng ban đêm")
OTHERS = ("Trồng cây chắn sóng ven đê", "Mua bảo hiểm cho học sinh nghèo", "Thả cá giống xuống hồ")


def test_a_split_and_a_merge_are_mirror_images() -> None:
    whole, halves = (ONE, *OTHERS), (*HALVES, *OTHERS)
    split = align(plan(2024, *whole), plan(2025, *halves), BOOK)
    merged = align(plan(2024, *halves), plan(2025, *whole), BOOK)
    assert kinds(split) == {"split": 1, "matched": 3}
    assert kinds(merged) == {"merged": 1, "matched": 3}
    assert [t.content for t in split.matches[0].new] == list(HALVES)


def test_a_measure_told_case_by_case_is_split() -> None:
    cases = ("Kết nạp hội viên mới trong khối trường học", "Kết nạp hội viên mới trong doanh nghiệp")
    old, new = plan(2024, "Kết nạp hội viên mới", *OTHERS), plan(2025, *cases, *OTHERS)
    assert kinds(align(old, new, BOOK)) == {"split": 1, "matched": 3}
    assert kinds(align(new, old, BOOK)) == {"merged": 1, "matched": 3}
    kept = plan(2025, "Kết nạp hội viên mới", cases[0], *OTHERS)
    assert kinds(align(old, kept, BOOK)) == {"new": 1, "matched": 4}


def test_what_is_left_of_a_whole_may_share_its_object_with_the_part() -> None:
    whole = "Tổ chức cuộc thi thiết kế bài giảng điện tử; khen thưởng giáo viên đạt giải"
    parts = (
        "Tổ chức cuộc thi thiết kế bài giảng điện tử", "Khen thưởng giáo viên đạt giải cuộc thi thiết kế bài giảng"
    )  # fmt: skip
    assert kinds(align(plan(2024, whole, *OTHERS), plan(2025, *parts, *OTHERS), BOOK)) == {"split": 1, "matched": 3}


def test_a_repeated_row_is_no_split() -> None:
    found = align(plan(2024, ONE, *OTHERS), plan(2025, ONE, ONE, *OTHERS), BOOK)
    assert kinds(found) == {"matched": 4, "new": 1}


def test_a_sibling_of_the_template_is_no_part() -> None:
    old = plan(2024, "Mức độ hài lòng về lệ phí", *OTHERS)
    new = plan(2025, "Mức độ hài lòng về lệ phí", "Mức độ hài lòng về chỗ ngồi chờ", *OTHERS)
    assert kinds(align(old, new, BOOK)) == {"matched": 4, "new": 1}


# --- laws --------------------------------------------------------------------------------------------------------


@settings(max_examples=25, deadline=None)
@given(st.data())
def test_every_task_is_in_exactly_one_match(data: st.DataObject) -> None:
    pair = made()
    rows = [
        st.lists(st.sampled_from(plan.tasks), unique_by=lambda t: t.id, max_size=12) for plan in (pair.old, pair.new)
    ]
    old, new = (replace(p, tasks=tuple(data.draw(r))) for p, r in zip((pair.old, pair.new), rows, strict=True))
    found = align(old, new, BOOK).matches
    assert sorted(t.id for m in found for t in m.old) == sorted(t.id for t in old.tasks)
    assert sorted(t.id for m in found for t in m.new) == sorted(t.id for t in new.tasks)
    firsts = [new.tasks.index(m.new[0]) for m in found if m.new]
    assert firsts == sorted(firsts)
    for m in found:
        assert 0 <= m.score <= 1
        assert m.reasons
        sizes = len(m.old), len(m.new)
        assert {"new": (0, 1), "dropped": (1, 0), "matched": (1, 1)}.get(m.kind, sizes) == sizes


@lru_cache
def made() -> edits.Pair:
    return edits.pair(51)


def test_a_plan_against_itself() -> None:
    found = align(made().old, made().old, BOOK)
    assert all(m.kind == "matched" and m.old == m.new and m.confidence == "certain" for m in found.matches)
    assert not found.findings


def test_an_empty_plan() -> None:
    full, empty = made().old, replace(made().old, tasks=())
    assert kinds(align(empty, full, BOOK)) == {"new": len(full.tasks)}
    assert kinds(align(full, empty, BOOK)) == {"dropped": len(full.tasks)}
    assert align(empty, empty, BOOK).matches == ()


def test_one_row() -> None:
    found = align(plan(2024, OTHERS[0]), plan(2025, OTHERS[0]), BOOK)
    assert [(m.kind, m.confidence) for m in found.matches] == [("matched", "certain")]


def test_rows_without_words() -> None:
    old = replace(plan(2024, *OTHERS), tasks=tuple(replace(t, content="...") for t in plan(2024, *OTHERS).tasks))
    assert kinds(align(old, plan(2025, *OTHERS), BOOK)) == {"dropped": 3, "new": 3}


def test_dropped_tasks_stand_where_they_stood() -> None:
    old = plan(2024, OTHERS[0], "Sơn lại cổng cơ quan", OTHERS[1], OTHERS[2], "Đo đạc bãi bồi")
    found = match(old, plan(2025, OTHERS[2], OTHERS[0], OTHERS[1]), BOOK)
    told = [(m.new or m.old)[0].content for m in found]
    assert told == [OTHERS[2], "Đo đạc bãi bồi", OTHERS[0], "Sơn lại cổng cơ quan", OTHERS[1]]


def test_the_runner_up_is_told() -> None:
    old = plan(2024, "Nạo vét kênh chính trước mùa mưa", "Nạo vét kênh nhánh trước mùa mưa", *OTHERS)
    new = plan(2025, "Nạo vét kênh nhánh trước mùa mưa", *OTHERS)
    first = next(m for m in match(old, new, BOOK) if m.new)
    assert first.old[0].number == "2"
    assert first.runner_up is not None
    assert first.runner_up.task == old.tasks[0].id
    assert any("Ứng viên kế tiếp" in reason for reason in first.reasons)


# --- ties --------------------------------------------------------------------------------------------------------


def test_duplicate_rows_go_together_in_order_and_are_told() -> None:
    old, new = plan(2024, ONE, ONE, *OTHERS, ONE), plan(2025, ONE, *OTHERS, ONE)
    found = align(old, new, BOOK)
    assert kinds(found) == {"matched": 5, "dropped": 1}
    twins = [m for m in found.matches if m.new and m.new[0].content == ONE]
    assert [m.new[0].id for m in twins] == [new.tasks[0].id, new.tasks[-1].id]
    assert {m.confidence for m in twins} == {"probable"}


def test_a_tie_is_a_finding_and_never_sure() -> None:
    old = plan(2024, "Sửa mái nhà kho phía đông", *OTHERS, "Sửa mái nhà kho phía tây")
    found = align(old, plan(2025, "Sửa mái nhà kho"), BOOK)
    chosen = next(m for m in found.matches if m.kind == "matched")
    assert chosen.confidence == "probable"
    assert [f.code for f in found.findings] == ["S1"]
    assert found.findings[0].task == chosen.new[0].id


def test_no_chance_in_it() -> None:
    """The order in which Python keeps its sets does not show."""
    script = (
        "from tests import edits; from pipeline import rulebook; from pipeline.diff.match import align\n"
        "pair = edits.pair(3); print(repr(align(pair.old, pair.new, rulebook.load())))"
    )
    environment = {**os.environ, "PYTHONHASHSEED": "4242"}
    command = [sys.executable, "-c", script]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
    pair = edits.pair(3)
    assert done.stdout.strip() == repr(align(pair.old, pair.new, BOOK))


# --- size --------------------------------------------------------------------------------------------------------


def test_a_thousand_rows_of_one_sentence() -> None:
    """What may be a part of what is bounded, however many rows hold the same words."""
    chance = random.Random(5)
    names = ("an", "bình", "hòa", "phú", "tân", "long", "mỹ", "lộc", "sơn", "hải", "đông", "tây")

    def rows(start: int) -> tuple[Task, ...]:
        said = (f"Rà soát hồ sơ đất rừng {' '.join(chance.sample(names, 3))}" for _ in range(1000))
        return tuple(Task(f"T1.r{n}", "T1", str(n), (), content, ()) for n, content in enumerate(said, start))

    start = time.process_time()
    align(replace(made().old, tasks=rows(0)), replace(made().new, tasks=rows(5000)), BOOK)
    assert time.process_time() - start < 10


def test_two_thousand_rows() -> None:
    chance = random.Random(9)
    measures = edits.own_measures(chance)
    syllables = ("an", "bình", "hòa", "phú", "tân", "long", "mỹ", "lộc", "sơn", "hải", "đông", "tây", "nam", "bắc")

    def task(n: int) -> Task:
        place = f" tại xã {chance.choice(syllables)} {chance.choice(syllables)}"
        said = measures[n % len(measures)].wordings[0] + place
        return Task(f"T1.r{n}", "T1", str(n), (Section("I", f"Mục {n // 400}"),), said, ())

    tasks = tuple(task(n) for n in range(2000))
    old = replace(made().old, tasks=tasks)
    new = replace(made().new, tasks=tuple(replace(t, number=str(n)) for n, t in enumerate(tasks[50:])))
    start = time.process_time()
    found = align(old, new, BOOK)
    assert time.process_time() - start < 10
    assert kinds(found)["matched"] >= 1940
