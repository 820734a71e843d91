"""Canonical text of a source; citations checked against it.

A reader's copy is searched for each passage by length and digest: where it should stand, then from line start
to line start, then between words, then everywhere; in the copy as it is, then without its running heads, then
without lone page numbers. What is found is taken out, so a paragraph that a footnote interrupts is whole for
the next look.
"""

import hashlib
import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Container, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import accumulate, pairwise

_WORD = re.compile(r"\S+")
_LINE = re.compile(r"[^\n\r\f\v]+")
_DIGITS = re.compile(r"\d+")
_LONE_NUMBER = re.compile(r"#|[ivxlc]+", re.IGNORECASE)
_PAGE_NUMBER = re.compile(r"[-–—·|第]*(?:#|[ivxlc]+)?[-–—·|页]*", re.IGNORECASE)

#: So many equal lines (digits apart) of so many characters in one copy are taken for a running head.
_FREQUENT = 4

#: A gap of so many code points is worth a look at each of them.
_NARROW = 4_000

#: These stand where the page lets them: they say nothing of where their neighbours are.
_FLOATING = frozenset({"footnote", "running-head"})

#: What PDF readers write for other characters: Latin ligatures, Kangxi radicals, invisible marks.
_REPAIRS: dict[int, str | None] = {
    **{
        code: unicodedata.normalize("NFKC", chr(code))
        for code in (*range(0xFB00, 0xFB07), *range(0x2E80, 0x2FE0))
    },
    **dict.fromkeys((0xAD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF), None),
}

#: IRI of a passage → indices of its characters in the reader's copy, ascending.
_Hits = dict[str, list[int]]


class Place(StrEnum):
    """Where a passage is in a reader's copy; LEFT_OUT is a running head that it does not print, no fault."""

    AT_OFFSET = "at its offset"
    ELSEWHERE = "elsewhere"
    LEFT_OUT = "left out"
    MISSING = "missing"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """The code points ``start`` to ``end`` (exclusive) of a canonical text."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of a source: its IRI, its kind ("paragraph", "footnote", …), its ranges in text order.

    ``digest`` is the SHA-256 (64 hex digits) of the UTF-8 of its ranges' canonical text, joined.
    """

    iri: str
    kind: str
    ranges: tuple[Span, ...]
    digest: str

    @property
    def length(self) -> int:
        """Code points of canonical text in all ranges."""
        return sum(span.end - span.start for span in self.ranges)


@dataclass(frozen=True, slots=True)
class Finding:
    """What became of one passage: its place, and its ranges in the copy's canonical text, if it is there."""

    passage: Passage
    place: Place
    ranges: tuple[Span, ...] = ()


def canonicalise(text: str) -> str:
    """Return ``text`` in canonical form.

    That is NFC, with each run of white space deleted, unless both its neighbours are ASCII letters or digits:
    then it becomes one space.
    """
    return _trace(unicodedata.normalize("NFC", text))[0]


def digest_text(text: str) -> str:
    """Return the SHA-256 of the UTF-8 of ``text``, 64 hex digits."""
    return hashlib.sha256(text.encode()).hexdigest()


def line_offsets(text: str) -> list[int]:
    r"""Return the offset in the canonical form of ``text`` at which each line begins, then its length.

    Lines end with ``\n`` alone. Lines a to b (from 1) are thus ``Span(offsets[a - 1], offsets[b])``; a space
    between two lines belongs to the first of them.
    """
    normal = unicodedata.normalize("NFC", text)
    _, indices = _trace(normal)
    starts = [0, *(match.end() for match in re.finditer("\n", normal))]
    return [*(bisect_left(indices, start) for start in starts), len(indices)]


def cut(canonical: str, ranges: Iterable[Span]) -> str:
    """Return the text of ``ranges`` of ``canonical``, joined."""
    return "".join(canonical[span.start : span.end] for span in ranges)


def locate(canonical: str, passage: Passage, printed: str) -> list[int]:
    """Return each offset in ``canonical`` at which ``printed``, in canonical form, begins inside ``passage``.

    Offsets count code points and ascend. A string that runs over from one range into the next is found too.
    """
    wanted = canonicalise(printed)
    offsets = [offset for span in passage.ranges for offset in range(span.start, span.end)]
    matches = re.finditer(f"(?={re.escape(wanted)})", cut(canonical, passage.ranges)) if wanted else ()
    return [offsets[match.start()] for match in matches]


def canonicalise_copy(copy: str) -> str:
    """Return the canonical text of a reader's copy, to which :class:`Finding` ranges refer.

    Ligatures and radicals that PDF readers write for other characters are mended, invisible marks dropped.
    """
    return _trace(_repair(copy))[0]


def find_passages(passages: Sequence[Passage], copy: str, title: str = "") -> list[Finding]:
    """Return what became of each passage in the reader's ``copy``, in the order given.

    ``passages`` stand in text order. ``title`` is the text of the running heads, so that even one that stands
    there once is known for what it is.
    """
    raw = _repair(copy)
    text, indices = _trace(raw)
    exact = {
        p.iri: _pick(indices, p.ranges) for p in passages if digest_text(cut(text, p.ranges)) == p.digest
    }
    hits = dict(exact)
    layers = _find_furniture(raw, title)
    for find_cuts, choose in _STEPS:
        for furniture in layers:
            if len(hits) < len(passages):
                view = _look(raw, furniture.union(*hits.values()))
                _sweep(passages, view, find_cuts(view), choose, hits)
    offsets = {index: offset for offset, index in enumerate(indices)}
    return [_report(passage, exact, hits, offsets) for passage in passages]


@dataclass(frozen=True, slots=True)
class _View:
    """What is left of a copy: its raw text with holes, its canonical text, each code point's raw index.

    ``data`` is the canonical text in UTF-8, ``bounds`` the byte at which each code point begins.
    """

    raw: str
    text: str
    indices: list[int]
    data: bytes
    bounds: list[int]

    def encode(self, start: int, end: int) -> bytes:
        """Return the code points ``start`` to ``end`` of the canonical text in UTF-8."""
        return self.data[self.bounds[start] : self.bounds[end]]

    def digest(self, start: int, end: int, more: bytes = b"") -> str:
        """Return the SHA-256 of the code points ``start`` to ``end``, and of ``more`` after them."""
        return hashlib.sha256(self.encode(start, end) + more).hexdigest()


def _trace(text: str) -> tuple[str, list[int]]:
    """Return the canonical form of ``text`` (NFC) and the index in ``text`` of each of its code points."""
    pieces: list[str] = []
    indices: list[int] = []
    for word in _WORD.finditer(text):
        if indices and _in_word(text[indices[-1]]) and _in_word(text[word.start()]):
            pieces.append(" ")
            indices.append(indices[-1] + 1)
        pieces.append(word[0])
        indices.extend(range(*word.span()))
    return "".join(pieces), indices


def _in_word(character: str) -> bool:
    return character.isascii() and character.isalnum()


def _repair(copy: str) -> str:
    return unicodedata.normalize("NFC", copy.translate(_REPAIRS))


def _pick(indices: list[int], ranges: Iterable[Span]) -> list[int]:
    return [index for span in ranges for index in indices[span.start : span.end]]


def _report(passage: Passage, exact: _Hits, hits: _Hits, offsets: dict[int, int]) -> Finding:
    if passage.iri in exact:
        return Finding(passage, Place.AT_OFFSET, passage.ranges)
    if passage.iri in hits:
        return Finding(passage, Place.ELSEWHERE, _join(offsets[i] for i in hits[passage.iri] if i in offsets))
    return Finding(passage, Place.LEFT_OUT if passage.kind == "running-head" else Place.MISSING)


def _join(offsets: Iterable[int]) -> tuple[Span, ...]:
    spans: list[Span] = []
    for offset in offsets:
        if spans and spans[-1].end == offset:
            spans[-1] = Span(spans[-1].start, offset + 1)
        else:
            spans.append(Span(offset, offset + 1))
    return tuple(spans)


def _sweep(
    passages: Sequence[Passage],
    view: _View,
    cuts: Sequence[int],
    choose: Callable[[Span, Span], Span],
    hits: _Hits,
) -> None:
    """Add to ``hits`` what is found between two ``cuts``; first those whose text is theirs alone: a guide."""
    times = Counter(passage.digest for passage in passages)
    missing = [number for number, passage in enumerate(passages) if passage.iri not in hits]
    ends, taken = frozenset(cuts), set[int]()
    for number in sorted(missing, key=lambda number: times[passages[number].digest] > 1):
        field = choose(_find_gap(passages, number, view, hits), Span(0, len(view.text)))
        last = field.end - passages[number].length + 1
        near = cuts[bisect_left(cuts, field.start) : bisect_right(cuts, last)]
        starts = [start for start in near if start not in taken]
        window = _scan(view, passages[number], starts, ends) or _bridge(view, passages[number], field)
        if window:
            hits[passages[number].iri] = [view.indices[offset] for offset in window]
            taken.update(window)


def _scan(view: _View, passage: Passage, starts: Iterable[int], ends: Container[int]) -> Sequence[int]:
    """Return the first window from one of ``starts`` to one of ``ends`` that has the passage's digest."""
    size, wanted = passage.length, passage.digest
    for start in starts:
        end = start + size
        if end in ends and view.digest(start, end) == wanted:
            return range(start, end)
        # The passage may end in the space that parts two words, and its neighbour be gone.
        if end - 1 in ends and _in_word(view.text[end - 2]) and view.digest(start, end - 1, b" ") == wanted:
            return range(start, end - 1)
    return ()


def _bridge(view: _View, passage: Passage, gap: Span) -> Sequence[int]:
    """Return the offsets of a passage of two ranges that begins and ends as ``gap`` does, if it does.

    What stands between its ranges was not found: it has another wording.
    """
    first, *rest = (span.end - span.start for span in passage.ranges)
    head, tail = range(gap.start, gap.start + first), range(gap.end - sum(rest), gap.end)
    if len(rest) != 1 or head.stop > tail.start:
        return ()
    digest = view.digest(head.start, head.stop, view.encode(tail.start, tail.stop))
    return (*head, *tail) if digest == passage.digest else ()


def _look(raw: str, holes: Iterable[int]) -> _View:
    characters = list(raw)
    for index in holes:
        characters[index] = "\n"
    rest = "".join(characters)
    text, indices = _trace(rest)
    bounds = [0, *accumulate(len(character.encode()) for character in text)]
    return _View(rest, text, indices, text.encode(), bounds)


def _find_line_cuts(view: _View) -> Sequence[int]:
    starts = {bisect_left(view.indices, line.start()) for line in _LINE.finditer(view.raw)}
    return sorted({0, len(view.text)} | starts)


def _find_word_cuts(view: _View) -> Sequence[int]:
    """Return where white space stood, and the places after punctuation."""
    pairs = enumerate(pairwise(view.indices), start=1)
    inner = [i for i, (left, right) in pairs if right > left + 1 or not view.text[i - 1].isalnum()]
    return sorted({0, len(view.text), *inner})


def _find_all_cuts(view: _View) -> Sequence[int]:
    return range(len(view.text) + 1)


def _find_gap(passages: Sequence[Passage], number: int, view: _View, hits: _Hits) -> Span:
    """Return where a passage stands in ``view``, if it stands between its neighbours."""
    before = (p for p in reversed(passages[:number]) if p.kind not in _FLOATING and p.iri in hits)
    after = (p for p in passages[number + 1 :] if p.kind not in _FLOATING and p.iri in hits)
    low = next((hits[passage.iri][0] for passage in before), 0)  # not its end: it may have two ranges
    high = next((hits[passage.iri][0] for passage in after), len(view.raw))
    return Span(bisect_left(view.indices, low), bisect_left(view.indices, high))


def _keep(gap: Span, _: Span) -> Span:
    return gap


def _keep_narrow(gap: Span, _: Span) -> Span:
    return gap if gap.end - gap.start <= _NARROW else Span(0, 0)


def _widen(_: Span, whole: Span) -> Span:
    return whole


#: Where a passage may begin and end, and between what; from cheap and sure to dear and daring.
_STEPS = (
    (_find_line_cuts, _keep),
    (_find_word_cuts, _keep),
    (_find_word_cuts, _widen),
    (_find_all_cuts, _keep_narrow),
    (_find_all_cuts, _keep_narrow),  # once more: what the last look found interrupts no longer
)


def _find_furniture(raw: str, title: str) -> list[frozenset[int]]:
    """Return four choices of indices of ``raw`` to leave aside, each beside those before it.

    They are none, running heads, lone numbers that count pages on, all lone numbers.
    """
    lines = [(m.span(), canonicalise(m[0])) for m in _LINE.finditer(raw) if m[0].strip()]
    shapes = [_DIGITS.sub("#", line) for _, line in lines]
    numbers = {i for i, shape in enumerate(shapes) if _LONE_NUMBER.fullmatch(shape)}
    times, name = Counter(shapes), _DIGITS.sub("#", canonicalise(title))
    frequent = {shape for shape, count in times.items() if count >= _FREQUENT <= len(shape.replace("#", ""))}
    heads = {i for i, s in enumerate(shapes) if i not in numbers and (s in frequent or _is_head(s, name))}
    weights = {i: 3 if {i - 1, i + 1} & heads else 2 for i in numbers}
    pages = _find_chain(
        [(i, int(lines[i][1]), weights[i]) for i in sorted(numbers) if lines[i][1].isdecimal()]
    )
    layers = (set[int](), heads, heads | pages, heads | numbers)
    return list(dict.fromkeys(frozenset(x for i in layer for x in range(*lines[i][0])) for layer in layers))


def _is_head(shape: str, name: str) -> bool:
    rest = shape.replace(name, "", 1) if name else shape
    return _PAGE_NUMBER.fullmatch(rest) is not None


def _find_chain(numbers: Iterable[tuple[int, int, int]]) -> set[int]:
    """Return the keys of the heaviest chain of ``numbers`` (key, value, weight) whose values go up by 1."""
    best: dict[int, tuple[int, tuple[int, ...]]] = {}
    for key, value, weight in numbers:
        score, chain = best.get(value - 1, (0, ()))
        if score + weight > best.get(value, (0, ()))[0]:
            best[value] = score + weight, (*chain, key)
    return set(max(best.values(), default=(0, ()))[1])
