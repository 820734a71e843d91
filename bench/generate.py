"""Write any number of triples in the shape of our release: the same predicates, in the same proportions.

Ontology and vocabulary stay as they are. What the report's reading brought (entities, passages, claims, the
facts and types that follow from them, discrepancies) is written again and again, each time as one more report
with names, numbers and texts of its own. Entities that carry no figures are shared between reports, the older
ones more often, so that some have many claims and most have few.
"""

import argparse
import hashlib
import random
import re
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import count
from pathlib import Path

from pyoxigraph import BlankNode, Literal, Quad, RdfFormat, parse

from kg.namespaces import AII, BASE, ID, RDF, XSD

_NAMED = re.compile("<" + re.escape(BASE) + r"(?:(id)/|(?:claim|source|discrepancy)/([^/>]+))")
_KEPT = frozenset({"ontology", "vocabulary"})
_LEFT_OUT = frozenset({"queries", "meta"})  # they tell of the release, and would tell lies of any other data
_DERIVED = frozenset({"facts", "inferred"})

Triple = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Line:
    """One quad as text. ``figure`` and ``words`` tell what of its object differs from report to report."""

    subject: str
    predicate: str
    object: str
    graph: str
    figure: bool = False
    words: bool = False
    derived: bool = False


@dataclass(frozen=True, slots=True)
class Record:
    """What is written together: a subject's quads, with what follows from a claim, and what it names."""

    subject: str
    lines: tuple[Line, ...]
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Shape:
    """What was learnt of a release: the quads that stay, the records that are repeated, who is shared."""

    fixed: tuple[str, ...]
    records: Mapping[str, Record]
    order: tuple[str, ...]
    shared: frozenset[str]


def learn(release: Path) -> Shape:
    """Return the shape of the N-Quads file ``release``."""
    fixed: list[str] = []
    grouped: dict[str, list[Line]] = defaultdict(list)
    quads = list(parse(path=release, format=RdfFormat.N_QUADS))
    claims = _claims_by_fact(quads)
    figures: set[str] = set()
    for quad in quads:
        graph = str(quad.graph_name.value)
        name = graph.rsplit("/", 1)[1]
        if name in _LEFT_OUT:
            continue
        subject = str(quad.subject)
        if name in _KEPT or isinstance(quad.subject, BlankNode) or not _NAMED.match(subject):
            fixed.append(f"{quad} .\n")
            continue
        claim = claims.get((subject, str(quad.predicate), str(quad.object))) if name in _DERIVED else None
        grouped[claim or subject].append(_line(quad, name))
        if name == "facts" and isinstance(quad.object, Literal):
            figures.add(subject)
    records = _records(grouped)
    order = sorted(records, key=lambda subject: (not subject.startswith(f"<{BASE}claim/"), subject))
    shared = frozenset(s for s in records if s.startswith(f"<{ID}") and s not in figures)
    return Shape(tuple(fixed), records, tuple(order), shared)


def generate(shape: Shape, triples: int, seed: int) -> Iterator[str]:
    """Yield lines of N-Quads, each another, until there are ``triples``; the last record is finished.

    Nothing that a line names is missing. Equal arguments give equal lines.
    """
    yield from shape.fixed
    written = len(shape.fixed)
    seen: set[bytes] = set()
    done: set[tuple[str, int]] = set()
    for report in count():
        for subject in shape.order:
            waiting = [(subject, report)]
            while waiting:
                key = waiting.pop()
                if key in done:
                    continue
                done.add(key)
                copy = _Copy(shape, key[1], seed)
                record = shape.records[key[0]]
                for line in copy.lines(record, seen):
                    yield line
                    written += 1
                waiting += [(name, copy.number(name)) for name in record.names]
            if written >= triples:
                return


class _Copy:
    """The report of one number: how it names things, and its figures."""

    def __init__(self, shape: Shape, report: int, seed: int) -> None:
        self._shape = shape
        self._report = report
        self._seed = seed

    def number(self, subject: str) -> int:
        """Return which report's copy of ``subject`` this report names: its own, or an older one's."""
        if subject not in self._shape.shared:
            return self._report
        chance = random.Random(f"{self._seed}/{self._report}/{subject}").random()
        return int((self._report + 1) * chance**2)

    def lines(self, record: Record, seen: set[bytes]) -> Iterator[str]:
        """Yield the lines of ``record``; derived ones that are in ``seen`` already are left out."""
        factor = Decimal(random.Random(f"{self._seed}/{self._report}/{record.subject}").randint(500, 1000))
        for line in record.lines:
            subject = self._name(line.subject, owner=record.subject)
            thing = self._name(line.object, owner=record.subject)
            if line.figure:
                thing = _scaled(line.object, factor / 1000)
            elif line.words:
                thing = self._worded(line.object)
            text = f"{subject} {line.predicate} {thing} {line.graph} .\n"
            if line.derived:
                digest = hashlib.blake2b(text.encode(), digest_size=16).digest()
                if digest in seen:
                    continue
                seen.add(digest)
            yield text

    def _name(self, term: str, owner: str) -> str:
        if not (found := _NAMED.match(term)):
            return term
        number = self._report if term == owner else self.number(term)
        if found.group(1):
            return f"{term[:-1]}-r{number}>"
        return f"{term[: found.end()]}-r{number}{term[found.end() :]}"

    def _worded(self, literal: str) -> str:
        """Return ``literal`` with the number of the report; a digest as another digest."""
        if re.fullmatch(r'"[0-9a-f]{64}"', literal):
            return f'"{hashlib.sha256(f"{literal}{self._report}".encode()).hexdigest()}"'
        end = literal.rindex('"')
        return f"{literal[:end]} {self._report}{literal[end:]}"


def _claims_by_fact(quads: Sequence[Quad]) -> dict[Triple, str]:
    """Return the claim that each derived triple follows from: subject, property and object, either way."""
    wanted = {AII + name for name in ("subject", "property", "object", "value")}
    parts: dict[str, dict[str, str]] = defaultdict(dict)
    for quad in quads:
        if quad.predicate.value in wanted:
            parts[str(quad.subject)][quad.predicate.value.removeprefix(AII)] = str(quad.object)
    forward: dict[Triple, str] = {}
    between: dict[tuple[str, str], str] = {}
    for claim, part in parts.items():
        thing = part.get("object") or part.get("value")
        if thing and "property" in part and "subject" in part:
            forward.setdefault((part["subject"], part["property"], thing), claim)
            between.setdefault((thing, part["subject"]), claim)
    found = dict(forward)
    for quad in quads:
        fact = (str(quad.subject), str(quad.predicate), str(quad.object))
        if fact not in found and quad.predicate.value != RDF + "type" and (fact[0], fact[2]) in between:
            found[fact] = between[fact[0], fact[2]]
    return found


def _line(quad: Quad, graph: str) -> Line:
    thing = quad.object
    figure = isinstance(thing, Literal) and (
        quad.predicate.value == AII + "value"
        or (graph == "facts" and thing.datatype.value == XSD + "decimal")
    )
    words = isinstance(thing, Literal) and (
        thing.language is not None or quad.predicate.value == AII + "digest"
    )
    return Line(
        str(quad.subject),
        str(quad.predicate),
        str(thing),
        str(quad.graph_name),
        figure,
        words and not figure,
        graph in _DERIVED and quad.predicate.value != RDF + "type",
    )


def _records(grouped: Mapping[str, Sequence[Line]]) -> dict[str, Record]:
    """Return the records by subject. A claim brings its discrepancies along, a report all its passages."""
    names: dict[str, set[str]] = {subject: set() for subject in grouped}
    for subject, lines in grouped.items():
        terms = {term for line in lines for term in (line.subject, line.object) if term in grouped}
        names[subject] |= terms
        for term in terms:
            if subject.startswith(f"<{BASE}discrepancy/") or (
                term.startswith(f"<{BASE}source/") and (subject.startswith(f"<{BASE}source/"))
            ):
                names[term].add(subject)
    return {
        subject: Record(subject, tuple(lines), tuple(sorted(names[subject] - {subject})))
        for subject, lines in grouped.items()
    }


def _scaled(literal: str, factor: Decimal) -> str:
    """Return a number between half of ``literal`` and itself, as exact as it and in Oxigraph's form."""
    end = literal.rindex('"')
    value = Decimal(literal[1:end])
    scaled = (value * factor).quantize(Decimal(1).scaleb(min(int(value.as_tuple().exponent), 0)))
    if scaled == 0:
        scaled = value
    text = f"{scaled:f}"
    return f'"{text.rstrip("0").rstrip(".") if "." in text else text}{literal[end:]}'


def write(release: Path, target: Path, triples: int, seed: int) -> int:
    """Write the N-Quads file ``target`` beside itself, rename it, and return how many triples it has."""
    part = target.with_name(target.name + ".part")
    number = 0
    with part.open("w", encoding="utf-8") as file:
        for number, line in enumerate(generate(learn(release), triples, seed), 1):  # noqa: B007 - the last counts
            file.write(line)
    part.replace(target)
    return number


def main(arguments: Sequence[str] | None = None) -> int:
    """Run ``python -m bench.generate``."""
    parser = argparse.ArgumentParser(prog="python -m bench.generate", description=__doc__.partition("\n")[0])
    parser.add_argument("output", type=Path, help="the N-Quads file to write")
    parser.add_argument("--triples", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--release", type=Path, default=Path("build/release.nq"))
    given = parser.parse_args(arguments)
    print(f"{write(given.release, given.output, given.triples, given.seed):,} triples")
    return 0


if __name__ == "__main__":
    sys.exit(main())
