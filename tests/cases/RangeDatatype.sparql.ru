# The range of a property is xsd:gYear, which OWL 2 does not have. | 属性的值域是OWL 2没有的xsd:gYear。
PREFIX aii: <https://w3id.org/aiinfra/ontology#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

DELETE DATA {
  aii:startYear rdfs:range xsd:integer .
} ;
INSERT DATA {
  aii:startYear rdfs:range xsd:gYear .
}
