"""Find the cited passages, and what claims say is printed in them, in a reader's own copy of a report."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Quad, Triple

from kg.canonical import Finding, Passage, Place, canonicalise_copy, cut, locate
from kg.errors import FactsError
from kg.namespaces import AII
from kg.passages import Source, read_sources, verify_source

_FORMS = (("printed", "printedAt"), ("qualifierPrinted", "qualifierPrintedAt"))
_NEEDED = {AII + name for pair in _FORMS for name in pair} | {AII + "statedIn"}


@dataclass(frozen=True, slots=True)
class Printed:
    """What one claim says is printed in a passage: forms, and the offsets where one of them stands."""

    claim: str
    passage: str
    forms: frozenset[str]
    offsets: frozenset[int]


@dataclass(frozen=True, slots=True)
class Fault:
    """A citation that the copy does not bear out: the node (a passage or a claim) and what is wrong."""

    node: str
    message: str


@dataclass(frozen=True, slots=True)
class Verification:
    """How many passages and printed forms were looked for, where the passages were, and each fault."""

    places: Mapping[Place, int]
    forms: int
    faults: tuple[Fault, ...]

    def __str__(self) -> str:
        """Return the result in a line."""
        passages = sum(self.places.values())
        found = passages - self.places.get(Place.MISSING, 0)
        where = ", ".join(f"{number} {place}" for place, number in sorted(self.places.items()))
        bad = len({fault.node for fault in self.faults})
        share = "100 %" if not bad else f"{bad} citations are not borne out"
        return (
            f"{found} of {passages} passages found ({where}); {self.forms} printed forms looked up: {share}"
        )


def find_source(triples: Iterable[Triple | Quad], iri: str) -> Source:
    """Return the report ``iri``; raises FactsError when ``triples`` do not describe it."""
    for source in read_sources(triples):
        if source.iri == iri:
            return source
    raise FactsError(f"{iri} is not described: is there a sources.ttl in its folder?")


def verify_citations(triples: Iterable[Triple | Quad], iri: str, copy: str) -> Verification:
    """Look for each passage of the report ``iri`` in ``copy``, and for each printed form in its passage."""
    known = list(triples)
    findings = verify_source(find_source(known, iri), copy)
    text = canonicalise_copy(copy)
    missing = [
        Fault(f.passage.iri, "this passage is not in the copy") for f in findings if f.place is Place.MISSING
    ]
    found = {f.passage.iri: f for f in findings if f.ranges}
    printed = [p for p in read_printed(known) if p.passage in found]
    faults = [*missing, *(fault for p in printed for fault in _check(p, found[p.passage], text))]
    return Verification(Counter(f.place for f in findings), sum(len(p.forms) for p in printed), tuple(faults))


def locate_form(source: Source, name: str, printed: str, canonical: str) -> list[int]:
    """Return the offsets at which ``printed`` stands in the passage called ``name`` (such as 2-3-2-p1).

    Raises FactsError when there is no such passage.
    """
    for passage in source.passages:
        if passage.iri.rsplit("/", 1)[-1] == name:
            return locate(canonical, passage, printed)
    raise FactsError(f"{source.iri} has no passage {name}: its names are in passages.tsv")


def read_printed(triples: Iterable[Triple | Quad]) -> list[Printed]:
    """Return what the claims in ``triples`` say is printed, sorted by claim; both kinds of form."""
    claims: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for triple in triples:
        if triple.predicate.value in _NEEDED and isinstance(triple.object, NamedNode | Literal):
            claims[str(triple.subject).strip("<>")][triple.predicate.value].add(triple.object.value)
    return [
        Printed(claim, passage, frozenset(said[AII + form]), frozenset(map(int, said[AII + offset])))
        for claim, said in sorted(claims.items())
        for passage in sorted(said[AII + "statedIn"])
        for form, offset in _FORMS
        if said.get(AII + form)
    ]


def _check(printed: Printed, finding: Finding, text: str) -> Iterable[Fault]:
    """Yield a fault for each form that stands at no offset, and each offset at which no form stands."""
    content = cut(text, finding.ranges)
    standing = set()
    for offset in sorted(printed.offsets):
        here = {f for f in printed.forms if content.startswith(f, _within(finding.passage, offset))}
        standing |= here
        if not here:
            forms = " or ".join(sorted(printed.forms))
            yield Fault(printed.claim, f"“{forms}” is not printed at {offset}: see `kg locate`")
    for form in sorted(printed.forms - standing):
        yield Fault(printed.claim, f"“{form}” is printed at none of the claim's offsets: see `kg locate`")


def _within(passage: Passage, offset: int) -> int:
    """Return the place of a canonical ``offset`` in the passage's own text; past its end if it is outside."""
    before = 0
    for span in passage.ranges:
        if span.start <= offset < span.end:
            return before + offset - span.start
        before += span.end - span.start
    return before
