"""Hold a graph against SHACL shapes. Knows nothing of files or HTTP."""

import logging
import re
import warnings
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pyoxigraph as ox
import pyshacl
from pyparsing import ParseBaseException  # rdflib's SPARQL parser raises it
from pyshacl.constraints import ALL_CONSTRAINT_PARAMETERS
from pyshacl.errors import ReportableRuntimeError, ShapeRecursionWarning
from rdflib import OWL, RDF, RDFS, SH, XSD, BNode, Graph, Literal, URIRef, Variable
from rdflib.plugins.stores.memory import Memory
from rdflib.query import Result
from rdflib.term import Identifier, Node

from kg.errors import SourceError

_PLACEHOLDER = re.compile(r"\{[?$]\w+\}")
_LOGGERS = ("pyshacl-validate", "rdflib.term")
_AIMS = (SH.targetClass, SH.targetNode, SH.targetSubjectsOf, SH.targetObjectsOf)
_BROKEN_SHAPES = (
    ReportableRuntimeError,
    ShapeRecursionWarning,
    ParseBaseException,
    SyntaxError,
    re.error,
    ValueError,
)


@contextmanager
def _silence() -> Iterator[None]:
    """Keep pySHACL and rdflib from writing to stderr what the violations say; let recursive shapes fail."""
    loggers = [logging.getLogger(name) for name in _LOGGERS]
    before = [logger.disabled for logger in loggers]
    for logger in loggers:
        logger.disabled = True
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", ShapeRecursionWarning)
            yield
    finally:
        for logger, disabled in zip(loggers, before, strict=True):
            logger.disabled = disabled


@dataclass(frozen=True, slots=True, order=True)
class Violation:
    """One way a graph breaks its shapes (SHACL, section 3.6.2); what SHACL leaves out is the empty string.

    ``shape`` is the IRI of the shape that was broken or, for a nameless one, of the shape that holds it;
    ``component`` the IRI of the constraint component; ``constraint`` that of a SHACL-SPARQL constraint with a
    name.
    """

    focus: str
    path: str
    value: str
    shape: str
    component: str
    constraint: str
    severity: str
    message_en: str
    message_zh: str


@dataclass(frozen=True, slots=True)
class Extent:
    """How much was held against how many rules."""

    shapes: int
    constraints: int
    focus_nodes: int


@_silence()
def find_violations(graph: Graph, shapes: Graph, nodes: Sequence[str] | None = None) -> list[Violation]:
    """Return every way ``graph`` breaks ``shapes``, sorted; empty means it conforms.

    With ``nodes`` (IRIs), only these are focus nodes: shapes aim at those of them that are their targets.
    Results below ``sh:detail`` explain another result and are not counted. Results of every severity are:
    SHACL calls a graph conforming only when there is none. Raises SourceError when the shapes themselves are
    broken.
    """
    try:
        _, report, text = pyshacl.validate(
            graph, shacl_graph=_aim(shapes, graph, nodes), inference="none", advanced=False
        )
    except _BROKEN_SHAPES as error:
        raise SourceError(f"the shapes cannot be used: {error}") from error
    if not isinstance(report, Graph):
        raise SourceError(f"the shapes cannot be used: {text}")
    return sorted({_read_result(report, shapes, result) for result in report.objects(None, SH.result)})


def _aim(shapes: Graph, graph: Graph, nodes: Sequence[str] | None) -> Graph:
    """Return ``shapes`` with each target (SHACL, section 2.1.3) narrowed to ``nodes``; None narrows nothing.

    pySHACL's own ``focus_nodes`` also drops the values that the members of ``sh:or`` look at.
    """
    if nodes is None:
        return shapes
    chosen = {URIRef(node) for node in nodes}
    aimed = Graph()
    for triple in shapes:
        if triple[1] not in _AIMS:
            aimed.add(triple)
    for predicate in _AIMS:
        for shape, _, target in shapes.triples((None, predicate, None)):
            for node in chosen & _focus_nodes_of(graph, predicate, target):
                aimed.add((shape, SH.targetNode, node))
    return aimed


def measure_extent(graph: Graph, shapes: Graph) -> Extent:
    """Return how many shapes and constraints ``shapes`` hold and how many nodes of ``graph`` they look at."""
    named = {*shapes.subjects(RDF.type, SH.NodeShape), *shapes.subjects(RDF.type, SH.PropertyShape)}
    nodes = named | set(shapes.objects(None, SH.property))
    parameters = set(ALL_CONSTRAINT_PARAMETERS) - {SH.property}
    constraints = sum(1 for _, predicate, _ in shapes if predicate in parameters)
    return Extent(len(nodes), constraints, len(_focus_nodes(graph, shapes, named)))


@_silence()
def to_rdflib(triples: Iterable[ox.Triple | ox.Quad]) -> Graph:
    """Return ``triples`` as an rdflib graph, each literal as it was written, that Oxigraph queries.

    rdflib's own Turtle parser and SPARQL engine take some ten times longer.
    """
    graph = Graph(store=_Memory())
    terms: dict[object, Identifier] = {}
    for triple in triples:
        for term in (triple.subject, triple.predicate, triple.object):
            if term not in terms:
                terms[term] = _to_node(term)
        graph.add((terms[triple.subject], terms[triple.predicate], terms[triple.object]))
    return graph


class _Memory(Memory):
    """rdflib's store in memory, except that its SPARQL queries are answered by Oxigraph, on a copy of it.

    Core constraints see literals as they are written, SHACL-SPARQL ones in Oxigraph's canonical form. Where
    rdflib takes ``"a" > 1`` for true, Oxigraph follows SPARQL: an error, which no FILTER lets pass.
    """

    def __init__(self) -> None:
        super().__init__()
        self._copy: ox.Store | None = None

    def add(self, triple: Any, context: Any, quoted: bool = False) -> None:
        self._copy = None
        super().add(triple, context, quoted)

    def remove(self, triple_pattern: Any, context: Any = None) -> None:
        self._copy = None
        super().remove(triple_pattern, context)

    def query(self, query: Any, initNs: Any, initBindings: Any, queryGraph: Any, **_: Any) -> Result:  # noqa: N803
        """Return the rows of a SELECT or the answer of an ASK, which is what SHACL-SPARQL puts."""
        if self._copy is None:
            self._copy = ox.Store()
            self._copy.extend(ox.Quad(*map(_to_ox, triple)) for triple, _ in self.triples((None, None, None)))
        bound = {ox.Variable(name): _to_ox(term) for name, term in initBindings.items()}
        prefixes = {prefix: str(namespace) for prefix, namespace in initNs.items()}
        answer = self._copy.query(query, prefixes=prefixes, substitutions=bound)
        if isinstance(answer, ox.QuerySolutions):
            result = Result("SELECT")
            result.vars = [Variable(variable.value) for variable in answer.variables]
            result.bindings = [
                {
                    name: _to_node(term)
                    for name, term in zip(result.vars, row, strict=True)
                    if term is not None
                }
                for row in answer
            ]
            return result
        result = Result("ASK")
        result.askAnswer = bool(answer)
        return result


def _to_ox(node: Node) -> Any:
    match node:
        case URIRef():
            return ox.NamedNode(str(node))
        case BNode():
            return ox.BlankNode(str(node))
        case Literal(language=str(language)):
            return ox.Literal(str(node), language=language)
        case Literal(datatype=URIRef() as datatype):
            return ox.Literal(str(node), datatype=ox.NamedNode(str(datatype)))
        case _:
            return ox.Literal(str(node))


def _to_node(term: object) -> Identifier:
    match term:
        case ox.NamedNode():
            return URIRef(term.value)
        case ox.BlankNode():
            return BNode(term.value)
        case ox.Literal(language=str(language)):
            return Literal(term.value, lang=language)
        case ox.Literal() if term.datatype.value == str(XSD.string):
            return Literal(term.value)
        case ox.Literal():
            return Literal(term.value, datatype=URIRef(term.datatype.value), normalize=False)
        case _:
            raise SourceError(f"{term} is neither IRI, blank node nor literal: SHACL cannot judge it")


def _read_result(report: Graph, shapes: Graph, result: Node) -> Violation:
    messages = [term for term in report.objects(result, SH.resultMessage) if isinstance(term, Literal)]
    chinese = {message for message in messages if _language(shapes, message) == "zh"}
    constraint = report.value(result, SH.sourceConstraint)
    return Violation(
        focus=_text(report.value(result, SH.focusNode)),
        path=_path(report, report.value(result, SH.resultPath)),
        value=_text(report.value(result, SH.value)),
        shape=_owner(shapes, report.value(result, SH.sourceShape)),
        component=_text(report.value(result, SH.sourceConstraintComponent)),
        constraint=str(constraint) if isinstance(constraint, URIRef) else "",
        severity=_text(report.value(result, SH.resultSeverity)),
        message_en="; ".join(sorted(str(message) for message in messages if message not in chinese)),
        message_zh="；".join(sorted(str(message) for message in chinese)),
    )


def _language(shapes: Graph, message: Literal) -> str | None:
    """Return the language of ``message``, which pySHACL loses when it fills in the {?variables} of one."""
    if message.language:
        return str(message.language)
    for template in shapes.objects(None, SH.message):
        pattern = ".*".join(re.escape(part) for part in _PLACEHOLDER.split(str(template)))
        if isinstance(template, Literal) and re.fullmatch(pattern, message, re.DOTALL):
            return template.language
    return None


def _text(term: Node | None) -> str:
    if term is None:
        return ""
    if isinstance(term, Literal):  # Literal.n3() warns of a lexical form that does not fit its datatype
        kind = f"@{term.language}" if term.language else f"^^<{term.datatype}>" if term.datatype else ""
        return f'"{term}"{kind}'
    return str(term) if isinstance(term, URIRef) else term.n3()


def _path(report: Graph, path: Node | None) -> str:
    """Return a property path (SHACL, section 2.3.1) as text: a/b for a sequence, else kind and steps."""
    if path is None or isinstance(path, URIRef):
        return _text(path)
    if (path, RDF.first, None) in report:
        return "/".join(_path(report, item) for item in report.items(path))
    steps = report.predicate_objects(path)
    return " ".join(
        sorted(f"{str(predicate).rsplit('#')[-1]} {_path(report, item)}" for predicate, item in steps)
    )


def _owner(shapes: Graph, shape: Node | None) -> str:
    """Return the IRI of ``shape`` or of the nearest shape that holds it."""
    while isinstance(shape, BNode):
        holders = sorted(shapes.subjects(None, shape), key=lambda node: (isinstance(node, BNode), str(node)))
        shape = holders[0] if holders else None
    return _text(shape)


def _focus_nodes(graph: Graph, shapes: Graph, named: set[Node]) -> set[Node]:
    """Return the nodes that the targets of SHACL, section 2.1.3, select."""
    nodes: set[Node] = set()
    for predicate in _AIMS:
        for target in shapes.objects(None, predicate):
            nodes |= _focus_nodes_of(graph, predicate, target)
    for kind in (RDFS.Class, OWL.Class):  # a shape that is a class aims at its instances
        for shape in named & set(shapes.subjects(RDF.type, kind)):
            nodes |= _focus_nodes_of(graph, SH.targetClass, shape)
    return nodes


def _focus_nodes_of(graph: Graph, predicate: Node, target: Node) -> set[Node]:
    """Return the nodes of ``graph`` that one target selects; ``predicate`` is one of _AIMS."""
    if predicate == SH.targetNode:
        return {target}
    if predicate == SH.targetSubjectsOf:
        return set(graph.subjects(target))
    if predicate == SH.targetObjectsOf:
        return set(graph.objects(None, target))
    classes = graph.transitive_subjects(RDFS.subClassOf, target)
    return {node for class_ in classes for node in graph.subjects(RDF.type, class_)}
