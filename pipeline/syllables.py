"""Is this Vietnamese? In: a word or a text. Out: whether it is a Vietnamese syllable; which share of a text is.

A syllable is onset + rhyme + tone; both styles of tone place count. It corrects nothing and knows no dictionary:
"bàng" is a syllable whether or not the writer meant "bằng". Used to tell a sound text layer from garbage.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

_ONSETS = ("ngh", "ch", "gh", "kh", "ng", "nh", "ph", "th", "tr", *"bcdđghklmnprstvx")
_RHYMES = frozenset(
    """a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây
    e ec em en eng eo ep et ê êch êm ên ênh êp êt êu
    i ia iêc iêm iên iêng iêp iêt iêu ich im in inh ip it iu
    o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oc oe oen oeo oet oi om on ong ooc oong
    op ot ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt
    u ua uân uâng uât uây uc uê uêch uênh ui um un ung uôc uôi uôm uôn uông uôt uơ up ut
    uy uya uych uyên uyêt uynh uyp uyt uyu
    ư ưa ưc ưi ưm ưn ưng ươc ươi ươm ươn ương ươp ươt ươu ưt ưu
    y yêm yên yêng yêt yêu ăk""".split()  # noqa: SIM905 (ăk: Đắk Lắk)
)
_AFTER_QU = frozenset(r for r in _RHYMES if r[0] in "aăâeêiơy" and r[:2] not in ("ia", "iê", "iu"))
_AFTER_QU |= {"ôc", "ôi", "ôn", "ynh", "ych", "yt", "yn", "yp", "yu"}
_AFTER_GI = _RHYMES | frozenset(("", "n", "êng", "êt", "êc"))
_LETTERS = frozenset("aăâbcdđeêghiklmnoôơpqrstuưvxy")
_TONES = re.compile("[\u0300\u0301\u0303\u0309\u0323]")
_SHARP = ("\u0301", "\u0323")
_MARKED = re.compile("[àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ]")

_WORD = re.compile(r"[^\W\d_]+")
_NOT_PROSE = re.compile(r"://|@|[^\W\d_]\.[^\W\d_]|\d[/-]*[^\W\d_]|[^\W\d_]\d|/[A-ZĐƯ]{2}")  # addresses, codes
_ENOUGH = 20


@dataclass(frozen=True, slots=True)
class Profile:
    """Counts over the words of a text: all, valid syllables, words with a Vietnamese mark (đ counts)."""

    words: int
    valid: int
    marked: int

    @property
    def share(self) -> float | None:
        """Share of valid syllables, None below 20 words."""
        return self.valid / self.words if self.words >= _ENOUGH else None

    @property
    def marked_share(self) -> float | None:
        """Share of words bearing a mark, None below 20 words; 0.7 to 0.85 in Vietnamese, far less without accents."""
        return self.marked / self.words if self.words >= _ENOUGH else None


def is_syllable(word: str) -> bool:
    """A Vietnamese syllable, upper or lower case, NFC.

    >>> [is_syllable(w) for w in ("nghiệp", "Quý", "thuỷ", "thủy", "gì", "ĐẮC")]
    [True, True, True, True, True, True]
    >>> [is_syllable(w) for w in ("nghàn", "cac", "tấng", "HQI", "word", "qùôc")]
    [False, False, True, False, False, False]
    """
    return _is_syllable(word.lower())


def profile(text: str) -> Profile:
    """Counts over the letter-only words of `text`; numbers, codes, addresses and abbreviations are left out."""
    counts = list(map(_count, text.split()))
    return Profile(*map(sum, zip(*counts, strict=True))) if counts else Profile(0, 0, 0)


def syllable_share(text: str) -> float | None:
    """Share of the words that are valid syllables, None if there are too few words to tell.

    >>> syllable_share("Tổ chức thực hiện") is None
    True
    """
    return profile(text).share


@lru_cache(maxsize=1 << 14)
def _count(token: str) -> tuple[int, int, int]:
    """(words, valid, marked) of what stands between two blanks."""
    if _NOT_PROSE.search(token):
        return 0, 0, 0
    words = [word for word in _WORD.findall(token) if not _is_code(word)]
    good = sum(is_syllable(word) for word in words)
    return len(words), good, sum(_MARKED.search(word.lower()) is not None for word in words)


def _is_code(word: str) -> bool:
    """An abbreviation (UBND, CNTT) or a list label (b, d): no syllable was meant."""
    if is_syllable(word):
        return False
    return len(word) == 1 or (len(word) <= 8 and word.isupper() and not _TONES.search(_nfd(word)))


@lru_cache(maxsize=1 << 15)
def _is_syllable(low: str) -> bool:
    pieces = _nfd(low)
    tones = _TONES.findall(pieces)
    if len(tones) > 1:
        return False
    plain = unicodedata.normalize("NFC", _TONES.sub("", pieces))
    return _LETTERS.issuperset(plain) and any(_tone_fits(rhyme, tones) for rhyme in _rhymes_of(plain))


def _rhymes_of(plain: str) -> list[str]:
    """The ways to read a toneless syllable: its rhyme under each onset that fits."""
    found = [plain] if plain in _RHYMES else []
    if plain.startswith("qu"):
        return [plain[2:]] if plain[2:] in _AFTER_QU else []
    if plain.startswith("gi") and plain[2:] in _AFTER_GI:
        found.append(plain[2:])
    for onset in _ONSETS:
        rest = plain.removeprefix(onset)
        if rest != plain:
            return [*found, rest] if rest in _RHYMES and _spelt(onset, rest) else found
    return found


def _spelt(onset: str, rhyme: str) -> bool:
    front = rhyme[0] in "eêiy"
    if onset in ("gh", "ngh"):
        return front
    return not (front and onset in ("c", "g", "ng")) or (onset == "g" and rhyme[0] == "i")


def _tone_fits(rhyme: str, tones: list[str]) -> bool:
    """A rhyme closed by p, t, c, ch bears the tone sắc or nặng, and no other."""
    return not rhyme.endswith(("p", "t", "c", "ch", "k")) or (bool(tones) and tones[0] in _SHARP)


def _nfd(text: str) -> str:
    return unicodedata.normalize("NFD", text)
