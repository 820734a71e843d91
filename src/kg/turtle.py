"""Write Turtle in this project's normal form: one subject a block, ``a`` first, sorted, prefixes in use."""

from pathlib import Path

from pyoxigraph import RdfFormat
from rdflib import Graph, Literal, URIRef

from kg.namespaces import PREFIXES
from kg.parsing import parse_bytes


def write_turtle(graph: Graph) -> str:
    """Return ``graph`` as Turtle in normal form; the same triples give the same text."""
    tidy = Graph(bind_namespaces="none")
    iris = {str(term) for triple in graph for term in triple if isinstance(term, URIRef)}
    iris |= {str(term.datatype) for term in graph.objects() if isinstance(term, Literal) and term.datatype}
    for prefix, namespace in {**PREFIXES, **dict(graph.namespaces())}.items():
        if any(iri.startswith(str(namespace)) for iri in iris):
            tidy.bind(prefix, namespace)
    for triple in graph:
        tidy.add(triple)
    return str(tidy.serialize(format="longturtle", canon=True))


def normalise(text: str, name: str) -> str:
    """Return the Turtle ``text`` in normal form; raises SourceError with ``name``:line:column.

    Comments are not kept: what is worth saying belongs in a note.
    """
    parse_bytes(text.encode(), RdfFormat.TURTLE, name)  # it names the line of a mistake, rdflib may not
    return write_turtle(Graph(bind_namespaces="none").parse(data=text, format="turtle"))


def find_untidy(folder: Path) -> list[tuple[Path, str]]:
    """Return each Turtle file below ``folder`` that is not in normal form, with what it should read."""
    found = []
    for path in sorted(folder.rglob("*.ttl")):
        text = path.read_text(encoding="utf-8")
        tidy = normalise(text, str(path))
        if tidy != text:
            found.append((path, tidy))
    return found
