"""An index of names in memory: part of a word, Pinyin, typing errors. Knows nothing of HTTP or SPARQL."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from types import MappingProxyType

from kg.readings import SYLLABLE, Readings, read_all
from kg.values import Text
from kg.web.pages.fold import fold

#: How good a match is, the best first; what is shorter beats what is longer.
_EXACT, _BEGINS, _WORD, _WITHIN, _READ, _INITIALS, _READ_WITHIN, _NEAR = 100, 80, 70, 60, 50, 45, 40, 20
_FEW = 5  # with so many hits there is no need to guess at typing errors
_SHORTEST_TYPO, _SHORTEST_TWO_TYPOS = 4, 8
_SHORTEST_READING = 2


@dataclass(frozen=True, slots=True)
class Name:
    """A name of a thing, folded for comparison, and as it is read aloud."""

    thing: str
    text: Text
    folded: str
    readings: tuple["Reading", ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a name: all of it, where in that its syllables begin, and their initials."""

    full: str
    starts: frozenset[int]
    initials: str


@dataclass(frozen=True, slots=True)
class Hit:
    """A thing found, the name that fits best, and how well it fits."""

    thing: str
    name: Text
    score: float


@dataclass(frozen=True, slots=True)
class Index:
    """Names to search."""

    names: tuple[Name, ...]

    def search(self, query: str, most: int) -> list[Hit]:
        """Return the things whose names fit ``query``, the best first, at most ``most``.

        Of equals, those that the index favours come first.
        """
        wanted = fold(query)
        if not wanted:
            return []
        best: dict[str, Hit] = {}
        _collect(best, ((name, _score(name, wanted)) for name in self.names))
        if len(best) < _FEW and len(wanted) >= _SHORTEST_TYPO:
            _collect(best, ((name, _near(name, wanted)) for name in self.names))
        return sorted(best.values(), key=lambda hit: -hit.score)[:most]


def make_index(
    names: Iterable[tuple[str, Text]], favoured: str, known: Mapping[str, Readings] = MappingProxyType({})
) -> Index:
    """Return the index of (thing, name) pairs; things whose IRI begins with ``favoured`` come first.

    ``known``: how names are read, as far as that was found out before.
    """
    found = dict.fromkeys(names)
    readings = read_all((text for _, text in found), known)
    made = (Name(thing, text, fold(text), _split(readings.get(text, frozenset()))) for thing, text in found)
    return Index(tuple(sorted(made, key=lambda name: (not name.thing.startswith(favoured), name.thing))))


def _split(readings: Readings) -> tuple[Reading, ...]:
    found = []
    for full, initials in sorted(readings):
        syllables = full.split(SYLLABLE)
        starts = frozenset(accumulate(map(len, syllables[:-1]), initial=0))
        found.append(Reading("".join(syllables), starts, initials))
    return tuple(found)


def _collect(best: dict[str, Hit], scored: Iterable[tuple[Name, float]]) -> None:
    for name, score in scored:
        if score > 0 and (name.thing not in best or best[name.thing].score < score):
            best[name.thing] = Hit(name.thing, name.text, score)


def _score(name: Name, wanted: str) -> float:
    """Return how well the name holds what is wanted; of two that hold it, the shorter fits better."""
    share = len(wanted) / max(len(name.folded), 1)
    if name.folded == wanted:
        return _EXACT
    if name.folded.startswith(wanted):
        return _BEGINS + share
    if f" {wanted}" in name.folded or f"-{wanted}" in name.folded:
        return _WORD + share
    if wanted in name.folded:
        return _WITHIN + share
    return _score_reading(name, wanted.replace(" ", "").replace("'", ""))


def _score_reading(name: Name, typed: str) -> float:
    if len(typed) < _SHORTEST_READING or not typed.isascii():
        return 0
    best = 0.0
    for reading in name.readings:
        share = len(typed) / len(reading.full)
        if reading.full.startswith(typed):
            best = max(best, _READ + share)
        elif reading.initials.startswith(typed):
            best = max(best, _INITIALS + len(typed) / len(reading.initials))
        elif any(reading.full.startswith(typed, start) for start in reading.starts):
            best = max(best, _READ_WITHIN + share)
    return best


def _near(name: Name, wanted: str) -> float:
    """Return how near the name, a word of it or its reading is to what may be mistyped."""
    most = 2 if len(wanted) >= _SHORTEST_TWO_TYPOS else 1
    forms = {name.folded, *name.folded.split(), *(reading.full for reading in name.readings)}
    distances = [d for form in forms if (d := _distance(form, wanted, most)) is not None]
    return _NEAR - 5 * min(distances) if distances else 0


def _distance(one: str, other: str, most: int) -> int | None:
    """Return how many letters must be changed, added, dropped or swapped, None for more than ``most``."""
    if abs(len(one) - len(other)) > most or len(set(one) ^ set(other)) > 2 * most:
        return None
    before: Sequence[int] = []
    last = list(range(len(other) + 1))
    for row, left in enumerate(one, start=1):
        now = [row]
        for column, right in enumerate(other, start=1):
            cost = min(last[column] + 1, now[-1] + 1, last[column - 1] + (left != right))
            if row > 1 and column > 1 and left == other[column - 2] and one[row - 2] == right:
                cost = min(cost, before[column - 2] + 1)
            now.append(cost)
        if min(now) > most:
            return None
        before, last = last, now
    return last[-1] if last[-1] <= most else None
