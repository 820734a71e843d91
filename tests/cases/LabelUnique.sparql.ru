# Two technologies share a label. | 两项技术的标签相同。
PREFIX aii: <https://w3id.org/aiinfra/ontology#>
PREFIX id: <https://w3id.org/aiinfra/id/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>

INSERT DATA {
  id:tech-lantern a aii:Technology ;
    rdfs:label "lamp technology"@en , "灯塔技术"@zh ;
    skos:definition "A second invented technology."@en , "另一种虚构的技术。"@zh .
}
