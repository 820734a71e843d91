"""The IRIs this project owns, and the prefixes it writes. They never change."""

BASE = "https://w3id.org/aiinfra/"
AII = BASE + "ontology#"
ID = BASE + "id/"
VOC = BASE + "vocabulary/"
SHAPES = BASE + "shapes#"
SOURCE = BASE + "source/"
CLAIM = BASE + "claim/"
DISCREPANCY = BASE + "discrepancy/"
QUERY = BASE + "query/"
GRAPH = BASE + "graph/"
ONTOLOGY = BASE + "ontology"
DATASET = BASE + "dataset"

#: The named graphs of a release, in the order in which the build fills them.
GRAPHS = (
    "ontology",
    "alignments",
    "vocabulary",
    "entities",
    "sources",
    "claims",
    "links",
    "facts",
    "inferred",
    "shapes",
    "queries",
    "meta",
)

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
OWL = "http://www.w3.org/2002/07/owl#"
XSD = "http://www.w3.org/2001/XMLSchema#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
DCTERMS = "http://purl.org/dc/terms/"
OA = "http://www.w3.org/ns/oa#"
SH = "http://www.w3.org/ns/shacl#"
VOID = "http://rdfs.org/ns/void#"
DCAT = "http://www.w3.org/ns/dcat#"
SD = "http://www.w3.org/ns/sparql-service-description#"
VANN = "http://purl.org/vocab/vann/"
SCHEMA = "https://schema.org/"
GEO = "http://www.w3.org/2003/01/geo/wgs84_pos#"

PREFIXES = {
    "aii": AII,
    "id": ID,
    "voc": VOC,
    "src": SOURCE + "caict-2021/",
    "claim": CLAIM + "caict-2021/",
    "dis": DISCREPANCY + "caict-2021/",
    "shape": SHAPES,
    "graph": GRAPH,
    "rdf": RDF,
    "rdfs": RDFS,
    "owl": OWL,
    "xsd": XSD,
    "skos": SKOS,
    "dct": DCTERMS,
    "oa": OA,
    "sh": SH,
    "void": VOID,
    "dcat": DCAT,
    "sd": SD,
    "vann": VANN,
    "schema": SCHEMA,
    "geo": GEO,
}

#: What leads from things to their names.
NAMING = (
    RDFS + "label",
    SKOS + "prefLabel",
    SKOS + "altLabel",
    DCTERMS + "title",
    "http://xmlns.com/foaf/0.1/name",
    "https://schema.org/name",
)


def graph_iri(name: str) -> str:
    """Return the IRI of the named graph ``name``, one of :data:`GRAPHS`."""
    return GRAPH + name
