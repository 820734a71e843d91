# A class is defined by something that is no ontology. | 类所属的不是本体。
PREFIX aii: <https://w3id.org/aiinfra/ontology#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>

DELETE { aii:AIChip rdfs:isDefinedBy ?ontology }
INSERT { aii:AIChip rdfs:isDefinedBy aii:Entity }
WHERE {
  aii:AIChip rdfs:isDefinedBy ?ontology .
}
