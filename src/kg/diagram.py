"""Draw the class diagram as SVG: the tree of classes, and an arrow for each main relation.

Rows are classes, and below each class the relations that start there. All relations into one class share a
track at the right that ends in an arrow at its row, so that no two lines run in one another.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final
from xml.sax.saxutils import escape

from kg.terms import Reference, Term

#: The relations that are drawn are the most used of those with a domain and a range.
_MOST: Final = 32
_ROW: Final = 21
_INDENT: Final = 22
_TOP: Final = 34
_LEFT: Final = 18
_TRACK: Final = 20
_HUES: Final = (205, 25, 140, 275, 345, 50, 175, 310, 95, 230, 0, 160, 70)
_TITLE: Final = (
    '<title id="title">Classes of the ontology and the main relations between them · '
    "本体的类及其间的主要关系</title>"
)
_STYLE: Final = """
text { font: 13px system-ui, "Segoe UI", Roboto, "Helvetica Neue", "PingFang SC", "Microsoft YaHei",
  "Noto Sans CJK SC", sans-serif; fill: var(--ink); dominant-baseline: central; }
svg { --ink: #1d2327; --soft: #5b666e; --line: #cfd4d8; --paper: #fff; --lightness: 38%; }
.name { font-weight: 650; } .soft { fill: var(--soft); } .relation { font-size: 12px; }
.twig { stroke: var(--line); fill: none; } .paper { fill: var(--paper); }
.track { fill: none; stroke-width: 1.5; }
@media (prefers-color-scheme: dark) {
  svg { --ink: #e8ebec; --soft: #a3afb7; --line: #3d4850; --paper: #11161a; --lightness: 68%; }
}
"""


@dataclass(frozen=True, slots=True)
class _Line:
    """A row: a class at its depth, or under one a relation that leads to another class."""

    term: Term
    depth: int
    target: str | None = None


@dataclass(frozen=True, slots=True)
class _Plan:
    """What is drawn where: rows, the row of each class, the track of each that relations lead to."""

    lines: tuple[_Line, ...]
    row_of: dict[str, int]
    track_of: dict[str, int]
    width: int
    height: int


def draw_classes(reference: Reference) -> str:
    """Return the diagram as an SVG document; the same for the same terms."""
    plan = _lay_out(reference)
    parts = [
        *_twigs(plan.lines),
        *_tracks(plan.lines, plan.row_of, plan.track_of),
        *_texts(plan.lines, reference),
    ]
    size = f'width="{plan.width}" height="{plan.height}"'
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {plan.width} {plan.height}" {size} '
        'role="img" aria-labelledby="title">'
    )
    paper = f'<rect class="paper" {size}/>'
    return "\n".join([head, _TITLE, f"<style>{_STYLE}</style>", paper, *parts, "</svg>", ""])


def measure_diagram(reference: Reference) -> tuple[int, int]:
    """Return the width and the height of the diagram in pixels."""
    plan = _lay_out(reference)
    return plan.width, plan.height


def _lay_out(reference: Reference) -> _Plan:
    drawn = _choose(reference)
    ends = {iri for relation, target in drawn for iri in (relation.domain, target)}
    roots = [root for root in reference.roots if root.below or root.iri in ends]
    lines = tuple(line for root in roots for line in _rows(reference, root, 0, drawn))
    row_of = {line.term.iri: place for place, line in enumerate(lines) if line.target is None}
    targets = sorted({target for _, target in drawn if target in row_of}, key=row_of.__getitem__)
    first = max(map(_end, lines), default=0) + _TRACK
    track_of = {iri: first + _TRACK * place for place, iri in enumerate(targets)}
    width = first + _TRACK * len(targets) + _LEFT
    return _Plan(lines, row_of, track_of, width, _TOP + _ROW * len(lines) + _LEFT)


def _choose(reference: Reference) -> list[tuple[Term, str]]:
    """Return the relations that are drawn, each with the class it leads to."""
    tree = {term.iri for term in reference.classes}
    whole = [
        (term, term.range)
        for term in reference.terms.values()
        if term.kind == "ObjectProperty" and term.count and term.domain in tree and term.range in tree
    ]
    ranked = sorted(whole, key=lambda pair: (-pair[0].count, pair[0].name))[:_MOST]
    return [(term, target) for term, target in ranked if target is not None]


def _rows(reference: Reference, term: Term, depth: int, drawn: Sequence[tuple[Term, str]]) -> Iterable[_Line]:
    yield _Line(term, depth)
    for relation, target in drawn:
        if relation.domain == term.iri:
            yield _Line(relation, depth + 1, target)
    for below in reference.order(term.below):
        yield from _rows(reference, below, depth + 1, drawn)


def _y(row: int) -> int:
    return _TOP + _ROW * row


def _x(depth: int) -> int:
    return _LEFT + _INDENT * depth


def _twigs(lines: Sequence[_Line]) -> Iterable[str]:
    """Yield the lines of the tree, from each class to the one above it."""
    above: dict[int, int] = {}
    for row, line in enumerate(lines):
        if line.target is not None:
            continue
        above[line.depth] = row
        if line.depth:
            x, top = _x(line.depth - 1) + 5, _y(above[line.depth - 1]) + 10
            yield f'<path class="twig" d="M{x} {top}V{_y(row)}H{_x(line.depth) - 4}"/>'


def _tracks(lines: Sequence[_Line], row_of: dict[str, int], track_of: dict[str, int]) -> Iterable[str]:
    """Yield for each class that relations lead to its track, with a dot for each and one arrow."""
    for place, (iri, x) in enumerate(track_of.items()):
        hue = f"hsl({_HUES[place % len(_HUES)]} 60% var(--lightness))"
        rows = [row for row, line in enumerate(lines) if line.target == iri]
        goal = row_of[iri]
        top, bottom = _y(min(*rows, goal)), _y(max(*rows, goal))
        end = _end(lines[goal])
        yield f'<g stroke="{hue}" fill="{hue}">'
        yield f'<path class="track" d="M{x} {top}V{bottom}M{x} {_y(goal)}H{end + 9}"/>'
        yield f'<path stroke="none" d="M{end} {_y(goal)}l10 -4.5v9z"/>'
        for row in rows:
            yield f'<path class="track" d="M{_end(lines[row])} {_y(row)}H{x}"/>'
            yield f'<circle stroke="none" cx="{x}" cy="{_y(row)}" r="3"/>'
        yield "</g>"


def _texts(lines: Sequence[_Line], reference: Reference) -> Iterable[str]:
    for row, line in enumerate(lines):
        english, chinese = (escape(reference.name(line.term.iri, tag)) for tag in ("en", "zh"))
        if line.target is None:
            yield (
                f'<text x="{_x(line.depth)}" y="{_y(row)}"><tspan class="name">{english}</tspan> '
                f'<tspan lang="zh">{chinese}</tspan> <tspan class="soft">{line.term.count:,}</tspan></text>'
            )
        else:
            yield f'<text class="relation soft" x="{_x(line.depth)}" y="{_y(row)}">{english} {chinese}</text>'


def _end(line: _Line) -> int:
    """Return where the text of ``line`` ends at the latest: letters are taken for wide ones."""
    labels = line.term.labels
    size = 7.6 if line.target is None else 6.4
    number = len(f"{line.term.count:,}") + 1 if line.target is None else 0
    letters = len(labels.get("en", "")) + 2 + number
    return round(_x(line.depth) + size * letters + size * 1.8 * len(labels.get("zh", "")) + 6)
