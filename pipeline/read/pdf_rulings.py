"""The ruled lines of a page. In: its painted paths. Out: horizontal and vertical segments, pieces joined.

Word draws a border as thin filled rectangles, one a cell, with little squares at the corners; LibreOffice strokes
lines; others stroke whole rectangles. A filled area is shading, not a border: its sides are no rulings.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from typing import Literal

from .pdf_paths import PathObject, Quad, has_letters, straight_pieces

Segment = tuple[float, float, float]  # where it lies, from, to

THIN = 3.6  # thickest border, points
NEAR = 3.0  # borders of one line lie this near (double lines, pieces a cell)
_FAR = 8.0  # verticals end so far from the rule they belong to, where that is thick or doubled
_DOUBLED = 6.5  # two lines of one border lie so far apart at most: there is no room for text between them
_SHORTEST = 4.0
_SAME = 0.05  # nearer edges are one
_MAX_PIECES = 120_000  # more is a drawing, not a table; a page ruled with dots has 35,000
_MAX_MEETINGS = 4_000_000


def rulings(paths: list[PathObject]) -> tuple[list[Segment], list[Segment]]:
    """(horizontal, vertical) rulings of a page; horizontal: (y, x0, x1), vertical: (x, y0, y1).

    Only those that meet one of the other direction: an underline meets none.
    """
    flat: list[Segment] = []
    upright: list[Segment] = []
    for path in paths:
        x0, y0, x1, y1 = path[0]
        wide, high = x1 - x0, y1 - y0
        if high <= THIN < wide:
            flat.append(((y0 + y1) / 2, x0, x1))
        elif wide <= THIN < high:
            upright.append(((x0 + x1) / 2, y0, y1))
        else:
            for box in _thin_boxes(path):
                _sort_in(box, flat, upright)
        if len(flat) + len(upright) > _MAX_PIECES:
            return [], []
    flat, upright = joined(flat), joined(upright)
    return meeting(flat, upright) if len(flat) * len(upright) <= _MAX_MEETINGS else ([], [])


def _thin_boxes(path: PathObject) -> Iterator[Quad]:
    """The lines in a path: itself, thin parts of it, the sides of what is stroked, and rings."""
    x0, y0, x1, y1 = path.box
    if x1 - x0 <= THIN or y1 - y0 <= THIN:
        yield path.box
        return
    stroked = path.stroked and not has_letters(path)
    before: Quad | None = None
    for points, closed in straight_pieces(path):
        xs, ys = [p[0] for p in points], [p[1] for p in points]
        box = (min(xs), min(ys), max(xs), max(ys))
        if box[2] - box[0] <= THIN or box[3] - box[1] <= THIN:
            yield box
        elif stroked:
            yield from _sides(points, closed)
        elif before and _is_hole(box, before):
            yield from _ring(box, before)
        elif before and _is_hole(before, box):
            yield from _ring(before, box)
        before = box


def _is_hole(inner: Quad, outer: Quad) -> bool:
    """A border filled as a ring: one box in another, a line's thickness smaller; a side cut by the page has none."""
    gaps = (inner[0] - outer[0], inner[1] - outer[1], outer[2] - inner[2], outer[3] - inner[3])
    return min(gaps) > -_SAME and max(gaps) <= THIN and sum(gap > _SAME for gap in gaps) > 1


def _ring(inner: Quad, outer: Quad) -> Iterator[Quad]:
    """The sides of a border filled between two boxes, those that there are."""
    x0, y0, x1, y1 = outer
    left, top, right, low = inner
    for side in ((x0, y0, left, y1), (right, y0, x1, y1), (x0, y0, x1, top), (x0, low, x1, y1)):
        if side[2] - side[0] > _SAME and side[3] - side[1] > _SAME:
            yield side


def _sides(points: list[tuple[float, float]], closed: bool) -> Iterator[Quad]:
    """The sides of a polygon that run along the page."""
    ends = [*points[1:], points[0]] if closed else points[1:]
    for (x0, y0), (x1, y1) in zip(points, ends, strict=False):
        if abs(x1 - x0) < 0.5 or abs(y1 - y0) < 0.5:
            yield (min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))


def _sort_in(box: Quad, flat: list[Segment], upright: list[Segment]) -> None:
    """A long thin box is a line; a little square is a corner or a dot of a dotted line, and goes both ways."""
    x0, y0, x1, y1 = box
    wide, high = x1 - x0, y1 - y0
    if wide >= high and high <= THIN:
        flat.append(((y0 + y1) / 2, x0, x1))
    if wide <= THIN and (high >= wide or (high <= THIN and high * 2 >= wide)):
        upright.append(((x0 + x1) / 2, y0, y1))


def joined(segments: list[Segment]) -> list[Segment]:
    """Segments that lie on one line (doubled borders too) brought onto it; touching pieces made one."""
    segments.sort()
    lines: list[list[Segment]] = []
    for segment in segments:
        if lines and segment[0] - lines[-1][-1][0] <= NEAR and segment[0] - lines[-1][0][0] <= 2 * NEAR:
            lines[-1].append(segment)
        else:
            lines.append([segment])
    return [piece for line in lines for piece in _pieces(line)]


def _pieces(line: list[Segment]) -> Iterator[Segment]:
    weight = sum(end - start for _, start, end in line) or 1.0
    where = sum(at * (end - start) for at, start, end in line) / weight if weight > 1.0 else line[0][0]
    spans = sorted((start, end) for _, start, end in line)
    start, end = spans[0]
    for low, high in spans[1:]:
        if low <= end + NEAR:
            end = max(end, high)
            continue
        if end - start >= _SHORTEST:
            yield (where, start, end)
        start, end = low, high
    if end - start >= _SHORTEST:
        yield (where, start, end)


def all_meet(flat: list[Segment], upright: list[Segment]) -> bool:
    """Whether each line meets or crosses each of the other direction, as in most tables."""
    if not flat or not upright:
        return False
    low, high = max(x0 for _, x0, _ in flat) - NEAR, min(x1 for _, _, x1 in flat) + NEAR
    top, end = max(y0 for _, y0, _ in upright) - NEAR, min(y1 for _, _, y1 in upright) + NEAR
    return low <= upright[0][0] and upright[-1][0] <= high and top <= flat[0][0] and flat[-1][0] <= end


def touching(flat: list[Segment], upright: list[Segment]) -> Iterator[tuple[int, int]]:
    """Pairs (index in flat, index in upright) that meet or cross."""
    places = [x for x, _, _ in upright]  # ascending, as _joined leaves them
    for i, (y, x0, x1) in enumerate(flat):
        j = bisect_left(places, x0 - NEAR)
        while j < len(places) and places[j] <= x1 + NEAR:
            if upright[j][1] - NEAR <= y <= upright[j][2] + NEAR:
                yield i, j
            j += 1


def meeting(flat: list[Segment], upright: list[Segment]) -> tuple[list[Segment], list[Segment]]:
    if not all_meet(flat, upright):
        flat, upright = _those_that_meet(flat, upright)
    flat, upright = _snapped(flat, upright)
    upright, flat = _snapped(upright, flat)
    return flat, upright


def _those_that_meet(flat: list[Segment], upright: list[Segment]) -> tuple[list[Segment], list[Segment]]:
    pairs = list(touching(flat, upright))
    if _reach(flat, upright, pairs):
        pairs = list(touching(flat, upright))
    used, met = {i for i, _ in pairs}, {j for _, j in pairs}
    lonely = [s for j, s in enumerate(upright) if j not in met]
    kept = [s for j, s in enumerate(upright) if j in met]
    if not kept and len(lonely) > 2:
        kept = _pillars(lonely)
    return [s for i, s in enumerate(flat) if i in used], kept


def _reach(flat: list[Segment], upright: list[Segment], pairs: list[tuple[int, int]]) -> bool:
    """Lengthen lines that end short of the border they belong to (thick, doubled, gaps); whether there were any.

    Verticals always, rules only where half of those at the border do: an underline fills its cell by chance.
    """
    posts = _loose(upright, flat, [(j, i) for i, j in pairs])
    rules = _loose(flat, upright, pairs)
    short = Counter(place for _, _, place in rules)
    whole = Counter(upright[j][0] for _, j in pairs)
    rules = [end for end in rules if short[end[2]] > 1 and short[end[2]] >= whole[end[2]]]
    for lines, ends in ((upright, posts), (flat, rules)):
        for n, end, place in ends:
            at, low, high = lines[n]
            lines[n] = (at, place, high) if end == 1 else (at, low, place)
    return bool(posts or rules)


def _loose(
    lines: list[Segment], others: list[Segment], pairs: list[tuple[int, int]]
) -> list[tuple[int, Literal[1, 2], float]]:
    """Ends of lines that meet nothing though another line is near: (line, which end, where that line lies)."""
    last = dict(pairs)  # both lists ascend, and so do the pairs of each line
    first = dict(reversed(pairs))
    found: list[tuple[int, Literal[1, 2], float]] = []
    for n, (place, start, stop) in enumerate(lines):
        low, high = (others[first[n]][0], others[last[n]][0]) if n in first else (1e9, -1e9)
        if low <= start + NEAR and high >= stop - NEAR:
            continue
        near = [at for at, a, b in others if a - _FAR <= place <= b + _FAR]
        if low > start + NEAR and (before := [at for at in near if start - _FAR <= at < start]):
            found.append((n, 1, max(before)))
        if high < stop - NEAR and (behind := [at for at in near if stop < at <= stop + _FAR]):
            found.append((n, 2, min(behind)))
    return found


def _snapped(lines: list[Segment], others: list[Segment]) -> tuple[list[Segment], list[Segment]]:
    """Lines too near to each other for text between them made one border, and the others' ends brought to it."""
    places = sorted({line[0] for line in lines})
    new: dict[float, float] = {}
    start = 0
    for n, place in enumerate(places):
        if place - places[start] > _DOUBLED:
            start = n
        elif n > start:
            new.update(dict.fromkeys(places[start : n + 1], (places[start] + place) / 2))
    if not new:
        return lines, others

    def brought(end: float) -> list[float]:
        return [end, *(to for at, to in new.items() if abs(at - end) <= NEAR)]

    others = [(at, min(brought(low)), max(brought(high))) for at, low, high in others]
    return [(new.get(at, at), low, high) for at, low, high in lines], others


def _pillars(upright: list[Segment]) -> list[Segment]:
    """A page in the middle of one long row: nothing but verticals, three or more, all from one height to another."""
    top, end = upright[0][1], upright[0][2]
    alike = all(abs(s[1] - top) <= NEAR and abs(s[2] - end) <= NEAR for s in upright)
    return upright if alike and end - top > 50 else []
