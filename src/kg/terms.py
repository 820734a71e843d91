"""Read the terms of the ontology, with all that a reference says of them, out of answers. Pure."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from kg.namespaces import AII, ONTOLOGY, OWL, RDF, RDFS, SH, SHAPES, SKOS, VOC, graph_iri
from kg.values import IRI, Text, Value, shorten

#: One row of an answer: the bound variables.
Row = Mapping[str, Value]
LANGUAGES: Final = ("en", "zh")

_ONTOLOGY: Final = f"GRAPH <{graph_iri('ontology')}>"
_SHAPES: Final = f"GRAPH <{graph_iri('shapes')}>"
_NO_DATA: Final = ", ".join(
    f"<{graph_iri(name)}>" for name in ("ontology", "alignments", "shapes", "queries", "meta")
)
_DATA: Final = f"FILTER (?graph NOT IN ({_NO_DATA}))"
_OURS: Final = f"?term <{RDFS}isDefinedBy> <{ONTOLOGY}>"
#: What must be asked, by name. :func:`read_reference` takes the rows of the answers by the same names.
QUERIES: Final = {
    "said": f"SELECT ?term ?property ?value {{ {_ONTOLOGY} {{ {_OURS} ; ?property ?value }} }}",
    "disjoint": f"""SELECT DISTINCT ?term ?other {{ {_ONTOLOGY} {{ ?list <{OWL}members> ?members .
        ?members <{RDF}rest>*/<{RDF}first> ?term . ?members <{RDF}rest>*/<{RDF}first> ?other }}
        FILTER (?term != ?other) }}""",
    "chains": f"""SELECT ?term ?value (COUNT(?later) AS ?left) {{ {_ONTOLOGY} {{
        ?term <{OWL}propertyChainAxiom>/<{RDF}rest>* ?step .
        ?step <{RDF}first> ?value ; <{RDF}rest>* ?later }} }}
        GROUP BY ?term ?value ?step ORDER BY ?term DESC(?left)""",
    "members": f"""SELECT ?term (COUNT(DISTINCT ?thing) AS ?count) (MIN(STR(?thing)) AS ?first) {{
        {_ONTOLOGY} {{ ?term a <{OWL}Class> }} GRAPH ?graph {{ ?thing a ?term }} {_DATA} }} GROUP BY ?term""",
    "uses": f"""SELECT ?term (COUNT(*) AS ?count) (MIN(STR(?thing)) AS ?first) {{
        {_ONTOLOGY} {{ {_OURS} }} GRAPH ?graph {{ ?thing ?term ?value }} {_DATA} }} GROUP BY ?term""",
    "claims": f"SELECT ?term (COUNT(*) AS ?count) {{ ?claim <{AII}property> ?term }} GROUP BY ?term",
    "cited": f"""SELECT ?term ?claim ?subject ?value ?printed ?passage {{
        {{ SELECT ?term (MIN(STR(?made)) AS ?first) {{
            ?made <{AII}property> ?term ; <{AII}modality> <{VOC}reported> }} GROUP BY ?term }}
        BIND (IRI(?first) AS ?claim)
        ?claim <{AII}subject> ?subject ; <{AII}statedIn> ?passage ;
          <{AII}value>|<{AII}object>|<{AII}text> ?value
        OPTIONAL {{ ?claim <{AII}printed> ?printed }} }}""",
    "plain": f"""SELECT ?term ?subject ?value {{
        {{ SELECT ?term (MIN(STR(?thing)) AS ?first) {{
            {_ONTOLOGY} {{ {_OURS} }} GRAPH ?graph {{ ?thing ?term ?any }} {_DATA} }} GROUP BY ?term }}
        BIND (IRI(?first) AS ?subject) ?subject ?term ?value }}""",
    "aligned": f"""SELECT ?term ?property ?value {{
        GRAPH <{graph_iri("alignments")}> {{ ?term ?property ?value }} }}""",
    "shapes": f"""SELECT DISTINCT ?term ?shape {{ {_SHAPES} {{
        ?shape <{SH}targetClass>|<{SH}path> ?term }} FILTER (isIRI(?shape)) }}""",
    "rules": f"SELECT ?shape ?text {{ {_SHAPES} {{ ?shape <{SH}select> ?text }} }}",
    "names": f"SELECT ?thing ?label {{ ?thing <{RDFS}label> ?label }}",
    "symbols": f"SELECT ?thing ?symbol {{ ?thing <{AII}symbol> ?symbol }}",
}
_ABOVE: Final = (RDFS + "subClassOf", RDFS + "subPropertyOf")
_TRAITS: Final = {
    f"{OWL}{trait}Property": trait.lower()
    for trait in ("Functional", "Transitive", "Symmetric", "Asymmetric")
}
_KINDS: Final = tuple(
    f"{OWL}{kind}" for kind in ("Class", "ObjectProperty", "DatatypeProperty", "AnnotationProperty")
)
_SORTS: Final = ("Quantity", "Relation", "Literal", "Qualifier")
_ELSEWHERE: Final = {
    "bibo": "http://purl.org/ontology/bibo/",
    "doap": "http://usefulinc.com/ns/doap#",
    "fair4ml": "https://w3id.org/fair4ml#",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "mls": "http://www.w3.org/ns/mls#",
    "org": "http://www.w3.org/ns/org#",
    "prov": "http://www.w3.org/ns/prov#",
    "qb": "http://purl.org/linked-data/cube#",
    "qudt": "http://qudt.org/schema/qudt/",
    "schema": "https://schema.org/",
    "time": "http://www.w3.org/2006/time#",
    "wd": "http://www.wikidata.org/entity/",
}
_NAMED: Final = re.compile(r"\baii:(\w+)")
_MATCHES: Final = (*_ABOVE, *(SKOS + m for m in ("exactMatch", "closeMatch")), RDFS + "seeAlso")


@dataclass(frozen=True, slots=True)
class Example:
    """A triple of the data with the term in it; ``claim`` and ``passage``: where it is stated, if it is."""

    subject: str
    value: Value
    printed: str | None = None
    claim: str | None = None
    passage: str | None = None


@dataclass(frozen=True, slots=True)
class Term:
    """A class or property of ours. IRIs are whole; texts are by language; ``name`` is what follows the #.

    ``kind``: Class, ObjectProperty, DatatypeProperty, AnnotationProperty. ``sort``: the claims that use a
    property are Quantity, Relation, Literal or Qualifier ones, else empty. ``count``: its members, those of
    subclasses among them, or the triples with it; ``claims`` those that name it as their property.
    """

    iri: str
    kind: str
    labels: Mapping[str, str]
    definitions: Mapping[str, str]
    notes: Mapping[str, str]
    examples: Mapping[str, str]
    above: tuple[str, ...]
    below: tuple[str, ...]
    domain: str | None
    range: str | None
    inverse: str | None
    chain: tuple[str, ...]
    unit: str | None
    sort: str
    traits: tuple[str, ...]
    disjoint: tuple[str, ...]
    count: int
    claims: int
    example: Example | None
    aligned: tuple[tuple[str, str], ...]
    shapes: tuple[str, ...]

    @property
    def name(self) -> str:
        """The part of the IRI after the #."""
        return self.iri.removeprefix(AII)


@dataclass(frozen=True, slots=True)
class Reference:
    """The terms by IRI, in the order of their names; names of things by language; symbols of units."""

    terms: Mapping[str, Term]
    names: Mapping[str, Mapping[str, str]]
    symbols: Mapping[str, str]

    @property
    def classes(self) -> list[Term]:
        """The classes."""
        return [term for term in self.terms.values() if term.kind == "Class"]

    @property
    def roots(self) -> list[Term]:
        """The classes at the top, that with the most members first."""
        return self.order(term.iri for term in self.classes if not term.above)

    def shapes_of(self, term: Term) -> list[str]:
        """Return the shapes that hold ``term``, those of its superclasses or superproperties among them."""
        found, left = set(term.shapes), [*term.above]
        while left:
            other = self.terms.get(left.pop())
            if other is not None:
                found |= set(other.shapes)
                left += other.above
        return sorted(found)

    def order(self, iris: Iterable[str]) -> list[Term]:
        """Return these terms, the most used first."""
        return sorted((self.terms[iri] for iri in iris), key=lambda term: (-term.count, term.name))

    def properties_of(self, domain: str | None) -> list[Term]:
        """Return the properties with this domain, the most used first; None for those without one."""
        return self.order(t.iri for t in self.terms.values() if t.kind != "Class" and t.domain == domain)

    def name(self, iri: str, language: str) -> str:
        """Return what a thing is called in ``language``, else in another, else the end of its IRI."""
        names = self.names.get(iri, {})
        return names.get(language) or next(iter(names.values()), "") or re.split(r"[#/]", iri)[-1]


def name_elsewhere(iri: str) -> str:
    """Return the IRI of a term of others with the prefix that it mostly has, or as it is."""
    start = next((start for start in _ELSEWHERE.values() if iri.startswith(start)), None)
    if start is None:
        return shorten(iri)
    return f"{next(p for p, s in _ELSEWHERE.items() if s == start)}:{iri.removeprefix(start)}"


def read_reference(answers: Mapping[str, Sequence[Row]]) -> Reference:
    """Return the reference out of the rows that answer :data:`QUERIES`, by the same names."""
    said: dict[str, dict[str, list[Value]]] = defaultdict(lambda: defaultdict(list))
    for row in answers["said"]:
        said[str(row["term"])][str(row["property"])].append(row["value"])
    facts = _Facts(
        said,
        below=_turn(said, *_ABOVE),
        inverses=_turn(said, OWL + "inverseOf"),
        disjoint=_gather(answers["disjoint"], "other"),
        chains=_gather(answers["chains"], "value"),
        counts={**_kinds(said), **_count(answers["uses"]), **_count(answers["members"])},
        claims=_count(answers["claims"]),
        examples={**_plain(answers["plain"]), **_members(answers["members"]), **_cited(answers["cited"])},
        aligned=_aligned(answers["aligned"]),
        shapes=_shapes(answers["shapes"], answers["rules"]),
    )
    names: dict[str, dict[str, str]] = defaultdict(dict)
    for row in sorted(answers["names"], key=lambda row: str(row["label"]), reverse=True):
        label = row["label"]
        names[str(row["thing"])][label.language if isinstance(label, Text) else ""] = str(label)
    symbols = {str(row["thing"]): str(row["symbol"]) for row in answers["symbols"]}
    terms = {iri: facts.term(iri) for iri in sorted(said, key=str.lower) if iri.startswith(AII)}
    return Reference(terms, names, symbols)


@dataclass(frozen=True, slots=True)
class _Facts:
    """What the answers say, each by term."""

    said: Mapping[str, Mapping[str, list[Value]]]
    below: Mapping[str, list[str]]
    inverses: Mapping[str, list[str]]
    disjoint: Mapping[str, list[str]]
    chains: Mapping[str, list[str]]
    counts: Mapping[str, int]
    claims: Mapping[str, int]
    examples: Mapping[str, Example]
    aligned: Mapping[str, list[tuple[str, str]]]
    shapes: Mapping[str, list[str]]

    def term(self, iri: str) -> Term:
        own = self.said[iri]
        types = {str(kind) for kind in own[RDF + "type"]}
        return Term(
            iri,
            kind=next((t.removeprefix(OWL) for t in sorted(types) if t in _KINDS), "Class"),
            labels=_texts(own.get(RDFS + "label", ())),
            definitions=_texts(own.get(SKOS + "definition", ())),
            notes=_texts(own.get(SKOS + "scopeNote", ())),
            examples=_texts(own.get(SKOS + "example", ())),
            above=tuple(sorted(str(v) for name in _ABOVE for v in own.get(name, ()))),
            below=tuple(sorted(self.below.get(iri, ()))),
            domain=_one(own.get(RDFS + "domain", ())),
            range=_one(own.get(RDFS + "range", ())),
            inverse=_one(own.get(OWL + "inverseOf", ())) or _one(self.inverses.get(iri, ())),
            chain=tuple(self.chains.get(iri, ())),
            unit=_one(own.get(AII + "unit", ())),
            sort=next((sort for sort in _SORTS if f"{AII}{sort}Property" in types), ""),
            traits=tuple(_TRAITS[kind] for kind in sorted(types & _TRAITS.keys())),
            disjoint=tuple(sorted(self.disjoint.get(iri, ()))),
            count=self.counts.get(iri, 0),
            claims=self.claims.get(iri, 0),
            example=self.examples.get(iri),
            aligned=tuple(sorted(self.aligned.get(iri, ()))),
            shapes=tuple(sorted(set(self.shapes.get(iri, ())))),
        )


def _turn(said: Mapping[str, Mapping[str, list[Value]]], *properties: str) -> dict[str, list[str]]:
    """Return the subjects of these properties by object."""
    found: dict[str, list[str]] = defaultdict(list)
    for iri, told in said.items():
        for value in (value for name in properties for value in told.get(name, ())):
            found[str(value)].append(iri)
    return found


def _one(values: Iterable[Value]) -> str | None:
    return min(map(str, values), default=None)


def _texts(values: Iterable[Value]) -> dict[str, str]:
    texts = sorted(value for value in values if isinstance(value, Text))
    return {text.language: str(text) for text in texts}


def _gather(rows: Iterable[Row], column: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        found[str(row["term"])].append(str(row[column]))
    return found


def _kinds(said: Mapping[str, Mapping[str, list[Value]]]) -> Counter[str]:
    """Return how many terms there are of each kind: the members of classes of properties are properties."""
    return Counter(str(kind) for told in said.values() for kind in told[RDF + "type"])


def _count(rows: Iterable[Row]) -> dict[str, int]:
    return {str(row["term"]): row["count"] for row in rows if isinstance(row["count"], int)}


def _members(rows: Iterable[Row]) -> dict[str, Example]:
    return {
        str(row["term"]): Example(str(row["first"]), IRI(str(row["term"]))) for row in rows if row["count"]
    }


def _plain(rows: Iterable[Row]) -> dict[str, Example]:
    ordered = sorted(rows, key=lambda row: str(row["value"]), reverse=True)
    return {str(row["term"]): Example(str(row["subject"]), row["value"]) for row in ordered}


def _cited(rows: Iterable[Row]) -> dict[str, Example]:
    ordered = sorted(rows, key=lambda row: (str(row["passage"]), str(row["value"])), reverse=True)
    return {
        str(row["term"]): Example(
            str(row["subject"]),
            row["value"],
            printed=str(row["printed"]) if "printed" in row else None,
            claim=str(row["claim"]),
            passage=str(row["passage"]),
        )
        for row in ordered
    }


def _aligned(rows: Iterable[Row]) -> dict[str, list[tuple[str, str]]]:
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for row in rows:
        if row["property"] in _MATCHES:
            found[str(row["term"])].append((str(row["property"]), str(row["value"])))
    return found


def _shapes(rows: Iterable[Row], rules: Iterable[Row]) -> dict[str, list[str]]:
    """Return the shapes that hold each term: by target, class or path, or by naming it in a query."""
    found = _gather(rows, "shape")
    for row in rules:
        for name in set(_NAMED.findall(str(row["text"]))):
            found.setdefault(AII + name, []).append(str(row["shape"]))
    return {term: [shape for shape in shapes if shape.startswith(SHAPES)] for term, shapes in found.items()}
