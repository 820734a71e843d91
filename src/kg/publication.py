"""Make the files of a published release: dumps, descriptions, citation, checksums, changes. Pure.

Equal releases give equal bytes: dates are those of the ontology's header, lines sorted, gzip's time is 0.
"""

import gzip
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Store, Triple, serialize

from kg.changes import Changes, count_by_graph
from kg.citation import About, write_bibtex, write_cff
from kg.crate import NAME as CRATE
from kg.crate import write_crate
from kg.errors import ToolError
from kg.flat import write_files
from kg.namespaces import DATASET, DCAT, DCTERMS, PREFIXES, RDF, XSD, graph_iri
from kg.negotiation import TURTLE
from kg.redirects import write_redirects
from kg.serialization import triples_to_bytes
from kg.views import View, construct, write_view

CHECKSUMS = "SHA256SUMS"
DUMP = "aiinfra.nq.gz"
_SPDX = "http://spdx.org/rdf/terms#"
_MEDIA = "https://www.iana.org/assignments/media-types/"
_FOAF_NAME = NamedNode("http://xmlns.com/foaf/0.1/name")


@dataclass(frozen=True, slots=True)
class Dump:
    """A form in which all data are given: the file, in which format, and what it holds."""

    path: str
    media_type: str
    english: str
    chinese: str


DUMPS = (
    Dump(DUMP, "application/n-quads", "All named graphs as N-Quads", "全部命名图（N-Quads）"),
    Dump("aiinfra.ttl.gz", "text/turtle", "All triples as Turtle", "全部三元组（Turtle）"),
    Dump("aiinfra.jsonld.gz", "application/ld+json", "All named graphs as JSON-LD", "全部命名图（JSON-LD）"),
    Dump(
        "aiinfra.owl.gz",
        "application/rdf+xml",
        "Ontology, individuals and cited facts as RDF/XML, for Protégé",
        "本体、个体与注明出处的事实（RDF/XML，供Protégé使用）",
    ),
)

_SAID = {
    "CHANGES.md": ("Triples gained and lost against the release before", "text/markdown"),
    "CITATION.cff": ("How to cite this release", "application/yaml"),
    "citation.bib": ("How to cite this release, as BibTeX", "application/x-bibtex"),
    "dataset.jsonld": ("The data set in schema.org's words", "application/ld+json"),
    "dcat.ttl": ("The data set and its files in DCAT-AP 3", "text/turtle"),
    "gained.nq.gz": ("Quads gained against the release before", "application/n-quads"),
    "lost.nq.gz": ("Quads lost against the release before", "application/n-quads"),
    "void.ttl": ("VoID, with counts by graph, class and property", "text/turtle"),
    "w3id/aiinfra/.htaccess": ("Redirects of https://w3id.org/aiinfra/", "text/plain"),
}


def publish(
    quads: Sequence[Quad],
    views: Mapping[str, View],
    *,
    id: str,
    target: str,
    changes: Changes | None,
    before: str | None,
) -> dict[str, bytes]:
    """Return the content of each file of the release ``quads``, by path below its folder.

    ``id`` is the release's identifier, ``target`` the host that w3id.org is to redirect to, ``changes`` what
    differs from the release ``before``. Blank nodes keep the labels they have in ``quads``. Raises ToolError
    for a target that is none and for a release that does not describe itself.
    """
    store = Store()
    store.extend(quads)
    about = read_about(store, id)
    files = {dump.path: _compress(data) for dump, data in zip(DUMPS, _write_dumps(store, quads), strict=True)}
    dataset = construct(store, views["schema-org"].of(DATASET))
    dcat = [*construct(store, views["dcat-ap"]), *_describe_dumps(about, files)]
    files |= {
        "void.ttl": triples_to_bytes(_sorted(q.triple for q in quads if _is_in(q, "meta")), TURTLE),
        "dcat.ttl": write_view(_sorted(dcat), _with_spdx(views["dcat-ap"]), "turtle"),
        "dataset.jsonld": write_view(dataset, views["schema-org"], "jsonld", DATASET),
        "citation.bib": write_bibtex(about),
        "CITATION.cff": write_cff(about),
        "CHANGES.md": _tell_changes(about, changes, before),
        "w3id/aiinfra/.htaccess": write_redirects(target),
    }
    if changes is not None:
        files["gained.nq.gz"] = _compress("".join(f"{line}\n" for line in changes.gained).encode())
        files["lost.nq.gz"] = _compress("".join(f"{line}\n" for line in changes.lost).encode())
    files[CRATE] = write_crate(about, files, _titles())
    return files | {CHECKSUMS: write_checksums(files)}


def read_about(store: Store, id: str) -> About:
    """Return what the release ``id`` in ``store`` says of itself; ToolError when it lacks something."""
    publisher = _first(store, DATASET, DCTERMS + "publisher")
    return About(
        id=id,
        version=_text(store, DATASET, DCAT + "version"),
        date=_text(store, DATASET, DCTERMS + "modified")[:10],
        title=_text(store, DATASET, DCTERMS + "title"),
        description=_text(store, DATASET, DCTERMS + "description"),
        authors=_text(store, publisher.value, _FOAF_NAME.value),
        licence=_text(store, DATASET, DCTERMS + "license"),
        keywords=tuple(sorted(o.value for o in _objects(store, DATASET, DCAT + "keyword") if _is_english(o))),
        source=_text(store, DATASET, DCTERMS + "source"),
    )


def write_checksums(files: Mapping[str, bytes]) -> bytes:
    """Return a file for ``sha256sum --check``."""
    lines = [f"{hashlib.sha256(data).hexdigest()}  {path}\n" for path, data in sorted(files.items())]
    return "".join(lines).encode()


def _write_dumps(store: Store, quads: Sequence[Quad]) -> list[bytes]:
    lines = sorted((serialize(quads, format=RdfFormat.N_QUADS) or b"").splitlines(keepends=True))
    ordered = sorted(quads, key=lambda q: (str(q.graph_name), *_order(q.triple)))
    return [
        b"".join(lines),
        triples_to_bytes(_sorted(quad.triple for quad in quads), TURTLE),
        serialize(ordered, format=RdfFormat.JSON_LD, prefixes=PREFIXES) or b"",
        write_files(store)["aiinfra.owl"],
    ]


def _describe_dumps(about: About, files: Mapping[str, bytes]) -> list[Triple]:
    """Return a dcat:Distribution for each dump: where it is, its size, its SHA-256, how it is compressed."""
    triples = []
    for dump in DUMPS:
        data = files[dump.path]
        name = dump.path.removesuffix(".gz").removeprefix("aiinfra.")
        node = NamedNode(f"{DATASET}/distribution/{about.id}/{name}")
        checksum = NamedNode(f"{node.value}/checksum")
        address = NamedNode(about.address + dump.path)
        said: list[tuple[NamedNode, str, NamedNode | Literal]] = [
            (NamedNode(DATASET), DCAT + "distribution", node),
            (node, RDF + "type", NamedNode(DCAT + "Distribution")),
            (node, DCTERMS + "title", Literal(dump.english, language="en")),
            (node, DCTERMS + "title", Literal(dump.chinese, language="zh")),
            (node, DCTERMS + "license", NamedNode(about.licence)),
            (node, DCTERMS + "modified", Literal(about.date, datatype=NamedNode(XSD + "date"))),
            (node, DCAT + "accessURL", NamedNode(about.address)),
            (node, DCAT + "downloadURL", address),
            (node, DCAT + "mediaType", NamedNode(_MEDIA + dump.media_type)),
            (node, DCAT + "compressFormat", NamedNode(_MEDIA + "application/gzip")),
            (
                node,
                DCAT + "byteSize",
                Literal(str(len(data)), datatype=NamedNode(XSD + "nonNegativeInteger")),
            ),
            (node, _SPDX + "checksum", checksum),
            (checksum, RDF + "type", NamedNode(_SPDX + "Checksum")),
            (checksum, _SPDX + "algorithm", NamedNode(_SPDX + "checksumAlgorithm_sha256")),
            (
                checksum,
                _SPDX + "checksumValue",
                Literal(hashlib.sha256(data).hexdigest(), datatype=NamedNode(XSD + "hexBinary")),
            ),
        ]
        triples += [Triple(subject, NamedNode(predicate), value) for subject, predicate, value in said]
        media = (_MEDIA + dump.media_type, _MEDIA + "application/gzip")
        triples += [_typed(iri, DCTERMS + "MediaType") for iri in media]
        triples += [_typed(iri.value, _RESOURCE) for iri in (NamedNode(about.address), address)]
    return [*triples, _typed(_SPDX + "checksumAlgorithm_sha256", _SPDX + "ChecksumAlgorithm")]


_RESOURCE = "http://www.w3.org/2000/01/rdf-schema#Resource"


def _typed(iri: str, kind: str) -> Triple:
    return Triple(NamedNode(iri), NamedNode(RDF + "type"), NamedNode(kind))


def _with_spdx(view: View) -> View:
    return View(view.name, f"PREFIX spdx: <{_SPDX}>\n{view.text}")


def _tell_changes(about: About, changes: Changes | None, before: str | None) -> bytes:
    lines = [f"# Release {about.id}", "", f"Version {about.version}, {about.date}.", ""]
    if changes is None:
        lines.append("Not compared with another release.")
    else:
        gained, lost = count_by_graph(changes.gained), count_by_graph(changes.lost)
        lines += [
            f"Against release {before}: {len(changes.gained):,} quads gained, {len(changes.lost):,} lost."
        ]
        lines += ["", "| named graph | gained | lost |", "|---|---:|---:|"]
        lines += [
            f"| {name} | {gained.get(name, 0):,} | {lost.get(name, 0):,} |" for name in sorted(gained | lost)
        ]
        lines += ["", "Each of them is a line of `gained.nq.gz` or `lost.nq.gz`."]
    return "\n".join([*lines, ""]).encode()


def _titles() -> dict[str, tuple[str, str]]:
    return _SAID | {dump.path: (f"{dump.english}, compressed", "application/gzip") for dump in DUMPS}


def _compress(data: bytes) -> bytes:
    return gzip.compress(data, 9, mtime=0)


def _sorted(triples: Iterable[Triple]) -> list[Triple]:
    return sorted(set(triples), key=_order)


def _order(triple: Triple) -> tuple[str, str, str]:
    return str(triple.subject), str(triple.predicate), str(triple.object)


def _is_in(quad: Quad, graph: str) -> bool:
    return quad.graph_name == NamedNode(graph_iri(graph))


def _is_english(term: NamedNode | Literal) -> bool:
    return isinstance(term, Literal) and term.language == "en"


def _objects(store: Store, subject: str, predicate: str) -> list[NamedNode | Literal]:
    found = store.quads_for_pattern(NamedNode(subject), NamedNode(predicate), None, None)
    return sorted((q.object for q in found if isinstance(q.object, NamedNode | Literal)), key=str)


def _first(store: Store, subject: str, predicate: str) -> NamedNode | Literal:
    """Return the object, the English one where there are several."""
    found = _objects(store, subject, predicate)
    if not found:
        raise ToolError(f"the release does not say <{predicate}> of <{subject}>: build it with this version")
    return next((term for term in found if _is_english(term)), found[0])


def _text(store: Store, subject: str, predicate: str) -> str:
    return _first(store, subject, predicate).value
