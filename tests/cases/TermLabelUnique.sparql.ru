# Two classes have the same label in English. | 两个类的英文标签相同。
PREFIX aii: <https://w3id.org/aiinfra/ontology#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>

DELETE DATA {
  aii:AIChip rdfs:label "AI chip"@en .
} ;
INSERT DATA {
  aii:AIChip rdfs:label "data set"@en .
}
