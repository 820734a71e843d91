# Two properties are below each other. | 两个属性互为下级。
PREFIX aii: <https://w3id.org/aiinfra/ontology#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>

INSERT DATA {
  aii:basedIn rdfs:subPropertyOf aii:locatedIn .
  aii:locatedIn rdfs:subPropertyOf aii:basedIn .
}
