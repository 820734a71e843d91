"""Hold inputs against shapes and citations, and say of each problem in which file and line it stands."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode, Quad, Triple

from kg.canonical import canonicalise, digest_text
from kg.conformance import choose_nodes
from kg.coordinates import find_unlinked, parse_points, point_triples
from kg.derive import Problem
from kg.errors import SourceError
from kg.links import find_strangers, link_triples, parse_links
from kg.namespaces import DATASET, PREFIXES, RDFS, SOURCE, graph_iri
from kg.parsing import parse_rdf
from kg.settings import Settings
from kg.sources import InputFile, Sources, locate_blocks, parse_inputs, read_inputs

# kg.validate and kg.citations bring in rdflib and pySHACL, 0.3 s of imports that a build with nothing to do
# must not pay: hence the imports inside functions below.
if TYPE_CHECKING:
    from kg.citations import Verification
    from kg.coverage import Coverage
    from kg.validate import Extent, Violation

#: The graphs that stand behind any file a user gives to be validated.
_BACKGROUND = frozenset({"ontology", "alignments", "vocabulary", "entities", "sources"})


def read_sources(inputs: Sequence[InputFile]) -> tuple[Sources, list[str]]:
    """Return what ``inputs`` say, links and points included, and a line (file:line: …) for each link of no
    thing and each point of a place that is not linked to it.

    Raises SourceError with the place of the first mistake.
    """
    sources = parse_inputs(inputs)
    links = [
        link
        for file in inputs
        if file.part == "links"
        for link in parse_links(file.data.decode("utf-8"), file.name)
    ]
    points = [
        point
        for file in inputs
        if file.part == "coordinates"
        for point in parse_points(file.data.decode("utf-8"), file.name)
    ]
    graph = NamedNode(graph_iri("links"))
    triples = [*link_triples(links), *point_triples(points)]
    quads = [Quad(t.subject, t.predicate, t.object, graph) for t in triples]
    strangers = find_strangers(links, _labels(sources.quads)) if links else []
    strangers += find_unlinked(points, links)
    return replace(sources, quads=(*sources.quads, *quads)), strangers


def check_shapes(
    sources: Sources, prints: Mapping[str, str] | None = None, known: frozenset[str] = frozenset()
) -> "tuple[list[Violation], Extent]":
    """Hold the hand-written graphs, not what follows from them, against the shapes.

    Nodes whose fingerprint in ``prints`` (see kg.conformance) is ``known`` to conform are not judged again.
    """
    from kg.validate import find_violations, measure_extent, to_rdflib  # noqa: PLC0415 see above

    graph, shapes = to_rdflib(sources.quads), to_rdflib(sources.shapes)
    nodes = choose_nodes(sources.quads, prints or {}, known, sources.shapes)
    return find_violations(graph, shapes, nodes), measure_extent(graph, shapes)


def check_passages(sources: Sources, report: Path | None) -> list[Problem]:
    """Hold the passages against each other and, if there is one, against the reader's copy of the report."""
    from kg.passages import check_sources  # noqa: PLC0415 see above

    problems = [_split(text) for text in check_sources(sources.quads)]
    if report is not None and not problems:
        for iri in _reports(sources.quads):
            problems += [Problem(f.node, f.message) for f in _verify(sources.quads, iri, report).faults]
    return problems


def validate_inputs(settings: Settings, files: Sequence[Path] = ()) -> list[str]:
    """Return each violation as a line that begins with file and line; empty means that all conforms.

    Without ``files`` the whole graph is judged. With them only what they say is, with our ontology,
    vocabulary, entities and sources behind it. Raises SourceError for a file that cannot be read.
    """
    inputs = read_inputs(settings.inputs)
    sources, strangers = read_sources(inputs)
    if not files:
        problems = [to_problem(v) for v in check_shapes(sources)[0]]
        return [*strangers, *placed([*check_passages(sources, settings.report), *problems], inputs)]
    given = [triple for path in files for triple in parse_rdf(path)]
    quads = [q for q in sources.quads if str(q.graph_name).strip("<>").rsplit("/", 1)[-1] in _BACKGROUND]
    theirs = {str(triple.subject).strip("<>") for triple in given}
    judged = replace(sources, quads=(*quads, *(Quad(t.subject, t.predicate, t.object) for t in given)))
    problems = [to_problem(v) for v in check_shapes(judged)[0]]
    return placed([p for p in problems if p.node.strip("<>") in theirs], inputs)


def verify_text(settings: Settings, report: Path, source: str) -> "Verification":
    """Look for every citation of the report whose folder is ``source`` in the reader's copy ``report``."""
    sources = parse_inputs(read_inputs(settings.inputs))
    return _verify(sources.quads, SOURCE + source, report)


def measure_coverage(settings: Settings, report: Path, source: str) -> "Coverage":
    """Hold the text ``report`` and the claims of the report whose folder is ``source`` against each other.

    The folder's ``coverage-exclusions.tsv`` lists what needs no claim. Raises SourceError when the copy is
    not the text in which the offsets count.
    """
    from kg.citations import find_source  # noqa: PLC0415 see above
    from kg.coverage import measure, parse_exclusions  # noqa: PLC0415
    from kg.passages import read_text  # noqa: PLC0415

    triples = parse_inputs(read_inputs(settings.inputs)).quads
    known = find_source(triples, SOURCE + source)
    path = settings.inputs / "graph" / source / "coverage-exclusions.tsv"
    exclusions = parse_exclusions(read_text(path), str(path)) if path.is_file() else []
    return measure(triples, known, _canonical(report, known.digest), exclusions)


def locate_printed(settings: Settings, report: Path, source: str, passage: str, printed: str) -> list[int]:
    """Return the offsets at which ``printed`` stands in a passage: the values for ``aii:printedAt``.

    Raises FactsError for a passage that is not there, SourceError when the copy is not the recorded text.
    """
    from kg.citations import find_source, locate_form  # noqa: PLC0415 see above

    known = find_source(parse_inputs(read_inputs(settings.inputs)).quads, SOURCE + source)
    return locate_form(known, passage, printed, _canonical(report, known.digest))


def to_problem(violation: "Violation") -> Problem:
    """Return a violation as one sentence about the node to mend.

    A rule over the whole graph has the data set as its focus and names the offender as its value.
    """
    rule = violation.focus == DATASET and violation.value
    node = violation.value if rule else violation.focus
    about = [("path", violation.path), ("value", "" if rule else violation.value), ("shape", violation.shape)]
    told = ", ".join(f"{name} {shorten(text)}" for name, text in about if text)
    return Problem(node, f"{violation.message_en or violation.message_zh} ({told})")


def placed(problems: Sequence[Problem], inputs: Sequence[InputFile]) -> list[str]:
    """Return ``problems`` as lines that begin with the file and line of the node's block."""
    places = locate_blocks(inputs) if problems else {}
    return [
        f"{places.get(problem.node, 'no block of its own')}: {shorten(problem.node)}: {problem.message}"
        for problem in problems
    ]


def shorten(iri: str) -> str:
    """Return ``iri`` with one of our prefixes, where one fits."""
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace):
            return f"{prefix}:{iri.removeprefix(namespace)}"
    return iri


def _labels(quads: Iterable[Quad]) -> dict[str, set[str]]:
    labels: dict[str, set[str]] = {}
    for subject, predicate, value, _ in quads:
        if predicate.value == RDFS + "label" and isinstance(subject, NamedNode):
            labels.setdefault(subject.value, set()).add(value.value)
    return labels


def _canonical(report: Path, digest: str) -> str:
    from kg.passages import read_text  # noqa: PLC0415 see above

    canonical = canonicalise(read_text(report))
    if digest_text(canonical) != digest:
        raise SourceError(
            f"{report} is not the text that the offsets count in: `kg verify` names what differs"
        )
    return canonical


def _verify(triples: Iterable[Triple | Quad], iri: str, report: Path) -> "Verification":
    from kg.citations import verify_citations  # noqa: PLC0415 see above
    from kg.passages import read_text  # noqa: PLC0415

    return verify_citations(triples, iri, read_text(report))


def _reports(triples: Iterable[Triple | Quad]) -> list[str]:
    from kg.passages import read_sources  # noqa: PLC0415 see above

    return [source.iri for source in read_sources(triples)]


def _split(text: str) -> Problem:
    """Take a sentence that begins with its node apart."""
    node, _, message = text.partition(" ")
    return Problem(node, message)
