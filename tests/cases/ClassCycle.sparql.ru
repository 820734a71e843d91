# Two classes are below each other. | 两个类互为下级。
PREFIX aii: <https://w3id.org/aiinfra/ontology#>
PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>

INSERT DATA {
  aii:AIAccelerator a owl:Class ; rdfs:subClassOf aii:AIChip .
  aii:AIChip rdfs:subClassOf aii:AIAccelerator .
}
