"""A complete input folder, as small as can be: one report, one chip, its maker, three claims, one shape."""

from pathlib import Path

from pyoxigraph import Quad, RdfFormat, Store, Triple, parse

from kg.links import COLUMNS
from kg.namespaces import PREFIXES
from kg.settings import Settings

PREFIX_LINES = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in PREFIXES.items())

FILES = {
    "ontology/aiinfra.ttl": """
<https://w3id.org/aiinfra/ontology> a owl:Ontology ;
    dct:modified "2025-01-31"^^xsd:date ;
    owl:versionInfo "0.1.0" .

aii:Claim a owl:Class .

aii:QuantityClaim a owl:Class ;
    rdfs:subClassOf aii:Claim .

aii:RelationClaim a owl:Class ;
    rdfs:subClassOf aii:Claim .

aii:Product a owl:Class .

aii:AIChip a owl:Class ;
    rdfs:subClassOf aii:Product .

aii:developedBy a owl:ObjectProperty ;
    owl:inverseOf aii:develops .

aii:develops a owl:ObjectProperty .

aii:int8Throughput a owl:DatatypeProperty .

aii:sharePercent a owl:DatatypeProperty .

aii:supplies a owl:ObjectProperty ;
    owl:propertyChainAxiom ( aii:develops aii:partOf ) .
""",
    "graph/vocabulary.ttl": """
voc:tera-ops a skos:Concept ;
    skos:prefLabel "TOPS"@en .
""",
    "graph/entities/chips.ttl": """
id:chip-mlu370 a aii:AIChip ;
    rdfs:label "MLU370"@en , "思元370"@zh .
""",
    "graph/entities/organisations.ttl": """
id:org-cambricon rdfs:label "Cambricon"@en , "寒武纪"@zh .
""",
    "graph/caict-2021/sources.ttl": """
<https://w3id.org/aiinfra/source/caict-2021> a aii:Report .

src:2-3-2-p1 a aii:Passage .
""",
    "graph/caict-2021/claims/2-3.ttl": """
claim:0101 a aii:QuantityClaim ;
    aii:modality voc:reported ;
    aii:property aii:int8Throughput ;
    aii:statedIn src:2-3-2-p1 ;
    aii:subject id:chip-mlu370 ;
    aii:value 256.0 .

claim:0102 a aii:RelationClaim ;
    aii:modality voc:reported ;
    aii:object id:org-cambricon ;
    aii:property aii:developedBy ;
    aii:statedIn src:2-3-2-p1 ;
    aii:subject id:chip-mlu370 .

claim:0103 a aii:QuantityClaim ;
    aii:modality voc:reported ;
    aii:period id:period-2020 ;
    aii:property aii:sharePercent ;
    aii:statedIn src:2-3-2-p1 ;
    aii:subject id:chip-mlu370 ;
    aii:value 57.0 .
""",
    "shapes/claims.ttl": """
shape:ClaimShape a sh:NodeShape ;
    sh:property [
            sh:message "a claim names its passage"@en , "陈述须注明出处"@zh ;
            sh:minCount 1 ;
            sh:path aii:statedIn ] ;
    sh:targetClass aii:Claim .
""",
}

LINKS = """#curie_map:
#  id: https://w3id.org/aiinfra/id/
#  ror: https://ror.org/
#  schema: https://schema.org/
#mapping_set_id: https://w3id.org/aiinfra/links
""" + "".join(
    "\t".join(cells) + "\n"
    for cells in (
        COLUMNS,
        (
            *("id:org-cambricon", "Cambricon", "schema:sameAs", "ror:00r2rga43", "Cambricon (China)", ""),
            *("semapv:ManualMappingCuration", "us", "2026-11-23", "0.8", "ROR v1.51"),
        ),
    )
)

QUERY = """# Who develops which chip? | 哪家公司研发了哪款芯片？
SELECT ?chip ?maker WHERE { ?chip <https://w3id.org/aiinfra/ontology#developedBy> ?maker } ORDER BY ?chip
"""


def write_tiny(folder: Path) -> Settings:
    """Write the input folder below ``folder`` and return settings that build from it."""
    for name, body in FILES.items():
        write(folder / "in" / name, PREFIX_LINES + body)
    write(folder / "in" / "graph" / "links.tsv", LINKS)
    write(folder / "in" / "queries" / "01-makers.rq", QUERY)
    return Settings(inputs=folder / "in", home=folder / "out")


def write(path: Path, text: str) -> Path:
    """Write ``text`` to ``path``, making its folder."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def turtle(text: str, base: str = "http://example.org/") -> list[Triple]:
    """Return the triples of ``text``, our prefixes and ``:`` declared."""
    head = f"@prefix : <{base}> .\n" + PREFIX_LINES
    return [quad.triple for quad in parse(head + text, format=RdfFormat.TURTLE)]


def trig(text: str) -> list[Quad]:
    """Return the quads of ``text``, our prefixes and ``:`` declared."""
    head = "@prefix : <http://example.org/> .\n" + PREFIX_LINES
    return list(parse(head + text, format=RdfFormat.TRIG))


def store_of(text: str) -> Store:
    """Return a store with the quads of ``text``, TriG with our prefixes."""
    store = Store()
    store.extend(trig(text))
    return store
