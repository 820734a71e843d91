"""Describe a release in its own terms: VoID and DCAT, the SPARQL service, the example queries. Pure."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from urllib.parse import quote

from pyoxigraph import (
    Literal,
    NamedNode,
    Quad,
    QueryBoolean,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    Store,
    Triple,
    parse,
)

from kg.errors import SourceError
from kg.namespaces import (
    AII,
    BASE,
    DATASET,
    DCAT,
    DCTERMS,
    GRAPHS,
    ID,
    ONTOLOGY,
    OWL,
    PREFIXES,
    QUERY,
    RDF,
    RDFS,
    SD,
    SH,
    VOID,
    XSD,
    graph_iri,
)
from kg.parameters import KINDS, Parameter, expand, find_fault, read_parameters

_TYPE = NamedNode(RDF + "type")
_META = NamedNode(graph_iri("meta"))
_ROUNDS = 20

_STATIC = """
<dataset> a void:Dataset , dcat:Dataset , sd:Dataset ;
    dct:title "AI infrastructure: the facts of CAICT's 2021 report"@en ,
        "人工智能基础设施：中国信通院2021年报告中的事实"@zh ;
    dct:description
        "Each fact of the report as a claim with place, figure, hedge and period, and as a plain triple."@en ,
        "报告中的每个事实都是一条注明出处、数值、限定和时期的陈述，并导出一条普通三元组。"@zh ;
    dct:license <https://creativecommons.org/licenses/by/4.0/> ;
    dct:publisher <dataset/publisher> ;
    dct:language "en" , "zh" ;
    dcat:keyword "artificial intelligence"@en , "AI chips"@en , "computing infrastructure"@en , "China"@en ,
        "人工智能"@zh , "智能芯片"@zh , "算力基础设施"@zh ;
    dcat:distribution <dataset/distribution/nquads> , <dataset/distribution/sparql> ;
    void:sparqlEndpoint <sparql> ;
    void:uriSpace "https://w3id.org/aiinfra/id/" ;
    void:vocabulary <ontology> .

<dataset/publisher> a foaf:Agent ; foaf:name "The aiinfra-kg authors" .

<dataset/distribution/nquads> a dcat:Distribution ;
    dct:title "All named graphs as N-Quads"@en , "全部命名图（N-Quads）"@zh ;
    dct:license <https://creativecommons.org/licenses/by/4.0/> ;
    dcat:accessURL <dataset> ;
    dcat:mediaType <https://www.iana.org/assignments/media-types/application/n-quads> .

<dataset/distribution/sparql> a dcat:Distribution ;
    dct:title "The SPARQL endpoint"@en , "SPARQL 端点"@zh ;
    dct:license <https://creativecommons.org/licenses/by/4.0/> ;
    dcat:accessURL <sparql> ;
    dcat:accessService <sparql> .

<sparql> a sd:Service , dcat:DataService ;
    dct:title "SPARQL endpoint"@en , "SPARQL 端点"@zh ;
    dcat:servesDataset <dataset> ;
    dcat:endpointURL <sparql> ;
    sd:endpoint <sparql> ;
    sd:feature sd:UnionDefaultGraph ;
    sd:supportedLanguage sd:SPARQL11Query ;
    sd:resultFormat format:SPARQL_Results_JSON , format:SPARQL_Results_XML , format:SPARQL_Results_CSV ,
        format:SPARQL_Results_TSV , format:Turtle , format:N-Triples , format:RDF_XML , format:JSON-LD ;
    sd:defaultDataset <dataset> .

<dataset> sd:defaultGraph <dataset/default-graph> .
<dataset/default-graph> a sd:Graph .
<dataset/validation> a sh:ValidationReport ; sh:conforms true .
"""

_EXTRA_PREFIXES = {"foaf": "http://xmlns.com/foaf/0.1/", "format": "http://www.w3.org/ns/formats/"}
_FROM_HEADER = (DCTERMS + "modified", DCTERMS + "created", DCTERMS + "issued", OWL + "versionInfo")


@dataclass(slots=True)
class _Tally:
    """What VoID counts of some quads."""

    graphs: Counter[NamedNode] = field(default_factory=Counter)
    properties: Counter[NamedNode] = field(default_factory=Counter)
    classes: Counter[NamedNode] = field(default_factory=Counter)
    subjects: set[object] = field(default_factory=set)
    objects: set[object] = field(default_factory=set)


def describe_release(
    quads: Iterable[Quad], *, shapes: int, constraints: int, focus_nodes: int, more: Iterable[Triple] = ()
) -> list[Triple]:
    """Return the graph ``meta`` of a release whose other graphs are ``quads``, ``more`` in it, sorted.

    The counts hold for the whole release, this description included, so it is written and counted again until
    it tells the truth about itself. Dates and version are those of the ontology's header: nothing reads a
    clock.
    """
    quads = list(quads)
    base = _tally(quads)
    fixed = [
        *_parse(_STATIC),
        *_from_header(quads),
        *more,
        *_numbers(
            DATASET + "/validation",
            {
                AII + "shapeCount": shapes,
                AII + "constraintCount": constraints,
                AII + "focusNodeCount": focus_nodes,
            },
        ),
    ]
    for with_objects in (True, False):
        meta: set[Triple] = set()
        for _ in range(_ROUNDS):
            whole = _add(base, _tally(Quad(t.subject, t.predicate, t.object, _META) for t in meta))
            again = {*fixed, *_count(whole, with_objects=with_objects)}
            if again == meta:
                return sorted(meta, key=str)
            meta = again
    raise AssertionError("unreachable: only the count of distinct objects can depend on its own value")


def describe_queries(queries: Mapping[str, str]) -> list[Triple]:
    """Return the graph ``queries``: each text, by name, as a sh:SPARQLExecutable.

    Raises SourceError when a text does not begin with its question in both languages or is no SPARQL.
    """
    return sorted(
        (triple for name, text in queries.items() for triple in _describe_query(name, text)), key=str
    )


def _describe_query(name: str, text: str) -> list[Triple]:
    first = text.partition("\n")[0]
    english, bar, chinese = first.removeprefix("#").partition("|")
    if not (first.startswith("#") and bar and english.strip() and chinese.strip()):
        raise SourceError(f"queries/{name}.rq:1: begin with a line `# English question? | 中文问题？`")
    fault = find_fault(text)
    if fault is not None:
        raise SourceError(f"queries/{name}.rq:{fault[0]}: {fault[1]}")
    form = _form(name, text)
    query = NamedNode(QUERY + name)
    parameters = enumerate(read_parameters(text), start=1)
    return [
        *(t for order, parameter in parameters for t in _describe_parameter(query, order, parameter)),
        Triple(query, _TYPE, NamedNode(SH + "SPARQLExecutable")),
        Triple(query, _TYPE, NamedNode(f"{SH}SPARQL{form.capitalize()}Executable")),
        Triple(query, NamedNode(RDFS + "label"), Literal(english.strip(), language="en")),
        Triple(query, NamedNode(RDFS + "label"), Literal(chinese.strip(), language="zh")),
        Triple(query, NamedNode(SH + form), Literal(text)),
    ]


def _describe_parameter(query: NamedNode, order: int, parameter: Parameter) -> list[Triple]:
    """Return a parameter as SHACL describes those of SPARQL-based constraints (SHACL §6.2.1)."""
    described = NamedNode(f"{query.value}/{parameter.name}")
    kind = KINDS[parameter.kind]
    integer = NamedNode(XSD + "integer")
    default = NamedNode(expand(parameter.default)) if kind is None else _typed(parameter.default, kind)
    limits = (SH + "nodeKind", NamedNode(SH + "IRI")) if kind is None else (SH + "datatype", NamedNode(kind))
    return [
        Triple(query, NamedNode(SH + "parameter"), described),
        Triple(described, _TYPE, NamedNode(SH + "Parameter")),
        Triple(described, NamedNode(DCTERMS + "identifier"), Literal(parameter.name)),
        Triple(described, NamedNode(limits[0]), limits[1]),
        Triple(described, NamedNode(SH + "defaultValue"), default),
        Triple(described, NamedNode(SH + "order"), Literal(str(order), datatype=integer)),
        Triple(described, NamedNode(RDFS + "label"), Literal(parameter.en, language="en")),
        Triple(described, NamedNode(RDFS + "label"), Literal(parameter.zh, language="zh")),
    ]


def _typed(value: str, datatype: str) -> Literal:
    return Literal(value, datatype=NamedNode(datatype))


def _form(name: str, text: str) -> str:
    try:
        match Store().query(text):
            case QuerySolutions():
                return "select"
            case QueryBoolean():
                return "ask"
            case QueryTriples():
                return "construct"
    except SyntaxError as error:
        raise SourceError(f"queries/{name}.rq: {error}: mend the query there") from error


def _parse(turtle: str) -> list[Triple]:
    prefixes = PREFIXES | _EXTRA_PREFIXES
    head = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in prefixes.items())
    return [quad.triple for quad in parse(head + turtle, format=RdfFormat.TURTLE, base_iri=BASE)]


def _from_header(quads: Iterable[Quad]) -> list[Triple]:
    """Return dates and version out of the ontology's header, and the reports the data set is made from."""
    dataset, header, report = NamedNode(DATASET), NamedNode(ONTOLOGY), NamedNode(AII + "Report")
    sources = NamedNode(graph_iri("sources"))
    triples = []
    for quad in quads:
        if quad.subject == header and quad.predicate.value in _FROM_HEADER:
            version = quad.predicate.value == OWL + "versionInfo"
            predicate = NamedNode(DCAT + "version") if version else quad.predicate
            triples.append(Triple(dataset, predicate, quad.object))
        elif quad.predicate == _TYPE and quad.object == report and quad.graph_name == sources:
            triples.append(Triple(dataset, NamedNode(DCTERMS + "source"), quad.subject))
    return triples


def _tally(quads: Iterable[Quad]) -> _Tally:
    tally = _Tally()
    for subject, predicate, object_, graph in quads:
        tally.graphs[graph] += 1
        tally.properties[predicate] += 1
        tally.subjects.add(subject)
        tally.objects.add(object_)
        if predicate == _TYPE:
            tally.classes[object_] += 1
    return tally


def _add(one: _Tally, other: _Tally) -> _Tally:
    return _Tally(
        one.graphs + other.graphs,
        one.properties + other.properties,
        one.classes + other.classes,
        one.subjects | other.subjects,
        one.objects | other.objects,
    )


def _count(tally: _Tally, *, with_objects: bool) -> list[Triple]:
    """Return the counts in VoID (https://www.w3.org/TR/void/, section 4) and as sd:namedGraph."""
    total = tally.graphs.total()
    things = sum(1 for node in tally.subjects if isinstance(node, NamedNode) and node.value.startswith(ID))
    counts = {
        VOID + "triples": total,
        VOID + "entities": things,
        VOID + "distinctSubjects": len(tally.subjects),
        VOID + "classes": len(tally.classes),
        VOID + "properties": len(tally.properties),
    }
    if with_objects:
        counts[VOID + "distinctObjects"] = len(tally.objects)
    triples = _numbers(DATASET, counts) + _numbers(DATASET + "/default-graph", {VOID + "triples": total})
    for name in GRAPHS:
        triples += _describe_graph(graph_iri(name), tally.graphs[NamedNode(graph_iri(name))])
    for class_, number in tally.classes.items():
        triples += _partition("class", class_, VOID + "entities", number)
    for property_, number in tally.properties.items():
        triples += _partition("property", property_, VOID + "triples", number)
    return triples


def _describe_graph(iri: str, number: int) -> list[Triple]:
    graph, dataset = NamedNode(iri), NamedNode(DATASET)
    return [
        Triple(dataset, NamedNode(SD + "namedGraph"), graph),
        Triple(dataset, NamedNode(VOID + "subset"), graph),
        Triple(graph, _TYPE, NamedNode(SD + "NamedGraph")),
        Triple(graph, _TYPE, NamedNode(SD + "Graph")),
        Triple(graph, _TYPE, NamedNode(VOID + "Dataset")),
        Triple(graph, NamedNode(SD + "name"), graph),
        Triple(graph, NamedNode(SD + "graph"), graph),
        *_numbers(iri, {VOID + "triples": number}),
    ]


def _partition(kind: str, term: NamedNode, counted: str, number: int) -> list[Triple]:
    part = NamedNode(f"{DATASET}/{kind}/{_short(term.value)}")
    return [
        Triple(NamedNode(DATASET), NamedNode(f"{VOID}{kind}Partition"), part),
        Triple(part, NamedNode(VOID + kind), term),
        *_numbers(part.value, {counted: number}),
    ]


def _short(iri: str) -> str:
    """Return ``iri`` as the last step of a path: AIChip, owl-Class, or the whole of it percent-encoded."""
    if iri.startswith(AII):
        return iri.removeprefix(AII)
    for prefix, namespace in (PREFIXES | _EXTRA_PREFIXES).items():
        local = iri.removeprefix(namespace)
        if local != iri and "/" not in local and "#" not in local:
            return f"{prefix}-{local}"
    return quote(iri, safe="")


def _numbers(subject: str, numbers: Mapping[str, int]) -> list[Triple]:
    integer = NamedNode(XSD + "integer")
    return [
        Triple(NamedNode(subject), NamedNode(predicate), Literal(str(number), datatype=integer))
        for predicate, number in numbers.items()
    ]
