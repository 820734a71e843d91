# A controlled value has two schemes. | 受控值有两个所属词表。
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX voc: <https://w3id.org/aiinfra/vocabulary/>

INSERT DATA {
  voc:watt skos:inScheme <https://w3id.org/aiinfra/vocabulary/units> .
  <https://w3id.org/aiinfra/vocabulary/units> a skos:ConceptScheme ;
    rdfs:label "units"@en , "单位"@zh .
}
