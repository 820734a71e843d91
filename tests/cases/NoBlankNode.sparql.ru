# A concept scheme is a blank node. | 词表是空白节点。
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>

INSERT DATA {
  [] a skos:ConceptScheme ;
    rdfs:label "units"@en , "单位"@zh .
}
