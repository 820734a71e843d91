"""Write terms.tsv anew out of the vocabularies' own files: IRI, source and kind of each term.

And schema-org.tsv: for each schema.org term in use, its superclasses, or where it stands and what it takes.

    npm install --prefix DIR --ignore-scripts @vocabulary/{NAMES below} wikidata-properties
    pip download --no-deps --dest DIR kif-lib
    python -m tests.vocabularies.collect DIR

Two vocabularies are in no package, and DCAT is there as version 2 only: put ``dcat/rdf/dcat3.ttl`` of the
repository w3c/dxwg, ``MLSchema.ttl`` of ML-Schema/core and ``release/0.1.0/fair4ml.jsonld`` of
RDA-FAIR4ML/FAIR4ML-schema into DIR too. Where several sources know a term, the first one is named.
"""

import json
import re
import sys
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path

import pyoxigraph
from pyoxigraph import NamedNode, QueryResultsFormat, RdfFormat, Triple, parse
from rdflib import Graph

from kg.namespaces import OWL, RDF, RDFS
from tests.vocabularies import SCHEMA_ORG, TERMS, used_terms

#: Packages @vocabulary/NAME of which each term is listed.
WHOLE = (
    *("bibo", "dcat", "dcterms", "doap", "foaf", "oa", "org", "owl", "prov", "qb", "rdf", "rdfs", "sd"),
    *("sh", "skos", "time", "vann", "void", "wgs", "xsd"),
)
#: Large ones, of which only the terms in use are listed.
IN_USE = ("dbo", "qudt", "schema", "unit", "vcard")
#: The package still writes http://schema.org/; the terms are https://schema.org/ here, as schema.org prefers.
SCHEMA = ("http://schema.org/", "https://schema.org/")
WIKIDATA = "http://www.wikidata.org/entity/"
#: A property as it leads straight from an item to a value.
DIRECT = "http://www.wikidata.org/prop/direct/"
FORMATS = "http://www.w3.org/ns/formats/"
IN_REPOSITORIES = (
    ("dcat3.ttl", "w3c/dxwg@4fe75d55", "http://www.w3.org/ns/dcat#"),
    ("MLSchema.ttl", "ML-Schema/core@4e1d902", "http://www.w3.org/ns/mls#"),
    ("fair4ml.jsonld", "RDA-FAIR4ML/FAIR4ML-schema@0.1.0", "https://w3id.org/fair4ml#"),
)

#: The first that fits is the kind of a term.
KINDS = (
    ("object property", {OWL + "ObjectProperty"}),
    ("datatype property", {OWL + "DatatypeProperty"}),
    ("annotation property", {OWL + "AnnotationProperty"}),
    ("property", {RDF + "Property", OWL + "OntologyProperty"}),
    ("class", {OWL + "Class", RDFS + "Class"}),
    ("datatype", {RDFS + "Datatype"}),
)

Row = tuple[str, str, str]


def collect(folder: Path) -> list[Row]:
    """Return the rows of terms.tsv, sorted; terms in use that no source knows are left out."""
    used = set(used_terms())
    rows = [row for name in (*WHOLE, *IN_USE) for row in _of_package(folder, name)]
    rows += [row for file, source, base in IN_REPOSITORIES for row in _of_file(folder / file, source, base)]
    rows += [*_of_wikidata(folder), *_of_formats()]
    first: dict[str, Row] = {}
    for row in rows:
        if row[0] in used or not _is_large(row[1]):
            first.setdefault(row[0], row)
    return sorted(first.values())


def _is_large(source: str) -> bool:
    name = source.removeprefix("@vocabulary/").partition("@")[0]
    return name in (*IN_USE, "kif-lib", "wikidata-properties")


def _of_package(folder: Path, name: str) -> Iterator[Row]:
    package = folder / "node_modules" / "@vocabulary" / name
    namespace = next(
        quad.object.value
        for quad in parse(path=package / "meta.nt", format=RdfFormat.N_TRIPLES)
        if quad.predicate.value == "http://www.w3.org/ns/rdfa#uri" and isinstance(quad.object, NamedNode)
    )
    triples = (quad.triple for quad in parse(path=package / f"{name}.nq", format=RdfFormat.N_QUADS))
    for iri, source, kind in _terms(triples, namespace, _version(package)):
        yield iri.replace(*SCHEMA), source, kind


def _version(package: Path) -> str:
    about = json.loads((package / "package.json").read_text(encoding="utf-8"))
    return f"{about['name']}@{about['version']}"


#: What schema-org.tsv tells of a term, by the predicate that schema.org's own file tells it with.
RULES = {
    RDFS + "subClassOf": "below",
    SCHEMA[0] + "domainIncludes": "stands at",
    SCHEMA[0] + "rangeIncludes": "takes",
}


def collect_rules(folder: Path) -> list[Row]:
    """Return the rows of schema-org.tsv: term, "below", "stands at" or "takes", and a class."""
    said: dict[str, set[Row]] = {}
    for quad in parse(
        path=folder / "node_modules" / "@vocabulary" / "schema" / "schema.nq", format=RdfFormat.N_QUADS
    ):
        how = RULES.get(quad.predicate.value)
        if how and isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode):
            term, other = quad.subject.value.replace(*SCHEMA), quad.object.value.replace(*SCHEMA)
            said.setdefault(term, set()).add((term, how, other))
    rows: set[Row] = set()
    wanted = {iri for iri in used_terms() if iri.startswith(SCHEMA[1])}
    while wanted:
        found = {row for term in wanted for row in said.get(term, ())}
        wanted = {other for _, how, other in found - rows if how == "below"}
        rows |= found
    return sorted(rows)


def _of_file(path: Path, source: str, namespace: str) -> Iterator[Row]:
    data = Graph().parse(path).serialize(format="nt")
    yield from _terms((quad.triple for quad in parse(data, format=RdfFormat.N_TRIPLES)), namespace, source)


def _terms(triples: Iterable[Triple], namespace: str, source: str) -> Iterator[Row]:
    types: dict[str, set[str]] = {}
    for triple in triples:
        if triple.predicate.value == RDF + "type" and isinstance(triple.subject, NamedNode):
            local = triple.subject.value.removeprefix(namespace)
            if local and local != triple.subject.value and isinstance(triple.object, NamedNode):
                types.setdefault(triple.subject.value, set()).add(triple.object.value)
    for iri, classes in types.items():
        yield iri, source, next((kind for kind, of in KINDS if classes & of), "individual")


def _of_wikidata(folder: Path) -> Iterator[Row]:
    """Yield Wikidata's properties, and the classes that DBpedia or kif-lib name with an item."""
    package = folder / "node_modules" / "wikidata-properties"
    text = (package / "lib" / "index.cjs").read_text(encoding="utf-8")
    for number in re.findall(r'^\t\t"id": "(P\d+)"', text, re.MULTILINE):
        yield WIKIDATA + number, _version(package), "property"
        yield DIRECT + number, _version(package), "property"
    (wheel,) = folder.glob("kif_lib-*.whl")
    source = "kif-lib@" + wheel.name.split("-")[1]
    with zipfile.ZipFile(wheel) as archive:
        items = archive.read("kif_lib/vocabulary/wd/item.py").decode()
    for number in re.findall(r" = Q\((\d+), '", items):
        yield f"{WIKIDATA}Q{number}", source, "class"
    dbo = folder / "node_modules" / "@vocabulary" / "dbo"
    for quad in parse(path=dbo / "dbo.nq", format=RdfFormat.N_QUADS):
        other = quad.object
        if quad.predicate.value == OWL + "equivalentClass" and isinstance(other, NamedNode):
            yield other.value, _version(dbo), "class"


def _of_formats() -> Iterator[Row]:
    """Yield the file formats that pyoxigraph knows; W3C publishes them as pages only."""
    rdf = ("JSON_LD", "N3", "N_QUADS", "N_TRIPLES", "RDF_XML", "TRIG", "TURTLE")
    kinds = [getattr(RdfFormat, name) for name in rdf]
    kinds += [getattr(QueryResultsFormat, name) for name in ("CSV", "JSON", "TSV", "XML")]
    for kind in kinds:
        yield kind.iri, f"pyoxigraph@{pyoxigraph.__version__}", "individual"


def main() -> None:
    rows = [("iri", "source", "kind"), *collect(Path(sys.argv[1]))]
    rules = [("term", "how", "class"), *collect_rules(Path(sys.argv[1]))]
    for path, lines in ((TERMS, rows), (SCHEMA_ORG, rules)):
        path.write_text("".join("\t".join(row) + "\n" for row in lines), encoding="utf-8")


if __name__ == "__main__":
    main()
