"""Are two texts the same words? In: two texts, the case. Out: a verdict, and the words that differ.

It knows no field: whether other words mean another thing is for the caller to say.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Literal

from ...syllables import is_syllable
from ...text import fold, nfc
from .case import Case, short

Verdict = Literal["same", "rolled", "typo", "other"]
_WORD = re.compile(r"[^\W_]+|%")
_YEAR = re.compile(r"(?:19|20)\d\d")
_MANY = 3000  # words: beyond this, texts are compared as a whole
_SLIPS = 0.2  # share of words that may be misspelt before it is another text


def words(text: str) -> list[str]:
    """Lower-case words without punctuation, the writer's spelling kept."""
    return _WORD.findall(nfc(text).lower())


def compare(old: str, new: str, case: Case) -> Verdict:
    """same: nothing but case, blanks and punctuation; rolled: years moved with the plan; typo: spelling; other."""
    ours, theirs = words(old), words(new)
    if ours == theirs:
        return "same"
    rolled = [_rolled(word, case.shift) for word in ours]
    if _alike(ours, rolled, theirs):
        return "rolled"
    spelled, other = (_spelled(" ".join(each), case) for each in (rolled, theirs))
    if spelled == other or bare("".join(spelled)) == bare("".join(other)):  # tones lost in all of the text
        return "typo"
    if max(len(spelled), len(other)) > _MANY or not _only_slips(spelled, other, case):
        return "other"
    return "typo"


def _rolled(word: str, shift: int) -> str:
    return str(int(word) + shift) if shift and _YEAR.fullmatch(word) else word


def _alike(ours: list[str], rolled: list[str], theirs: list[str]) -> bool:
    """Every word the same, or a year that moved with the plan."""
    if len(ours) != len(theirs):
        return False
    return all(b in (a, r) for a, r, b in zip(ours, rolled, theirs, strict=True))


def _spelled(text: str, case: Case) -> list[str]:
    """The words in one spelling: tone place, i and y, "hàng năm"."""
    folded = fold(text)
    for variant, usual in case.words.get("wording", {}).get("variants", {}).items():
        folded = folded.replace(fold(variant), fold(usual))
    return folded.split()


def _only_slips(ours: list[str], theirs: list[str], case: Case) -> bool:
    slips = 0
    onsets = tuple(tuple(pair) for pair in case.words.get("wording", {}).get("onsets", ()))
    for tag, i, j, k, m in SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        left, right = ours[i:j], theirs[k:m]
        if "".join(left) == "".join(right):
            continue
        if len(left) != len(right) or not all(slip(a, b, onsets) for a, b in zip(left, right, strict=True)):
            return False
        slips += len(left)
    return slips <= max(1, round(_SLIPS * len(ours)))


def slip(old: str, new: str, onsets: tuple[tuple[str, ...], ...] = ()) -> bool:
    """Whether one word is a misspelling of the other: at most two letters apart, and not another word or number.

    >>> slip("công", "cổng"), slip("qua", "quá"), slip("sở", "xã"), slip("85", "95"), slip("dn", "dẫn")
    (True, True, False, False, True)
    """
    from rapidfuzz.distance import Levenshtein

    if any(c.isdigit() for c in old + new) or not old or not new:
        return False
    distance = Levenshtein.distance(old, new, score_cutoff=2)
    if distance > 2:
        return False
    if bare(old) == bare(new) or _confused(old, new, onsets):
        return True
    sound = is_syllable(old) + is_syllable(new)
    length = min(len(old), len(new))
    lost = distance == 1 and len(old) != len(new)  # "dn" for "dẫn"
    return (sound == 1 and (length >= 3 or lost)) or (sound == 0 and distance == 1 and length >= 6)


@lru_cache(maxsize=4096)
def bare(word: str) -> str:
    """Without any mark: "cổng" -> "cong"."""
    apart = unicodedata.normalize("NFD", word.replace("đ", "d"))
    return "".join(c for c in apart if not unicodedata.combining(c))


def _confused(old: str, new: str, onsets: tuple[tuple[str, ...], ...]) -> bool:
    for one, other in onsets:
        for a, b in ((one, other), (other, one)):
            if old.startswith(a) and new.startswith(b) and old[len(a) :] == new[len(b) :]:
                return True
    return False


def weight_changed(old: str, new: str, case: Case) -> float:
    """Share of the words that carry meaning and stand in only one of the texts, 0..1."""
    light = {fold(word) for word in case.words.get("wording", {}).get("light", ())}
    ours, theirs = ({w for w in _spelled(" ".join(words(t)), case) if w not in light} for t in (old, new))
    return len(ours ^ theirs) / max(1, len(ours | theirs))


def differences(old: str, new: str, limit: int = 3) -> str:
    """The words that differ, for a reviewer: “công” → “Cổng”; thêm “...”; bỏ “...”.

    >>> differences("trên công dữ liệu", "trên cổng dữ liệu của tỉnh")
    '“công” → “cổng”; thêm “của tỉnh”'
    """
    parts = list(_parts(old, new))
    more = f" (và {len(parts) - limit} chỗ khác)" if len(parts) > limit else ""
    return "; ".join(parts[:limit]) + more


def _parts(old: str, new: str) -> Iterator[str]:
    ours, theirs = old.split(), new.split()
    if max(len(ours), len(theirs)) > _MANY:
        yield f"“{short(old)}” → “{short(new)}”"
        return
    keys = [[" ".join(words(word)) for word in side] for side in (ours, theirs)]
    for tag, i, j, k, m in SequenceMatcher(None, keys[0], keys[1], autojunk=False).get_opcodes():
        left, right = short(" ".join(ours[i:j]), 90), short(" ".join(theirs[k:m]), 90)
        if tag == "replace":
            yield f"“{left}” → “{right}”"
        elif tag == "delete" and "".join(keys[0][i:j]):
            yield f"bỏ “{left}”"
        elif tag == "insert" and "".join(keys[1][k:m]):
            yield f"thêm “{right}”"
