"""Which terms of other vocabularies this project uses, and which of them exist."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from kg.describe import describe_queries, describe_release
from kg.links import link_triples, parse_links
from kg.namespaces import BASE, DCTERMS, RDF, SH
from kg.parsing import parse_rdf
from tests.test_describe import RELEASE
from tests.tiny import store_of

ROOT = Path(__file__).resolve().parents[2]
TERMS = Path(__file__).with_name("terms.tsv")
SCHEMA_ORG = Path(__file__).with_name("schema-org.tsv")

#: What these point to is a document, not a term.
_TO_DOCUMENTS = frozenset({DCTERMS + "license"})
_PREFIX = re.compile(r"^PREFIX\s+([\w-]*):\s*<([^>]+)>", re.IGNORECASE | re.MULTILINE)
_NAME = re.compile(r"(?<!\w)([a-z]\w*):([A-Za-z][\w-]*)")


def read_terms() -> dict[str, tuple[str, str]]:
    """Return the source and the kind of each term that is known to exist, by its IRI."""
    rows = (line.split("\t") for line in TERMS.read_text(encoding="utf-8").splitlines()[1:])
    return {iri: (source, kind) for iri, source, kind in rows}


def used_terms(root: Path = ROOT) -> dict[str, str]:
    """Return each external term that ontology, graph, shapes, queries or description use: where, by IRI."""
    found: dict[str, str] = {}
    for place, iris in _places(root):
        for iri in iris:
            if not iri.startswith(BASE):
                found.setdefault(iri, place)
    return found


def _places(root: Path) -> Iterator[tuple[str, set[str]]]:
    for path in sorted((root / "ontology").glob("*.ttl")):
        triples = list(parse_rdf(path))
        yield path.name, terms_of(triples) | named_in(triples)
    for path in sorted([*(root / "graph").rglob("*.ttl"), *(root / "shapes").glob("*.ttl")]):
        triples = list(parse_rdf(path))
        yield path.name, terms_of(triples)
        if path.parent.name == "shapes":
            yield path.name, named_in(triples) | named_in_selects(triples)
    linked = linked_things(root)
    for path in sorted((root / "queries").rglob("*.rq")):
        text = path.read_text(encoding="utf-8")
        yield path.name, _in_sparql(text, dict(_PREFIX.findall(text))) - linked
    yield "kg.describe", terms_of(described())


def linked_things(root: Path) -> set[str]:
    """Return the things of others that ours are linked to: they are no terms, and are checked as links."""
    links = parse_links((root / "graph" / "links.tsv").read_text(encoding="utf-8"), "links.tsv")
    objects = (triple.object for triple in link_triples(links))
    return {thing.value for thing in objects if isinstance(thing, NamedNode)}


def terms_of(triples: Iterable[Triple]) -> set[str]:
    """Return the predicates, the classes and the datatypes of ``triples``."""
    found = set()
    for triple in triples:
        found.add(triple.predicate.value)
        if isinstance(triple.object, Literal):
            found.add(triple.object.datatype.value)
        elif triple.predicate.value == RDF + "type" and isinstance(triple.object, NamedNode):
            found.add(triple.object.value)
    return found


def named_in(triples: Iterable[Triple]) -> set[str]:
    """Return every IRI of ``triples``, less those of documents."""
    found = set()
    for triple in triples:
        ends = [triple.subject]
        if triple.predicate.value not in _TO_DOCUMENTS and not isinstance(triple.object, Literal | Triple):
            ends.append(triple.object)
        found |= {end.value for end in ends if not isinstance(end, BlankNode | Triple)}
    return found


def named_in_selects(triples: list[Triple]) -> set[str]:
    """Return the IRIs that the SPARQL texts of shapes name."""
    said = {(t.subject, t.predicate.value): t.object for t in triples}
    prefixes = {
        prefix.value: namespace.value
        for (node, predicate), prefix in said.items()
        if predicate == SH + "prefix" and isinstance(prefix, Literal)
        for namespace in (said[(node, SH + "namespace")],)
        if isinstance(namespace, Literal)
    }
    selects = (
        t.object.value
        for t in triples
        if t.predicate.value == SH + "select" and isinstance(t.object, Literal)
    )
    return {iri for select in selects for iri in _in_sparql(select, prefixes)}


def _in_sparql(text: str, prefixes: dict[str, str]) -> set[str]:
    """Return the IRIs that the prefixed names of a query stand for."""
    code = re.sub(r'"[^"\n]*"|<[^<>\s]*>|^#.*$', "", text, flags=re.MULTILINE)
    return {prefixes[prefix] + local for prefix, local in _NAME.findall(code) if prefix in prefixes}


def described() -> list[Triple]:
    """Return what a build says of a small release and of its examples."""
    text = "# Any? | 有吗？\nASK { ?s ?p ?o }"
    queries = [*describe_queries({"01-any": text, "02-all": text.replace("ASK", "SELECT * WHERE")})]
    quads = [*store_of(RELEASE)]
    return [*queries, *describe_release(quads, shapes=1, constraints=1, focus_nodes=1)]
