"""Read ``graph/links.tsv``, links of our things to others' data in SSSOM, and write them as triples. Pure.

SSSOM (https://mapping-commons.github.io/sssom/spec-formats-tsv/): a head of lines that begin with ``#`` and
hold YAML, of which the ``curie_map`` is read here, then a table. A code without an IRI is a literal mapping
(https://mapping-commons.github.io/sssom/spec-model/#literal-mappings): ``object_type`` is ``rdfs literal``,
``object_id`` empty, the code stands in ``object_label``.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from pyoxigraph import Literal, NamedNode, Triple

from kg.errors import SourceError
from kg.namespaces import AII, DCAT, ID, SCHEMA
from kg.schemes import SCHEMES, Scheme, find_scheme, is_well_formed

SAME = SCHEMA + "sameAs"
WITHIN = SCHEMA + "containsPlace"

#: What each scheme's IRIs may be to our things: the thing itself, or something near it.
PREDICATES: Mapping[str, frozenset[str]] = {
    "wikidata": frozenset({SAME}),
    "geonames": frozenset({SAME, WITHIN}),
    "ror": frozenset({SAME}),
    "dbpedia": frozenset({SAME}),
    "wikipedia": frozenset({SAME}),
    "arxiv": frozenset({SCHEMA + "subjectOf"}),
    "github": frozenset({SCHEMA + "codeRepository", SCHEMA + "subjectOf"}),
    "web": frozenset({DCAT + "landingPage"}),
    "webhttp": frozenset({DCAT + "landingPage"}),
}
COLUMNS = (
    *("subject_id", "subject_label", "predicate_id", "object_id", "object_label", "object_type"),
    *("mapping_justification", "author_label", "mapping_date", "confidence", "comment"),
)
_MAY_BE_EMPTY = {"object_id", "object_type"}
_LITERAL = "rdfs literal"
_PREFIX = re.compile(r"#\s+([\w.-]+):\s*(\S+)\s*")
_CODES = {scheme.property: scheme for scheme in SCHEMES if not scheme.namespace}


@dataclass(frozen=True, slots=True)
class Link:
    """One row: what of ours is what of theirs, and ``place`` (file:line) for whoever has to mend it.

    ``identifier`` is the object without its scheme's namespace; ``label`` is the object's, in a literal
    mapping the code itself; ``confidence`` is from 0 to 1.
    """

    place: str
    subject: str
    subject_label: str
    predicate: str
    scheme: Scheme
    identifier: str
    label: str
    confidence: float = 0.0

    @property
    def object(self) -> str:
        """The object's IRI; empty for a code that has none."""
        return self.scheme.namespace + self.identifier if self.scheme.namespace else ""


def parse_links(text: str, name: str) -> list[Link]:
    """Return the rows of ``text``; SourceError with ``name``:line and what to do for the first bad one."""
    prefixes: dict[str, str] = {}
    links: list[Link] = []
    columns = False
    for number, line in enumerate(text.splitlines(), start=1):
        place = f"{name}:{number}"
        if line.startswith("#") and not columns:
            if prefix := _PREFIX.fullmatch(line):
                prefixes[prefix[1]] = prefix[2]
        elif not columns:
            if tuple(line.split("\t")) != COLUMNS:
                raise SourceError(f"{place}: the columns should be {', '.join(COLUMNS)}, with tabs between")
            columns = True
        else:
            links.append(_parse_row(line, prefixes, place))
    _refuse_doubles(links)
    return links


def link_triples(links: Iterable[Link]) -> list[Triple]:
    """Return what ``links`` say: a triple to each object's IRI, and each identifier as a plain value."""
    triples = []
    for link in links:
        subject = NamedNode(link.subject)
        if link.object:
            triples.append(Triple(subject, NamedNode(link.predicate), NamedNode(link.object)))
        if property_ := plain_property(link):
            value = Literal(link.identifier.rstrip("/"))
            triples.append(Triple(subject, NamedNode(property_), value))
    return triples


def plain_property(link: Link) -> str | None:
    """Return the term of ours whose plain value the link's identifier is, if there is one."""
    if link.predicate == WITHIN:
        return AII + "geonamesCityId"
    return link.scheme.property if link.predicate in {SAME, link.scheme.property} else None


def find_strangers(links: Iterable[Link], labels: Mapping[str, Iterable[str]]) -> list[str]:
    """Return a line for each subject that is not in ``labels`` (by IRI) or is called otherwise there."""
    lines = []
    for link in links:
        short = link.subject.removeprefix(ID)
        known = labels.get(link.subject)
        if known is None:
            lines.append(f"{link.place}: id:{short} is no thing of graph/entities: mend subject_id")
        elif link.subject_label not in known:
            lines.append(
                f"{link.place}: id:{short} is not called “{link.subject_label}”: mend the id or its label"
            )
    return lines


def _parse_row(line: str, prefixes: Mapping[str, str], place: str) -> Link:
    cells = line.split("\t")
    if len(cells) != len(COLUMNS):
        raise SourceError(
            f"{place}: {len(cells)} cells for {len(COLUMNS)} columns: put a tab between each two"
        )
    row = dict(zip(COLUMNS, cells, strict=True))
    for column, cell in row.items():
        if cell != cell.strip() or (not cell and column not in _MAY_BE_EMPTY):
            raise SourceError(f"{place}: {column} is empty or has white space around it: write it plainly")
    sure = _read_confidence(row, place)
    subject = _expand(row["subject_id"], prefixes, place)
    predicate = _expand(row["predicate_id"], prefixes, place)
    if row["object_type"] == _LITERAL:
        scheme, identifier = _read_code(row, predicate, place)
    else:
        scheme, identifier = _read_object(row, predicate, prefixes, place)
    if not is_well_formed(scheme, identifier):
        raise SourceError(f"{place}: “{identifier}” is no {scheme.title} identifier: look it up again")
    return Link(
        place, subject, row["subject_label"], predicate, scheme, identifier, row["object_label"], sure
    )


def _read_code(row: Mapping[str, str], predicate: str, place: str) -> tuple[Scheme, str]:
    if row["object_id"] or predicate not in _CODES:
        known = ", ".join(f"aii:{iri.removeprefix(AII)}" for iri in _CODES if iri)
        raise SourceError(f"{place}: a {_LITERAL} has no object_id, and its predicate is one of {known}")
    return _CODES[predicate], row["object_label"]


def _read_object(
    row: Mapping[str, str], predicate: str, prefixes: Mapping[str, str], place: str
) -> tuple[Scheme, str]:
    iri = _expand(row["object_id"], prefixes, place)
    scheme = find_scheme(iri)
    if row["object_type"] or scheme is None:
        raise SourceError(f"{place}: {iri} is of no scheme known here: add the scheme to kg.schemes")
    if predicate not in PREDICATES[scheme.name]:
        known = " or ".join(sorted(PREDICATES[scheme.name]))
        raise SourceError(f"{place}: a link to {scheme.title} says {known}, not {predicate}")
    return scheme, iri.removeprefix(scheme.namespace)


def _read_confidence(row: Mapping[str, str], place: str) -> float:
    """Return how sure a link is, having looked at all that says how it was found."""
    if not row["mapping_justification"].startswith("semapv:"):
        raise SourceError(
            f"{place}: mapping_justification is a term of SEMAPV: write semapv:ManualMappingCuration"
        )
    try:
        date.fromisoformat(row["mapping_date"])
        sure = float(row["confidence"])
    except ValueError as error:
        raise SourceError(f"{place}: {error}: mapping_date is as 2026-11-23, confidence as 0.9") from error
    if not 0 <= sure <= 1:
        raise SourceError(f"{place}: confidence {sure} is not from 0 to 1")
    return sure


def _expand(curie: str, prefixes: Mapping[str, str], place: str) -> str:
    prefix, colon, local = curie.partition(":")
    if not colon or prefix not in prefixes:
        raise SourceError(
            f"{place}: “{curie}” has no prefix of the curie_map: add it there, or mend the cell"
        )
    return prefixes[prefix] + local


def _refuse_doubles(links: Sequence[Link]) -> None:
    """Raise SourceError where a thing has two identifiers of a kind, or two things have one."""
    seen: dict[tuple[str, ...], Link] = {}
    for link in links:
        keys: list[tuple[str, ...]] = [
            ("row", link.subject, link.predicate, link.scheme.name, link.identifier)
        ]
        if plain_property(link) or link.predicate == SAME:
            keys += [
                ("subject", link.subject, link.predicate, link.scheme.name),
                ("object", link.predicate, link.scheme.name, link.identifier),
            ]
        for key in keys:
            if first := seen.get(key):
                raise SourceError(
                    f"{link.place}: {link.scheme.title} {link.identifier} is at {first.place} too: a thing "
                    "has one identifier of a kind, and an identifier one thing: keep one of the rows"
                )
            seen[key] = link
